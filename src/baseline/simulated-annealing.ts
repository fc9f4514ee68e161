import { ArgumentError, createRandom, runSteps, type StepOptions, type Steps } from "../core/index.ts";
import type { HopfieldNetwork } from "../network/index.ts";
import { couplingsOf, descend, randomState, refreshState } from "./couplings.ts";
import { createDraws, metropolisSweep } from "./metropolis.ts";
import { keepBest, requireSearch, SLICE_WORK, type SpinSearchOptions, type SpinSearchResult } from "./search.ts";
import { type TemperatureRange, temperatureRange } from "./temperatures.ts";

export interface AnnealOptions extends SpinSearchOptions {
  /** From the instance by default. */
  readonly temperatures?: TemperatureRange;
  /** How the temperature falls; "geometric" by default. */
  readonly schedule?: "geometric" | "linear";
}

/** The search in slices; see `simulatedAnnealing`. */
export function* annealSteps(network: HopfieldNetwork, options: AnnealOptions): Steps<SpinSearchResult> {
  const { seed, restarts, sweeps, target } = requireSearch(options, 20, 1000);
  const couplings = couplingsOf(network);
  const range = options.temperatures ?? temperatureRange(couplings, createRandom(seed, "anneal", "temperatures"));
  const { hot, cold } = range;
  if (!(cold > 0 && hot >= cold && hot < Number.POSITIVE_INFINITY)) {
    throw new ArgumentError("temperatures are out of range", {
      code: "argument.temperatures",
      received: `hot ${hot}, cold ${cold}`,
      expected: "hot >= cold > 0",
    });
  }
  const best = keepBest(network, options);
  const slice = Math.max(1, Math.floor(SLICE_WORK / (network.n + couplings.values.length)));
  const last = Math.max(1, sweeps - 1);
  let started = 0;
  while (started < restarts && best.energy > target) {
    const random = createRandom(seed, "anneal", started);
    const state = randomState(couplings, random);
    const draws = createDraws(random);
    for (let sweep = 0; sweep < sweeps; sweep++) {
      const share = sweep / last;
      const temperature = options.schedule === "linear" ? hot + share * (cold - hot) : hot * (cold / hot) ** share;
      metropolisSweep(state, couplings, temperature, draws);
      if (sweep % slice === slice - 1) {
        yield { stage: "anneal", done: started * sweeps + sweep, total: restarts * sweeps };
      }
    }
    refreshState(state, couplings);
    descend(state, couplings);
    started++;
    best.offer(state, started * sweeps);
    yield { stage: "anneal", done: started * sweeps, total: restarts * sweeps, note: `best energy ${best.energy}` };
  }
  return { energy: best.energy, spins: best.spins, sweeps: started * sweeps, restarts: started };
}

/**
 * Simulated annealing: Metropolis sweeps in order while the temperature falls, then descent to a single-flip stable
 * state; 20 starts of 1000 sweeps by default. A sweep costs n, and the couplings of each spin that flips.
 *
 * Source: Kirkpatrick, Gelatt and Vecchi, Science 220, 1983; sweeps in order after Isakov et al., Comput. Phys. Commun.
 * 192, 2015.
 * @throws ArgumentError for an option out of range.
 * @throws CancelledError when the signal is aborted.
 */
export function simulatedAnnealing(network: HopfieldNetwork, options: AnnealOptions & StepOptions): SpinSearchResult {
  return runSteps(annealSteps(network, options), options);
}
