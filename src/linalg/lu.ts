/**
 * Factors P A = L U in place of a general matrix, L with a unit diagonal, by elimination with row exchanges; whether every pivot
 * differs from zero. n^3 / 3 multiplications.
 *
 * @param a n*n, row-major
 * @param pivots n, overwritten: the row that came to row k
 * Source: Golub and Van Loan, Matrix Computations, 4th edition, section 3.4.
 */
export function luInPlace(a: Float64Array, n: number, pivots: Int32Array): boolean {
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]!) > Math.abs(a[pivot * n + k]!)) pivot = i;
    pivots[k] = pivot;
    const value = a[pivot * n + k]!;
    if (!(Math.abs(value) > 0 && Math.abs(value) < Number.POSITIVE_INFINITY)) return false;
    if (pivot !== k) {
      for (let j = 0; j < n; j++) {
        const x = a[k * n + j]!;
        a[k * n + j] = a[pivot * n + j]!;
        a[pivot * n + j] = x;
      }
    }
    const rowK = k * n;
    for (let i = k + 1; i < n; i++) {
      const rowI = i * n;
      if (a[rowI + k] === 0) continue;
      const factor = a[rowI + k]! / value;
      a[rowI + k] = factor;
      for (let j = k + 1; j < n; j++) a[rowI + j]! -= factor * a[rowK + j]!;
    }
  }
  return true;
}

/** Solves A x = b in place of b with the factors of `luInPlace`. */
export function solveLuInPlace(factors: Float64Array, n: number, pivots: Int32Array, b: Float64Array): void {
  for (let k = 0; k < n; k++) {
    const value = b[pivots[k]!]!;
    b[pivots[k]!] = b[k]!;
    b[k] = value;
  }
  for (let i = 1; i < n; i++) {
    let sum = b[i]!;
    for (let j = 0; j < i; j++) sum -= factors[i * n + j]! * b[j]!;
    b[i] = sum;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let j = i + 1; j < n; j++) sum -= factors[i * n + j]! * b[j]!;
    b[i] = sum / factors[i * n + i]!;
  }
}
