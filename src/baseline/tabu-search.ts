import {
  createRandom,
  type Random,
  requireInteger,
  runSteps,
  runStepsAsync,
  type StepOptions,
  type Steps,
} from "../core/index.ts";
import { energy, flipInto, type HopfieldNetwork, localFieldsInto, type Spins } from "../network/index.ts";
import type { Incumbent } from "./search.ts";

export interface TabuOptions {
  readonly seed: number;
  /** Independent starts from random states; 20 by default. */
  readonly restarts?: number;
  /** Flips a start; 100 n by default. */
  readonly flips?: number;
  /** Flips during which a spin stays put after it was flipped; min(20, n/4) by default, to which 0..9 is added at random. */
  readonly tenure?: number;
  /** Stops as soon as an energy this low is met. */
  readonly targetEnergy?: number;
  /** Called with each state that is better than all before; a flip counts as a sweep. */
  readonly onIncumbent?: (incumbent: Incumbent) => void;
}

/** The best state met. Plain data. */
export interface TabuResult {
  readonly energy: number;
  readonly spins: Spins;
  /** Starts that were run, and how many of them met `energy` again. */
  readonly restarts: number;
  readonly hits: number;
  /** Flips made in all. */
  readonly flips: number;
}

const TENURE_SPREAD = 10;
/** Energy changes between two yields, counted in spins looked at: some tens of milliseconds. */
const BATCH_WORK = 1e7;
/** Energies closer than this share of their size are one hit. */
const HIT_TOLERANCE = 1e-9;

/** The search of one start: its state, and the best state it has met. */
interface Walk {
  readonly spins: Spins;
  readonly fields: Float64Array;
  /** First flip number at which spin i may move again: n. */
  readonly freeAt: Int32Array;
  energy: number;
  readonly bestSpins: Spins;
  bestEnergy: number;
}

/**
 * The spin whose flip lowers the energy most (or raises it least) among those that are free, or whose flip would beat
 * the best energy met; ties are broken evenly. -1 when every spin is held.
 */
function chooseSpin(walk: Walk, time: number, random: Random): number {
  const { spins, fields, freeAt } = walk;
  const aspiration = walk.bestEnergy - walk.energy;
  let chosen = -1;
  let least = Number.POSITIVE_INFINITY;
  let ties = 0;
  for (let i = 0; i < spins.length; i++) {
    const change = 2 * spins[i]! * fields[i]!;
    if (change > least || (freeAt[i]! > time && change >= aspiration)) continue;
    if (change < least) {
      least = change;
      ties = 1;
      chosen = i;
    } else if (random.integer(++ties) === 0) chosen = i;
  }
  return chosen;
}

function startWalk(network: HopfieldNetwork, random: Random): Walk {
  const { n } = network;
  const spins = new Int8Array(n);
  for (let i = 0; i < n; i++) spins[i] = 2 * random.integer(2) - 1;
  const fields = new Float64Array(n);
  localFieldsInto(fields, network, spins);
  const e = energy(network, spins);
  return { spins, fields, freeAt: new Int32Array(n), energy: e, bestSpins: spins.slice(), bestEnergy: e };
}

/** The search in slices; see `tabuSearch`. */
export function* tabuSteps(network: HopfieldNetwork, options: TabuOptions): Steps<TabuResult> {
  const { n } = network;
  const { seed, restarts = 20, flips = 100 * n, targetEnergy = Number.NEGATIVE_INFINITY } = options;
  const tenure = options.tenure ?? Math.min(20, Math.floor(n / 4));
  requireInteger("seed", seed, Number.MIN_SAFE_INTEGER);
  requireInteger("restarts", restarts, 1);
  requireInteger("flips", flips, 1, 2 ** 30);
  requireInteger("tenure", tenure, 0, 2 ** 30);
  const batch = Math.max(1, Math.floor(BATCH_WORK / n));

  let best: Walk | undefined;
  let bestEnergy = Number.POSITIVE_INFINITY;
  let hits = 0;
  let made = 0;
  let started = 0;
  let announced = Number.POSITIVE_INFINITY;
  const announce = ({ bestEnergy: least, bestSpins }: Walk) => {
    const exact = energy(network, bestSpins);
    if (exact < announced) options.onIncumbent?.({ energy: exact, spins: bestSpins.slice(), sweeps: made });
    // The lower of both: a state told apart by rounding errors alone is not announced at every flip.
    announced = Math.min(announced, exact, least);
  };
  while (started < restarts && bestEnergy > targetEnergy) {
    const random = createRandom(seed, "tabu", started);
    const walk = startWalk(network, random);
    started++;
    for (let time = 0; time < flips && walk.bestEnergy > targetEnergy; time++) {
      if (time % batch === batch - 1) yield { stage: "search", done: made, total: restarts * flips };
      const k = chooseSpin(walk, time, random);
      if (k < 0) continue;
      walk.energy += flipInto(walk.spins, walk.fields, network, k);
      walk.freeAt[k] = time + 1 + tenure + random.integer(TENURE_SPREAD);
      made++;
      if (walk.energy < walk.bestEnergy) {
        walk.bestEnergy = walk.energy;
        walk.bestSpins.set(walk.spins);
      } else if (walk.bestEnergy < announced) announce(walk);
    }
    if (walk.bestEnergy < announced) announce(walk);
    // From scratch: flips of couplings that are not integers gather rounding errors.
    const met = energy(network, walk.bestSpins);
    const slack = HIT_TOLERANCE * Math.abs(bestEnergy);
    if (best === undefined || met < bestEnergy - slack) hits = 1;
    else if (met <= bestEnergy + slack) hits++;
    if (met < bestEnergy) {
      best = walk;
      bestEnergy = met;
    }
    yield { stage: "search", done: started * flips, total: restarts * flips, note: `best energy ${bestEnergy}` };
  }
  return { energy: bestEnergy, spins: best!.bestSpins, restarts: started, hits, flips: made };
}

/**
 * One-flip tabu search with restarts: each step makes the best flip among the spins that have not moved of late, even
 * when it raises the energy. O(n) a flip. A lower bound it does not give.
 *
 * Source: Glover, Kochenberger and Alidaee, "Adaptive memory tabu search for binary quadratic programs", Management
 * Science 44(3), 1998; the random tenure after Palubeckis, Annals of Operations Research 131, 2004.
 * @throws ArgumentError for an option out of range.
 * @throws CancelledError when the signal is aborted.
 */
export function tabuSearch(network: HopfieldNetwork, options: TabuOptions & StepOptions): TabuResult {
  return runSteps(tabuSteps(network, options), options);
}

/** `tabuSearch` that lets the event loop in every few milliseconds, so that an interrupt gets through. */
export function tabuSearchAsync(network: HopfieldNetwork, options: TabuOptions & StepOptions): Promise<TabuResult> {
  return runStepsAsync(tabuSteps(network, options), options);
}
