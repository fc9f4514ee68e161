import { LimitError, requireInteger, runSteps, runStepsAsync, type StepOptions, type Steps } from "../core/index.ts";
import { energy, type HopfieldNetwork, isSpinFlipSymmetric, localFieldsInto, type Spins } from "../network/index.ts";
import { fieldSumsInto, pairTableInto, scanBlock } from "./block-scan.ts";
import { createGroundSet } from "./ground-set.ts";
import { energyPrecision, UNIT_ROUNDOFF } from "./precision.ts";

/** Largest network that is enumerated. */
export const MAX_ENUMERATED_SPINS = 32;

/** Spins of a block, and how many of them the low part of the field sums takes. */
const BLOCK_SPINS = 11;
const LOW_SPINS = 6;
/** Base energy and fields are recomputed from scratch every so many blocks, which bounds their drift. */
const REFRESH_BLOCKS = 32;
/** Blocks between two yields: about 10 million states. */
const BATCH_BLOCKS = 5120;

export interface EnumerationOptions {
  /** Most ground states returned; 1024 by default. */
  readonly maxStates?: number;
}

/** The proven minimum. Plain data. */
export interface Enumeration {
  readonly energy: number;
  /**
   * All states of this energy, sorted with -1 before +1; when `symmetric`, one of s and -s, the one whose first spin
   * is +1. When `truncated` there are more, and those met first are given.
   */
  readonly groundStates: readonly Spins[];
  readonly truncated: boolean;
  /** Whether b = 0, so that s and -s count as one. */
  readonly symmetric: boolean;
  /**
   * Energies no further apart were called equal, and no state lies further below `energy`; 0 when the arithmetic was
   * exact.
   */
  readonly tolerance: number;
  readonly statesVisited: number;
  readonly method: string;
}

/** @throws LimitError above `limit` spins. */
export function requireEnumerable(n: number, limit: number): void {
  if (n <= limit) return;
  throw new LimitError("the network is too large to enumerate", {
    code: "reference.enumeration-size",
    received: `${n} spins`,
    expected: `at most ${limit}`,
  });
}

/** Base energy of the standing spins, those from k on, and the fields h_i = b_i + sum_{j>=k} W_ij s_j into `fields`. */
function refreshInto(fields: Float64Array, standing: Int8Array, network: HopfieldNetwork): number {
  localFieldsInto(fields, network, standing);
  return energy(network, standing);
}

/**
 * The enumeration in slices; see `enumerateMinimum`.
 *
 * The upper spins follow a Gray code: one flip a block, O(n). The states of a block are compared with the best energy
 * so far at one addition each, and those that may reach it are recomputed from scratch before they are believed.
 * Cost: about 2^free + 2^(free - 11) n operations, free = n - 1 when b = 0, else n.
 */
export function* enumerationSteps(network: HopfieldNetwork, options: EnumerationOptions = {}): Steps<Enumeration> {
  const { n } = network;
  const { maxStates = 1024 } = options;
  requireEnumerable(n, MAX_ENUMERATED_SPINS);
  requireInteger("maxStates", maxStates, 1);
  // The constant is added at the end: it need not be a multiple of the unit.
  const bare: HopfieldNetwork = { ...network, constant: 0 };
  const precision = energyPrecision(bare);
  const symmetric = isSpinFlipSymmetric(network);
  const free = symmetric ? n - 1 : n;
  const k = Math.min(free, BLOCK_SPINS);
  const a = Math.min(k, LOW_SPINS);

  const table = new Float64Array(2 ** k);
  const low = new Float64Array(2 ** a);
  const high = new Float64Array(2 ** (k - a));
  pairTableInto(table, network.weights, n, k);

  // A drifted field enters the base energy once a flip and each block once a spin, all bounded by the magnitude.
  const roundings = REFRESH_BLOCKS ** 2 + 2 * BLOCK_SPINS * (REFRESH_BLOCKS + n) + n * n + 100;
  const drift = precision.exact ? 0 : roundings * UNIT_ROUNDOFF * precision.magnitude;
  const slack = precision.tolerance + drift;
  // Past the capacity only states that are lower for certain are looked at, or a plateau would never end.
  const strictSlack = precision.exact ? -precision.unit : -slack;

  const fields = new Float64Array(n);
  // Block spins are 0 here, so that energy and fields see the standing ones alone.
  const standing = new Int8Array(n).fill(1).fill(0, 0, k);
  const state: Spins = new Int8Array(n);
  const found = createGroundSet(maxStates, precision.tolerance);
  const limit = (base: number): number => found.best() + (found.truncated() ? strictSlack : slack) - base;

  const blocks = 2 ** (free - k);
  let base = 0;
  for (let batch = 0; batch < blocks; batch += BATCH_BLOCKS) {
    const end = Math.min(blocks, batch + BATCH_BLOCKS);
    for (let block = batch; block < end; block++) {
      if (block > 0) {
        const flipped = k + 31 - Math.clz32(block & -block);
        const twice = 2 * standing[flipped]!;
        base += twice * fields[flipped]!;
        standing[flipped] = -standing[flipped]!;
        const row = flipped * n;
        for (let i = 0; i < n; i++) fields[i]! -= twice * network.weights[row + i]!;
      }
      if (block % REFRESH_BLOCKS === 0) base = refreshInto(fields, standing, bare);
      fieldSumsInto(low, fields, 0, a);
      fieldSumsInto(high, fields, a, k - a);
      let x = scanBlock(table, low, high, limit(base), 0);
      while (x >= 0) {
        state.set(standing);
        for (let i = 0; i < k; i++) state[i] = (x >> i) & 1 ? 1 : -1;
        found.offer(energy(bare, state), state);
        x = scanBlock(table, low, high, limit(base), x + 1);
      }
    }
    yield { stage: "prove", done: end, total: blocks, note: `${end} of ${blocks} blocks of 2^${k} states` };
  }
  return {
    energy: found.best() + network.constant,
    groundStates: found.states(symmetric),
    truncated: found.truncated(),
    symmetric,
    tolerance: found.truncated() ? slack + drift : precision.tolerance,
    statesVisited: 2 ** free,
    method: `enumeration of 2^${free} states${symmetric ? ", one spin fixed by symmetry" : ""}`,
  };
}

/**
 * The exact minimum of a network of at most 32 spins, with every state that has it, by looking at all states (half of
 * them when b = 0). Integers and other coarse binary fractions are compared exactly; see `EnergyPrecision` for the rest.
 *
 * @throws LimitError above 32 spins, or when the couplings overflow.
 * @throws CancelledError when the signal is aborted.
 */
export function enumerateMinimum(
  network: HopfieldNetwork,
  options: EnumerationOptions & StepOptions = {},
): Enumeration {
  return runSteps(enumerationSteps(network, options), options);
}

/** `enumerateMinimum` that lets the event loop in every few milliseconds, so that an interrupt gets through. */
export function enumerateMinimumAsync(
  network: HopfieldNetwork,
  options: EnumerationOptions & StepOptions = {},
): Promise<Enumeration> {
  return runStepsAsync(enumerationSteps(network, options), options);
}
