import { UNIT_ROUNDOFF } from "./precision.ts";

/**
 * Factors Diag(d) - A in place of the lower triangle of `work` (n*n, row-major) by Cholesky; whether it runs to its end.
 * When it does, the smallest eigenvalue of the exact matrix Diag(d) - A is at least -`choleskyMargin(d)`. O(n^3 / 3).
 *
 * Source: Rump, "Verification of positive definiteness", BIT Numerical Mathematics 46, 2006, theorem 2.3.
 *
 * @param d n
 * @param a n*n, symmetric with zero diagonal
 */
export function choleskyCompletes(work: Float64Array, d: Float64Array, a: Float64Array): boolean {
  const n = d.length;
  for (let i = 0; i < n; i++) {
    const rowI = i * n;
    for (let j = 0; j < i; j++) {
      const rowJ = j * n;
      let sum = -a[rowI + j]!;
      for (let l = 0; l < j; l++) sum -= work[rowI + l]! * work[rowJ + l]!;
      work[rowI + j] = sum / work[rowJ + j]!;
    }
    let pivot = d[i]!;
    for (let l = 0; l < i; l++) pivot -= work[rowI + l]! ** 2;
    if (!(pivot > 0)) return false;
    work[rowI + i] = Math.sqrt(pivot);
  }
  return true;
}

/** How far below zero an eigenvalue may lie although the factorisation ran to its end: twice Rump's constant. */
export function choleskyMargin(d: Float64Array): number {
  let trace = 0;
  for (const value of d) trace += Math.abs(value);
  return 2 * (d.length + 2) * UNIT_ROUNDOFF * trace;
}
