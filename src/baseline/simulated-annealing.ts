import { createRandom, type Random, runSteps, type StepOptions, type Steps } from "../core/index.ts";
import type { HopfieldNetwork } from "../network/index.ts";
import { type Couplings, couplingsOf, descend, randomState, refreshState } from "./couplings.ts";
import { laneCouplingsOf } from "./lane-couplings.ts";
import { depthOf, spinsInto, upState } from "./lane-state.ts";
import { keepBest, requireSearch, SLICE_WORK, type SpinSearchOptions, type SpinSearchResult } from "./search.ts";
import { laneSweeper } from "./sweeps-kernel.ts";
import { requireRange, type TemperatureRange, temperatureRange, typicalField } from "./temperatures.ts";

export interface AnnealOptions extends SpinSearchOptions {
  /** From the instance by default. */
  readonly temperatures?: TemperatureRange;
  /** How the temperature falls; "geometric" by default. */
  readonly schedule?: "geometric" | "linear";
  /** Called with the energy that each start ends in. */
  readonly onEnd?: (energy: number) => void;
}

/**
 * Where annealing begins by default, in units of the root mean square field over random states and all spins: above, most
 * flips are accepted, nothing is decided yet, and sweeps are slowest. The few spins of many couplings freeze as they start.
 */
const HOT_SHARE = 0.7;
/** Part of the cold end of `temperatureRange` at which it ends. */
const COLD_SHARE = 0.7;

function annealRange(couplings: Couplings, random: Random): TemperatureRange {
  const cold = COLD_SHARE * temperatureRange(couplings, random).cold;
  return { hot: Math.max(HOT_SHARE * typicalField(couplings), cold), cold };
}

/** The search in slices; see `simulatedAnnealing`. */
export function* annealSteps(network: HopfieldNetwork, options: AnnealOptions): Steps<SpinSearchResult> {
  const { seed, restarts, sweeps, target } = requireSearch(options, 20, 1000);
  const couplings = couplingsOf(network);
  const range = options.temperatures ?? annealRange(couplings, createRandom(seed, "anneal", "temperatures"));
  const { hot, cold } = requireRange(range);
  const best = keepBest(network, options, couplings);
  const lanes = laneCouplingsOf(couplings);
  const sweeper = laneSweeper(lanes);
  const temperature = (sweep: number): number => {
    const share = sweep / Math.max(1, sweeps - 1);
    return options.schedule === "linear" ? hot + share * (cold - hot) : hot * (cold / hot) ** share;
  };
  const slice = Math.min(sweeps, Math.max(1, Math.floor(SLICE_WORK / (network.n + couplings.values.length))));
  const slices = Math.ceil(sweeps / slice);
  const temperatures = (part: number): Float64Array =>
    Float64Array.from({ length: Math.min(slice, sweeps - part * slice) }, (_, k) => temperature(part * slice + k));
  const whole = slices === 1 ? temperatures(0) : undefined;
  const spare = randomState(couplings, createRandom(seed, "anneal"));
  const flips = new Uint8Array(network.n);
  let started = 0;
  while (started < restarts && best.energy > target) {
    const random = createRandom(seed, "anneal", started);
    const state = upState(lanes, random);
    for (let i = 0; i < flips.length; i++) flips[i] = random.uint32() >>> 31;
    sweeper.turn(state, flips);
    for (let part = 0; part < slices; part++) {
      sweeper.sweeps(state, whole ?? temperatures(part));
      if (part + 1 < slices) {
        yield { stage: "anneal", done: started * sweeps + (part + 1) * slice, total: restarts * sweeps };
      }
    }
    sweeper.quench(state);
    started++;
    spare.energy = network.constant - depthOf(lanes, state);
    if (!lanes.exact || spare.energy < best.energy) spinsInto(spare.spins, state);
    if (!lanes.exact) {
      refreshState(spare, couplings);
      descend(spare, couplings);
    }
    best.offer(spare, started * sweeps);
    options.onEnd?.(spare.energy);
    yield { stage: "anneal", done: started * sweeps, total: restarts * sweeps, note: `best energy ${best.energy}` };
  }
  return { energy: best.energy, spins: best.spins, sweeps: started * sweeps, restarts: started };
}

/**
 * Simulated annealing: Metropolis sweeps in order while the temperature falls, then descent to a single-flip stable
 * state; 20 starts of 1000 sweeps by default. A sweep costs n, and the couplings of each spin that flips.
 *
 * Sweeps work on whole numbers, by SIMD where there is any, and the same seed gives the same state either way. Couplings that
 * are none are rounded to 2^-30 of the largest row's sum for the sweeps; the descent and the energy are of the network itself.
 *
 * Source: Kirkpatrick, Gelatt and Vecchi, Science 220, 1983; sweeps in order after Isakov et al., Comput. Phys. Commun.
 * 192, 2015.
 * @throws ArgumentError for an option out of range.
 * @throws CancelledError when the signal is aborted.
 */
export function simulatedAnnealing(network: HopfieldNetwork, options: AnnealOptions & StepOptions): SpinSearchResult {
  return runSteps(annealSteps(network, options), options);
}
