/**
 * Exact minimum of a leaf by eliminating one representative after another: the best of its two values is tabled over the
 * representatives that it still meets. O(2^width) a representative, exact in whole numbers.
 *
 * Source: Dechter, Artificial Intelligence 113, 1999 (bucket elimination).
 */

import type { EliminationLeaf } from "../certificate.ts";
import type { Contracted } from "./contract.ts";

/** Largest number of representatives that one of them may meet when it is eliminated: a table of 128 MB. */
export const MAX_WIDTH = 24;

/** Most table entries held at once: 256 MB. */
const MAX_ENTRIES = 2 ** 25;

/** Entries computed between two pauses. */
const SLICE = 2 ** 18;

/** Values over ranks in increasing order: bit b of the index is set when the b-th of them is +1. */
interface Table {
  readonly ranks: readonly number[];
  readonly values: Float64Array;
}

const LOW_BITS = 12;

/**
 * Where the entry of a table stands for each index over `scope`: at[index] = low[index & 4095] + high[index >> 12].
 * The eliminated rank is no part of the scope and has bit 0 of the table.
 */
function offsets(table: Table, scope: readonly number[]): { low: Int32Array; high: Int32Array } {
  const steps = scope.map((rank) => {
    const bit = table.ranks.indexOf(rank);
    return bit < 0 ? 0 : 2 ** bit;
  });
  const half = (part: readonly number[]): Int32Array => {
    const sums = new Int32Array(2 ** part.length);
    part.forEach((step, b) => {
      for (let x = 2 ** b; x < 2 ** (b + 1); x++) sums[x] = sums[x - 2 ** b]! + step;
    });
    return sums;
  };
  return { low: half(steps.slice(0, LOW_BITS)), high: half(steps.slice(LOW_BITS)) };
}

/** Ranks of the representatives in the order, or why it is none. */
function ranksOf(leaf: EliminationLeaf, { representatives, position, anchored }: Contracted): Int32Array | string {
  const free = representatives.length - (anchored ? 1 : 0);
  if (leaf.order.length !== free) return `the order has ${leaf.order.length} spins for ${free} representatives`;
  const ranks = new Int32Array(representatives.length).fill(-1);
  for (const [rank, spin] of leaf.order.entries()) {
    const p = position.get(spin);
    if (p === undefined || p >= free) return `spin ${spin} of the order represents no class here`;
    if (ranks[p] !== -1) return `spin ${spin} is eliminated twice`;
    ranks[p] = rank;
  }
  return ranks;
}

/** The minimum in units of the network, or why it is not computed. */
export function* eliminationBound(
  leaf: EliminationLeaf,
  contracted: Contracted,
): Generator<void, number | string, void> {
  const ranks = ranksOf(leaf, contracted);
  if (typeof ranks === "string") return ranks;
  const free = leaf.order.length;
  const field = new Float64Array(free);
  const couplings: Map<number, number>[] = Array.from({ length: free }, () => new Map());
  const tables: Table[][] = Array.from({ length: free }, () => []);
  contracted.values.forEach((value, e) => {
    const a = ranks[contracted.from[e]!]!;
    const b = ranks[contracted.to[e]!]!;
    // Rank -1 is the spin that is always +1.
    if (a < 0 || b < 0) field[Math.max(a, b)]! += value;
    else couplings[Math.min(a, b)]!.set(Math.max(a, b), value);
  });
  let minimum = contracted.constant;
  let held = 0;
  for (let rank = 0; rank < free; rank++) {
    const met = new Set(couplings[rank]!.keys());
    for (const table of tables[rank]!) for (const r of table.ranks) if (r !== rank) met.add(r);
    const scope = [...met].sort((a, b) => a - b);
    const width = scope.length;
    const place = `spin ${leaf.order[rank]} meets ${width} others`;
    if (width > MAX_WIDTH) return `${place}, more than the ${MAX_WIDTH} that can be checked`;
    const size = 2 ** width;
    held += size;
    if (held > MAX_ENTRIES) return `${place}, and the tables hold more than ${MAX_ENTRIES} entries`;
    // The field that the eliminated spin feels, at first; in place of it the better of its two values.
    const values = new Float64Array(size);
    values[0] = field[rank]!;
    for (const r of scope) values[0]! -= couplings[rank]!.get(r) ?? 0;
    scope.forEach((r, b) => {
      const twice = 2 * (couplings[rank]!.get(r) ?? 0);
      for (let x = 2 ** b; x < 2 ** (b + 1); x++) values[x] = values[x - 2 ** b]! + twice;
    });
    const below = tables[rank]!.map((table) => ({ ...offsets(table, scope), values: table.values }));
    for (let start = 0; start < size; start += SLICE) {
      const end = Math.min(size, start + SLICE);
      for (let x = start; x < end; x++) {
        let up = -values[x]!;
        let down = values[x]!;
        for (const table of below) {
          const at = table.low[x & (2 ** LOW_BITS - 1)]! + table.high[x >>> LOW_BITS]!;
          down += table.values[at]!;
          up += table.values[at + 1]!;
        }
        values[x] = Math.min(up, down);
      }
      if (size > SLICE) yield;
    }
    for (const table of tables[rank]!) held -= table.values.length;
    tables[rank] = [];
    if (width === 0) {
      minimum += values[0]!;
      held -= 1;
    } else tables[scope[0]!]!.push({ ranks: scope, values });
  }
  return minimum;
}
