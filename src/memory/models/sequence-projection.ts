import { ArgumentError } from "../../core/index.ts";
import { addRowDots, choleskyInPlace, solveCholeskyInPlace } from "../../linalg/index.ts";

/** Couplings of a cyclic sequence, n*n each, row-major. */
export interface SequenceCouplings {
  /** Holds each pattern: without its diagonal. */
  readonly hold: Float64Array;
  /** Leads from each pattern to the next. */
  readonly push: Float64Array;
}

/**
 * Projected couplings of a cyclic sequence: J = X X+ without its diagonal and K = X' X+ with the patterns shifted by one in X', so that
 * K x^m = x^(m+1) exactly whatever the patterns' overlaps. O(p^2 n + p n^2).
 * Source: Personnaz, Guyon and Dreyfus, Phys. Rev. A 34, 4217 (1986).
 *
 * @param patterns p*n entries of -1 or +1, row-major, in order
 * @throws ArgumentError for patterns that depend on each other
 */
export function projectedSequence(patterns: Int8Array, p: number, n: number): SequenceCouplings {
  const x = Float64Array.from(patterns);
  const gram = new Float64Array(p * p);
  addRowDots(gram, 0, p, x, 0, n, x, 0, n, p, p, n, 1);
  if (!choleskyInPlace(gram, p)) {
    throw new ArgumentError("the patterns of the sequence depend on each other", {
      code: "memory.sequence",
      received: `${p} patterns of ${n}`,
      expected: "independent patterns",
    });
  }
  const hold = new Float64Array(n * n);
  const push = new Float64Array(n * n);
  const dual = new Float64Array(p);
  for (let j = 0; j < n; j++) {
    for (let m = 0; m < p; m++) dual[m] = x[m * n + j]!;
    solveCholeskyInPlace(gram, p, dual);
    for (let m = 0; m < p; m++) {
      const next = ((m + 1) % p) * n;
      for (let i = 0; i < n; i++) {
        if (i !== j) hold[i * n + j]! += x[m * n + i]! * dual[m]!;
        push[i * n + j]! += x[next + i]! * dual[m]!;
      }
    }
  }
  return { hold, push };
}
