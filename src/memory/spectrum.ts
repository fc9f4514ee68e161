/** Extreme eigenvalues of memories: orthogonal iteration with Rayleigh and Ritz, and Jacobi's method for what is small. */

import { createRandom, type Random, requireInteger } from "../core/index.ts";

export interface Eigenpairs {
  /** Descending. */
  readonly values: Float64Array;
  /** Row k belongs to value k: k*n, orthonormal. */
  readonly vectors: Float64Array;
}

const JACOBI_SWEEPS = 60;
const MAX_ROUNDS = 2000;
/** Columns carried beside those asked for: they speed up the convergence of the last one. */
const GUARD = 6;

/**
 * All eigenpairs of a symmetric matrix by cyclic Jacobi rotations, to rounding. O(n^3) a sweep: for n up to some hundred.
 * Source: Golub and Van Loan, Matrix Computations, 4th edition, section 8.5.
 */
export function jacobiEigenpairs(matrix: ArrayLike<number>, n: number): Eigenpairs {
  const a = Float64Array.from(matrix);
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  let size = 0;
  for (const x of a) size += x * x;
  for (let sweep = 0; sweep < JACOBI_SWEEPS; sweep++) {
    let off = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) off += a[i * n + j]! ** 2;
    if (off <= 1e-30 * size) break;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const x = a[p * n + q]!;
        if (x === 0) continue;
        const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * x);
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < n; k++) {
          const kp = a[k * n + p]!;
          const kq = a[k * n + q]!;
          a[k * n + p] = c * kp - s * kq;
          a[k * n + q] = s * kp + c * kq;
        }
        for (let k = 0; k < n; k++) {
          const pk = a[p * n + k]!;
          const qk = a[q * n + k]!;
          a[p * n + k] = c * pk - s * qk;
          a[q * n + k] = s * pk + c * qk;
          const vp = v[p * n + k]!;
          const vq = v[q * n + k]!;
          v[p * n + k] = c * vp - s * vq;
          v[q * n + k] = s * vp + c * vq;
        }
      }
    }
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j]! - a[i * n + i]!);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    vectors.set(v.subarray(from * n, (from + 1) * n), to * n);
  });
  return { values: Float64Array.from(order, (i) => a[i * n + i]!), vectors };
}

/** Below this share of its length what is left of a row is rounding: it depends on those before it. */
const DEPENDENT = 1e-8;

/**
 * Makes the rows of `basis` (k*n) orthonormal, in place, by Gram and Schmidt twice. A row that depends on those before it becomes a
 * random one: a matrix of low rank maps many rows to zero.
 */
function orthonormalise(basis: Float64Array, k: number, n: number, random: Random): void {
  const lengthOf = (row: number): number => {
    let square = 0;
    for (let i = 0; i < n; i++) square += basis[row + i]! ** 2;
    return Math.sqrt(square);
  };
  for (let r = 0; r < k; r++) {
    const row = r * n;
    for (let pass = 0; pass < 2; ) {
      const before = lengthOf(row);
      for (let l = 0; l < r; l++) {
        let dot = 0;
        for (let i = 0; i < n; i++) dot += basis[row + i]! * basis[l * n + i]!;
        for (let i = 0; i < n; i++) basis[row + i]! -= dot * basis[l * n + i]!;
      }
      const length = lengthOf(row);
      if (length > DEPENDENT * before && length > Number.MIN_VALUE) {
        for (let i = 0; i < n; i++) basis[row + i]! /= length;
        pass++;
      } else {
        for (let i = 0; i < n; i++) basis[row + i] = random.gaussian();
        pass = 0;
      }
    }
  }
}

/**
 * The `count` eigenvalues of largest size of a symmetric matrix with their vectors, in descending order, multiple ones as often as they
 * occur, to about 1e-10 of the largest. The start is fixed, so that the result is repeatable. O(rounds count n^2).
 */
export function topEigenpairs(matrix: Float64Array, n: number, count: number): Eigenpairs {
  requireInteger("count", count, 1, n);
  if (n <= 2 * count + GUARD) {
    const all = jacobiEigenpairs(matrix, n);
    return { values: all.values.slice(0, count), vectors: all.vectors.slice(0, count * n) };
  }
  const k = count + GUARD;
  const random = createRandom(1, "orthogonal iteration");
  let basis = Float64Array.from({ length: k * n }, random.gaussian);
  orthonormalise(basis, k, n, random);
  let last = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  for (let round = 0; ; round++) {
    const image = new Float64Array(k * n);
    for (let r = 0; r < k; r++) {
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let j = 0; j < n; j++) sum += matrix[i * n + j]! * basis[r * n + j]!;
        image[r * n + i] = sum;
      }
    }
    const small = new Float64Array(k * k);
    for (let r = 0; r < k; r++) {
      for (let l = 0; l <= r; l++) {
        let dot = 0;
        for (let i = 0; i < n; i++) dot += basis[r * n + i]! * image[l * n + i]!;
        small[r * k + l] = small[l * k + r] = dot;
      }
    }
    const ritz = jacobiEigenpairs(small, k);
    const values = ritz.values.slice(0, count);
    const scale = Math.abs(values[0]!) || 1;
    if (round === MAX_ROUNDS || values.every((x, i) => Math.abs(x - last[i]!) <= 1e-12 * scale)) {
      const vectors = new Float64Array(count * n);
      for (let r = 0; r < count; r++) {
        for (let l = 0; l < k; l++) {
          const c = ritz.vectors[r * k + l]!;
          for (let i = 0; i < n; i++) vectors[r * n + i]! += c * basis[l * n + i]!;
        }
      }
      return { values, vectors };
    }
    last = values;
    basis = image;
    orthonormalise(basis, k, n, random);
  }
}
