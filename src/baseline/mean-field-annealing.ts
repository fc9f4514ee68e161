import { createRandom, runSteps, type StepOptions, type Steps } from "../core/index.ts";
import type { HopfieldNetwork } from "../network/index.ts";
import { couplingsOf, descend, randomState, refreshState } from "./couplings.ts";
import { keepBest, requireSearch, SLICE_WORK, type SpinSearchOptions, type SpinSearchResult } from "./search.ts";
import { temperatureRange } from "./temperatures.ts";

/** The search in slices; see `meanFieldAnnealing`. */
export function* meanFieldSteps(network: HopfieldNetwork, options: SpinSearchOptions): Steps<SpinSearchResult> {
  const { seed, restarts, sweeps, target } = requireSearch(options, 100, 200);
  const { n } = network;
  const couplings = couplingsOf(network);
  const { starts, columns, values, bias } = couplings;
  const { hot, cold } = temperatureRange(couplings, createRandom(seed, "mean field", "temperatures"));
  const best = keepBest(network, options);
  const means = new Float64Array(n);
  const state = randomState(couplings, createRandom(seed, "mean field"));
  const slice = Math.max(1, Math.floor(SLICE_WORK / (10 * n + values.length)));
  const total = restarts * sweeps;
  let started = 0;
  while (started < restarts && best.energy > target) {
    const random = createRandom(seed, "mean field", started);
    // From the hot end every start follows the same branch: later ones begin between the ends.
    const first = started === 0 ? hot : hot * (cold / hot) ** random.uniform();
    for (let i = 0; i < n; i++) means[i] = 2 * random.uniform() - 1;
    for (let sweep = 0; sweep < sweeps; sweep++) {
      const beta = 1 / (first * (cold / first) ** (sweep / Math.max(1, sweeps - 1)));
      for (let i = 0; i < n; i++) {
        let field = bias[i]!;
        const end = starts[i + 1]!;
        for (let p = starts[i]!; p < end; p++) field += values[p]! * means[columns[p]!]!;
        means[i] = Math.tanh(beta * field);
      }
      const made = started * sweeps + sweep + 1;
      if (made % slice === 0) yield { stage: "mean field", done: made, total };
    }
    for (let i = 0; i < n; i++) state.spins[i] = means[i]! < 0 ? -1 : 1;
    refreshState(state, couplings);
    descend(state, couplings);
    started++;
    best.offer(state, started * sweeps);
  }
  yield { stage: "mean field", done: started * sweeps, total, note: `best energy ${best.energy}` };
  return { energy: best.energy, spins: best.spins, sweeps: started * sweeps, restarts: started };
}

/**
 * Mean-field annealing: the means of the spins follow m_i = tanh(h_i(m) / T), one after the other, while the temperature
 * falls in geometric steps; their signs end in a descent. Nothing is random but the start: the first cools from the hot
 * end of the instance's range, later ones from a temperature drawn between its ends. 100 starts of 200 sweeps by default.
 *
 * Source: Peterson and Anderson, Complex Systems 1, 1987; Bilbro et al., NIPS 1, 1988.
 * @throws ArgumentError for an option out of range.
 * @throws CancelledError when the signal is aborted.
 */
export function meanFieldAnnealing(
  network: HopfieldNetwork,
  options: SpinSearchOptions & StepOptions,
): SpinSearchResult {
  return runSteps(meanFieldSteps(network, options), options);
}
