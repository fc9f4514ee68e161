/** Products of a matrix in bands, the twin of src/linalg/dense-product.ts. Addresses are bytes. */

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
