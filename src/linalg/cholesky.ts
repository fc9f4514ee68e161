import { denseKernel } from "./dense-kernel.ts";
import { addRowDots } from "./row-dots.ts";

/** Below this order the copy to the SIMD kernel costs more than it saves. */
const SMALLEST_KERNEL = 16;
/** Columns factored together: 32 rows of 800 columns fit a second-level cache. */
const BLOCK = 32;

/**
 * Cholesky factor L of a symmetric positive definite matrix, A = L L', in place of the lower triangle; whether it exists
 * in rounded arithmetic. The upper triangle is not touched beyond the diagonal blocks. n^3 / 6 multiplications, by blocks of
 * columns.
 *
 * @param a n*n, row-major; what is left of it is of no use when the answer is no
 * Source: Golub and Van Loan, Matrix Computations, 4th edition, section 4.2.
 */
export function choleskyInPlace(a: Float64Array, n: number): boolean {
  const kernel = n < SMALLEST_KERNEL ? undefined : denseKernel();
  return kernel === undefined ? scalarCholesky(a, n) : kernel.cholesky(a, n);
}

/** `choleskyInPlace` without WebAssembly: its fallback and its oracle. */
export function scalarCholesky(a: Float64Array, n: number): boolean {
  for (let start = 0; start < n; start += BLOCK) {
    const width = Math.min(BLOCK, n - start);
    const end = start + width;
    addRowDots(a, start * n + start, n, a, start * n, n, a, start * n, n, n - start, width, start, -1);
    for (let i = start; i < n; i++) {
      const rowI = i * n;
      const last = Math.min(i, end);
      for (let j = start; j < last; j++) {
        const rowJ = j * n;
        let sum = a[rowI + j]!;
        for (let l = start; l < j; l++) sum -= a[rowI + l]! * a[rowJ + l]!;
        a[rowI + j] = sum / a[rowJ + j]!;
      }
      if (i < end) {
        let pivot = a[rowI + i]!;
        for (let l = start; l < i; l++) pivot -= a[rowI + l]! ** 2;
        if (!(pivot > 0)) return false;
        a[rowI + i] = Math.sqrt(pivot);
      }
    }
  }
  return true;
}

/** Solves L L' x = b in place of b, with L in the lower triangle of `factor` (n*n, row-major). */
export function solveCholeskyInPlace(factor: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    let sum = b[i]!;
    for (let l = 0; l < i; l++) sum -= factor[row + l]! * b[l]!;
    b[i] = sum / factor[row + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = i * n;
    const value = b[i]! / factor[row + i]!;
    b[i] = value;
    for (let l = 0; l < i; l++) b[l]! -= factor[row + l]! * value;
  }
}

/**
 * Inverse of L L' into `out`, symmetric, with L in the lower triangle of `factor`. n^3 / 2 multiplications.
 *
 * @param work n*n, overwritten
 */
export function invertCholeskyInto(out: Float64Array, factor: Float64Array, n: number, work: Float64Array): void {
  // Row j of `work` becomes column j of the inverse of L, zero before its j-th entry.
  work.fill(0, 0, n * n);
  for (let j = 0; j < n; j++) {
    const row = j * n;
    work[row + j] = 1 / factor[j * n + j]!;
    for (let i = j + 1; i < n; i++) {
      const rowI = i * n;
      let sum = 0;
      for (let l = j; l < i; l++) sum += factor[rowI + l]! * work[row + l]!;
      work[row + i] = -sum / factor[rowI + i]!;
    }
  }
  out.fill(0, 0, n * n);
  for (let start = 0; start < n; start += BLOCK) {
    const height = Math.min(BLOCK, n - start);
    // Columns of the inverse of L start at their own index, so the sums start at the later of the two.
    addRowDots(out, start * n, n, work, start * n + start, n, work, start, n, height, start + height, n - start, 1);
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) out[j * n + i] = out[i * n + j]!;
}
