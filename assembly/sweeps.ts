/**
 * Metropolis sweeps on whole-number couplings with SIMD, the twin of src/baseline/lane-sweeps.ts, bit for bit. Addresses are
 * bytes. T is i16 or i32; n is a multiple of 8. Signs are 0 for a spin of +1 and -1 for one of -1. `weights` hold twice the
 * couplings: by row, entries starts[i]..starts[i + 1] with the byte offset of their column in `columns`, or all n*n of
 * them when `columns` is 0.
 */

function rotateLeft11(x: v128): v128 {
  return v128.or(i32x4.shl(x, 11), i32x4.shr_u(x, 21));
}

/** factor * -ln u + 1 of four numbers u in (0, 1] from 32 random bits each. */
function threshold(bits: v128, factor: v128): v128 {
  const u = f32x4.add(f32x4.convert_i32x4_s(i32x4.shr_u(bits, 1)), f32x4.splat(0.5));
  const exponent = f32x4.convert_i32x4_s(i32x4.shr_u(u, 23));
  const m = v128.or(v128.and(u, i32x4.splat(0x007fffff)), i32x4.splat(0x3f800000));
  let log = f32x4.add(f32x4.mul(f32x4.splat(0.030449004843831062), m), f32x4.splat(-0.2838268578052521));
  log = f32x4.add(f32x4.mul(log, m), f32x4.splat(1.1160900592803955));
  log = f32x4.add(f32x4.mul(log, m), f32x4.splat(-2.4400298595428467));
  log = f32x4.add(f32x4.mul(log, m), f32x4.splat(3.514087200164795));
  log = f32x4.add(f32x4.mul(log, m), f32x4.splat(-1.9367597103118896));
  log = f32x4.add(log, f32x4.mul(exponent, f32x4.splat(0.6931471824645996)));
  return f32x4.add(f32x4.mul(f32x4.sub(f32x4.splat(109.51725769042969), log), factor), f32x4.splat(1));
}

/** The next n thresholds of eight interleaved streams; `streams` holds words 0 of all eight, words 1 and so on. */
function fillThresholds<T>(out: usize, n: i32, streams: usize, temperature: f32): void {
  const factor = f32x4.splat(temperature);
  let a0 = v128.load(streams);
  let a1 = v128.load(streams, 16);
  let b0 = v128.load(streams, 32);
  let b1 = v128.load(streams, 48);
  let c0 = v128.load(streams, 64);
  let c1 = v128.load(streams, 80);
  let d0 = v128.load(streams, 96);
  let d1 = v128.load(streams, 112);
  const end = out + <usize>n * sizeof<T>();
  for (let at = out; at < end; at += 8 * sizeof<T>()) {
    const low = i32x4.trunc_sat_f32x4_s(threshold(i32x4.add(a0, d0), factor));
    const high = i32x4.trunc_sat_f32x4_s(threshold(i32x4.add(a1, d1), factor));
    if (sizeof<T>() === 2) v128.store(at, i16x8.narrow_i32x4_s(low, high));
    else {
      v128.store(at, low);
      v128.store(at, high, 16);
    }
    const t0 = i32x4.shl(b0, 9);
    c0 = v128.xor(c0, a0);
    d0 = v128.xor(d0, b0);
    b0 = v128.xor(b0, c0);
    a0 = v128.xor(a0, d0);
    c0 = v128.xor(c0, t0);
    d0 = rotateLeft11(d0);
    const t1 = i32x4.shl(b1, 9);
    c1 = v128.xor(c1, a1);
    d1 = v128.xor(d1, b1);
    b1 = v128.xor(b1, c1);
    a1 = v128.xor(a1, d1);
    c1 = v128.xor(c1, t1);
    d1 = rotateLeft11(d1);
  }
  v128.store(streams, a0);
  v128.store(streams, a1, 16);
  v128.store(streams, b0, 32);
  v128.store(streams, b1, 48);
  v128.store(streams, c0, 64);
  v128.store(streams, c1, 80);
  v128.store(streams, d0, 96);
  v128.store(streams, d1, 112);
}

/** What the flip of spin i changes in the fields. */
function flip<T>(n: i32, i: i32, fields: usize, signs: usize, starts: usize, columns: usize, weights: usize): void {
  const size = sizeof<T>();
  const sign = <i32>load<T>(signs + <usize>i * size);
  if (columns === 0) {
    const row = <usize>n * size;
    let w = weights + <usize>i * row;
    const end = fields + row;
    const mask = v128.splat<T>(<T>sign);
    for (let h = fields; h < end; h += 16, w += 16) {
      v128.store(h, v128.sub<T>(v128.load(h), v128.sub<T>(v128.xor(v128.load(w), mask), mask)));
    }
    return;
  }
  const spin = 1 + 2 * sign;
  const from = <usize>load<i32>(starts + ((<usize>i) << 2));
  const to = <usize>load<i32>(starts + ((<usize>i) << 2), 4);
  for (let p = from; p < to; p++) {
    const h = fields + <usize>load<i32>(columns + (p << 2));
    store<T>(h, <T>(load<T>(h) - spin * load<T>(weights + p * size)));
  }
}

