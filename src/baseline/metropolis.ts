import type { Random } from "../core/index.ts";
import type { Couplings, SpinState } from "./couplings.ts";

/** A stream of uniform 32-bit numbers drawn in bulk (xoshiro128**), so that a kernel reads one by one load. */
export interface Draws {
  readonly seed: Uint32Array;
  readonly buffer: Uint32Array;
  /** Next entry of `buffer` to be read. */
  at: number;
}

const BUFFER = 4096;

/** A bulk stream seeded from `random`. */
export function createDraws(random: Random): Draws {
  const seed = Uint32Array.from([random.uint32() | 1, random.uint32(), random.uint32(), random.uint32()]);
  return { seed, buffer: new Uint32Array(BUFFER), at: BUFFER };
}

/** Fills the buffer with the next numbers. Source: Blackman and Vigna, ACM TOMS 47(4), 2021. */
export function refillDraws(draws: Draws): void {
  const { seed, buffer } = draws;
  let [a, b, c, d] = [seed[0]! | 0, seed[1]! | 0, seed[2]! | 0, seed[3]! | 0];
  for (let k = 0; k < BUFFER; k++) {
    const scrambled = Math.imul(b, 5);
    buffer[k] = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
  }
  seed[0] = a;
  seed[1] = b;
  seed[2] = c;
  seed[3] = d;
  draws.at = 0;
}

const BIN_BITS = 12;
const BIN_SHIFT = 32 - BIN_BITS;
/** -ln of the smallest number (u + 1/2) / 2^32: no change above this many temperatures is ever accepted. */
const LARGEST = -Math.log(0.5 / 2 ** 32);
/** -ln(k / 2^12): a number whose first bits are k has its -ln between entries k + 1 and k. */
const MINUS_LOG = Float64Array.from({ length: 2 ** BIN_BITS + 1 }, (_, k) =>
  k === 0 ? LARGEST : -Math.log(k / 2 ** BIN_BITS),
);

/**
 * One Metropolis sweep at a temperature above 0 over all spins in order, in place. A flip that raises the energy by d is
 * accepted when d / T < -ln u; the first bits of u bound -ln u from both sides, so that the logarithm itself is
 * taken once in a thousand times only, and no number is drawn where d / T is beyond every -ln u.
 *
 * Source: Metropolis et al., J. Chem. Phys. 21, 1953.
 */
export function metropolisSweep(state: SpinState, couplings: Couplings, temperature: number, draws: Draws): void {
  const { spins, fields } = state;
  const { n, starts, columns, values, dense } = couplings;
  const { buffer } = draws;
  const hopeless = LARGEST * temperature;
  const beta = 1 / temperature;
  let at = draws.at;
  let gained = 0;
  for (let i = 0; i < n; i++) {
    const twice = 2 * spins[i]!;
    const change = twice * fields[i]!;
    if (change >= hopeless) continue;
    if (change > 0) {
      if (at === BUFFER) {
        refillDraws(draws);
        at = 0;
      }
      const u = buffer[at++]!;
      const scaled = change * beta;
      const bin = u >>> BIN_SHIFT;
      if (scaled >= MINUS_LOG[bin]!) continue;
      if (scaled >= MINUS_LOG[bin + 1]! && scaled >= -Math.log((u + 0.5) / 2 ** 32)) continue;
    }
    gained += change;
    spins[i] = -spins[i]!;
    if (dense === undefined) {
      const end = starts[i + 1]!;
      for (let p = starts[i]!; p < end; p++) {
        const j = columns[p]!;
        fields[j] = fields[j]! - twice * values[p]!;
      }
    } else {
      const row = i * n;
      for (let j = 0; j < n; j++) fields[j] = fields[j]! - twice * dense[row + j]!;
    }
  }
  draws.at = at;
  state.energy += gained;
}
