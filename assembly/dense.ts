/**
 * Dense kernels on doubles with SIMD, the twins of src/linalg/row-dots.ts and src/linalg/cholesky.ts. Addresses are bytes,
 * strides count doubles.
 */

export { eliminateNodes } from "./dissection";
export { acceptStep, explicitStep } from "./explicit-step";
export { layoutByDistance } from "./layout";
export { addMesh, keepMesh, starsToMesh } from "./star-mesh";

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

/** Columns of a band that are multiplied at a time: eight rows of them and the vectors stay in the first cache. */
const BAND_COLUMNS: i32 = 256;

/** y += B x for `columns` columns, eight doubles each, from `b` on; sums begin at 0 with `fresh`. */
function bandOne(y: usize, b: usize, x: usize, columns: i32, fresh: bool): void {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  if (!fresh) {
    s0 = v128.load(y);
    s1 = v128.load(y, 16);
    s2 = v128.load(y, 32);
    s3 = v128.load(y, 48);
  }
  const end = x + ((<usize>columns) << 3);
  for (; x < end; x += 8) {
    const v = v128.load64_splat(x);
    s0 = f64x2.add(s0, f64x2.mul(v128.load(b), v));
    s1 = f64x2.add(s1, f64x2.mul(v128.load(b, 16), v));
    s2 = f64x2.add(s2, f64x2.mul(v128.load(b, 32), v));
    s3 = f64x2.add(s3, f64x2.mul(v128.load(b, 48), v));
    b += 64;
  }
  v128.store(y, s0);
  v128.store(y, s1, 16);
  v128.store(y, s2, 32);
  v128.store(y, s3, 48);
}

/** `bandOne` of two vectors. */
function bandTwo(y: usize, z: usize, b: usize, x: usize, w: usize, columns: i32, fresh: bool): void {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let t0 = s0;
  let t1 = s0;
  let t2 = s0;
  let t3 = s0;
  if (!fresh) {
    s0 = v128.load(y);
    s1 = v128.load(y, 16);
    s2 = v128.load(y, 32);
    s3 = v128.load(y, 48);
    t0 = v128.load(z);
    t1 = v128.load(z, 16);
    t2 = v128.load(z, 32);
    t3 = v128.load(z, 48);
  }
  const end = x + ((<usize>columns) << 3);
  for (; x < end; x += 8) {
    const u = v128.load64_splat(x);
    const v = v128.load64_splat(w);
    const g0 = v128.load(b);
    s0 = f64x2.add(s0, f64x2.mul(g0, u));
    t0 = f64x2.add(t0, f64x2.mul(g0, v));
    const g1 = v128.load(b, 16);
    s1 = f64x2.add(s1, f64x2.mul(g1, u));
    t1 = f64x2.add(t1, f64x2.mul(g1, v));
    const g2 = v128.load(b, 32);
    s2 = f64x2.add(s2, f64x2.mul(g2, u));
    t2 = f64x2.add(t2, f64x2.mul(g2, v));
    const g3 = v128.load(b, 48);
    s3 = f64x2.add(s3, f64x2.mul(g3, u));
    t3 = f64x2.add(t3, f64x2.mul(g3, v));
    w += 8;
    b += 64;
  }
  v128.store(y, s0);
  v128.store(y, s1, 16);
  v128.store(y, s2, 32);
  v128.store(y, s3, 48);
  v128.store(z, t0);
  v128.store(z, t1, 16);
  v128.store(z, t2, 32);
  v128.store(z, t3, 48);
}

/**
 * out_l = G x_l for `count` vectors. G lies in bands of eight rows, in a band column by column. `lanes` holds two addresses a
 * vector: where it stands and where its product goes, rows of whole bands. Every sum runs over the columns in their order, so that
 * it does not depend on how many vectors there are.
 */
export function multiplyBands(g: usize, bands: i32, columns: i32, lanes: usize, count: i32): void {
  const step = (<usize>columns) << 6;
  const last = lanes + ((<usize>count) << 3);
  for (let band = 0; band < bands; band++) {
    const row = (<usize>band) << 6;
    for (let from = 0; from < columns; from += BAND_COLUMNS) {
      const width = min(BAND_COLUMNS, columns - from);
      const at = (<usize>from) << 3;
      const b = g + (at << 3);
      const fresh = from === 0;
      let lane = lanes;
      for (; lane + 8 < last; lane += 16) {
        const x = <usize>load<i32>(lane) + at;
        const y = <usize>load<i32>(lane, 4) + row;
        bandTwo(y, <usize>load<i32>(lane, 12) + row, b, x, <usize>load<i32>(lane, 8) + at, width, fresh);
      }
      if (lane < last) bandOne(<usize>load<i32>(lane, 4) + row, b, <usize>load<i32>(lane) + at, width, fresh);
    }
    g += step;
  }
}