/** One pass in order; flips spin i when its sign times its field is below its threshold. Returns the number of flips. */
function pass<T>(
  n: i32,
  fields: usize,
  signs: usize,
  thresholds: usize,
  starts: usize,
  columns: usize,
  weights: usize,
): i32 {
  const size = sizeof<T>();
  const lanes = 16 / <i32>size;
  const places = sizeof<T>() === 2 ? i16x8(0, 1, 2, 3, 4, 5, 6, 7) : i32x4(0, 1, 2, 3);
  let flips = 0;
  for (let group = 0; group < n; group += lanes) {
    const at = <usize>group * size;
    const limit = v128.load(thresholds + at);
    let sign = v128.load(signs + at);
    let mask = v128.bitmask<T>(v128.lt<T>(v128.sub<T>(v128.xor(v128.load(fields + at), sign), sign), limit));
    if (mask === 0) continue;
    do {
      const k = ctz(mask);
      flip<T>(n, group + k, fields, signs, starts, columns, weights);
      flips++;
      // The new signs stay in a register: a load of all of them would wait for the store of one.
      sign = v128.xor(sign, v128.eq<T>(v128.splat<T>(<T>k), places));
      mask = v128.bitmask<T>(v128.lt<T>(v128.sub<T>(v128.xor(v128.load(fields + at), sign), sign), limit)) & (-2 << k);
    } while (mask !== 0);
    v128.store(signs + at, sign);
  }
  return flips;
}

/** A sweep at each of `count` temperatures, in halves of the couplings' unit. */
function sweeps<T>(
  n: i32,
  fields: usize,
  signs: usize,
  thresholds: usize,
  streams: usize,
  temperatures: usize,
  count: i32,
  starts: usize,
  columns: usize,
  weights: usize,
): void {
  for (let k = 0; k < count; k++) {
    fillThresholds<T>(thresholds, n, streams, load<f32>(temperatures + ((<usize>k) << 2)));
    pass<T>(n, fields, signs, thresholds, starts, columns, weights);
  }
}

/** Passes that flip what lowers the energy, until none does. */
function quench<T>(
  n: i32,
  fields: usize,
  signs: usize,
  thresholds: usize,
  starts: usize,
  columns: usize,
  weights: usize,
): void {
  memory.fill(thresholds, 0, <usize>n * sizeof<T>());
  while (pass<T>(n, fields, signs, thresholds, starts, columns, weights) > 0) {}
}

/** Flips the spins of which `flips` holds a byte that is not 0. */
function turn<T>(
  n: i32,
  fields: usize,
  signs: usize,
  flips: usize,
  starts: usize,
  columns: usize,
  weights: usize,
): void {
  for (let i = 0; i < n; i++) {
    if (load<u8>(flips + <usize>i) === 0) continue;
    flip<T>(n, i, fields, signs, starts, columns, weights);
    const place = signs + <usize>i * sizeof<T>();
    store<T>(place, <T>~load<T>(place));
  }
}

export function sweeps16(
  n: i32,
  fields: usize,
  signs: usize,
  thresholds: usize,
  streams: usize,
  temperatures: usize,
  count: i32,
  starts: usize,
  columns: usize,
  weights: usize,
): void {
  sweeps<i16>(n, fields, signs, thresholds, streams, temperatures, count, starts, columns, weights);
}

export function sweeps32(
  n: i32,
  fields: usize,
  signs: usize,
  thresholds: usize,
  streams: usize,
  temperatures: usize,
  count: i32,
  starts: usize,
  columns: usize,
  weights: usize,
): void {
  sweeps<i32>(n, fields, signs, thresholds, streams, temperatures, count, starts, columns, weights);
}

export function quench16(
  n: i32,
  fields: usize,
  signs: usize,
  thresholds: usize,
  starts: usize,
  columns: usize,
  weights: usize,
): void {
  quench<i16>(n, fields, signs, thresholds, starts, columns, weights);
}

export function quench32(
  n: i32,
  fields: usize,
  signs: usize,
  thresholds: usize,
  starts: usize,
  columns: usize,
  weights: usize,
): void {
  quench<i32>(n, fields, signs, thresholds, starts, columns, weights);
}

export function turn16(
  n: i32,
  fields: usize,
  signs: usize,
  flips: usize,
  starts: usize,
  columns: usize,
  weights: usize,
): void {
  turn<i16>(n, fields, signs, flips, starts, columns, weights);
}

export function turn32(
  n: i32,
  fields: usize,
  signs: usize,
  flips: usize,
  starts: usize,
  columns: usize,
  weights: usize,
): void {
  turn<i32>(n, fields, signs, flips, starts, columns, weights);
}
