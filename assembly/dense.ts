/**
 * Dense kernels on doubles with SIMD, the twins of src/linalg/row-dots.ts and src/linalg/cholesky.ts. Addresses are bytes,
 * strides count doubles.
 */

export { multiplyBands } from "./bands";
export { eliminateNodes } from "./dissection";
export { acceptStep, explicitStep } from "./explicit-step";
export { layoutByDistance } from "./layout";
export { limitRows, transpose } from "./rows";
export { addMesh, keepMesh, starsToMesh } from "./star-mesh";
export { combine, tanhInPlace } from "./vectors";

/** c[i,j] += factor * sum_l a[i,l] b[j,l]. */
export function addRowDots(
  c: usize,
  cStride: i32,
  a: usize,
  aStride: i32,
  b: usize,
  bStride: i32,
  rows: i32,
  columns: i32,
  length: i32,
  factor: f64,
): void {
  const aRow = (<usize>aStride) << 3;
  const bRow = (<usize>bStride) << 3;
  const cRow = (<usize>cStride) << 3;
  const paired = (<usize>(length & ~1)) << 3;
  const odd = (length & 1) !== 0;
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    const a0 = a + <usize>i * aRow;
    const a1 = a0 + aRow;
    const a2 = a1 + aRow;
    const a3 = a2 + aRow;
    const c0 = c + <usize>i * cRow;
    let j = 0;
    for (; j + 1 < columns; j += 2) {
      const b0 = b + <usize>j * bRow;
      const b1 = b0 + bRow;
      let s00 = f64x2.splat(0);
      let s01 = f64x2.splat(0);
      let s10 = f64x2.splat(0);
      let s11 = f64x2.splat(0);
      let s20 = f64x2.splat(0);
      let s21 = f64x2.splat(0);
      let s30 = f64x2.splat(0);
      let s31 = f64x2.splat(0);
      for (let l: usize = 0; l < paired; l += 16) {
        const y0 = v128.load(b0 + l);
        const y1 = v128.load(b1 + l);
        const x0 = v128.load(a0 + l);
        s00 = f64x2.add(s00, f64x2.mul(x0, y0));
        s01 = f64x2.add(s01, f64x2.mul(x0, y1));
        const x1 = v128.load(a1 + l);
        s10 = f64x2.add(s10, f64x2.mul(x1, y0));
        s11 = f64x2.add(s11, f64x2.mul(x1, y1));
        const x2 = v128.load(a2 + l);
        s20 = f64x2.add(s20, f64x2.mul(x2, y0));
        s21 = f64x2.add(s21, f64x2.mul(x2, y1));
        const x3 = v128.load(a3 + l);
        s30 = f64x2.add(s30, f64x2.mul(x3, y0));
        s31 = f64x2.add(s31, f64x2.mul(x3, y1));
      }
      if (odd) {
        const y0 = v128.load64_zero(b0 + paired);
        const y1 = v128.load64_zero(b1 + paired);
        const x0 = v128.load64_zero(a0 + paired);
        const x1 = v128.load64_zero(a1 + paired);
        const x2 = v128.load64_zero(a2 + paired);
        const x3 = v128.load64_zero(a3 + paired);
        s00 = f64x2.add(s00, f64x2.mul(x0, y0));
        s01 = f64x2.add(s01, f64x2.mul(x0, y1));
        s10 = f64x2.add(s10, f64x2.mul(x1, y0));
        s11 = f64x2.add(s11, f64x2.mul(x1, y1));
        s20 = f64x2.add(s20, f64x2.mul(x2, y0));
        s21 = f64x2.add(s21, f64x2.mul(x2, y1));
        s30 = f64x2.add(s30, f64x2.mul(x3, y0));
        s31 = f64x2.add(s31, f64x2.mul(x3, y1));
      }
      const at = c0 + ((<usize>j) << 3);
      store<f64>(at, load<f64>(at) + factor * (f64x2.extract_lane(s00, 0) + f64x2.extract_lane(s00, 1)));
      store<f64>(at + 8, load<f64>(at + 8) + factor * (f64x2.extract_lane(s01, 0) + f64x2.extract_lane(s01, 1)));
      const at1 = at + cRow;
      store<f64>(at1, load<f64>(at1) + factor * (f64x2.extract_lane(s10, 0) + f64x2.extract_lane(s10, 1)));
      store<f64>(at1 + 8, load<f64>(at1 + 8) + factor * (f64x2.extract_lane(s11, 0) + f64x2.extract_lane(s11, 1)));
      const at2 = at1 + cRow;
      store<f64>(at2, load<f64>(at2) + factor * (f64x2.extract_lane(s20, 0) + f64x2.extract_lane(s20, 1)));
      store<f64>(at2 + 8, load<f64>(at2 + 8) + factor * (f64x2.extract_lane(s21, 0) + f64x2.extract_lane(s21, 1)));
      const at3 = at2 + cRow;
      store<f64>(at3, load<f64>(at3) + factor * (f64x2.extract_lane(s30, 0) + f64x2.extract_lane(s30, 1)));
      store<f64>(at3 + 8, load<f64>(at3 + 8) + factor * (f64x2.extract_lane(s31, 0) + f64x2.extract_lane(s31, 1)));
    }
    for (; j < columns; j++) {
      for (let k: usize = 0; k < 4; k++)
        dotInto(c0 + k * cRow + ((<usize>j) << 3), a0 + k * aRow, b + <usize>j * bRow, length, factor);
    }
  }
  for (; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      dotInto(c + <usize>i * cRow + ((<usize>j) << 3), a + <usize>i * aRow, b + <usize>j * bRow, length, factor);
    }
  }
}

function dot(a: usize, b: usize, length: i32): f64 {
  const paired = (<usize>(length & ~1)) << 3;
  let sum = f64x2.splat(0);
  for (let l: usize = 0; l < paired; l += 16) sum = f64x2.add(sum, f64x2.mul(v128.load(a + l), v128.load(b + l)));
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  if ((length & 1) !== 0) total += load<f64>(a + paired) * load<f64>(b + paired);
  return total;
}

function dotInto(c: usize, a: usize, b: usize, length: i32, factor: f64): void {
  store<f64>(c, load<f64>(c) + factor * dot(a, b, length));
}

const BLOCK: i32 = 32;

/** Cholesky factor in place of the lower triangle of n*n doubles at `a`; 1 when it exists. */
export function cholesky(a: usize, n: i32): i32 {
  const row = (<usize>n) << 3;
  for (let start = 0; start < n; start += BLOCK) {
    const width = min(BLOCK, n - start);
    const end = start + width;
    const column = (<usize>start) << 3;
    if (start > 0) {
      const corner = a + <usize>start * row;
      addRowDots(corner + column, n, corner, n, corner, n, n - start, width, start, -1);
    }
    for (let i = start; i < n; i++) {
      const rowI = a + <usize>i * row + column;
      const last = min(i, end);
      for (let j = start; j < last; j++) {
        const rowJ = a + <usize>j * row + column;
        const at = (<usize>(j - start)) << 3;
        const sum = load<f64>(rowI + at) - dot(rowI, rowJ, j - start);
        store<f64>(rowI + at, sum / load<f64>(rowJ + at));
      }
      if (i < end) {
        const at = (<usize>(i - start)) << 3;
        const pivot = load<f64>(rowI + at) - dot(rowI, rowI, i - start);
        if (!(pivot > 0)) return 0;
        store<f64>(rowI + at, Math.sqrt(pivot));
      }
    }
  }
  return 1;
}
