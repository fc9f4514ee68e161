/** Passes of assembly/lines.ts in doubled arithmetic: the twins of src/crossbar/wires/line-passes.ts and net-currents.ts. */

const SPLIT: f64 = 134217729;

// @inline
function at(index: i32): usize {
  return (<usize>index) << 3;
}

// @inline
function get(place: usize, whole: bool): v128 {
  return whole ? v128.load(place) : v128.load64_zero(place);
}

// @inline
function put(place: usize, x: v128, whole: bool): void {
  if (whole) v128.store(place, x);
  else v128.store64_lane(place, x, 0);
}

/** a + b - sum. */
// @inline
function sumError(a: v128, b: v128, sum: v128): v128 {
  const part = f64x2.sub(sum, a);
  return f64x2.add(f64x2.sub(a, f64x2.sub(sum, part)), f64x2.sub(b, part));
}

// @inline
function highHalf(a: v128): v128 {
  const s = f64x2.mul(f64x2.splat(SPLIT), a);
  return f64x2.sub(s, f64x2.sub(s, a));
}

/** a * b - product, for a = ah + al. */
// @inline
function productError(ah: v128, al: v128, b: v128, product: v128): v128 {
  const bh = highHalf(b);
  const bl = f64x2.sub(b, bh);
  const rest = f64x2.sub(f64x2.sub(product, f64x2.mul(ah, bh)), f64x2.mul(al, bh));
  return f64x2.sub(f64x2.mul(al, bl), f64x2.sub(rest, f64x2.mul(ah, bl)));
}

/** What is missing of g d for g = high + gLow and d + low. */
// @inline
function currentLow(g: v128, gh: v128, gl: v128, gLow: v128, d: v128, low: v128, current: v128): v128 {
  return f64x2.add(f64x2.add(productError(gh, gl, d, current), f64x2.mul(g, low)), f64x2.mul(gLow, d));
}

/** `places`: where the arrays named below begin, one number each. The largest net current and current are kept at the last. */
export function netRow(
  places: i32,
  offset: i32,
  columns: i32,
  belowAt: i32,
  belowLowAt: i32,
  wordSiemens: f64,
  wordSiemensLow: f64,
  bitSiemens: f64,
  bitSiemensLow: f64,
  left: f64,
  leftLow: f64,
  right: f64,
  rightLow: f64,
): void {
  const list = at(places);
  const row = at(offset);
  const p = <usize>load<f64>(list) * 8 + row;
  const pLow = <usize>load<f64>(list, 8) * 8 + row;
  const q = <usize>load<f64>(list, 16) * 8 + row;
  const qLow = <usize>load<f64>(list, 24) * 8 + row;
  const siemens = <usize>load<f64>(list, 32) * 8 + row;
  const wordNet = <usize>load<f64>(list, 40) * 8 + row;
  const bitNet = <usize>load<f64>(list, 48) * 8 + row;
  const amps = <usize>load<f64>(list, 56) * 8 + row;
  const sense = <usize>load<f64>(list, 64) * 8;
  const above = <usize>load<f64>(list, 72) * 8;
  const aboveLow = <usize>load<f64>(list, 80) * 8;
  const most = <usize>load<f64>(list, 88) * 8;
  const next = at(belowAt);
  const nextLow = at(belowLowAt);
  const word = f64x2.splat(wordSiemens);
  const wordHigh = highHalf(word);
  const wordRest = f64x2.sub(word, wordHigh);
  const wordLow = f64x2.splat(wordSiemensLow);
  const bit = f64x2.splat(bitSiemens);
  const bitHigh = highHalf(bit);
  const bitRest = f64x2.sub(bit, bitHigh);
  const bitLow = f64x2.splat(bitSiemensLow);
  const zero = f64x2.splat(0);
  let before = f64x2.splat(left);
  let beforeLow = f64x2.splat(leftLow);
  let worst = v128.load64_splat(most);
  let largest = v128.load64_splat(most, 8);
  const end = at(columns);
  for (let j: usize = 0; j < end; j += 16) {
    const whole = j + 16 <= end;
    const p0 = get(p + j, whole);
    const p0Low = get(pLow + j, whole);
    const last = j + 16 >= end;
    // Beyond the last column there is nothing: its current is given.
    const p1 = get(p + j + 8, !last);
    const p1Low = get(pLow + j + 8, !last);
    let d = f64x2.sub(p0, p1);
    let low = f64x2.add(sumError(p0, f64x2.neg(p1), d), f64x2.sub(p0Low, p1Low));
    let after = f64x2.mul(word, d);
    let afterLow = currentLow(word, wordHigh, wordRest, wordLow, d, low, after);
    if (last) {
      const lastAfter = f64x2.splat(right);
      const lastLow = f64x2.splat(rightLow);
      after = whole ? v128.shuffle<f64>(after, lastAfter, 0, 2) : lastAfter;
      afterLow = whole ? v128.shuffle<f64>(afterLow, lastLow, 0, 2) : lastLow;
    }
    const from = v128.shuffle<f64>(before, after, 1, 2);
    const fromLow = v128.shuffle<f64>(beforeLow, afterLow, 1, 2);
    before = after;
    beforeLow = afterLow;
    let net = f64x2.sub(from, after);
    let netLow = f64x2.add(sumError(from, f64x2.neg(after), net), f64x2.sub(fromLow, afterLow));

    const q0 = get(q + j, whole);
    const q0Low = get(qLow + j, whole);
    const across = f64x2.sub(p0, q0);
    const ground = get(sense + j, whole);
    d = f64x2.sub(across, ground);
    low = f64x2.add(
      f64x2.add(sumError(p0, f64x2.neg(q0), across), sumError(across, f64x2.neg(ground), d)),
      f64x2.sub(p0Low, q0Low),
    );
    const g = get(siemens + j, whole);
    const gh = highHalf(g);
    const device = f64x2.mul(g, d);
    const deviceLow = f64x2.add(productError(gh, f64x2.sub(g, gh), d, device), f64x2.mul(g, low));
    const through = f64x2.add(device, deviceLow);
    put(amps + j, through, whole);
    const rest = f64x2.sub(net, device);
    netLow = f64x2.add(netLow, f64x2.sub(sumError(net, f64x2.neg(device), rest), deviceLow));
    const intoWord = f64x2.add(rest, netLow);
    put(wordNet + j, intoWord, whole);

    const q1 = get(next + j, whole);
    const q1Low = get(nextLow + j, whole);
    d = f64x2.sub(q0, q1);
    low = f64x2.add(sumError(q0, f64x2.neg(q1), d), f64x2.sub(q0Low, q1Low));
    const down = f64x2.mul(bit, d);
    const downLow = currentLow(bit, bitHigh, bitRest, bitLow, d, low, down);
    const top = get(above + j, whole);
    const into = f64x2.add(top, device);
    const intoLow = f64x2.add(f64x2.add(sumError(top, device, into), get(aboveLow + j, whole)), deviceLow);
    net = f64x2.sub(into, down);
    netLow = f64x2.add(sumError(into, f64x2.neg(down), net), f64x2.sub(intoLow, downLow));
    const intoBit = f64x2.add(net, netLow);
    put(bitNet + j, intoBit, whole);
    put(above + j, down, whole);
    put(aboveLow + j, downLow, whole);

    const most1 = f64x2.max(f64x2.max(f64x2.abs(from), f64x2.abs(through)), f64x2.abs(down));
    const worst1 = f64x2.max(f64x2.abs(intoWord), f64x2.abs(intoBit));
    largest = f64x2.max(largest, whole ? most1 : v128.shuffle<f64>(most1, zero, 0, 2));
    worst = f64x2.max(worst, whole ? worst1 : v128.shuffle<f64>(worst1, zero, 0, 2));
  }
  store<f64>(most, max(f64x2.extract_lane(worst, 0), f64x2.extract_lane(worst, 1)));
  store<f64>(most, max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1)), 8);
}

