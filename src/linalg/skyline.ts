/** A symmetric matrix by rows of its lower triangle, each from its first stored column to the diagonal. */
export interface Skyline {
  readonly n: number;
  /** First stored column of each row. */
  readonly first: Int32Array;
  /** n + 1: where the rows start in `values`; entry (i, j) is at start[i] + j - first[i]. */
  readonly start: Float64Array;
  readonly values: Float64Array;
}

/** Number of doubles that rows starting at `first` take. */
export function skylineLength(first: Int32Array): number {
  let length = 0;
  for (let i = 0; i < first.length; i++) length += i + 1 - first[i]!;
  return length;
}

/** A zero matrix with the given first columns, first[i] <= i. */
export function createSkyline(first: Int32Array): Skyline {
  const n = first.length;
  const start = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) start[i + 1] = start[i]! + i + 1 - first[i]!;
  return { n, first, start, values: new Float64Array(start[n]!) };
}

/** Adds `value` to entry (i, j) and, by symmetry, (j, i); the entry must be stored. */
export function addToSkyline(matrix: Skyline, i: number, j: number, value: number): void {
  const [row, column] = i < j ? [j, i] : [i, j];
  matrix.values[matrix.start[row]! + column - matrix.first[row]!]! += value;
}

/**
 * Cholesky factor of a symmetric positive definite matrix in place; whether it exists in rounded arithmetic. The factor
 * fills no entry before a row's first. Sum of squared row lengths / 2 multiplications.
 *
 * Source: George and Liu, Computer Solution of Large Sparse Positive Definite Systems, 1981, chapter 4 (envelope method).
 */
export function skylineCholesky({ n, first, start, values }: Skyline): boolean {
  for (let i = 0; i < n; i++) {
    const firstI = first[i]!;
    const rowI = start[i]! - firstI;
    for (let j = firstI; j < i; j++) {
      const firstJ = first[j]!;
      const rowJ = start[j]! - firstJ;
      let even = values[rowI + j]!;
      let odd = 0;
      let l = firstI > firstJ ? firstI : firstJ;
      for (; l < j - 1; l += 2) {
        even -= values[rowI + l]! * values[rowJ + l]!;
        odd -= values[rowI + l + 1]! * values[rowJ + l + 1]!;
      }
      if (l < j) even -= values[rowI + l]! * values[rowJ + l]!;
      values[rowI + j] = (even + odd) / values[rowJ + j]!;
    }
    let pivot = values[rowI + i]!;
    for (let l = firstI; l < i; l++) pivot -= values[rowI + l]! ** 2;
    if (!(pivot > 0)) return false;
    values[rowI + i] = Math.sqrt(pivot);
  }
  return true;
}

/** Solves L L' x = b in place of b with the factor of `skylineCholesky`. */
export function solveSkylineInPlace({ n, first, start, values }: Skyline, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const row = start[i]! - first[i]!;
    let sum = b[i]!;
    for (let l = first[i]!; l < i; l++) sum -= values[row + l]! * b[l]!;
    b[i] = sum / values[row + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = start[i]! - first[i]!;
    const value = b[i]! / values[row + i]!;
    b[i] = value;
    for (let l = first[i]!; l < i; l++) b[l]! -= values[row + l]! * value;
  }
}
