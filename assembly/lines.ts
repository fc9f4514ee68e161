/**
 * Passes over a crossbar with wires, with SIMD: the twins of src/crossbar/wires/line-passes.ts, to the last bit. Arguments
 * are those of the twins: places are indices of doubles in the memory, 0 for an array that is not there.
 */

export { addSteps, largestShare, netRow } from "./doubled-lines";

const ROWS = 8;

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

// @inline
function sum(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

// @inline
function lows(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 0, 2);
}

// @inline
function highs(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 1, 3);
}

// @inline
function amps(d: usize, g: usize, injected: usize, place: usize, whole: bool): v128 {
  const own = f64x2.mul(get(g + place, whole), get(d + place, whole));
  return injected === 0 ? own : f64x2.add(own, get(injected + place, whole));
}

// @inline
function putCurrents(out: usize, v: usize, d: usize, g: usize, place: usize, x: v128, whole: bool): void {
  put(out + place, f64x2.mul(get(g + place, whole), f64x2.sub(get(d + place, whole), x)), whole);
  if (v !== 0) put(v + place, x, whole);
}

export function wordBand(
  outAt: i32,
  vAt: i32,
  dAt: i32,
  injectedAt: i32,
  gAt: i32,
  factorsAt: i32,
  gainAt: i32,
  tiedAt: i32,
  scratchAt: i32,
  columns: i32,
  ohms: f64,
): void {
  const out = at(outAt);
  const v = at(vAt);
  const d = at(dAt);
  const injected = at(injectedAt);
  const g = at(gAt);
  const factors = at(factorsAt);
  const gain = at(gainAt);
  const tied = at(tiedAt);
  const scratch = at(scratchAt);
  const row = at(columns);
  let y0 = f64x2.splat(0);
  let y1 = f64x2.splat(0);
  let y2 = f64x2.splat(0);
  let y3 = f64x2.splat(0);
  let j = columns - 1;
  // The last column of an odd number has no partner.
  if ((columns & 1) !== 0 && j > 0) {
    const place = at(j);
    const f = factors + at(j * ROWS);
    const s = scratch + at(j * ROWS);
    y0 = lows(amps(d, g, injected, place, false), amps(d, g, injected, place + row, false));
    y1 = lows(amps(d, g, injected, place + 2 * row, false), amps(d, g, injected, place + 3 * row, false));
    y2 = lows(amps(d, g, injected, place + 4 * row, false), amps(d, g, injected, place + 5 * row, false));
    y3 = lows(amps(d, g, injected, place + 6 * row, false), amps(d, g, injected, place + 7 * row, false));
    v128.store(s, y0);
    v128.store(s, y1, 16);
    v128.store(s, y2, 32);
    v128.store(s, y3, 48);
    y0 = f64x2.mul(y0, v128.load(f));
    y1 = f64x2.mul(y1, v128.load(f, 16));
    y2 = f64x2.mul(y2, v128.load(f, 32));
    y3 = f64x2.mul(y3, v128.load(f, 48));
    j--;
  }
  for (; j > 1; j -= 2) {
    const place = at(j - 1);
    const f = factors + at(j * ROWS);
    const s = scratch + at(j * ROWS);
    let a = amps(d, g, injected, place, true);
    let b = amps(d, g, injected, place + row, true);
    y0 = f64x2.add(y0, highs(a, b));
    v128.store(s, y0);
    y0 = f64x2.add(f64x2.mul(y0, v128.load(f)), lows(a, b));
    v128.store(s - 64, y0);
    y0 = f64x2.mul(y0, v128.load(f - 64));
    a = amps(d, g, injected, place + 2 * row, true);
    b = amps(d, g, injected, place + 3 * row, true);
    y1 = f64x2.add(y1, highs(a, b));
    v128.store(s, y1, 16);
    y1 = f64x2.add(f64x2.mul(y1, v128.load(f, 16)), lows(a, b));
    v128.store(s - 48, y1);
    y1 = f64x2.mul(y1, v128.load(f - 48));
    a = amps(d, g, injected, place + 4 * row, true);
    b = amps(d, g, injected, place + 5 * row, true);
    y2 = f64x2.add(y2, highs(a, b));
    v128.store(s, y2, 32);
    y2 = f64x2.add(f64x2.mul(y2, v128.load(f, 32)), lows(a, b));
    v128.store(s - 32, y2);
    y2 = f64x2.mul(y2, v128.load(f - 32));
    a = amps(d, g, injected, place + 6 * row, true);
    b = amps(d, g, injected, place + 7 * row, true);
    y3 = f64x2.add(y3, highs(a, b));
    v128.store(s, y3, 48);
    y3 = f64x2.add(f64x2.mul(y3, v128.load(f, 48)), lows(a, b));
    v128.store(s - 16, y3);
    y3 = f64x2.mul(y3, v128.load(f - 16));
  }
  // Columns 1 and 0, or 0 alone.
  const two = columns > 1;
  let x0 = f64x2.splat(0);
  let x1 = x0;
  let x2 = x0;
  let x3 = x0;
  for (let pair = 0; pair < 4; pair++) {
    const rows = at(2 * pair * columns);
    let y = pair === 0 ? y0 : pair === 1 ? y1 : pair === 2 ? y2 : y3;
    const side = at(2 * pair);
    if (two) {
      const a = amps(d, g, injected, rows, true);
      const b = amps(d, g, injected, rows + row, true);
      y = f64x2.add(y, highs(a, b));
      v128.store(scratch + at(ROWS) + side, y);
      y = f64x2.mul(y, v128.load(factors + at(ROWS) + side));
      y = f64x2.add(y, lows(a, b));
    } else {
      y = f64x2.add(y, lows(amps(d, g, injected, rows, false), amps(d, g, injected, rows + row, false)));
    }
    const x = f64x2.add(f64x2.mul(v128.load(gain + side), y), v128.load(tied + side));
    putCurrents(out, v, d, g, rows, x, false);
    putCurrents(out, v, d, g, rows + row, highs(x, x), false);
    if (pair === 0) x0 = x;
    else if (pair === 1) x1 = x;
    else if (pair === 2) x2 = x;
    else x3 = x;
  }
  const r = f64x2.splat(ohms);
  j = 1;
  for (; j + 1 < columns; j += 2) {
    const place = at(j);
    const f = factors + at(j * ROWS);
    const s = scratch + at(j * ROWS);
    let a = f64x2.mul(v128.load(f), f64x2.add(f64x2.mul(r, v128.load(s)), x0));
    x0 = f64x2.mul(v128.load(f, 64), f64x2.add(f64x2.mul(r, v128.load(s, 64)), a));
    putCurrents(out, v, d, g, place, lows(a, x0), true);
    putCurrents(out, v, d, g, place + row, highs(a, x0), true);
    a = f64x2.mul(v128.load(f, 16), f64x2.add(f64x2.mul(r, v128.load(s, 16)), x1));
    x1 = f64x2.mul(v128.load(f, 80), f64x2.add(f64x2.mul(r, v128.load(s, 80)), a));
    putCurrents(out, v, d, g, place + 2 * row, lows(a, x1), true);
    putCurrents(out, v, d, g, place + 3 * row, highs(a, x1), true);
    a = f64x2.mul(v128.load(f, 32), f64x2.add(f64x2.mul(r, v128.load(s, 32)), x2));
    x2 = f64x2.mul(v128.load(f, 96), f64x2.add(f64x2.mul(r, v128.load(s, 96)), a));
    putCurrents(out, v, d, g, place + 4 * row, lows(a, x2), true);
    putCurrents(out, v, d, g, place + 5 * row, highs(a, x2), true);
    a = f64x2.mul(v128.load(f, 48), f64x2.add(f64x2.mul(r, v128.load(s, 48)), x3));
    x3 = f64x2.mul(v128.load(f, 112), f64x2.add(f64x2.mul(r, v128.load(s, 112)), a));
    putCurrents(out, v, d, g, place + 6 * row, lows(a, x3), true);
    putCurrents(out, v, d, g, place + 7 * row, highs(a, x3), true);
  }
  if (j < columns) {
    for (let pair = 0; pair < 4; pair++) {
      const rows = at(j + 2 * pair * columns);
      const side = at(j * ROWS + 2 * pair);
      const before = pair === 0 ? x0 : pair === 1 ? x1 : pair === 2 ? x2 : x3;
      const x = f64x2.mul(v128.load(factors + side), f64x2.add(f64x2.mul(r, v128.load(scratch + side)), before));
      putCurrents(out, v, d, g, rows, x, false);
      putCurrents(out, v, d, g, rows + row, highs(x, x), false);
    }
  }
}

