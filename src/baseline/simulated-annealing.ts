import { createRandom, type Random, runSteps, type StepOptions, type Steps } from "../core/index.ts";
import type { HopfieldNetwork } from "../network/index.ts";
import { type Couplings, couplingsOf, descend, refreshState } from "./couplings.ts";
import { type LaneCouplings, laneCouplingsOf } from "./lane-couplings.ts";
import { depthOf, spinsInto, upState } from "./lane-state.ts";
import type { LaneSweeper } from "./lane-sweeps.ts";
import { keepBest, requireSearch, SLICE_WORK, type SpinSearchOptions, type SpinSearchResult } from "./search.ts";
import { laneSweeper } from "./sweeps-kernel.ts";
import {
  requireRange,
  type StableState,
  type TemperatureRange,
  temperatureRange,
  typicalField,
} from "./temperatures.ts";
import { createWindowAnnealer } from "./window-annealing.ts";

export interface AnnealOptions extends SpinSearchOptions {
  /** From the instance by default. */
  readonly temperatures?: TemperatureRange;
  /** How the temperature falls; "geometric" by default. */
  readonly schedule?: "geometric" | "linear";
  /**
   * Whether most sweeps of a start go to windows of spins one after the other; by default, where the smallest changes of
   * energy are far below the typical field.
   */
  readonly windows?: boolean;
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

/** Windows pay where the cold end times ln n, a change that freezes there, is below this share of the typical field. */
const WIDE_SHARE = 0.35;
/** Part of a start's sweeps in which all spins are annealed before windows are. */
const WHOLE_SHARE = 0.1;
const WINDOW_SWEEPS = 100;
/** Hot end of a window in units of the typical field: above that of all spins, for what froze first must move again. */
const WINDOW_HOT_SHARE = 1.2;

interface Ranges {
  readonly whole: TemperatureRange;
  readonly window: TemperatureRange;
  readonly isWide: boolean;
}

/** Stable states by the sweeper, for whole couplings: rounded ones would show changes of the size of their rounding. */
function quenches(lanes: LaneCouplings, sweeper: LaneSweeper): StableState | undefined {
  if (!lanes.exact) return undefined;
  const { n, scale } = lanes;
  const spins = new Int8Array(n);
  const fields = new Float64Array(n);
  const flips = new Uint8Array(n);
  return (random) => {
    const state = upState(lanes, random);
    for (let i = 0; i < n; i++) flips[i] = random.uint32() >>> 31;
    sweeper.turn(state, flips);
    sweeper.quench(state);
    spinsInto(spins, state);
    for (let i = 0; i < n; i++) fields[i] = state.fields[i]! / scale;
    return { spins, fields };
  };
}

function annealRanges(couplings: Couplings, random: Random, stable: StableState | undefined): Ranges {
  const typical = typicalField(couplings);
  const freezing = temperatureRange(couplings, random, stable).cold;
  const cold = COLD_SHARE * freezing;
  const from = (share: number) => ({ hot: Math.max(share * typical, cold), cold });
  const isWide = freezing * Math.log(couplings.n) < WIDE_SHARE * typical;
  return { whole: from(HOT_SHARE), window: from(WINDOW_HOT_SHARE), isWide };
}

/** Temperatures `from` to `to` of `sweeps`. */
function cooling({ hot, cold }: TemperatureRange, isLinear: boolean, sweeps: number, from: number, to: number) {
  return Float64Array.from({ length: to - from }, (_, k) => {
    const share = (from + k) / Math.max(1, sweeps - 1);
    return isLinear ? hot + share * (cold - hot) : hot * (cold / hot) ** share;
  });
}

/** The search in slices; see `simulatedAnnealing`. */
export function* annealSteps(network: HopfieldNetwork, options: AnnealOptions): Steps<SpinSearchResult> {
  const { seed } = requireSearch(options, 1, 1);
  const couplings = couplingsOf(network);
  const { n } = couplings;
  const lanes = laneCouplingsOf(couplings);
  const sweeper = laneSweeper(lanes);
  const random = createRandom(seed, "anneal", "temperatures");
  const ranges = annealRanges(couplings, random, quenches(lanes, sweeper));
  const { windows = ranges.isWide } = options;
  const { restarts, sweeps, target } = windows ? requireSearch(options, 2, 10_000) : requireSearch(options, 20, 1000);
  const range = requireRange(options.temperatures ?? ranges.whole);
  const isLinear = options.schedule === "linear";
  const best = keepBest(network, options, couplings);
  const whole = windows ? Math.max(1, Math.round(WHOLE_SHARE * sweeps)) : sweeps;
  const annealWindow = windows ? createWindowAnnealer(couplings, lanes) : undefined;
  const windowRange = options.temperatures ?? ranges.window;
  const windowTemperatures = cooling(windowRange, isLinear, WINDOW_SWEEPS, 0, windows ? WINDOW_SWEEPS : 0);
  const slice = Math.min(whole, Math.max(1, Math.floor(SLICE_WORK / (n + couplings.values.length))));
  const all = slice === whole ? cooling(range, isLinear, whole, 0, whole) : undefined;
  const spare = { spins: new Int8Array(n), fields: new Float64Array(n), energy: 0 };
  const flips = new Uint8Array(n);
  let started = 0;
  while (started < restarts && best.energy > target) {
    const random = createRandom(seed, "anneal", started);
    const state = upState(lanes, random);
    const at = (done: number) => ({ stage: "anneal", done: started * sweeps + done, total: restarts * sweeps });
    for (let i = 0; i < n; i++) flips[i] = random.uint32() >>> 31;
    sweeper.turn(state, flips);
    for (let from = 0; from < whole; from += slice) {
      const to = Math.min(whole, from + slice);
      sweeper.sweeps(state, all ?? cooling(range, isLinear, whole, from, to));
      if (to < whole) yield at(to);
    }
    sweeper.quench(state);
    spare.energy = network.constant - depthOf(lanes, state);
    if (windows || !lanes.exact || spare.energy < best.energy) spinsInto(spare.spins, state);
    if (windows || !lanes.exact) {
      refreshState(spare, couplings);
      descend(spare, couplings);
    }
    best.offer(spare, started * sweeps + whole);
    if (annealWindow !== undefined) {
      // Sweeps over a window count by its share of all spins.
      let reported = whole;
      for (let done = whole; done < sweeps && best.energy > target; ) {
        done += (WINDOW_SWEEPS * annealWindow(spare, windowTemperatures, random)) / n;
        best.offer(spare, started * sweeps + Math.min(sweeps, Math.round(done)));
        if (done - reported < slice || done >= sweeps) continue;
        reported = Math.floor(done);
        yield at(reported);
      }
    }
    started++;
    options.onEnd?.(spare.energy);
    yield { ...at(0), note: `best energy ${best.energy}` };
  }
  return { energy: best.energy, spins: best.spins, sweeps: started * sweeps, restarts: started };
}

/**
 * Simulated annealing: Metropolis sweeps in order while the temperature falls, then descent to a single-flip stable
 * state; 20 starts of 1000 sweeps by default. A sweep costs n, and the couplings of each spin that flips.
 *
 * Where couplings are of many sizes, barriers of the large ones freeze long before the small ones decide: 2 starts of 10,000
 * sweeps by default, the first tenth of which anneal all spins, the others one window of spins after the other while the rest
 * is held, by single flips from a hot end of their own; a window that ends higher is taken back.
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
