/**
 * Discrete recall: updates s_i <- sign(h_i), h_i = sum_j W_ij s_j, one by one, all at once, or block by block. Couplings are
 * n*n, row-major; integers (Int32Array) make every field and every tie exact.
 *
 * The tie rule: a field of zero sets a spin to +1 ("up", as sign with sign(0) = 1 does) or leaves it ("keep"). With real
 * couplings a field below `TIE` of the largest field of the start is a tie, for it then is rounding.
 */

import { ArgumentError, type Random, shuffle } from "../../core/index.ts";

export type TieRule = "up" | "keep";
export type Couplings = Int32Array | Float64Array;

export interface RecallOptions {
  readonly ties?: TieRule;
  /** Sweeps over all spins at most; default 100. */
  readonly maxSweeps?: number;
  /** Order of the spins in the next sweep, asynchronous recall only; default a random one. */
  readonly order?: () => Uint32Array;
  /** Called before each flip with the change of the energy that it makes, at most 0; asynchronous recall only. */
  readonly onFlip?: (change: number) => void;
  /** Called with the state and the local fields after each sweep. */
  readonly onSweep?: (state: Int8Array, fields: Int32Array | Float64Array) => void;
}

export interface Recalled {
  readonly state: Int8Array;
  /** Sweeps made, the last one without a flip when it converged. */
  readonly sweeps: number;
  readonly flips: number;
  /** A sweep passed without a flip. */
  readonly converged: boolean;
  /** 1 at a fixed point, 2 where updates at once alternate between two states, 0 when the sweeps ended before. */
  readonly period: 0 | 1 | 2;
}

const TIE = 1e-12;
const DEFAULT_SWEEPS = 100;

function requireShape(weights: Couplings, start: Int8Array): number {
  const n = start.length;
  if (n > 0 && weights.length === n * n) return n;
  throw new ArgumentError("the couplings do not fit the state", {
    code: "memory.shape",
    received: `${weights.length} couplings, ${n} spins`,
    expected: "n*n couplings for n spins, n >= 1",
  });
}

/** Local fields of `state` under couplings without bias. O(n^2). */
export function fieldsOf(weights: Couplings, state: Int8Array): Int32Array | Float64Array {
  return weights instanceof Int32Array ? integerFields(weights, state) : realFields(weights, state);
}

// One loop a type, for a loop that has met both arrays is slow; four rows at a time, for a sum waits for its last term.

function integerFields(weights: Int32Array, state: Int8Array): Int32Array {
  const n = state.length;
  const out = new Int32Array(n);
  let i = 0;
  for (; i + 3 < n; i += 4) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let j = 0, k = i * n; j < n; j++, k++) {
      const s = state[j]!;
      a = (a + Math.imul(weights[k]!, s)) | 0;
      b = (b + Math.imul(weights[k + n]!, s)) | 0;
      c = (c + Math.imul(weights[k + 2 * n]!, s)) | 0;
      d = (d + Math.imul(weights[k + 3 * n]!, s)) | 0;
    }
    out[i] = a;
    out[i + 1] = b;
    out[i + 2] = c;
    out[i + 3] = d;
  }
  for (; i < n; i++) {
    for (let j = 0; j < n; j++) out[i] = (out[i]! + Math.imul(weights[i * n + j]!, state[j]!)) | 0;
  }
  return out;
}

/** Each sum runs over j in order, as in one row at a time. */
function realFields(weights: Float64Array, state: Int8Array): Float64Array {
  const n = state.length;
  const out = new Float64Array(n);
  let i = 0;
  for (; i + 3 < n; i += 4) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let j = 0, k = i * n; j < n; j++, k++) {
      const s = state[j]!;
      a += weights[k]! * s;
      b += weights[k + n]! * s;
      c += weights[k + 2 * n]! * s;
      d += weights[k + 3 * n]! * s;
    }
    out[i] = a;
    out[i + 1] = b;
    out[i + 2] = c;
    out[i + 3] = d;
  }
  for (; i < n; i++) for (let j = 0; j < n; j++) out[i]! += weights[i * n + j]! * state[j]!;
  return out;
}

/** Size below which a field is a tie, from the first fields: none for integers. */
function tieOf(fields: Int32Array | Float64Array): number {
  if (fields instanceof Int32Array) return 0;
  let largest = 0;
  for (const h of fields) largest = Math.max(largest, Math.abs(h));
  return TIE * largest;
}

/** Flips spin i and corrects all fields; column i is row i, for the couplings are symmetric. O(n). */
function flip(state: Int8Array, fields: Int32Array | Float64Array, weights: Couplings, i: number): void {
  const twice = 2 * state[i]!;
  state[i] = -state[i]!;
  if (weights instanceof Int32Array) subtractIntegers(fields as Int32Array, weights, i * state.length, twice);
  else subtractReals(fields as Float64Array, weights, i * state.length, twice);
}

