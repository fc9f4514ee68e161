/** Random patterns, faults and overlaps: what every experiment on a memory starts and ends with. */

import { ArgumentError, type Random, requireInteger } from "../core/index.ts";

/** p random patterns of n spins: p*n entries of -1 or +1, row-major, each sign with probability 1/2. */
export function randomPatterns(p: number, n: number, random: Random): Int8Array {
  requireInteger("p", p, 1);
  requireInteger("n", n, 1);
  const out = new Int8Array(p * n);
  let bits = 0;
  for (let k = 0; k < out.length; k++) {
    if (k % 32 === 0) bits = random.uint32();
    out[k] = bits & 1 ? 1 : -1;
    bits >>>= 1;
  }
  return out;
}

/** Pattern m of a set, a view and no copy. */
export function patternAt(patterns: Int8Array, m: number, n: number): Int8Array {
  return patterns.subarray(m * n, (m + 1) * n);
}

/** A copy of `pattern` with exactly `flips` different cells flipped. */
export function withFlips(pattern: Int8Array, flips: number, random: Random): Int8Array {
  requireInteger("flips", flips, 0, pattern.length);
  const out = pattern.slice();
  const order = Uint32Array.from(out.keys());
  for (let k = 0; k < flips; k++) {
    const at = k + random.integer(order.length - k);
    const cell = order[at]!;
    order[at] = order[k]!;
    order[k] = cell;
    out[cell] = -out[cell]!;
  }
  return out;
}

/** Overlap (1/n) sum x_i y_i. */
export function overlapOf(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let dot = 0;
  for (let i = 0; i < x.length; i++) dot += x[i]! * y[i]!;
  return dot / x.length;
}

/** Signs of a real vector; zeros become +1. */
export function signsOf(values: ArrayLike<number>): Int8Array {
  return Int8Array.from(values, (x) => (x >= 0 ? 1 : -1));
}

/** The pattern with the largest inner product with a state, the first of several: one nearest neighbour. */
export function nearestOf(patterns: ArrayLike<number>, state: ArrayLike<number>): { index: number; overlap: number } {
  const n = state.length;
  if (patterns.length === 0 || patterns.length % n !== 0) {
    throw new ArgumentError("the patterns have another length than the state", {
      code: "memory.length",
      received: `${patterns.length} entries`,
      expected: `a multiple of ${n}`,
    });
  }
  let index = 0;
  let best = Number.NEGATIVE_INFINITY;
  for (let m = 0; m * n < patterns.length; m++) {
    let dot = 0;
    for (let i = 0; i < n; i++) dot += patterns[m * n + i]! * state[i]!;
    if (dot > best) {
      best = dot;
      index = m;
    }
  }
  return { index, overlap: best / n };
}
