import { createRandom } from "../../core/index.ts";

/**
 * Random numbers by cell: the deviate of a cell depends on seed, effect and cell alone, not on the order in which cells
 * are asked for, nor on what other effects draw.
 *
 * Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011 (Threefry-2x32-20).
 */
export interface CellRandom {
  /** Standard normal deviate of a cell; `draw` counts further ones of the same cell. Both in 0 .. 2^32 - 1. */
  gaussian(cell: number, draw?: number): number;
  /** Uniform double in [0, 1) of a cell. */
  uniform(cell: number, draw?: number): number;
}

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const PARITY = 0x1bd11bda;

/** Threefry-2x32 with 20 rounds: encrypts the counter (c0, c1) under the key (k0, k1) into out, two unsigned words. */
export function threefry(k0: number, k1: number, c0: number, c1: number, out: Uint32Array): void {
  const k2 = PARITY ^ k0 ^ k1;
  let x = (c0 + k0) | 0;
  let y = (c1 + k1) | 0;
  let first = k1;
  let second = k2;
  let third = k0;
  for (let turn = 1; turn <= 5; turn++) {
    const base = turn % 2 === 1 ? 0 : 4;
    for (let k = base; k < base + 4; k++) {
      const r = ROTATIONS[k]!;
      x = (x + y) | 0;
      y = ((y << r) | (y >>> (32 - r))) ^ x;
    }
    x = (x + first) | 0;
    y = (y + second + turn) | 0;
    const kept = first;
    first = second;
    second = third;
    third = kept;
  }
  out[0] = x;
  out[1] = y;
}

/** Tries of the polar method a draw may take: a fifth of them fail, so that 16 suffice but once in 10^10. */
const TRIES = 16;

/** The stream of an effect, e.g. `createCellRandom(7, "programming")`. */
export function createCellRandom(seed: number, effect: string): CellRandom {
  const key = createRandom(seed, effect);
  const k0 = key.uint32();
  const k1 = key.uint32();
  const out = new Uint32Array(2);
  const half = 2 ** -31;
  const uniform = (cell: number, draw = 0): number => {
    threefry(k0, k1, cell, draw, out);
    return ((out[0]! >>> 5) * 0x4000000 + (out[1]! >>> 6)) / 0x20000000000000;
  };
  const gaussian = (cell: number, draw = 0): number => {
    // Marsaglia's polar method, as in core: no trigonometry, whose last bits differ between platforms.
    for (let attempt = 0; ; attempt++) {
      threefry(k0, k1, cell, draw * TRIES + attempt, out);
      const x = (out[0]! + 0.5) * half - 1;
      const y = (out[1]! + 0.5) * half - 1;
      const r = x * x + y * y;
      if (r < 1) return x * Math.sqrt((-2 * Math.log(r)) / r);
    }
  };
  return { gaussian, uniform };
}
