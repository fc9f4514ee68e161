/**
 * Dense associative memory: energy E(s) = -sum_m F(x^m . s) with an F steeper than a square, so that the patterns' pull separates
 * faster than their cross-talk. Spins are updated one by one to the side of the lower energy.
 *
 * Source: Krotov and Hopfield, NIPS 2016 (polynomials); Demircigil et al., J. Stat. Phys. 168, 288 (2017) (exponential).
 */

import { type Random, requireInteger, shuffle } from "../../core/index.ts";
import type { Recalled, TieRule } from "./updates.ts";

/** F(x) = x^degree, F(x) = max(0, x)^degree or F(x) = exp(x). */
export type DenseInteraction =
  | { readonly kind: "polynomial"; readonly degree: number }
  | { readonly kind: "rectified"; readonly degree: number }
  | { readonly kind: "exponential" };

export interface DenseMemory {
  readonly p: number;
  readonly n: number;
  /** p*n entries of -1 or +1, row-major. */
  readonly patterns: Int8Array;
  readonly interaction: DenseInteraction;
}

/** Differences below this share of the sum of their terms' sizes are rounding, hence ties. */
const TIE = 1e-13;

export function createDenseMemory(patterns: Int8Array, n: number, interaction: DenseInteraction): DenseMemory {
  requireInteger("n", n, 1);
  const p = patterns.length / n;
  requireInteger("number of patterns", p, 1);
  if (interaction.kind !== "exponential") requireInteger("degree", interaction.degree, 2, 60);
  return { p, n, patterns, interaction };
}

/** F relative to its value at n, so that no exponential overflows: F(x) / F(n). */
function relative(interaction: DenseInteraction, n: number): (x: number) => number {
  if (interaction.kind === "exponential") return (x) => Math.exp(x - n);
  const { kind, degree } = interaction;
  return kind === "polynomial" ? (x) => (x / n) ** degree : (x) => (x > 0 ? (x / n) ** degree : 0);
}

function overlaps(memory: DenseMemory, state: Int8Array): Int32Array {
  const { p, n, patterns } = memory;
  const out = new Int32Array(p);
  for (let m = 0; m < p; m++) {
    let dot = 0;
    for (let i = 0; i < n; i++) dot += patterns[m * n + i]! * state[i]!;
    out[m] = dot;
  }
  return out;
}

/** Energy in units of F(n): -sum_m F(x^m . s) / F(n), at least -p. O(p n). */
export function denseEnergy(memory: DenseMemory, state: Int8Array): number {
  const f = relative(memory.interaction, memory.n);
  let sum = 0;
  for (const x of overlaps(memory, state)) sum += f(x);
  return -sum;
}

/**
 * Recalls with one spin at a time in an order drawn anew for every sweep: s_i becomes the sign of
 * sum_m F(x_i^m + r_m) - F(-x_i^m + r_m), r_m the overlap without cell i. The energy never rises. O(p n) a sweep.
 */
export function recallDense(
  memory: DenseMemory,
  start: Int8Array,
  random: Random,
  options: { readonly ties?: TieRule; readonly maxSweeps?: number; readonly onSweep?: (state: Int8Array) => void } = {},
): Recalled {
  const { p, n, patterns, interaction } = memory;
  requireInteger("length of the state", start.length, n, n);
  const { ties = "up", maxSweeps = 100, onSweep } = options;
  const f = relative(interaction, n);
  // Overlaps are whole numbers in -n-1..n+1: F is looked up.
  const table = Float64Array.from({ length: 2 * n + 3 }, (_, k) => f(k - n - 1));
  const state = start.slice();
  const dots = overlaps(memory, state);
  const order = Uint32Array.from(state.keys());
  let flips = 0;
  for (let sweep = 1; sweep <= maxSweeps; sweep++) {
    const before = flips;
    shuffle(order, random);
    for (const i of order) {
      const s = state[i]!;
      let pull = 0;
      let size = 0;
      for (let m = 0; m < p; m++) {
        const x = patterns[m * n + i]!;
        const rest = dots[m]! - x * s + n + 1;
        const up = table[rest + x]!;
        const down = table[rest - x]!;
        pull += up - down;
        size += Math.abs(up) + Math.abs(down);
      }
      const tie = TIE * size;
      const wrong = pull > tie ? s < 0 : pull < -tie ? s > 0 : ties === "up" && s < 0;
      if (!wrong) continue;
      state[i] = -s;
      for (let m = 0; m < p; m++) dots[m] = dots[m]! - 2 * s * patterns[m * n + i]!;
      flips++;
    }
    onSweep?.(state);
    if (flips === before) return { state, sweeps: sweep, flips, converged: true, period: 1 };
  }
  return { state, sweeps: maxSweeps, flips, converged: false, period: 0 };
}
