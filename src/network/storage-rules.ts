/**
 * Storage rules: couplings whose low-energy states are given patterns. Patterns are p*n entries of -1 or +1, row-major, one
 * pattern a row; couplings are n*n, row-major, symmetric, with zero diagonal.
 */

import { ArgumentError, requireInteger } from "../core/index.ts";

/** Below this share of its length what is left of a pattern counts as rounding: it depends on those before it. */
const DEPENDENT = 1e-9;

function requirePatterns(patterns: Int8Array, p: number, n: number): void {
  requireInteger("p", p, 1);
  requireInteger("n", n, 1);
  if (patterns.length === p * n && patterns.every((x) => x === 1 || x === -1)) return;
  throw new ArgumentError("these are no patterns", {
    code: "network.patterns",
    received: `${patterns.length} entries`,
    expected: `${p} * ${n} entries of -1 or +1`,
  });
}

/**
 * Hebb couplings W_ij = sum_m x_i^m x_j^m: integers, n times those of the usual normalisation. O(p n^2).
 * Source: Hopfield, PNAS 79, 2554 (1982), equation 2.
 */
export function hebbWeights(patterns: Int8Array, p: number, n: number): Float64Array {
  requirePatterns(patterns, p, n);
  const weights = new Float64Array(n * n);
  for (let m = 0; m < p; m++) {
    for (let i = 0; i < n; i++) {
      const x = patterns[m * n + i]!;
      for (let j = 0; j < n; j++) weights[i * n + j]! += x * patterns[m * n + j]!;
    }
  }
  for (let i = 0; i < n; i++) weights[i * n + i] = 0;
  return weights;
}

/**
 * Pseudoinverse couplings: the projector onto the patterns' span without its diagonal. A pattern that depends on others
 * adds nothing. O(p^2 n + p n^2).
 * Source: Personnaz, Guyon and Dreyfus, J. Physique Lett. 46, L359 (1985).
 */
export function pseudoinverseWeights(patterns: Int8Array, p: number, n: number): Float64Array {
  requirePatterns(patterns, p, n);
  const basis: Float64Array[] = [];
  for (let m = 0; m < p && basis.length < n; m++) {
    const rest = Float64Array.from(patterns.subarray(m * n, (m + 1) * n));
    // Gram-Schmidt twice is orthogonal to rounding.
    for (let pass = 0; pass < 2; pass++) {
      for (const q of basis) {
        let dot = 0;
        for (let i = 0; i < n; i++) dot += q[i]! * rest[i]!;
        for (let i = 0; i < n; i++) rest[i]! -= dot * q[i]!;
      }
    }
    const norm = Math.sqrt(rest.reduce((sum, x) => sum + x * x, 0));
    if (norm <= DEPENDENT * Math.sqrt(n)) continue;
    basis.push(rest.map((x) => x / norm));
  }
  const weights = new Float64Array(n * n);
  // The projector onto the whole space is the identity: nothing is left beside its diagonal.
  if (basis.length === n) return weights;
  for (const q of basis) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) weights[i * n + j]! += q[i]! * q[j]!;
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) weights[j * n + i] = weights[i * n + j]!;
  return weights;
}

/**
 * Storkey couplings: each pattern in turn adds (x_i x_j - x_i h_ji - h_ij x_j) / n, with the local field h_ij of neuron i
 * from all but i and j under the couplings so far. O(p n^2).
 * Source: Storkey, ICANN 1997, LNCS 1327, 451, equation 2.
 */
export function storkeyWeights(patterns: Int8Array, p: number, n: number): Float64Array {
  requirePatterns(patterns, p, n);
  const weights = new Float64Array(n * n);
  const field = new Float64Array(n);
  for (let m = 0; m < p; m++) {
    const x = patterns.subarray(m * n, (m + 1) * n);
    for (let i = 0; i < n; i++) {
      let h = 0;
      for (let k = 0; k < n; k++) h += weights[i * n + k]! * x[k]!;
      field[i] = h;
    }
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const w = weights[i * n + j]!;
        const fromOthers = field[i]! - w * x[j]!;
        const toOthers = field[j]! - w * x[i]!;
        const next = w + (x[i]! * x[j]! - x[i]! * toOthers - fromOthers * x[j]!) / n;
        weights[i * n + j] = next;
        weights[j * n + i] = next;
      }
    }
  }
  return weights;
}
