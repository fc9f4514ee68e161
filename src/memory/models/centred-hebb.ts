import { ArgumentError } from "../../core/index.ts";

/** Mean over the patterns, cell by cell: n. */
export function meanPattern(patterns: Int8Array, n: number): Float64Array {
  const p = patterns.length / n;
  if (!Number.isInteger(p) || p < 1) {
    throw new ArgumentError("these are no patterns", {
      code: "memory.patterns",
      received: `${patterns.length} entries`,
      expected: `a multiple of ${n}`,
    });
  }
  const mean = new Float64Array(n);
  for (let k = 0; k < patterns.length; k++) mean[k % n]! += patterns[k]!;
  return mean.map((sum) => sum / p);
}

/**
 * Centred Hebb couplings W = (1/n) sum_m (x^m - mean)(x^m - mean)', n*n, row-major, zero diagonal: the patterns' common part no
 * longer outweighs all else. O(p n^2).
 * Source: Amit, Gutfreund and Sompolinsky, Phys. Rev. A 35, 2293 (1987), with the mean of each cell for that of all.
 */
export function centredHebbWeights(patterns: Int8Array, p: number, n: number): Float64Array {
  const mean = meanPattern(patterns.subarray(0, p * n), n);
  const weights = new Float64Array(n * n);
  const centred = new Float64Array(n);
  for (let m = 0; m < p; m++) {
    for (let i = 0; i < n; i++) centred[i] = patterns[m * n + i]! - mean[i]!;
    for (let i = 0; i < n; i++) {
      const x = centred[i]! / n;
      for (let j = 0; j < i; j++) weights[i * n + j]! += x * centred[j]!;
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) weights[j * n + i] = weights[i * n + j]!;
  return weights;
}