// @inline
function wired(out: usize, d: usize, above: usize, below: usize, g: v128, gBelow: v128, whole: bool): v128 {
  const own = get(d, whole);
  const up = f64x2.mul(g, f64x2.sub(own, get(above, whole)));
  const down = f64x2.mul(gBelow, f64x2.sub(own, get(below, whole)));
  const image = f64x2.add(get(out, whole), f64x2.add(up, down));
  put(out, image, whole);
  return f64x2.mul(own, image);
}

export function addWires(
  outAt: i32,
  dAt: i32,
  zerosAt: i32,
  first: i32,
  count: i32,
  rows: i32,
  columns: i32,
  g: f64,
  gEnd: f64,
): f64 {
  let dots = f64x2.splat(0);
  const row = at(columns);
  const gWire = f64x2.splat(g);
  for (let i = first; i < first + count; i++) {
    let out = at(outAt + i * columns);
    let d = at(dAt + i * columns);
    let above = i > 0 ? d - row : d;
    let below = i < rows - 1 ? d + row : at(zerosAt);
    const gBelow = f64x2.splat(i < rows - 1 ? g : gEnd);
    const end = d + (row & ~15);
    for (; d < end; d += 16, out += 16, above += 16, below += 16) {
      dots = f64x2.add(dots, wired(out, d, above, below, gWire, gBelow, true));
    }
    if ((columns & 1) !== 0) dots = f64x2.add(dots, wired(out, d, above, below, gWire, gBelow, false));
  }
  return sum(dots);
}

