/** The twins of src/linalg/tanh.ts and vector-combination.ts. Addresses are bytes. */

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
