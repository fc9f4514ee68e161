/**
 * Products of a matrix of whole numbers with several vectors, the twin of src/baseline/lane-products.ts. Addresses are
 * bytes; n is a multiple of 8; the sums must stay within 32 bits.
 */

function sum(x: v128): i32 {
  return i32x4.extract_lane(x, 0) + i32x4.extract_lane(x, 1) + i32x4.extract_lane(x, 2) + i32x4.extract_lane(x, 3);
}

/** out[v n + i] = sum_j matrix[i n + j] vectors[v n + j] for the n rows i and `count` vectors v. */
export function products(out: usize, matrix: usize, vectors: usize, n: i32, count: i32): void {
  const row = (<usize>n) << 1;
  const outRow = (<usize>n) << 2;
  for (let i: usize = 0; i < <usize>n; i += 2) {
    const w0 = matrix + i * row;
    const w1 = w0 + row;
    let v = 0;
    for (; v + 3 < count; v += 4) {
      const x0 = vectors + <usize>v * row;
      const x1 = x0 + row;
      const x2 = x1 + row;
      const x3 = x2 + row;
      let s00 = i32x4.splat(0);
      let s01 = i32x4.splat(0);
      let s02 = i32x4.splat(0);
      let s03 = i32x4.splat(0);
      let s10 = i32x4.splat(0);
      let s11 = i32x4.splat(0);
      let s12 = i32x4.splat(0);
      let s13 = i32x4.splat(0);
      for (let l: usize = 0; l < row; l += 16) {
        const a = v128.load(w0 + l);
        const b = v128.load(w1 + l);
        const y0 = v128.load(x0 + l);
        s00 = i32x4.add(s00, i32x4.dot_i16x8_s(a, y0));
        s10 = i32x4.add(s10, i32x4.dot_i16x8_s(b, y0));
        const y1 = v128.load(x1 + l);
        s01 = i32x4.add(s01, i32x4.dot_i16x8_s(a, y1));
        s11 = i32x4.add(s11, i32x4.dot_i16x8_s(b, y1));
        const y2 = v128.load(x2 + l);
        s02 = i32x4.add(s02, i32x4.dot_i16x8_s(a, y2));
        s12 = i32x4.add(s12, i32x4.dot_i16x8_s(b, y2));
        const y3 = v128.load(x3 + l);
        s03 = i32x4.add(s03, i32x4.dot_i16x8_s(a, y3));
        s13 = i32x4.add(s13, i32x4.dot_i16x8_s(b, y3));
      }
      const o = out + <usize>v * outRow + (i << 2);
      store<i32>(o, sum(s00));
      store<i32>(o, sum(s10), 4);
      store<i32>(o + outRow, sum(s01));
      store<i32>(o + outRow, sum(s11), 4);
      store<i32>(o + 2 * outRow, sum(s02));
      store<i32>(o + 2 * outRow, sum(s12), 4);
      store<i32>(o + 3 * outRow, sum(s03));
      store<i32>(o + 3 * outRow, sum(s13), 4);
    }
    for (; v < count; v++) {
      const x = vectors + <usize>v * row;
      let s0 = i32x4.splat(0);
      let s1 = i32x4.splat(0);
      for (let l: usize = 0; l < row; l += 16) {
        const y = v128.load(x + l);
        s0 = i32x4.add(s0, i32x4.dot_i16x8_s(v128.load(w0 + l), y));
        s1 = i32x4.add(s1, i32x4.dot_i16x8_s(v128.load(w1 + l), y));
      }
      const o = out + <usize>v * outRow + (i << 2);
      store<i32>(o, sum(s0));
      store<i32>(o, sum(s1), 4);
    }
  }
}
