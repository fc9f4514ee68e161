import { requireInteger } from "../core/index.ts";
import { energy, type HopfieldNetwork, type Spins } from "../network/index.ts";
import type { Couplings, SpinState } from "./couplings.ts";

/** What all searches over spins take. */
export interface SpinSearchOptions {
  readonly seed: number;
  /** Independent starts from random states. */
  readonly restarts?: number;
  /** Sweeps a start; a sweep looks at, or updates, every spin once. */
  readonly sweeps?: number;
  /** Stops as soon as an energy this low is met. */
  readonly targetEnergy?: number;
  /** Called with each state that is better than all before. */
  readonly onIncumbent?: (incumbent: Incumbent) => void;
}

/** A best state so far. Plain data. */
export interface Incumbent {
  readonly energy: number;
  readonly spins: Spins;
  /** Sweeps made until then. */
  readonly sweeps: number;
}

/** The best state met. Plain data. */
export interface SpinSearchResult extends Incumbent {
  /** Starts that were run. */
  readonly restarts: number;
}

/** Couplings looked at between two yields: some tens of milliseconds. */
export const SLICE_WORK = 1e7;

/** Keeps the best of the states that a search offers. */
export interface BestKept {
  energy: number;
  readonly spins: Spins;
  /** Takes a copy of the state when it is better. */
  offer(state: Pick<SpinState, "energy" | "spins">, sweeps: number): void;
}

/** The energy as `energy` sums it, bit for bit, without the couplings of zero. */
function sparseEnergy({ n, starts, columns, values, bias, constant }: Couplings, spins: Spins): number {
  let pair = 0;
  let linear = 0;
  for (let i = 0; i < n; i++) {
    let row = 0;
    const end = starts[i + 1]!;
    for (let p = starts[i]!; p < end && columns[p]! < i; p++) row += values[p]! * spins[columns[p]!]!;
    pair += spins[i]! * row;
    linear += bias[i]! * spins[i]!;
  }
  return constant - pair - linear;
}

/**
 * A keeper without a state; `energy` is infinite until the first offer. With `couplings`, those of the network, an offer
 * costs their number instead of n^2.
 */
export function keepBest(network: HopfieldNetwork, options: SpinSearchOptions, couplings?: Couplings): BestKept {
  const best: BestKept = {
    energy: Number.POSITIVE_INFINITY,
    spins: new Int8Array(network.n),
    offer(state, sweeps) {
      if (state.energy >= best.energy) return;
      // From scratch: the energy of a state that was reached by flips has gathered rounding errors.
      const exact = couplings === undefined ? energy(network, state.spins) : sparseEnergy(couplings, state.spins);
      if (exact >= best.energy) return;
      best.energy = exact;
      best.spins.set(state.spins);
      options.onIncumbent?.({ energy: exact, spins: state.spins.slice(), sweeps });
    },
  };
  return best;
}

/** The options with a method's defaults. @throws ArgumentError for one out of range. */
export function requireSearch(
  options: SpinSearchOptions,
  restarts: number,
  sweeps: number,
): { seed: number; restarts: number; sweeps: number; target: number } {
  const found = { restarts, sweeps, ...options };
  requireInteger("seed", found.seed, Number.MIN_SAFE_INTEGER);
  requireInteger("restarts", found.restarts, 1, 2 ** 30);
  requireInteger("sweeps", found.sweeps, 1, 2 ** 30);
  return { ...found, target: options.targetEnergy ?? Number.NEGATIVE_INFINITY };
}
