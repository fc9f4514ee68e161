import { tabuSteps } from "../baseline/index.ts";
import { requireInteger, runSteps, type StepOptions, type Steps } from "../core/index.ts";
import { energy, flipInto, type HopfieldNetwork, localFieldsInto, type Spins } from "../network/index.ts";
import {
  energyPrecision,
  enumerationSteps,
  landscapeSteps,
  MAX_ENUMERATED_SPINS,
  MAX_LANDSCAPE_SPINS,
} from "../reference/index.ts";

/** How many conductance levels a network needs for its ground state to survive rounding. Plain data. */
export interface LevelsNeeded {
  /** Smallest number of levels from which on the ground state survives; null when none that was tried is enough. */
  readonly levels: number | null;
  /** Bits that tell so many levels apart. */
  readonly bits: number | null;
  /**
   * proven: from here on every number of levels keeps the ground state, and one level fewer does not (or 2 are enough).
   * tried: ground states were enumerated, but not at every number of levels. estimated: from the best state known.
   */
  readonly certainty: "proven" | "tried" | "estimated";
  /** Numbers of levels at which the rounded network was looked at. */
  readonly tried: number;
  /** From here on the argument holds without looking: the rounding moves no energy by half of the gap. */
  readonly provenFrom: number | null;
}

export interface LevelsOptions {
  /** States that the enumerations may visit together; 2^33 by default, some ten seconds. */
  readonly states?: number;
  /** Seed of the search above 32 spins. */
  readonly seed?: number;
}

const DEFAULT_STATES = 2 ** 33;
/** Beyond so many levels no device goes. */
const MAX_LEVELS = 1 << 16;
/** Slack for energies that are not exact, as a share of the gap. */
const GAP_SLACK = 1e-9;
/** Ground states of a rounded network that are looked at; where there are more, it is taken to fail. */
const MAX_STATES = 1 << 16;
/** The estimate looks at every number of levels up to this one, and then in steps of a tenth. */
const FINE_LEVELS = 64;
/** Largest network whose levels are estimated: each number of levels costs O(n^2). */
const MAX_ESTIMATED_SPINS = 4000;

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

/** By how much rounding to `levels` can move an energy at most. */
function largestShift(network: HopfieldNetwork, levels: number): number {
  const { n, weights, bias } = network;
  const step = largestMagnitude(network) / (levels - 1);
  const error = (w: number) => Math.abs(Math.abs(w) - Math.round(Math.abs(w) / step) * step);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    sum += error(bias[i]!);
    for (let j = 0; j < i; j++) sum += error(weights[i * n + j]!);
  }
  return sum;
}

function countNonZero({ n, weights, bias }: HopfieldNetwork): number {
  let count = 0;
  for (let i = 0; i < n; i++) {
    if (bias[i] !== 0) count++;
    for (let j = 0; j < i; j++) if (weights[i * n + j] !== 0) count++;
  }
  return count;
}

const bitsOf = (levels: number): number => Math.ceil(Math.log2(levels));

function answer(
  levels: number | null,
  certainty: LevelsNeeded["certainty"],
  tried: number,
  provenFrom: number | null,
): LevelsNeeded {
  return { levels, bits: levels === null ? null : bitsOf(levels), certainty, tried, provenFrom };
}

/** Distance from the lowest energy to the next, or a number that it cannot be less than; 0 when there is none. */
function* energyGap(network: HopfieldNetwork): Steps<number> {
  const { exact, unit } = energyPrecision(network);
  if (network.n > MAX_LANDSCAPE_SPINS) return exact ? 2 * unit : 0;
  const { levels } = yield* landscapeSteps(network, { levels: 2 });
  return levels.length < 2 ? Number.POSITIVE_INFINITY : levels[1]!.energy - levels[0]!.energy;
}

