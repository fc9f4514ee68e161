import { createRandom } from "../core/index.ts";

/** Lanczos steps at most: extreme eigenvalues of dense matrices are good to a per cent long before. */
const MAX_STEPS = 80;
const RELATIVE_TOLERANCE = 1e-10;

/** Number of eigenvalues above x of the symmetric tridiagonal matrix with diagonal a and off-diagonal b (Sturm). */
function countAbove(a: readonly number[], b: readonly number[], x: number): number {
  let count = 0;
  let q = 1;
  for (let k = 0; k < a.length; k++) {
    q = a[k]! - x - (k === 0 ? 0 : (b[k - 1]! * b[k - 1]!) / q);
    if (q === 0) q = Number.EPSILON * (Math.abs(a[k]!) + Math.abs(x) + Number.MIN_VALUE);
    if (q > 0) count++;
  }
  return count;
}

/** Largest eigenvalue of a symmetric tridiagonal matrix by bisection. */
function largestOfTridiagonal(a: readonly number[], b: readonly number[]): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < a.length; k++) {
    const radius = Math.abs(b[k - 1] ?? 0) + Math.abs(b[k] ?? 0);
    low = Math.min(low, a[k]! - radius);
    high = Math.max(high, a[k]! + radius);
  }
  while (high - low > RELATIVE_TOLERANCE * Math.max(Math.abs(low), Math.abs(high), Number.MIN_VALUE)) {
    const middle = low + (high - low) / 2;
    if (middle === low || middle === high) break;
    if (countAbove(a, b, middle) > 0) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Largest eigenvalue of a symmetric matrix by the Lanczos method with full reorthogonalisation: exact up to rounding for
 * n <= 80, a lower estimate good to a fraction of a per cent beyond. O(80 n^2). The start vector is fixed, so that the
 * result is repeatable.
 *
 * @param matrix n*n, row-major, symmetric.
 * Source: Golub and Van Loan, Matrix Computations, 4th edition, section 10.1.
 */
export function largestEigenvalue(matrix: Float64Array, n: number): number {
  const random = createRandom(1, "lanczos");
  const basis: Float64Array[] = [];
  const a: number[] = [];
  const b: number[] = [];
  let v = Float64Array.from({ length: n }, random.gaussian);
  const norm = (x: Float64Array) => Math.sqrt(x.reduce((sum, y) => sum + y * y, 0));
  let scale = norm(v);
  let largest = 0;
  for (const x of matrix) largest = Math.max(largest, Math.abs(x));
  for (let step = 0; step < Math.min(n, MAX_STEPS); step++) {
    v = v.map((x) => x / scale);
    basis.push(v);
    const next = new Float64Array(n);
    let alpha = 0;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += matrix[i * n + j]! * v[j]!;
      next[i] = sum;
      alpha += sum * v[i]!;
    }
    a.push(alpha);
    // Twice is enough (Kahan and Parlett).
    for (let pass = 0; pass < 2; pass++) {
      for (const q of basis) {
        let overlap = 0;
        for (let i = 0; i < n; i++) overlap += q[i]! * next[i]!;
        for (let i = 0; i < n; i++) next[i]! -= overlap * q[i]!;
      }
    }
    scale = norm(next);
    if (scale <= 1e-12 * n * largest) break;
    b.push(scale);
    v = next;
  }
  return largestOfTridiagonal(a, b.slice(0, a.length - 1));
}
