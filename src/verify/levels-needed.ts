import { tabuSearch, tabuSteps } from "../baseline/index.ts";
import { requireInteger, runSteps, type StepOptions, type Steps } from "../core/index.ts";
import { energy, flipInto, type HopfieldNetwork, localFieldsInto, type Spins } from "../network/index.ts";
import {
  BRIEF_LANDSCAPE_SPINS,
  energyPrecision,
  enumerationSteps,
  landscapeSteps,
  MAX_ENUMERATED_SPINS,
} from "../reference/index.ts";

/** How many conductance levels a network needs for its ground state to survive rounding. Plain data. */
export interface LevelsNeeded {
  /** Smallest number of levels from which on the ground state survives; null when none that was tried is enough. */
  readonly levels: number | null;
  /** Bits that tell so many levels apart. */
  readonly bits: number | null;
  /**
   * proven: from here on every number of levels keeps the ground state, and one level fewer does not (or 2 are enough).
   * tried: one level fewer does not, and searches in the rounded network found no number above that does not either.
   * estimated: the same, with the best state known in the place of the ground states.
   */
  readonly certainty: "proven" | "tried" | "estimated";
  /** Numbers of levels at which the rounded network was searched, and at which it was enumerated. */
  readonly searched: number;
  readonly enumerated: number;
  /** From here on the ground state survives for certain: the rounding moves no energy by half of the gap. */
  readonly provenFrom: number | null;
}

export interface LevelsOptions {
  /** Distance from the lowest energy to the next, where it is known. */
  readonly gap?: number;
  /** States that enumerations of rounded networks may visit before no more is begun; 2^31 by default, some seconds. */
  readonly states?: number;
  /** Seed of the searches. */
  readonly seed?: number;
}

const DEFAULT_STATES = 2 ** 31;
/** Beyond so many levels no device goes. */
const MAX_LEVELS = 1 << 16;
/** Slack for energies that are not exact, as a share of the gap. */
const GAP_SLACK = 1e-9;
/** Ground states that are listed; a network with more of them is taken to lose some. */
const MAX_STATES = 1 << 14;
/** Every number of levels up to this one is searched, and above it steps of a tenth. */
const FINE_LEVELS = 1024;
/** The same above 32 spins. */
const FINE_LEVELS_LARGE = 32;
/** Largest network whose levels are estimated: each number of levels costs O(n^2). */
const MAX_ESTIMATED_SPINS = 2000;
/** Flips of one search, times n, at most. */
const SEARCH_WORK = 5e6;
/** The same of each search for the best state known. */
const TRUTH_WORK = 1e8;
/** Rounding errors summed at most while going down to where the argument fails. */
const PROOF_WORK = 1e8;

function largestMagnitude({ weights, bias }: HopfieldNetwork): number {
  let largest = 0;
  for (const w of weights) largest = Math.max(largest, Math.abs(w));
  for (const b of bias) largest = Math.max(largest, Math.abs(b));
  return largest;
}

/**
 * The network as devices of `levels` equally spaced levels hold it, in units of one step: each coupling and bias is
 * rounded to a whole number, the largest magnitude to levels - 1. One device of a pair stays off, as in `mapToCrossbar`.
 */
export function roundedNetwork(network: HopfieldNetwork, levels: number): HopfieldNetwork {
  requireInteger("levels", levels, 2);
  const largest = largestMagnitude(network);
  const round = (w: number) => Math.sign(w) * Math.round((Math.abs(w) / largest) * (levels - 1)) + 0;
  return { n: network.n, weights: network.weights.map(round), bias: network.bias.map(round), constant: 0 };
}

/** How often each magnitude other than 0 occurs among couplings and biases. */
function countMagnitudes({ n, weights, bias }: HopfieldNetwork): Map<number, number> {
  const counts = new Map<number, number>();
  const count = (w: number): void => {
    if (w !== 0) counts.set(Math.abs(w), (counts.get(Math.abs(w)) ?? 0) + 1);
  };
  for (let i = 0; i < n; i++) {
    count(bias[i]!);
    for (let j = 0; j < i; j++) count(weights[i * n + j]!);
  }
  return counts;
}

