import type { LaneCouplings, Lanes } from "./lane-couplings.ts";
import { type LaneState, STREAMS } from "./lane-state.ts";

/** The three operations on a state, in place. The SIMD kernel and its twin give the same bits. */
export interface LaneSweeper {
  /** A Metropolis sweep over all spins in order at each of the temperatures. */
  sweeps(state: LaneState, temperatures: Float64Array): void;
  /** Flips spins in order, as long as one lowers the energy, until the state is single-flip stable. */
  quench(state: LaneState): void;
  /** Flips the spins of which `flips` (n) is not 0. */
  turn(state: LaneState, flips: Uint8Array): void;
}

const { fround } = Math;
/** ln m = sum_k LOG[k] m^k on [1, 2] within 1e-5, by interpolation at Chebyshev's points. */
const LOG = [
  -1.9367597103118896, 3.514087200164795, -2.4400298595428467, 1.1160900592803955, -0.2838268578052521,
  0.030449004843831062,
] as const;
const LN_2 = fround(Math.LN2);
/** -ln of the number that has the exponent field 0: numbers lie in (0, 2^31], exponents count from 127. */
const TOP = fround((127 + 31) * Math.LN2);

/**
 * Thresholds floor(factor * -ln u + 1), one a spin, u uniform in (0, 1]: with s_i h_i a whole number, s_i h_i < threshold
 * has the probability exp(-s_i h_i / factor), or 1 when a flip costs nothing.
 *
 * Source: Blackman and Vigna, ACM TOMS 47(4), 2021 (xoshiro128+).
 */
function fillThresholds(out: Lanes, streams: Uint32Array, factor: number): void {
  const single = new Float32Array(1);
  const bits = new Int32Array(single.buffer);
  const largest = out instanceof Int16Array ? 2 ** 15 - 1 : 2 ** 31 - 1;
  const [b, c, d] = [STREAMS, 2 * STREAMS, 3 * STREAMS];
  for (let i = 0; i < out.length; i++) {
    const k = i % STREAMS;
    const drawn = (streams[k]! + streams[d + k]!) >>> 1;
    const t = streams[b + k]! << 9;
    streams[c + k]! ^= streams[k]!;
    streams[d + k]! ^= streams[b + k]!;
    streams[b + k]! ^= streams[c + k]!;
    streams[k]! ^= streams[d + k]!;
    streams[c + k]! ^= t;
    streams[d + k] = (streams[d + k]! << 11) | (streams[d + k]! >>> 21);
    single[0] = fround(fround(drawn & 0x7fffffff) + 0.5);
    const exponent = bits[0]! >>> 23;
    bits[0] = (bits[0]! & 0x007fffff) | 0x3f800000;
    const m = single[0]!;
    let log = fround(fround(LOG[5] * m) + LOG[4]);
    log = fround(fround(log * m) + LOG[3]);
    log = fround(fround(log * m) + LOG[2]);
    log = fround(fround(log * m) + LOG[1]);
    log = fround(fround(log * m) + LOG[0]);
    log = fround(log + fround(exponent * LN_2));
    out[i] = Math.min(largest, Math.trunc(fround(fround(fround(TOP - log) * factor) + 1)));
  }
}

function flip(couplings: LaneCouplings, { fields, signs }: LaneState, i: number): void {
  const { padded, sparse, weights } = couplings;
  const spin = 1 + 2 * signs[i]!;
  signs[i] = ~signs[i]!;
  if (sparse === undefined) {
    const row = i * padded;
    for (let j = 0; j < padded; j++) fields[j]! -= spin * weights[row + j]!;
    return;
  }
  const { starts, columns } = sparse;
  for (let p = starts[i]!; p < starts[i + 1]!; p++) fields[columns[p]!]! -= spin * weights[p]!;
}

/** One pass in order; flips spin i when its sign times its field is below its threshold. Returns the number of flips. */
function pass(couplings: LaneCouplings, state: LaneState, thresholds: Lanes): number {
  const { n } = couplings;
  const { fields, signs } = state;
  let flips = 0;
  for (let i = 0; i < n; i++) {
    if ((1 + 2 * signs[i]!) * fields[i]! >= thresholds[i]!) continue;
    flip(couplings, state, i);
    flips++;
  }
  return flips;
}

/** Temperatures in the unit of `fillThresholds`: a flip raises the energy by 2 s_i h_i. */
export function factorsOf({ scale }: LaneCouplings, temperatures: Float64Array): Float32Array {
  return Float32Array.from(temperatures, (temperature) => (temperature * scale) / 2);
}

/** The operations in TypeScript: fallback and oracle of the SIMD kernel. */
export function scalarSweeper(couplings: LaneCouplings): LaneSweeper {
  const thresholds = couplings.upFields.slice();
  return {
    sweeps: (state, temperatures) => {
      for (const factor of factorsOf(couplings, temperatures)) {
        fillThresholds(thresholds, state.streams, factor);
        pass(couplings, state, thresholds);
      }
    },
    quench: (state) => {
      thresholds.fill(0);
      while (pass(couplings, state, thresholds) > 0) {}
    },
    turn: (state, flips) => {
      for (let i = 0; i < couplings.n; i++) if (flips[i] !== 0) flip(couplings, state, i);
    },
  };
}
