import { ArgumentError, requireFinite, requireInteger } from "../core/index.ts";
import { largestEigenvalue } from "../linalg/index.ts";

/**
 * A Hopfield network over spins s in {-1,+1}^n with energy E(s) = -1/2 s'W s - b's + c; lower is better.
 * Plain data: it crosses threads and stages by structured clone.
 */
export interface HopfieldNetwork {
  readonly n: number;
  /** Couplings W: n*n, row-major, symmetric, zero diagonal. */
  readonly weights: Float64Array;
  /** Bias b: n. */
  readonly bias: Float64Array;
  /** Constant c. */
  readonly constant: number;
}

/** Spins, n entries of -1 or +1. */
export type Spins = Int8Array;

/**
 * Builds a network and checks shape, finiteness, symmetry and the zero diagonal.
 * @throws ArgumentError naming the first offending entry.
 */
export function createNetwork(
  n: number,
  weights: Float64Array,
  bias: Float64Array = new Float64Array(n),
  constant = 0,
): HopfieldNetwork {
  requireInteger("n", n, 1);
  requireFinite("weights", weights, n * n);
  requireFinite("bias", bias, n);
  requireFinite("constant", [constant], 1);
  for (let i = 0; i < n; i++) {
    if (weights[i * n + i] !== 0) {
      throw new ArgumentError(`weights[${i},${i}] must be zero`, {
        code: "network.diagonal",
        received: String(weights[i * n + i]),
        expected: "0",
      });
    }
    for (let j = 0; j < i; j++) {
      if (weights[i * n + j] !== weights[j * n + i]) {
        throw new ArgumentError(`weights[${i},${j}] differs from weights[${j},${i}]`, {
          code: "network.symmetry",
          received: `${weights[i * n + j]} and ${weights[j * n + i]}`,
          expected: "a symmetric matrix",
        });
      }
    }
  }
  return { n, weights, bias, constant };
}

/** Energy E(s) = -1/2 s'W s - b's + c. O(n^2). */
export function energy(network: HopfieldNetwork, spins: ArrayLike<number>): number {
  const { n, weights, bias, constant } = network;
  let pair = 0;
  let linear = 0;
  for (let i = 1; i < n; i++) {
    let row = 0;
    for (let j = 0; j < i; j++) row += weights[i * n + j]! * spins[j]!;
    pair += spins[i]! * row;
  }
  for (let i = 0; i < n; i++) linear += bias[i]! * spins[i]!;
  return constant - pair - linear;
}

/** Local fields h_i = sum_j W_ij s_j + b_i into `out` (n). O(n^2). */
export function localFieldsInto(out: Float64Array, network: HopfieldNetwork, spins: ArrayLike<number>): void {
  const { n, weights, bias } = network;
  for (let i = 0; i < n; i++) {
    let h = bias[i]!;
    for (let j = 0; j < n; j++) h += weights[i * n + j]! * spins[j]!;
    out[i] = h;
  }
}

/**
 * Flips spin k in place, updates the local fields in O(n) and returns the change of the energy, 2 s_k h_k with the
 * spin and field before the flip.
 */
export function flipInto(spins: Spins, fields: Float64Array, network: HopfieldNetwork, k: number): number {
  const { n, weights } = network;
  const before = spins[k]!;
  const change = 2 * before * fields[k]!;
  spins[k] = -before;
  const twice = 2 * before;
  for (let i = 0; i < n; i++) fields[i]! -= twice * weights[i * n + k]!;
  return change;
}

/**
 * Whether no single flip lowers the energy: s_i h_i >= 0 for all i, within `tolerance` (energy units). Ties are stable.
 */
export function isSingleFlipStable(network: HopfieldNetwork, spins: ArrayLike<number>, tolerance = 1e-9): boolean {
  const fields = new Float64Array(network.n);
  localFieldsInto(fields, network, spins);
  for (let i = 0; i < network.n; i++) if (spins[i]! * fields[i]! < -tolerance) return false;
  return true;
}

/** Whether b = 0, so that s and -s have the same energy. */
export function isSpinFlipSymmetric(network: HopfieldNetwork): boolean {
  return network.bias.every((b) => b === 0);
}

/**
 * Gauge transform by signs t in {-1,+1}^n: W'_ij = t_i t_j W_ij, b'_i = t_i b_i. E'(t s) = E(s) for every s.
 */
export function gaugeTransform(network: HopfieldNetwork, signs: ArrayLike<number>): HopfieldNetwork {
  const { n, weights, bias, constant } = network;
  const w = new Float64Array(n * n);
  const b = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    b[i] = signs[i]! * bias[i]!;
    // "+ 0" turns -0 into 0, so that files compare byte for byte.
    for (let j = 0; j < n; j++) w[i * n + j] = signs[i]! * signs[j]! * weights[i * n + j]! + 0;
  }
  return { n, weights: w, bias: b, constant };
}

/** Hamming distance between two spin vectors; with `symmetric`, up to a flip of all spins. */
export function hammingDistance(a: ArrayLike<number>, b: ArrayLike<number>, symmetric = false): number {
  let d = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) d++;
  return symmetric ? Math.min(d, a.length - d) : d;
}

/**
 * Scale of the local fields near the end of an anneal: half of the largest eigenvalue of W, joined with the root mean
 * square bias. For random couplings it is the root mean square row norm without the part that the mean coupling
 * contributes, which no state of low energy feels. Schedules are written in units of it.
 */
export function fieldScale(network: HopfieldNetwork): number {
  const { n, weights, bias } = network;
  const square = bias.reduce((sum, b) => sum + b * b, 0) / n;
  return Math.hypot(largestEigenvalue(weights, n) / 2, Math.sqrt(square));
}