/** Distance from the lowest energy to the next, or a number that it cannot be less than; 0 when none is known. */
function* energyGap(network: HopfieldNetwork): Steps<number> {
  const { exact, unit } = energyPrecision(network);
  if (network.n > BRIEF_LANDSCAPE_SPINS) return exact ? 2 * unit : 0;
  const { levels } = yield* landscapeSteps(network, { levels: 2 });
  return levels.length < 2 ? Number.POSITIVE_INFINITY : levels[1]!.energy - levels[0]!.energy;
}

/** A number of levels from which on 2 sum |rounding error| < gap, the smallest unless that takes too long; or null. */
function provenLevels(network: HopfieldNetwork, gap: number): number | null {
  const enough = gap * (1 - GAP_SLACK);
  const largest = largestMagnitude(network);
  const counts = countMagnitudes(network);
  const isSafe = (levels: number): boolean => {
    const step = largest / (levels - 1);
    let error = 0;
    for (const [magnitude, count] of counts) error += count * Math.abs(magnitude - Math.round(magnitude / step) * step);
    return 2 * error < enough;
  };
  // Magnitudes that are all the same are never rounded.
  if (counts.size <= 1) return 2;
  // Above this each error is at most half a step, and all of them together are small enough.
  const entries = [...counts.values()].reduce((sum, count) => sum + count, 0);
  let levels = 2 + Math.ceil((largest * entries) / enough);
  if (!(levels <= MAX_LEVELS)) return null;
  for (let work = 0; levels > 2 && work < PROOF_WORK && isSafe(levels - 1); work += counts.size) levels--;
  return levels;
}

/** What survival is judged by: energies of the network, and its ground states or the best state known. */
interface Truth {
  readonly network: HopfieldNetwork;
  readonly states: readonly Spins[];
  /** No state of higher energy is a ground state. */
  readonly highest: number;
}

/** Steepest descent in place. */
function descend(network: HopfieldNetwork, spins: Spins): Spins {
  const fields = new Float64Array(network.n);
  localFieldsInto(fields, network, spins);
  for (;;) {
    let chosen = -1;
    let least = 0;
    for (let i = 0; i < network.n; i++) {
      const product = spins[i]! * fields[i]!;
      if (product >= least) continue;
      least = product;
      chosen = i;
    }
    if (chosen < 0) return spins;
    flipInto(spins, fields, network, chosen);
  }
}

/**
 * Whether a search in the rounded network meets a state as low as every ground state there and none itself: then the
 * ground state does not survive, for the lowest state there is at least as low.
 */
function hasRival({ network, states, highest }: Truth, levels: number, seed: number): boolean {
  const { n } = network;
  const rounded = roundedNetwork(network, levels);
  const lowest = states.reduce((least, s) => Math.min(least, energy(rounded, s)), Number.POSITIVE_INFINITY);
  const flips = Math.min(10 * n, flipsOf(n, SEARCH_WORK));
  const met = [tabuSearch(rounded, { seed, restarts: 1, flips }).spins, descend(rounded, states[0]!.slice())];
  return met.some((s) => energy(rounded, s) <= lowest && energy(network, s) > highest);
}

/** Numbers of levels below `top`, falling: each up to `fine`, above it in steps of a tenth. */
function ladder(top: number, fine: number): number[] {
  const rungs: number[] = [];
  for (let k = 2; k < top; k = k < fine ? k + 1 : Math.ceil(k * 1.1)) rungs.push(k);
  return rungs.reverse();
}

/** Flips of a search: 100 a spin, fewer in a large network. */
const flipsOf = (n: number, work: number): number => Math.max(1, Math.min(100 * n, Math.floor(work / n)));

