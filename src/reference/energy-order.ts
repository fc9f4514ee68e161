import type { Steps } from "../core/index.ts";
import { energy, type HopfieldNetwork, localFieldsInto } from "../network/index.ts";
import { fieldSumsInto, pairTableInto } from "./block-scan.ts";
import type { EnergyPrecision } from "./precision.ts";

/** Spins of a block, and how many of them the low part of the field sums takes. */
const BLOCK_SPINS = 11;
const LOW_SPINS = 6;
const BATCH_BLOCKS = 2048;
/** Most levels that get a bucket each. */
const MAX_LEVELS = 2 ** 16;
/** Buckets where there are more levels: few, since the states of one are met in an order that suits the cache. */
const SHARED_BUCKETS = 2 ** 12;

/**
 * All states in order of rising energy, in buckets. State x has spin i up when bit i of x is set, for i < free; the
 * spins from `free` on are up.
 */
export interface EnergyOrder {
  /** 2^free: the states, bucket after bucket. */
  readonly order: Uint32Array;
  /** Bucket k is order[starts[k]] to order[starts[k + 1] - 1]; it may be empty. */
  readonly starts: Uint32Array;
  /** Whether a bucket holds one energy alone; else states of a bucket come in no order. */
  readonly oneLevelEach: boolean;
}

/** Fills `out` (2^k) with the energies of the states of one block, each a function of the state alone. */
function blockEnergies(network: HopfieldNetwork, free: number, k: number): (out: Float64Array, block: number) => void {
  const { n } = network;
  const a = Math.min(k, LOW_SPINS);
  const width = 2 ** a;
  const table = new Float64Array(2 ** k);
  const low = new Float64Array(width);
  const high = new Float64Array(2 ** (k - a));
  const fields = new Float64Array(n);
  const standing = new Int8Array(n).fill(1).fill(0, 0, k);
  pairTableInto(table, network.weights, n, k);
  return (out, block) => {
    for (let i = k; i < free; i++) standing[i] = (block >> (i - k)) & 1 ? 1 : -1;
    // From scratch each time: rounding must not depend on the path, or a flip that gains could seem to lose.
    localFieldsInto(fields, network, standing);
    const base = energy(network, standing);
    fieldSumsInto(low, fields, 0, a);
    fieldSumsInto(high, fields, a, k - a);
    for (let row = 0, x = 0; row < high.length; row++) {
      const rowBase = base + high[row]!;
      for (let i = 0; i < width; i++, x++) out[x] = rowBase + (table[x]! + low[i]!);
    }
  };
}

/**
 * Sorts the 2^free states by energy, by counting: one bucket a level where the energies are exact and their range
 * holds at most 2^16 units, else 2^12 buckets of one width. 4 bytes a state. O(2^free).
 *
 * @param network without its constant
 * @param free spins that vary, at most 31; the others are up
 */
export function* energyOrderSteps(
  network: HopfieldNetwork,
  free: number,
  precision: EnergyPrecision,
): Steps<EnergyOrder> {
  const { exact, unit, magnitude } = precision;
  const levels = (2 * magnitude) / unit + 1;
  const oneLevelEach = exact && levels <= MAX_LEVELS;
  const buckets = oneLevelEach ? levels : SHARED_BUCKETS;
  const perEnergy = oneLevelEach ? 1 / unit : (SHARED_BUCKETS - 1) / (2 * magnitude);
  const last = buckets - 1;
  const k = Math.min(free, BLOCK_SPINS);
  const size = 2 ** k;
  const blocks = 2 ** (free - k);
  const energies = new Float64Array(size);
  const fill = blockEnergies(network, free, k);
  const starts = new Uint32Array(buckets + 1);

  for (let block = 0; block < blocks; block++) {
    fill(energies, block);
    for (let x = 0; x < size; x++) {
      const bucket = Math.min(last, Math.max(0, Math.floor((energies[x]! + magnitude) * perEnergy)));
      starts[bucket + 1]!++;
    }
    if (block % BATCH_BLOCKS === 0) yield { stage: "basins", done: block, total: 2 * blocks, note: "counting levels" };
  }
  for (let bucket = 0; bucket < buckets; bucket++) starts[bucket + 1]! += starts[bucket]!;
  const order = new Uint32Array(2 ** free);
  const next = starts.slice(0, buckets);
  for (let block = 0; block < blocks; block++) {
    fill(energies, block);
    const first = block * size;
    for (let x = 0; x < size; x++) {
      const bucket = Math.min(last, Math.max(0, Math.floor((energies[x]! + magnitude) * perEnergy)));
      order[next[bucket]!++] = first + x;
    }
    if (block % BATCH_BLOCKS === 0)
      yield { stage: "basins", done: blocks + block, total: 2 * blocks, note: "sorting states" };
  }
  return { order, starts, oneLevelEach };
}