// @inline
function descend(
  z: usize,
  r: usize,
  x: usize,
  d: usize,
  image: usize,
  before: usize,
  zBefore: usize,
  step: v128,
  lower: usize,
  upper: usize,
  weight: v128,
  whole: bool,
): void {
  put(x, f64x2.add(get(x, whole), f64x2.mul(step, get(d, whole))), whole);
  const rest = f64x2.sub(get(r, whole), f64x2.mul(step, get(image, whole)));
  put(r, rest, whole);
  put(z, before === 0 ? rest : f64x2.add(rest, f64x2.mul(get(before, whole), get(zBefore, whole))), whole);
  if (lower === 0) return;
  const part = f64x2.mul(weight, rest);
  put(lower, f64x2.add(get(lower, whole), part), whole);
  put(upper, f64x2.add(get(upper, whole), f64x2.sub(rest, part)), whole);
}

export function descendRows(
  zAt: i32,
  rAt: i32,
  xAt: i32,
  dAt: i32,
  imageAt: i32,
  factorsAt: i32,
  first: i32,
  count: i32,
  columns: i32,
  step: f64,
  upperAt: i32,
  lowerAt: i32,
  weightsAt: i32,
): void {
  const steps = f64x2.splat(step);
  const row = at(columns);
  const coarse = lowerAt !== 0;
  for (let i = first; i < first + count; i++) {
    let z = at(zAt + i * columns);
    const r = at(rAt + i * columns) - z;
    const x = at(xAt + i * columns) - z;
    const d = at(dAt + i * columns) - z;
    const image = at(imageAt + i * columns) - z;
    const before = at(factorsAt + (i - 1) * columns) - z;
    const lower = at(lowerAt) - z;
    const upper = at(upperAt) - z;
    const weight = f64x2.splat(coarse ? load<f64>(at(weightsAt + i)) : 0);
    const end = z + (row & ~15);
    if (i === 0) {
      for (; z < end; z += 16) {
        descend(z, r + z, x + z, d + z, image + z, 0, 0, steps, coarse ? lower + z : 0, upper + z, weight, true);
      }
    } else if (coarse) {
      for (; z < end; z += 16) {
        descend(z, r + z, x + z, d + z, image + z, before + z, z - row, steps, lower + z, upper + z, weight, true);
      }
    } else {
      for (; z < end; z += 16) {
        descend(z, r + z, x + z, d + z, image + z, before + z, z - row, steps, 0, 0, weight, true);
      }
    }
    if ((columns & 1) !== 0) {
      const f = i === 0 ? 0 : before + z;
      descend(z, r + z, x + z, d + z, image + z, f, z - row, steps, coarse ? lower + z : 0, upper + z, weight, false);
    }
  }
}

