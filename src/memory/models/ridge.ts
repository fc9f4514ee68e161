import { ArgumentError } from "../../core/index.ts";
import { addRowDots, choleskyInPlace } from "../../linalg/index.ts";
import { pseudoinverseWeights } from "../../network/index.ts";

/** Whether W_ii stays what the rule makes of it or is set to zero. */
export type Diagonal = "zero" | "kept";

/**
 * Pseudoinverse couplings with ridge, W = X (X'X + ridge I)^-1 X' for patterns as columns of X: n*n, row-major, symmetric. A ridge
 * of 0 is the projector onto the patterns' span (`pseudoinverseWeights`), one much larger than n is Hebb's rule divided by the
 * ridge. O(p^2 n + p n^2).
 *
 * Source: Personnaz, Guyon and Dreyfus, J. Physique Lett. 46, L359 (1985); Hoerl and Kennard, Technometrics 12, 55 (1970).
 */
export function ridgeWeights(
  patterns: Int8Array,
  p: number,
  n: number,
  ridge = 0,
  diagonal: Diagonal = "zero",
): Float64Array {
  if (!(ridge >= 0 && Number.isFinite(ridge))) {
    throw new ArgumentError("the ridge is out of range", {
      code: "memory.ridge",
      received: String(ridge),
      expected: "a finite number of at least 0",
    });
  }
  const weights = ridge === 0 ? projector(patterns, p, n) : regression(patterns, p, n, ridge);
  if (diagonal === "zero") for (let i = 0; i < n; i++) weights[i * n + i] = 0;
  return weights;
}

function projector(patterns: Int8Array, p: number, n: number): Float64Array {
  const weights = pseudoinverseWeights(patterns, p, n);
  // The diagonal that the rule left out follows from P x = x for any stored x.
  for (let i = 0; i < n; i++) {
    let h = 0;
    for (let j = 0; j < n; j++) h += weights[i * n + j]! * patterns[j]!;
    weights[i * n + i] = 1 - h * patterns[i]!;
  }
  return weights;
}

function regression(patterns: Int8Array, p: number, n: number, ridge: number): Float64Array {
  const x = Float64Array.from(patterns);
  const gram = new Float64Array(p * p);
  addRowDots(gram, 0, p, x, 0, n, x, 0, n, p, p, n, 1);
  for (let m = 0; m < p; m++) gram[m * p + m]! += ridge;
  if (!choleskyInPlace(gram, p)) {
    throw new ArgumentError("the ridge is too small for patterns that depend on each other", {
      code: "memory.ridge",
      received: String(ridge),
      expected: "0, or a ridge above rounding",
    });
  }
  // Row i of `y` is L^-1 of cell i of all patterns, so that W = Y Y'.
  const y = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    const row = i * p;
    for (let m = 0; m < p; m++) {
      let sum = x[m * n + i]!;
      for (let l = 0; l < m; l++) sum -= gram[m * p + l]! * y[row + l]!;
      y[row + m] = sum / gram[m * p + m]!;
    }
  }
  const weights = new Float64Array(n * n);
  addRowDots(weights, 0, n, y, 0, p, y, 0, p, n, n, p, 1);
  return weights;
}