// @inline
function stepped(high: usize, low: usize, steps: usize, whole: bool): void {
  const a = get(high, whole);
  const b = get(steps, whole);
  const sum = f64x2.add(a, b);
  const rest = f64x2.add(get(low, whole), sumError(a, b, sum));
  const volt = f64x2.add(sum, rest);
  put(high, volt, whole);
  put(low, sumError(sum, rest, volt), whole);
}

/** Adds steps to doubled voltages. */
export function addSteps(highAt: i32, lowAt: i32, stepsAt: i32, count: i32): void {
  const end = at(highAt) + (at(count) & ~15);
  const low = at(lowAt) - at(highAt);
  const steps = at(stepsAt) - at(highAt);
  let high = at(highAt);
  for (; high < end; high += 16) stepped(high, low + high, steps + high, true);
  if ((count & 1) !== 0) stepped(high, low + high, steps + high, false);
}

// @inline
function shared(most: v128, step: v128, size: v128, smallest: v128): v128 {
  return f64x2.pmax(most, f64x2.div(f64x2.abs(step), f64x2.max(f64x2.abs(size), smallest)));
}

// @inline
function shareOf(
  most: v128,
  dp: usize,
  p: usize,
  dq: usize,
  q: usize,
  g: usize,
  amps: usize,
  smallest: v128,
  whole: bool,
): v128 {
  const word = get(dp, whole);
  const bit = get(dq, whole);
  const siemens = get(g, whole);
  let share = shared(most, word, get(p, whole), smallest);
  share = shared(share, bit, get(q, whole), smallest);
  const change = f64x2.mul(siemens, f64x2.sub(word, bit));
  return shared(share, change, get(amps, whole), f64x2.mul(siemens, smallest));
}

export function largestShare(
  dpAt: i32,
  pAt: i32,
  dqAt: i32,
  qAt: i32,
  gAt: i32,
  ampsAt: i32,
  count: i32,
  smallest: f64,
): f64 {
  let most = f64x2.splat(0);
  const least = f64x2.splat(smallest);
  let dp = at(dpAt);
  const end = dp + (at(count) & ~15);
  const p = at(pAt) - dp;
  const dq = at(dqAt) - dp;
  const q = at(qAt) - dp;
  const g = at(gAt) - dp;
  const amps = at(ampsAt) - dp;
  for (; dp < end; dp += 16) most = shareOf(most, dp, p + dp, dq + dp, q + dp, g + dp, amps + dp, least, true);
  if ((count & 1) !== 0) {
    most = shareOf(most, dp, p + dp, dq + dp, q + dp, g + dp, amps + dp, least, false);
  }
  const low = f64x2.extract_lane(most, 0);
  const high = f64x2.extract_lane(most, 1);
  return low < high ? high : low;
}