// @inline
function ascend(
  z: usize,
  r: usize,
  f: usize,
  line: usize,
  above: usize,
  below: usize,
  weight: v128,
  ohms: v128,
  last: bool,
  whole: bool,
): v128 {
  const own = get(z, whole);
  const volts = f64x2.mul(get(f, whole), last ? own : f64x2.add(f64x2.mul(ohms, own), get(line, whole)));
  put(line, volts, whole);
  let all = volts;
  if (above !== 0) {
    const top = get(above, whole);
    all = f64x2.add(volts, f64x2.add(top, f64x2.mul(weight, f64x2.sub(get(below, whole), top))));
  }
  put(z, all, whole);
  return f64x2.mul(get(r, whole), all);
}

export function ascendRows(
  zAt: i32,
  rAt: i32,
  factorsAt: i32,
  gainAt: i32,
  lineAt: i32,
  first: i32,
  count: i32,
  rows: i32,
  columns: i32,
  ohms: f64,
  aboveAt: i32,
  belowAt: i32,
  weightsAt: i32,
): f64 {
  let dots = f64x2.splat(0);
  const row = at(columns);
  const wire = f64x2.splat(ohms);
  const coarse = aboveAt !== 0;
  for (let i = first + count - 1; i >= first; i--) {
    const last = i === rows - 1;
    let z = at(zAt + i * columns);
    const r = at(rAt + i * columns) - z;
    const f = (last ? at(gainAt) : at(factorsAt + i * columns)) - z;
    const line = at(lineAt) - z;
    const above = at(aboveAt) - z;
    const below = at(belowAt) - z;
    const weight = f64x2.splat(coarse ? load<f64>(at(weightsAt + i)) : 0);
    const end = z + (row & ~15);
    if (last) {
      for (; z < end; z += 16) {
        const top = coarse ? above + z : 0;
        dots = f64x2.add(dots, ascend(z, r + z, f + z, line + z, top, below + z, weight, wire, true, true));
      }
    } else if (coarse) {
      for (; z < end; z += 16) {
        dots = f64x2.add(dots, ascend(z, r + z, f + z, line + z, above + z, below + z, weight, wire, false, true));
      }
    } else {
      for (; z < end; z += 16) {
        dots = f64x2.add(dots, ascend(z, r + z, f + z, line + z, 0, 0, weight, wire, false, true));
      }
    }
    if ((columns & 1) !== 0) {
      const top = coarse ? above + z : 0;
      dots = f64x2.add(dots, ascend(z, r + z, f + z, line + z, top, below + z, weight, wire, last, false));
    }
  }
  return sum(dots);
}

/** d = z + ratio d. */
export function direct(dAt: i32, zAt: i32, count: i32, ratio: f64): void {
  const ratios = f64x2.splat(ratio);
  let d = at(dAt);
  let z = at(zAt);
  const end = d + (at(count) & ~15);
  for (; d < end; d += 16, z += 16) v128.store(d, f64x2.add(v128.load(z), f64x2.mul(ratios, v128.load(d))));
  if ((count & 1) !== 0) store<f64>(d, load<f64>(z) + ratio * load<f64>(d));
}
