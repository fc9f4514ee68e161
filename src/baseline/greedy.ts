import { createRandom, runSteps, type StepOptions, type Steps } from "../core/index.ts";
import type { HopfieldNetwork } from "../network/index.ts";
import { couplingsOf, descend, randomizeState, randomState } from "./couplings.ts";
import { keepBest, requireSearch, SLICE_WORK, type SpinSearchOptions, type SpinSearchResult } from "./search.ts";

/** A start counts as one sweep, however often descent goes through the spins. */
export type RestartOptions = Omit<SpinSearchOptions, "sweeps">;

function* restartSteps(
  network: HopfieldNetwork,
  options: RestartOptions,
  label: string,
  defaultRestarts: number,
  improve: boolean,
): Steps<SpinSearchResult> {
  const { seed, restarts, target } = requireSearch(options, defaultRestarts, 1);
  const couplings = couplingsOf(network);
  const best = keepBest(network, options);
  const random = createRandom(seed, label);
  const state = randomState(couplings, random);
  const slice = Math.max(1, Math.floor(SLICE_WORK / (10 * (network.n + couplings.values.length))));
  let started = 0;
  while (started < restarts && best.energy > target) {
    if (started > 0) randomizeState(state, couplings, random);
    if (improve) descend(state, couplings);
    started++;
    best.offer(state, started);
    if (started % slice === 0) yield { stage: label, done: started, total: restarts };
  }
  yield { stage: label, done: started, total: restarts, note: `best energy ${best.energy}` };
  return { energy: best.energy, spins: best.spins, sweeps: started, restarts: started };
}

/** The search in slices; see `greedyDescent`. */
export function greedySteps(network: HopfieldNetwork, options: RestartOptions): Steps<SpinSearchResult> {
  return restartSteps(network, options, "greedy", 1000, true);
}

/** The search in slices; see `randomSearch`. */
export function randomSteps(network: HopfieldNetwork, options: RestartOptions): Steps<SpinSearchResult> {
  return restartSteps(network, options, "random", 2 ** 18, false);
}

/**
 * Descent from random states, flipping spins in order while one lowers the energy; the best of 1000 by default. What
 * noise-free asynchronous Hopfield updates reach.
 * @throws ArgumentError for an option out of range.
 * @throws CancelledError when the signal is aborted.
 */
export function greedyDescent(network: HopfieldNetwork, options: RestartOptions & StepOptions): SpinSearchResult {
  return runSteps(greedySteps(network, options), options);
}

/**
 * The best of 2^18 uniformly random states by default: the floor under every other method.
 * @throws ArgumentError for an option out of range.
 * @throws CancelledError when the signal is aborted.
 */
export function randomSearch(network: HopfieldNetwork, options: RestartOptions & StepOptions): SpinSearchResult {
  return runSteps(randomSteps(network, options), options);
}
