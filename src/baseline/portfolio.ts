import { createRandom, runSteps, type StepOptions, type Steps } from "../core/index.ts";
import type { HopfieldNetwork } from "../network/index.ts";
import { breakoutSteps } from "./breakout-local-search.ts";
import { couplingsOf, refreshState, type SpinState } from "./couplings.ts";
import { temperingSteps } from "./parallel-tempering.ts";
import { rankTwoSteps } from "./rank-two-relaxation.ts";
import { keepBest, requireSearch, type SpinSearchOptions, type SpinSearchResult } from "./search.ts";

type Search = (network: HopfieldNetwork, options: SpinSearchOptions) => Steps<SpinSearchResult>;

const MEMBERS: readonly Search[] = [rankTwoSteps, temperingSteps, breakoutSteps];

/** The search in slices; see `portfolio`. */
export function* portfolioSteps(network: HopfieldNetwork, options: SpinSearchOptions): Steps<SpinSearchResult> {
  const { seed, restarts, sweeps, target } = requireSearch(options, 1, 20_000);
  const couplings = couplingsOf(network);
  const best = keepBest(network, options);
  const state: SpinState = { spins: new Int8Array(network.n), fields: new Float64Array(network.n), energy: 0 };
  const total = restarts * MEMBERS.length * sweeps;
  let before = 0;
  let started = 0;
  while (started < restarts && best.energy > target) {
    const random = createRandom(seed, "portfolio", started);
    const done = MEMBERS.map(() => 0);
    const made = () => Math.min(total, before + done.reduce((sum, sweeps) => sum + sweeps));
    const running = MEMBERS.map((member, k) => {
      const onIncumbent = ({ spins, sweeps: at }: { spins: Int8Array; sweeps: number }) => {
        done[k] = Math.max(done[k]!, at);
        state.spins.set(spins);
        refreshState(state, couplings);
        best.offer(state, made());
      };
      const own = { seed: random.uint32(), restarts: 1, sweeps, onIncumbent };
      return member(network, target === Number.NEGATIVE_INFINITY ? own : { ...own, targetEnergy: target });
    });
    const isRunning = MEMBERS.map(() => true);
    while (isRunning.includes(true) && best.energy > target) {
      for (let k = 0; k < MEMBERS.length && best.energy > target; k++) {
        if (!isRunning[k]) continue;
        const step = running[k]!.next();
        if (step.done === true) isRunning[k] = false;
        done[k] = Math.max(done[k]!, step.done === true ? step.value.sweeps : step.value.done);
        if (step.done !== true) yield { stage: "portfolio", done: made(), total };
      }
    }
    started++;
    before = started === restarts && best.energy > target ? total : made();
    yield { stage: "portfolio", done: before, total, note: `best energy ${best.energy}` };
  }
  return { energy: best.energy, spins: best.spins, sweeps: before, restarts: started };
}

/**
 * Rank-two relaxation, parallel tempering and breakout local search by turns, a slice of work each, on one task: what one
 * is weak at another is strong at. 1 start of 20,000 sweeps of each by default.
 *
 * Source: Huberman, Lukose and Hogg, "An economics approach to hard computational problems", Science 275, 1997.
 * @throws ArgumentError for an option out of range.
 * @throws CancelledError when the signal is aborted.
 */
export function portfolio(network: HopfieldNetwork, options: SpinSearchOptions & StepOptions): SpinSearchResult {
  return runSteps(portfolioSteps(network, options), options);
}
