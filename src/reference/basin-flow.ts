import type { Steps } from "../core/index.ts";
import { type HopfieldNetwork, localFieldsInto } from "../network/index.ts";
import type { EnergyOrder } from "./energy-order.ts";

/** Bits of a state that index the low table: small enough to stay in a cache. */
const LOW_BITS = 11;
const BATCH_STATES = 1 << 17;
const SIGNS = Float64Array.of(-1, 1);

/** The single flips of all states; see `EnergyOrder` for how a state is numbered. */
export interface FlipTables {
  readonly n: number;
  /** Bits set in every state beside those of its number: the spins that stand up. */
  readonly standing: number;
  /** n: flipping spin i of state x gives x ^ flips[i]. */
  readonly flips: Int32Array;
  readonly lowBits: number;
  /** h_i = low[(x mod 2^lowBits) n + i] + high[(x div 2^lowBits) n + i]. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** A flip of spin i must have s_i h_i < least to lower the energy. */
  readonly least: number;
}

/** Fields that spins first..first+count-1 put on all spins, for each of their 2^count settings, on top of `base` (n). */
function fieldTable(network: HopfieldNetwork, base: Float64Array, first: number, count: number): Float64Array {
  const { n, weights } = network;
  const size = 2 ** count;
  const table = new Float64Array(size * n);
  for (let x = 0; x < size; x++) {
    for (let i = 0; i < n; i++) {
      let h = base[i]!;
      for (let j = 0; j < count; j++) {
        const weight = weights[i * n + first + j]!;
        h += (x >> j) & 1 ? weight : -weight;
      }
      table[x * n + i] = h;
    }
  }
  return table;
}

/**
 * @param free n, or n - 1 to count s and -s as one: the last spin is up, and its flip is undone by flipping all
 * @param tolerance a flip that gains no more changes nothing
 */
export function flipTables(network: HopfieldNetwork, free: number, tolerance: number): FlipTables {
  const { n } = network;
  const lowBits = Math.min(free, LOW_BITS);
  const base = new Float64Array(n);
  localFieldsInto(base, network, new Int8Array(n).fill(1, free));
  return {
    n,
    standing: free < n ? 2 ** free : 0,
    flips: Int32Array.from({ length: n }, (_, i) => (i < free ? 2 ** i : 2 ** free - 1)),
    lowBits,
    low: fieldTable(network, new Float64Array(n), 0, lowBits),
    high: fieldTable(network, base, lowBits, free - lowBits),
    least: -tolerance / 2,
  };
}

/** Whether no single flip lowers the energy of state x. */
export function isMinimum(tables: FlipTables, x: number): boolean {
  const { n, lowBits, low, high, least } = tables;
  const spins = x | tables.standing;
  const lowAt = (x & (2 ** lowBits - 1)) * n;
  const highAt = (x >>> lowBits) * n;
  for (let i = 0; i < n; i++) {
    const h = low[lowAt + i]! + high[highAt + i]!;
    if (((spins >> i) & 1 ? h : -h) < least) return false;
  }
  return true;
}

/**
 * Passes the mass of order[from..to-1] on to the states below, in equal parts or all along the steepest flip, the first
 * of equals. A local minimum keeps its own. Returns whether any moved.
 */
function passOn(
  mass: Float64Array,
  order: Uint32Array,
  from: number,
  to: number,
  tables: FlipTables,
  lowered: Int32Array,
  steepest: boolean,
): boolean {
  const { n, standing, flips, lowBits, low, high, least } = tables;
  const lowMask = 2 ** lowBits - 1;
  let moved = false;
  for (let at = from; at < to; at++) {
    const x = order[at]!;
    const m = mass[x]!;
    if (m === 0) continue;
    const spins = x | standing;
    const lowAt = (x & lowMask) * n;
    const highAt = (x >>> lowBits) * n;
    let count = 0;
    if (steepest) {
      let bound = least;
      for (let i = 0; i < n; i++) {
        const h = low[lowAt + i]! + high[highAt + i]!;
        const product = SIGNS[(spins >> i) & 1]! * h;
        if (product >= bound) continue;
        lowered[0] = flips[i]!;
        count = 1;
        bound = product + least;
      }
    } else {
      for (let i = 0; i < n; i++) {
        const h = low[lowAt + i]! + high[highAt + i]!;
        lowered[count] = flips[i]!;
        // Written before it is known to count: no branch to mispredict.
        count += Number(SIGNS[(spins >> i) & 1]! * h < least);
      }
    }
    if (count === 0) continue;
    moved = true;
    mass[x] = 0;
    const part = m / count;
    for (let k = 0; k < count; k++) mass[x ^ lowered[k]!]! += part;
  }
  return moved;
}

/**
 * Lets the mass of every state (2^free, not negative) run down to the local minima, in place: afterwards each minimum
 * holds all that ends there. From the highest states to the lowest, so each passes on once what it ever receives; within
 * a bucket of several energies the passes repeat until nothing moves. O(2^free n).
 */
export function* flowSteps(
  mass: Float64Array,
  { order, starts, oneLevelEach }: EnergyOrder,
  tables: FlipTables,
  steepest: boolean,
): Steps<void> {
  const lowered = new Int32Array(tables.n + 1);
  const note = steepest ? "steepest descent" : "random order";
  let since = 0;
  for (let bucket = starts.length - 2; bucket >= 0; bucket--) {
    const first = starts[bucket]!;
    const end = starts[bucket + 1]!;
    if (first === end) continue;
    let again = true;
    while (again) {
      again = false;
      for (let from = first; from < end; from += BATCH_STATES) {
        const to = Math.min(end, from + BATCH_STATES);
        const moved = passOn(mass, order, from, to, tables, lowered, steepest);
        again ||= moved && !oneLevelEach;
        since += to - from;
        if (since >= BATCH_STATES) {
          since = 0;
          yield { stage: "basins", done: order.length - first, total: order.length, note };
        }
      }
    }
  }
}