/** Ground states, or above 32 spins the best state known. */
function* truthOf(network: HopfieldNetwork, isExact: boolean, seed: number): Steps<Truth & { truncated: boolean }> {
  if (isExact) {
    const found = yield* enumerationSteps(network, { maxStates: MAX_STATES });
    const { groundStates: states, truncated } = found;
    return { network, states, highest: found.energy + found.tolerance, truncated };
  }
  const best = yield* tabuSteps(network, { seed, restarts: 4, flips: flipsOf(network.n, TRUTH_WORK) });
  const slack = energyPrecision(network).tolerance + GAP_SLACK * Math.abs(best.energy);
  return { network, states: [best.spins], highest: best.energy + slack, truncated: false };
}

/** The work in slices; see `levelsNeeded`. Null for a network that is too large to say. */
export function* levelsNeededSteps(network: HopfieldNetwork, options: LevelsOptions = {}): Steps<LevelsNeeded | null> {
  const { states: budget = DEFAULT_STATES, seed = 1 } = options;
  const { n } = network;
  const bare = { ...network, constant: 0 };
  const isExact = n <= MAX_ENUMERATED_SPINS;
  const provenFrom = provenLevels(bare, options.gap ?? (yield* energyGap(bare)));
  const answer = (
    levels: number | null,
    certainty: LevelsNeeded["certainty"],
    searched: number,
    enumerated: number,
  ): LevelsNeeded => {
    const bits = levels === null ? null : Math.ceil(Math.log2(levels));
    return { levels, bits, certainty, searched, enumerated, provenFrom };
  };
  if (largestMagnitude(bare) === 0 || provenFrom === 2) return answer(2, "proven", 0, 0);
  if (!isExact && n > MAX_ESTIMATED_SPINS) return null;

  const truth = yield* truthOf(bare, isExact, seed);
  const top = provenFrom ?? MAX_LEVELS + 1;
  const rungs = ladder(top, isExact ? FINE_LEVELS : FINE_LEVELS_LARGE);
  let searched = 0;
  let levels = top;
  for (const rung of rungs) {
    searched++;
    if (hasRival(truth, rung, seed)) break;
    levels = rung;
    if (searched % 16 === 0) yield { stage: "levels", done: searched, total: rungs.length };
  }
  if (levels > MAX_LEVELS) return answer(null, isExact ? "tried" : "estimated", searched, 0);
  if (!isExact) return answer(levels, "estimated", searched, 0);

  // From below, each number of levels that no argument covers, as far as the states last.
  let enumerated = 0;
  let spent = 0;
  let next = levels;
  for (; next < top && spent < budget; next++) {
    enumerated++;
    const { groundStates, truncated, statesVisited } = yield* enumerationSteps(roundedNetwork(bare, next), {
      maxStates: MAX_STATES,
    });
    spent += statesVisited;
    if (truncated || groundStates.some((s) => energy(bare, s) > truth.highest)) levels = next + 1;
  }
  const isProven = provenFrom !== null && next === top && rungs.length === top - 2 && !truth.truncated;
  return answer(levels, isProven ? "proven" : "tried", searched, enumerated);
}

/**
 * The smallest number of device levels L from which on rounding leaves the ground state alone: every ground state of the
 * network with couplings and biases rounded to L levels is one of the network itself, for L and all above it. (Below, some
 * L may do by luck: 11 levels hold tenths, 12 do not.) From some L on, 2 sum |rounding error| is smaller than the gap to
 * the next energy, which proves it; below that, searches in the rounded networks look for an L that fails, and up to 32
 * spins enumeration of each L above that one makes sure, as long as its budget lasts. Above, an estimate.
 *
 * @throws ArgumentError, LimitError as the enumeration; CancelledError
 */
export function levelsNeeded(network: HopfieldNetwork, options: LevelsOptions & StepOptions = {}): LevelsNeeded | null {
  return runSteps(levelsNeededSteps(network, options), options);
}
