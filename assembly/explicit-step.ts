/**
 * A whole step of the Dormand-Prince method on a network without op-amps, and what is kept of it: the twin of
 * src/simulate/reduced/runge-kutta.ts, dynamics.ts, lane.ts and detector.ts, every sum in their order. Addresses are bytes.
 */

import { multiplyBands } from "./bands";
import { combine, tanhInPlace } from "./vectors";

/** Numbers and addresses in the order of `PLAN` in src/simulate/reduced/fused-step.ts. */
@unmanaged
class Plan {
  n: i32;
  size: i32;
  /** Doubles from one slope to the next. */
  stride: i32;
  stages: i32;
  bands: i32;
  columns: i32;
  start: usize;
  slopes: usize;
  next: usize;
  error: usize;
  zero: usize;
  scaled: usize;
  tangents: usize;
  rails: usize;
  /** 0 without wires. */
  sums: usize;
  output: usize;
  matrix: usize;
  lanes: usize;
  perVolt: usize;
  supply: usize;
  values: usize;
  ramps: usize;
  load: usize;
  perFarad: usize;
  /** 0 without feedback, whose followers then stand behind the states. */
  feedback: usize;
  trailRate: usize;
  lags: usize;
  scale: usize;
  /** stages * stages, row-major; times; of the error's estimate; from the last stage but one to the last. */
  weights: usize;
  times: usize;
  errorWeights: usize;
  lastChange: usize;
  /** Start of the stretch; value and slope of gain, self and push; tolerance, least volts. */
  numbers: usize;
  results: usize;
}

function at(x: usize, i: i32): f64 {
  return load<f64>(x + ((<usize>i) << 3));
}

function put(x: usize, i: i32, value: f64): void {
  store<f64>(x + ((<usize>i) << 3), value);
}

function slopeInto(p: Plan, out: usize, y: usize, t: f64): void {
  const n = p.n;
  const numbers = p.numbers;
  const elapsed = t - at(numbers, 0);
  const gain = at(numbers, 1) + at(numbers, 2) * elapsed;
  const tangents = p.tangents;
  const perVolt = p.perVolt;
  for (let i = 0; i < n; i++) put(tangents, i, gain * at(y, i) * at(perVolt, i));
  if (p.sums !== 0) memory.copy(p.sums, y, (<usize>n) << 3);
  tanhInPlace(tangents, n + (n & 1));
  const rails = p.rails;
  const supply = p.supply;
  for (let i = 0; i < n; i++) put(rails, i, at(supply, i) * at(tangents, i));
  multiplyBands(p.matrix, p.bands, p.columns, p.lanes, 1);
  const values = p.values;
  const ramps = p.ramps;
  const output = p.output;
  const load = p.load;
  const perFarad = p.perFarad;
  const feedback = p.feedback;
  if (feedback === 0) {
    for (let i = 0; i < n; i++) {
      const amps = at(values, i) + at(ramps, i) * elapsed + at(output, i);
      put(out, i, (amps - at(load, i) * at(y, i)) * at(perFarad, i));
    }
    return;
  }
  const self = at(numbers, 3) + at(numbers, 4) * elapsed;
  const push = at(numbers, 5) + at(numbers, 6) * elapsed;
  const trailRate = p.trailRate;
  for (let i = 0; i < n; i++) {
    const rail = at(rails, i);
    const behind = rail - at(y, n + i);
    const amps =
      at(values, i) + at(ramps, i) * elapsed + at(output, i) + at(feedback, i) * (self * rail + push * behind);
    put(out, n + i, at(trailRate, i) * behind);
    put(out, i, (amps - at(load, i) * at(y, i)) * at(perFarad, i));
  }
}

/** out = from + h sum_k weights_k slopes_k. */
function sumInto(p: Plan, out: usize, from: usize, h: f64, weights: usize, count: i32): void {
  for (let k = 0; k < count; k++) put(p.scaled, k, h * at(weights, k));
  combine(out, from, p.scaled, p.slopes, p.stride, count);
}

function rms(x: usize, n: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) sum += at(x, i) * at(x, i);
  return Math.sqrt(sum / <f64>n);
}

/** Step of h from time t and `start`, whose slope is the first: `next` and `error`. The largest error over its tolerance. */
export function explicitStep(plan: usize, t: f64, h: f64): f64 {
  const p = changetype<Plan>(plan);
  const pitch = (<usize>p.stride) << 3;
  for (let stage = 1; stage < p.stages; stage++) {
    sumInto(p, p.next, p.start, h, p.weights + ((<usize>(stage * p.stages)) << 3), stage);
    slopeInto(p, p.slopes + <usize>stage * pitch, p.next, t + at(p.times, stage) * h);
  }
  sumInto(p, p.error, p.zero, h, p.errorWeights, p.stages);
  const rtol = at(p.numbers, 7);
  const least = at(p.numbers, 8);
  const state = Math.max(least, rms(p.next, p.n));
  const rail = Math.max(least, rms(p.rails, p.n));
  let worst: f64 = 0;
  for (let i = 0; i < p.size; i++) {
    const scale = Math.max(Math.max(i < p.n ? state : rail, Math.abs(at(p.start, i))), Math.abs(at(p.next, i)));
    const share = Math.abs(at(p.error, i)) / (rtol * scale);
    if (!(share >= 0)) return Infinity;
    if (share > worst) worst = share;
  }
  return worst;
}

/**
 * Takes the step of h as done; overwrites `error`. Results: step times rate, `amps` and what the detector adds to them, 1 where an
 * output has changed its sign.
 */
export function acceptStep(plan: usize, h: f64, amps: f64, decay: f64, m0: f64, m1: f64, m2: f64, m3: f64): void {
  const p = changetype<Plan>(plan);
  const pitch = (<usize>p.stride) << 3;
  const last = p.slopes + <usize>(p.stages - 1) * pitch;
  const other = last - pitch;
  sumInto(p, p.error, p.zero, h, p.lastChange, p.stages - 1);
  let slopes: f64 = 0;
  let states: f64 = 0;
  for (let i = 0; i < p.size; i++) {
    const change = at(last, i) - at(other, i);
    slopes += change * change;
    states += at(p.error, i) * at(p.error, i);
  }
  put(p.results, 0, states === 0 ? 0 : h * Math.sqrt(slopes / states));
  const lags = p.lags;
  let flips: f64 = 0;
  for (let i = 0; i < p.n; i++) {
    const a = at(p.start, i);
    const u = at(p.next, i);
    const b = h * at(p.slopes, i);
    const rise = u - a;
    const end = h * at(last, i);
    const c2 = 3 * rise - 2 * b - end;
    const c3 = b + end - 2 * rise;
    const lag = decay * at(lags, i) + a * m0 + b * m1 + c2 * m2 + c3 * m3;
    put(lags, i, lag);
    const x = (u - lag) / at(p.scale, i);
    amps += x * x;
    if (a > 0 !== u > 0) flips = 1;
  }
  put(p.results, 1, amps);
  put(p.results, 2, flips);
  memory.copy(p.slopes, last, pitch);
}
