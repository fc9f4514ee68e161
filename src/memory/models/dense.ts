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
  /** The same cell by cell: n*p, so that what pulls at one cell is read in order. */
  readonly cells: Int8Array;
  readonly interaction: DenseInteraction;
}

/** Differences below this share of the sum of their terms' sizes are rounding, hence ties. */
const TIE = 1e-13;

export function createDenseMemory(patterns: Int8Array, n: number, interaction: DenseInteraction): DenseMemory {
  requireInteger("n", n, 1);
  const p = patterns.length / n;
  requireInteger("number of patterns", p, 1);
  if (interaction.kind !== "exponential") requireInteger("degree", interaction.degree, 2, 60);
  const cells = new Int8Array(n * p);
  for (let m = 0; m < p; m++) for (let i = 0; i < n; i++) cells[i * p + m] = patterns[m * n + i]!;
  return { p, n, patterns, cells, interaction };
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
    const row = m * n;
    let dot = 0;
    for (let i = 0; i < n; i++) dot = (dot + Math.imul(patterns[row + i]!, state[i]!)) | 0;
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

/** F at the whole numbers -n-2..n+2, within two of every overlap: 2n + 5. */
function tabulate({ interaction, n }: DenseMemory): Float64Array {
  const f = relative(interaction, n);
  return Float64Array.from({ length: 2 * n + 5 }, (_, k) => f(k - n - 2));
}

/**
 * The pull at all cells of one state. Without cell i the overlap r_m is X_m - x_i^m s_i, so that with
 * A = F(X) - F(X - 2) and B = F(X + 2) - F(X)
 *
 *     s_i sum_m F(x_i^m + r_m) - F(-x_i^m + r_m) = 1/2 sum_m (A_m - B_m) + s_i sum_m x_i^m 1/2 (A_m + B_m):
 *
 * one sum for all cells, and one product of cells with slopes, both of which only a flip changes.
 */
interface Pull {
  /** 1/2 (A + B): p. */
  readonly slopes: Float64Array;
  /** 1/2 sum (A - B), at most 0 where F is convex. */
  curvature: number;
  /** Sum of the terms' sizes, which ties are measured by. */
  size: number;
}

function pullInto(pull: Pull, dots: Int32Array, table: Float64Array, n: number): void {
  const { slopes } = pull;
  let curvature = 0;
  let size = 0;
  for (let m = 0; m < dots.length; m++) {
    const at = dots[m]! + n + 2;
    const below = table[at - 2]!;
    const here = table[at]!;
    const above = table[at + 2]!;
    slopes[m] = (above - below) / 2;
    curvature += 2 * here - below - above;
    size += Math.abs(below) + 2 * Math.abs(here) + Math.abs(above);
  }
  pull.curvature = curvature / 2;
  pull.size = size / 2;
}

/** Sum of `values` with the signs from `row` on. */
function signedSum(values: Float64Array, signs: Int8Array, row: number): number {
  let sum = 0;
  for (let m = 0; m < values.length; m++) sum += signs[row + m]! * values[m]!;
  return sum;
}

function addSigns(out: Int32Array, signs: Int8Array, row: number, factor: number): void {
  for (let m = 0; m < out.length; m++) out[m] = (out[m]! + Math.imul(factor, signs[row + m]!)) | 0;
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
  const { p, n, cells } = memory;
  requireInteger("length of the state", start.length, n, n);
  const { ties = "up", maxSweeps = 100, onSweep } = options;
  const table = tabulate(memory);
  const state = start.slice();
  const dots = overlaps(memory, state);
  const pull: Pull = { slopes: new Float64Array(p), curvature: 0, size: 0 };
  pullInto(pull, dots, table, n);
  const order = Uint32Array.from(state.keys());
  let flips = 0;
  for (let sweep = 1; sweep <= maxSweeps; sweep++) {
    const before = flips;
    shuffle(order, random);
    for (const i of order) {
      const s = state[i]!;
      const held = pull.curvature + s * signedSum(pull.slopes, cells, i * p);
      const tie = TIE * pull.size;
      const wrong = held < -tie || (held <= tie && ties === "up" && s < 0);
      if (!wrong) continue;
      state[i] = -s;
      addSigns(dots, cells, i * p, -2 * s);
      pullInto(pull, dots, table, n);
      flips++;
    }
    onSweep?.(state);
    if (flips === before) return { state, sweeps: sweep, flips, converged: true, period: 1 };
  }
  return { state, sweeps: maxSweeps, flips, converged: false, period: 0 };
}