/**
 * Hyperbolic tangents of n doubles at x, in place; n even. tanh x = m / (m + 2) with m = exp(2x) - 1, and that by splitting off
 * powers of two: exact to some roundoffs everywhere, near 0 too.
 */
export function tanhInPlace(x: usize, n: i32): void {
  const end = x + ((<usize>n) << 3);
  const one = f64x2.splat(1);
  for (; x < end; x += 16) {
    const v = v128.load(x);
    // Beyond 20 the answer is 1 to the last digit; pmin and pmax keep what is not a number.
    const y = f64x2.pmax(f64x2.pmin(f64x2.add(v, v), f64x2.splat(40)), f64x2.splat(-40));
    const k = f64x2.nearest(f64x2.mul(y, f64x2.splat(Math.LOG2E)));
    let r = f64x2.sub(y, f64x2.mul(k, f64x2.splat(0.6931471803691238)));
    r = f64x2.sub(r, f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)));
    // exp(r) - 1 by its series: |r| < 0.35, so that r^14 / 14! lies below the last digit.
    const r2 = f64x2.mul(r, r);
    const r4 = f64x2.mul(r2, r2);
    const p0 = f64x2.add(one, f64x2.mul(r, f64x2.splat(1 / 2.0)));
    const p1 = f64x2.add(f64x2.splat(1 / 6.0), f64x2.mul(r, f64x2.splat(1 / 24.0)));
    const p2 = f64x2.add(f64x2.splat(1 / 120.0), f64x2.mul(r, f64x2.splat(1 / 720.0)));
    const p3 = f64x2.add(f64x2.splat(1 / 5040.0), f64x2.mul(r, f64x2.splat(1 / 40320.0)));
    const p4 = f64x2.add(f64x2.splat(1 / 362880.0), f64x2.mul(r, f64x2.splat(1 / 3628800.0)));
    const p5 = f64x2.add(f64x2.splat(1 / 39916800.0), f64x2.mul(r, f64x2.splat(1 / 479001600.0)));
    const low = f64x2.add(p0, f64x2.mul(r2, p1));
    const middle = f64x2.add(p2, f64x2.mul(r2, p3));
    const high = f64x2.add(f64x2.add(p4, f64x2.mul(r2, p5)), f64x2.mul(r4, f64x2.splat(1 / 6227020800.0)));
    const q = f64x2.mul(r, f64x2.add(low, f64x2.mul(r4, f64x2.add(middle, f64x2.mul(r4, high)))));
    const exponent = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(k));
    const power = i64x2.shl(i64x2.add(exponent, i64x2.splat(1023)), 52);
    const m = f64x2.add(f64x2.mul(power, q), f64x2.sub(power, one));
    v128.store(x, f64x2.div(m, f64x2.add(m, f64x2.splat(2))));
  }
}

/** out = y + sum_k weights_k slopes_k for `count` slopes of `size` doubles, one after another; size even. `out` may be y. */
export function combine(out: usize, y: usize, weights: usize, slopes: usize, size: i32, count: i32): void {
  const step = (<usize>size) << 3;
  let k = 0;
  for (; k + 2 < count; k += 3) {
    const a = v128.load64_splat(weights);
    const b = v128.load64_splat(weights, 8);
    const c = v128.load64_splat(weights, 16);
    const q = slopes + step;
    const r = q + step;
    for (let l: usize = 0; l < step; l += 16) {
      const ab = f64x2.add(f64x2.mul(a, v128.load(slopes + l)), f64x2.mul(b, v128.load(q + l)));
      v128.store(out + l, f64x2.add(v128.load(y + l), f64x2.add(ab, f64x2.mul(c, v128.load(r + l)))));
    }
    y = out;
    weights += 24;
    slopes = r + step;
  }
  for (; k < count; k++) {
    const a = v128.load64_splat(weights);
    for (let l: usize = 0; l < step; l += 16) {
      v128.store(out + l, f64x2.add(v128.load(y + l), f64x2.mul(a, v128.load(slopes + l))));
    }
    y = out;
    weights += 8;
    slopes += step;
  }
}
