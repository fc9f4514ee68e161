import { denseKernel } from "./dense-kernel.ts";

/** Below this order the copy to the SIMD kernel costs more than it saves. */
const SMALLEST_KERNEL = 16;

/**
 * Adds `factor` times the dot products of rows: c[i,j] += factor * sum_l a[i,l] b[j,l], for i < rows, j < columns and
 * l < length, which is C += factor * A B'. Every product of dense matrices in this library has this form: both operands are
 * read along their rows.
 *
 * @param c written from `cStart` on, rows `cStride` apart; must not overlap a or b
 * @param a read from `aStart` on, rows `aStride` apart; b likewise
 */
export function addRowDots(
  c: Float64Array,
  cStart: number,
  cStride: number,
  a: Float64Array,
  aStart: number,
  aStride: number,
  b: Float64Array,
  bStart: number,
  bStride: number,
  rows: number,
  columns: number,
  length: number,
  factor: number,
): void {
  let i = 0;
  // Eight sums at a time, so that six loads feed eight multiplications.
  for (; i + 1 < rows; i += 2) {
    const a0 = aStart + i * aStride;
    const a1 = a0 + aStride;
    const c0 = cStart + i * cStride;
    const c1 = c0 + cStride;
    let j = 0;
    for (; j + 3 < columns; j += 4) {
      const b0 = bStart + j * bStride;
      const b1 = b0 + bStride;
      const b2 = b1 + bStride;
      const b3 = b2 + bStride;
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s03 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s13 = 0;
      for (let l = 0; l < length; l++) {
        const x0 = a[a0 + l]!;
        const x1 = a[a1 + l]!;
        const y0 = b[b0 + l]!;
        const y1 = b[b1 + l]!;
        const y2 = b[b2 + l]!;
        const y3 = b[b3 + l]!;
        s00 += x0 * y0;
        s01 += x0 * y1;
        s02 += x0 * y2;
        s03 += x0 * y3;
        s10 += x1 * y0;
        s11 += x1 * y1;
        s12 += x1 * y2;
        s13 += x1 * y3;
      }
      c[c0 + j]! += factor * s00;
      c[c0 + j + 1]! += factor * s01;
      c[c0 + j + 2]! += factor * s02;
      c[c0 + j + 3]! += factor * s03;
      c[c1 + j]! += factor * s10;
      c[c1 + j + 1]! += factor * s11;
      c[c1 + j + 2]! += factor * s12;
      c[c1 + j + 3]! += factor * s13;
    }
    for (; j < columns; j++) {
      const b0 = bStart + j * bStride;
      let s0 = 0;
      let s1 = 0;
      for (let l = 0; l < length; l++) {
        const y0 = b[b0 + l]!;
        s0 += a[a0 + l]! * y0;
        s1 += a[a1 + l]! * y0;
      }
      c[c0 + j]! += factor * s0;
      c[c1 + j]! += factor * s1;
    }
  }
  for (; i < rows; i++) {
    const a0 = aStart + i * aStride;
    const c0 = cStart + i * cStride;
    for (let j = 0; j < columns; j++) {
      const b0 = bStart + j * bStride;
      let sum = 0;
      for (let l = 0; l < length; l++) sum += a[a0 + l]! * b[b0 + l]!;
      c[c0 + j]! += factor * sum;
    }
  }
}

/** out = A B' for n*n row-major matrices; `out` must be neither of them. n^3 multiplications. */
export function multiplyTransposedInto(out: Float64Array, a: Float64Array, b: Float64Array, n: number): void {
  const kernel = n < SMALLEST_KERNEL ? undefined : denseKernel();
  if (kernel === undefined) scalarMultiplyTransposedInto(out, a, b, n);
  else kernel.multiplyTransposed(out, a, b, n);
}

/** `multiplyTransposedInto` without WebAssembly: its fallback and its oracle. */
export function scalarMultiplyTransposedInto(out: Float64Array, a: Float64Array, b: Float64Array, n: number): void {
  out.fill(0, 0, n * n);
  addRowDots(out, 0, n, a, 0, n, b, 0, n, n, n, n, 1);
}

/** out = A B' for A of rows * length and B of columns * length, row-major; `out`, rows * columns, must be neither of them. */
export function multiplyRows(
  out: Float64Array,
  a: Float64Array,
  rows: number,
  b: Float64Array,
  columns: number,
  length: number,
): void {
  const kernel = rows < SMALLEST_KERNEL ? undefined : denseKernel();
  if (kernel !== undefined) kernel.multiplyRows(out, a, rows, b, columns, length);
  else {
    out.fill(0, 0, rows * columns);
    addRowDots(out, 0, columns, a, 0, length, b, 0, length, rows, columns, length, 1);
  }
}