/** Up to 32 spins: every ground state of the rounded network has to be one of the network. */
function* exactSteps(network: HopfieldNetwork, budget: number): Steps<LevelsNeeded> {
  const bare = { ...network, constant: 0 };
  const gap = yield* energyGap(bare);
  const isSafe = (levels: number) => 2 * largestShift(bare, levels) < gap * (1 - GAP_SLACK);
  const wanted = 2 + Math.ceil((largestMagnitude(bare) * countNonZero(bare)) / (gap * (1 - GAP_SLACK)));
  const top = Math.min(MAX_LEVELS, Math.max(2, Number.isFinite(wanted) ? wanted : MAX_LEVELS));
  // The argument alone, down to the first number of levels at which it fails.
  let safe = top;
  if (isSafe(top)) while (safe > 2 && isSafe(safe - 1)) safe--;
  const provenFrom = isSafe(top) && wanted <= MAX_LEVELS ? safe : null;
  if (provenFrom === 2) return answer(2, "proven", 0, 2);

  const { energy: lowest, tolerance } = yield* enumerationSteps(bare, { maxStates: 1 });
  let tried = 0;
  let spent = 0;
  const survives = function* (levels: number): Steps<boolean> {
    if (isSafe(levels)) return true;
    tried++;
    const { groundStates, truncated, statesVisited } = yield* enumerationSteps(roundedNetwork(bare, levels), {
      maxStates: MAX_STATES,
    });
    spent += statesVisited;
    return !truncated && groundStates.every((s) => energy(bare, s) <= lowest + tolerance);
  };
  // Down one by one: it is not monotone, and the first that fails is the last that matters.
  let last = provenFrom ?? top + 1;
  while (last > 2 && spent < budget / 2) {
    if (!(yield* survives(last - 1))) {
      return last > top
        ? answer(null, "tried", tried, null)
        : answer(last, provenFrom === null ? "tried" : "proven", tried, provenFrom);
    }
    last--;
  }
  if (last === 2) return answer(2, provenFrom === null ? "tried" : "proven", tried, provenFrom);
  // Too many to try each: halve until one fails, then close in on it.
  let fails = 1;
  for (let levels = last >> 1; levels >= 2 && spent < budget; levels >>= 1) {
    if (!(yield* survives(levels))) {
      fails = levels;
      break;
    }
    last = levels;
  }
  while (last - fails > 1 && spent < budget) {
    const middle = (last + fails) >> 1;
    if (yield* survives(middle)) last = middle;
    else fails = middle;
  }
  return answer(last, "tried", tried, provenFrom);
}

/** The energy of the state that steepest descent in `network` leads to from `start`; the state is left in `spins`. */
function descendInto(spins: Spins, network: HopfieldNetwork, start: Spins): void {
  spins.set(start);
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
    if (chosen < 0) return;
    flipInto(spins, fields, network, chosen);
  }
}

/**
 * Above 32 spins: the best state known must be a local minimum of the rounded network, or lead downhill to one as good,
 * and no other local minimum met may lie below it there.
 */
function* estimateSteps(network: HopfieldNetwork, seed: number): Steps<LevelsNeeded> {
  const bare = { ...network, constant: 0 };
  const { n } = network;
  const best = yield* tabuSteps(bare, { seed, restarts: 4 });
  const rivals: Spins[] = [];
  for (let k = 0; k < 8; k++) {
    const rival = yield* tabuSteps(bare, { seed: seed + 1 + k, restarts: 1, flips: 10 * n });
    if (rival.energy > best.energy) rivals.push(rival.spins);
  }
  const { tolerance } = energyPrecision(bare);
  const slack = tolerance + GAP_SLACK * Math.abs(best.energy);
  const found = new Int8Array(n);
  const survives = (levels: number): boolean => {
    const rounded = roundedNetwork(bare, levels);
    descendInto(found, rounded, best.spins);
    if (energy(bare, found) > best.energy + slack) return false;
    const e = energy(rounded, found);
    return rivals.every((rival) => energy(rounded, rival) > e);
  };
  let levels: number | null = null;
  let tried = 0;
  const ladder: number[] = [];
  for (let k = 2; k <= MAX_LEVELS; k = k < FINE_LEVELS ? k + 1 : Math.ceil(k * 1.1)) ladder.push(k);
  for (const k of ladder.reverse()) {
    tried++;
    if (!survives(k)) break;
    levels = k;
    yield { stage: "levels", done: tried, total: ladder.length };
  }
  return answer(levels, "estimated", tried, null);
}

/** The work in slices; see `levelsNeeded`. Null for a network that is too large to say. */
export function* levelsNeededSteps(network: HopfieldNetwork, options: LevelsOptions = {}): Steps<LevelsNeeded | null> {
  const { states = DEFAULT_STATES, seed = 1 } = options;
  const { n } = network;
  if (largestMagnitude(network) === 0) return answer(2, "proven", 0, 2);
  if (n <= MAX_ENUMERATED_SPINS) {
    // The reference alone may cost more than all that may be spent: then only where no state has to be looked at.
    if (2 ** n <= states) return yield* exactSteps(network, states);
    return yield* estimateSteps(network, seed);
  }
  return n <= MAX_ESTIMATED_SPINS ? yield* estimateSteps(network, seed) : null;
}

/**
 * The smallest number of device levels L from which on rounding leaves the ground state alone: every ground state of the
 * network with couplings and biases rounded to L levels is one of the network itself, for L and all above it. (Below, some
 * L may do by luck: 11 levels hold tenths, 12 do not.) Up to 32 spins by enumeration at each L, downwards from the L at
 * which 2 sum |rounding error| is smaller than the gap to the next energy; above, an estimate from the best state known.
 *
 * @throws ArgumentError, LimitError as the enumeration; CancelledError
 */
export function levelsNeeded(network: HopfieldNetwork, options: LevelsOptions & StepOptions = {}): LevelsNeeded | null {
  return runSteps(levelsNeededSteps(network, options), options);
}
