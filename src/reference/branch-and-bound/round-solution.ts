import type { Random } from "../../core/index.ts";
import { choleskyInPlace } from "../../linalg/index.ts";

/**
 * Best state x found for max x'Ax by random hyperplanes through the vectors whose inner products X holds, each followed by
 * steepest one-flip descent. O(size^2) each and more for the descent.
 *
 * @param x size*size, positive definite; @param a size*size, symmetric, zero diagonal
 * Source: Goemans and Williamson, Journal of the ACM 42, 1995, section 2.
 */
export function roundSolution(
  x: Float64Array,
  a: Float64Array,
  size: number,
  hyperplanes: number,
  random: Random,
): { readonly spins: Int8Array; readonly value: number } {
  const factor = x.slice();
  const whole = choleskyInPlace(factor, size);
  const normal = new Float64Array(size);
  const spins = new Int8Array(size);
  const fields = new Float64Array(size);
  let bestValue = Number.NEGATIVE_INFINITY;
  let best = new Int8Array(size).fill(1);
  for (let trial = 0; trial < hyperplanes; trial++) {
    for (let i = 0; i < size; i++) normal[i] = random.gaussian();
    for (let i = 0; i < size; i++) {
      let side = whole ? 0 : normal[i]!;
      if (whole) for (let l = 0; l <= i; l++) side += factor[i * size + l]! * normal[l]!;
      spins[i] = side < 0 ? -1 : 1;
    }
    for (let i = 0; i < size; i++) {
      let field = 0;
      for (let j = 0; j < size; j++) field += a[i * size + j]! * spins[j]!;
      fields[i] = field;
    }
    // Rounding may make a gain that is none look positive for ever; size^2 flips are never needed otherwise.
    for (let flips = 0; flips < size * size; flips++) {
      let lowest = 0;
      let flip = -1;
      for (let i = 0; i < size; i++) {
        const along = spins[i]! * fields[i]!;
        if (along < lowest) {
          lowest = along;
          flip = i;
        }
      }
      if (flip < 0) break;
      const twice = 2 * spins[flip]!;
      spins[flip]! *= -1;
      for (let j = 0; j < size; j++) fields[j]! -= twice * a[flip * size + j]!;
    }
    let value = 0;
    for (let i = 0; i < size; i++) value += spins[i]! * fields[i]!;
    if (value > bestValue) {
      bestValue = value;
      best = spins.slice();
    }
  }
  return { spins: best, value: bestValue };
}
