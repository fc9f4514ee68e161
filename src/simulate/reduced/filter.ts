/** Below this the recursion for the moments loses digits, and their series serves. */
const SERIES_BELOW = 0.03;

/**
 * Moments m_k = int_0^1 z exp(-z (1 - x)) x^k dx, k = 0 to 3, of a filter over z of its time constants. A follower
 * l' = rate (u - l) over a step h, with u(x h) = sum_k p_k x^k, ends at exp(-z) l(0) + sum_k p_k m_k with z = rate h.
 *
 * @param out 4, overwritten.
 */
export function momentsInto(out: Float64Array, z: number): void {
  out[0] = -Math.expm1(-z);
  if (z < SERIES_BELOW) {
    // k! / (k + 1 + j)! (-z)^j summed to j = 3: exact to 1e-8 of what the follower moves.
    out[1] = z * (1 / 2 - z * (1 / 6 - z * (1 / 24 - z / 120)));
    out[2] = z * (1 / 3 - z * (1 / 12 - z * (1 / 60 - z / 360)));
    out[3] = z * (1 / 4 - z * (1 / 20 - z * (1 / 120 - z / 840)));
    return;
  }
  out[1] = 1 - out[0] / z;
  out[2] = 1 - (2 * out[1]) / z;
  out[3] = 1 - (3 * out[2]) / z;
}

/**
 * Weights w_j of a filter's input at `nodes` x_j (its step is 0 to 1; a node may lie before it): what the filter makes of the
 * polynomial through the inputs is sum_j w_j u_j. At most four nodes.
 *
 * @param out as long as `nodes`, overwritten.
 */
export function filterWeightsInto(out: Float64Array, nodes: readonly number[], moments: Float64Array): void {
  const count = nodes.length;
  for (let j = 0; j < count; j++) {
    // Coefficients of the Lagrange polynomial of node j, by multiplying out its factors.
    let [c0, c1, c2, c3] = [1, 0, 0, 0];
    for (let k = 0; k < count; k++) {
      if (k === j) continue;
      const scale = 1 / (nodes[j]! - nodes[k]!);
      const root = nodes[k]!;
      c3 = (c2 - root * c3) * scale;
      c2 = (c1 - root * c2) * scale;
      c1 = (c0 - root * c1) * scale;
      c0 = -root * c0 * scale;
    }
    out[j] = c0 * moments[0]! + c1 * moments[1]! + c2 * moments[2]! + c3 * moments[3]!;
  }
}