function subtractIntegers(fields: Int32Array, weights: Int32Array, row: number, factor: number): void {
  for (let j = 0; j < fields.length; j++) fields[j] = (fields[j]! - Math.imul(factor, weights[row + j]!)) | 0;
}

function subtractReals(fields: Float64Array, weights: Float64Array, row: number, factor: number): void {
  for (let j = 0; j < fields.length; j++) fields[j] = fields[j]! - factor * weights[row + j]!;
}

/**
 * Recalls with one spin at a time, in an order drawn anew for every sweep. The energy never rises, so that it converges. Costs
 * n^2 for the first fields and n a flip; the couplings must be symmetric with a diagonal of zeros (or one of positive
 * entries, which only holds spins).
 */
export function recallAsynchronous(
  weights: Couplings,
  start: Int8Array,
  random: Random,
  options: RecallOptions = {},
): Recalled {
  const n = requireShape(weights, start);
  const { ties = "up", maxSweeps = DEFAULT_SWEEPS, onFlip, onSweep } = options;
  const state = start.slice();
  const fields = fieldsOf(weights, state);
  const tie = tieOf(fields);
  const kept = Uint32Array.from(state.keys());
  const nextOrder = options.order ?? (() => shuffle(kept, random));
  let flips = 0;
  for (let sweep = 1; sweep <= maxSweeps; sweep++) {
    const before = flips;
    const order = nextOrder();
    for (let k = 0; k < n; k++) {
      const i = order[k]!;
      const h = fields[i]!;
      const s = state[i]!;
      const wrong = h > tie ? s < 0 : h < -tie ? s > 0 : ties === "up" && s < 0;
      if (!wrong) continue;
      onFlip?.(2 * s * h);
      flip(state, fields, weights, i);
      flips++;
    }
    onSweep?.(state, fields);
    if (flips === before) return { state, sweeps: sweep, flips, converged: true, period: 1 };
  }
  return { state, sweeps: maxSweeps, flips, converged: false, period: 0 };
}

/** Recalls with all spins at once; ends at a fixed point or at the cycle of two states that symmetric couplings allow. */
export function recallSynchronous(weights: Couplings, start: Int8Array, options: RecallOptions = {}): Recalled {
  return recallBlocks(weights, start, [Uint32Array.from(start.keys())], options);
}

/**
 * Recalls block by block: the spins of a block are set at once, the blocks one after the other. Blocks of one spin are
 * asynchronous updates in a fixed order, one block of all is synchronous, two halves are even-odd updates.
 * @throws ArgumentError unless the blocks hold every spin once.
 */
export function recallBlocks(
  weights: Couplings,
  start: Int8Array,
  blocks: readonly Uint32Array[],
  options: RecallOptions = {},
): Recalled {
  const n = requireShape(weights, start);
  requirePartition(blocks, n);
  const { ties = "up", maxSweeps = DEFAULT_SWEEPS, onSweep } = options;
  const state = start.slice();
  const fields = fieldsOf(weights, state);
  const tie = tieOf(fields);
  const last = new Int8Array(n);
  const older = new Int8Array(n);
  let flips = 0;
  for (let sweep = 1; sweep <= maxSweeps; sweep++) {
    older.set(last);
    last.set(state);
    const before = flips;
    for (const block of blocks) {
      const wrong: number[] = [];
      for (const i of block) {
        const h = fields[i]!;
        const s = state[i]!;
        if (h > tie ? s < 0 : h < -tie ? s > 0 : ties === "up" && s < 0) wrong.push(i);
      }
      for (const i of wrong) flip(state, fields, weights, i);
      flips += wrong.length;
    }
    onSweep?.(state, fields);
    if (flips === before) return { state, sweeps: sweep, flips, converged: true, period: 1 };
    if (sweep > 1 && state.every((s, i) => s === older[i])) {
      return { state, sweeps: sweep, flips, converged: false, period: 2 };
    }
  }
  return { state, sweeps: maxSweeps, flips, converged: false, period: 0 };
}

function requirePartition(blocks: readonly Uint32Array[], n: number): void {
  const seen = new Uint8Array(n);
  let count = 0;
  for (const block of blocks) {
    for (const i of block) {
      if (i < n && seen[i] === 0) count++;
      seen[i] = 1;
    }
  }
  const total = blocks.reduce((sum, block) => sum + block.length, 0);
  if (count === n && total === n) return;
  throw new ArgumentError("the blocks are no partition of the spins", {
    code: "memory.blocks",
    received: `${total} places for ${count} spins`,
    expected: `each of ${n} spins once`,
  });
}

/** Energy -1/2 s'W s + 1/2 trace, exact for integers: that of couplings without their diagonal. O(n^2). */
export function pairEnergy(weights: Couplings, state: Int8Array): number {
  const n = state.length;
  let pair = 0;
  for (let i = 1; i < n; i++) {
    let row = 0;
    for (let j = 0; j < i; j++) row += weights[i * n + j]! * state[j]!;
    pair += state[i]! * row;
  }
  return pair === 0 ? 0 : -pair;
}
