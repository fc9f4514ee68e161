/**
 * GB_FLIP, the portable random numbers of the Stanford GraphBase, from which the generator rudy draws. Only for
 * repeating published instances; everything else draws from createRandom.
 *
 * Source: Knuth, The Stanford GraphBase, 1993, module GB_FLIP: x_k = x_{k-24} - x_{k-55} mod 2^31.
 */

import { requireInteger } from "../core/index.ts";

/** A stream of GB_FLIP. */
export interface RudyRandom {
  /** Uniform integer in [0, 2^31). */
  next(): number;
  /** Uniform integer in [0, bound), unbiased; bound in 1..2^31. */
  uniform(bound: number): number;
  /** Normal deviate; the second of each pair is kept for the next call. */
  gaussian(): number;
}

const MASK = 0x7fffffff;
const LAG = 55;

/** Opens the stream of `seed`, any 32-bit integer, with or without sign. @throws ArgumentError for another seed. */
export function createRudyRandom(seed: number): RudyRandom {
  requireInteger("seed", seed, -0x80000000, 0xffffffff);
  // Entry 0 is a sentinel below every value: it says that the block is used up.
  const block = new Int32Array(LAG + 1);
  block[0] = -1;
  let at = 0;

  const refill = (): number => {
    for (let i = 1; i <= 24; i++) block[i] = (block[i]! - block[i + 31]!) & MASK;
    for (let i = 25; i <= LAG; i++) block[i] = (block[i]! - block[i - 24]!) & MASK;
    at = LAG - 1;
    return block[LAG]!;
  };

  let rotating = seed & MASK;
  let previous = rotating;
  let value = 1;
  block[LAG] = previous;
  for (let i = 21; i > 0; i = (i + 21) % LAG) {
    block[i] = value;
    value = (previous - value) & MASK;
    rotating = (rotating & 1) === 1 ? 0x40000000 + (rotating >> 1) : rotating >> 1;
    value = (value - rotating) & MASK;
    previous = block[i]!;
  }
  for (let warm = 0; warm < 5; warm++) refill();

  const next = (): number => (block[at]! >= 0 ? block[at--]! : refill());
  const uniform = (bound: number): number => {
    const limit = 0x80000000 - (0x80000000 % bound);
    let drawn = next();
    while (drawn >= limit) drawn = next();
    return drawn % bound;
  };
  let kept: number | undefined;
  const gaussian = (): number => {
    if (kept !== undefined) {
      const value = kept;
      kept = undefined;
      return value;
    }
    let x = 0;
    let y = 0;
    let r = 0;
    do {
      x = (2 * next()) / MASK - 1;
      y = (2 * next()) / MASK - 1;
      r = x * x + y * y;
    } while (r >= 1 || r === 0);
    const factor = Math.sqrt((-2 * Math.log(r)) / r);
    kept = y * factor;
    return x * factor;
  };
  return { next, uniform, gaussian };
}
