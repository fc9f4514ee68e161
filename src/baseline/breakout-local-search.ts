import { createRandom, type Random, runSteps, type StepOptions, type Steps } from "../core/index.ts";
import type { HopfieldNetwork } from "../network/index.ts";
import { type Couplings, couplingsOf, flipSpin, randomizeState, randomState, type SpinState } from "./couplings.ts";
import { keepBest, requireSearch, SLICE_WORK, type SpinSearchOptions, type SpinSearchResult } from "./search.ts";

/** Local minima without a new best one after which the jump is strong. */
const PATIENCE = 1000;
/** Shares of the spins in the first weak jump and in a strong one. */
const WEAK_SHARE = 0.01;
const STRONG_SHARE = 0.1;
/** Smallest probability of the directed jump. */
const DIRECTED = 0.8;
/** Share of swaps in the rest. */
const SWAPS = 0.5;
/** A flipped spin is held for so many moves, and up to the share more. */
const HELD = 3;
const HELD_SHARE = 0.1;

/** The state of a walk, with the move from which each spin is free again (n). */
interface Walk {
  readonly state: SpinState;
  readonly freeAt: Int32Array;
  /** Moves made: one sweep each, for each looks at all spins. */
  moves: number;
}

/**
 * The spin whose flip changes the energy least, ties broken evenly: of all, or of those of one sign that are free or would
 * lead below `aspiration`; -1 when there is none.
 */
function leastChange({ state, freeAt, moves }: Walk, sign: number, aspiration: number, random: Random): number {
  const { spins, fields } = state;
  let chosen = -1;
  let least = Number.POSITIVE_INFINITY;
  let ties = 0;
  for (let i = 0; i < spins.length; i++) {
    const change = 2 * spins[i]! * fields[i]!;
    if (change > least || spins[i] === -sign || (freeAt[i]! > moves && change >= aspiration)) continue;
    if (change < least) {
      least = change;
      ties = 1;
      chosen = i;
    } else if (random.integer(++ties) === 0) chosen = i;
  }
  return chosen;
}

function flip(walk: Walk, couplings: Couplings, k: number, random: Random): void {
  if (k < 0) return;
  flipSpin(walk.state, couplings, k);
  walk.freeAt[k] = walk.moves + HELD + random.integer(1 + Math.floor(HELD_SHARE * couplings.n));
}

/** Steepest descent to a single-flip stable state. */
function descendSteeply(walk: Walk, couplings: Couplings, random: Random): void {
  const { spins, fields } = walk.state;
  for (;;) {
    walk.moves++;
    const k = leastChange(walk, 0, Number.POSITIVE_INFINITY, random);
    if (2 * spins[k]! * fields[k]! >= -couplings.resolution) return;
    flip(walk, couplings, k, random);
  }
}

type Jump = "directed" | "swap" | "random";

/** Which jump follows after `idle` local minima without a new best one. */
function chooseJump(idle: number, random: Random): Jump {
  const directed = Math.max(Math.exp(-idle / PATIENCE), DIRECTED);
  const draw = random.uniform();
  if (draw < directed) return "directed";
  return draw < directed + (1 - directed) * SWAPS ? "swap" : "random";
}

/** Makes `length` moves of one sort. */
function jump(walk: Walk, couplings: Couplings, sort: Jump, length: number, best: number, random: Random): void {
  for (let k = 0; k < length; k++) {
    walk.moves++;
    const aspiration = best - walk.state.energy;
    if (sort === "random") flip(walk, couplings, random.integer(couplings.n), random);
    else if (sort === "directed") flip(walk, couplings, leastChange(walk, 0, aspiration, random), random);
    else {
      const up = leastChange(walk, 1, Number.NEGATIVE_INFINITY, random);
      const down = leastChange(walk, -1, Number.NEGATIVE_INFINITY, random);
      flip(walk, couplings, up, random);
      flip(walk, couplings, down, random);
    }
  }
}

/** The search in slices; see `breakoutLocalSearch`. */
export function* breakoutSteps(network: HopfieldNetwork, options: SpinSearchOptions): Steps<SpinSearchResult> {
  const { seed, restarts, sweeps, target } = requireSearch(options, 20, 20_000);
  const { n } = network;
  const couplings = couplingsOf(network);
  const best = keepBest(network, options);
  const state = randomState(couplings, createRandom(seed, "breakout"));
  const weak = Math.max(1, Math.round(WEAK_SHARE * n));
  const strong = Math.max(2, Math.round(STRONG_SHARE * n));
  const slice = Math.max(1, Math.floor(SLICE_WORK / (2 * n + couplings.values.length / n)));
  const total = restarts * sweeps;
  let started = 0;
  while (started < restarts && best.energy > target) {
    const random = createRandom(seed, "breakout", started);
    randomizeState(state, couplings, random);
    const walk: Walk = { state, freeAt: new Int32Array(n), moves: 0 };
    const before = started * sweeps;
    let length = weak;
    let idle = 0;
    let least = Number.POSITIVE_INFINITY;
    let previous = Number.NaN;
    let reported = 0;
    while (walk.moves < sweeps && best.energy > target) {
      descendSteeply(walk, couplings, random);
      best.offer(state, before + Math.min(walk.moves, sweeps));
      if (state.energy < least - couplings.resolution) {
        least = state.energy;
        idle = 0;
      } else idle++;
      if (idle > PATIENCE) {
        idle = 0;
        jump(walk, couplings, "random", strong, least, random);
        length = weak;
      } else {
        const returned = Math.abs(state.energy - previous) <= couplings.resolution;
        length = returned ? Math.min(length + 1, n) : weak;
        previous = state.energy;
        jump(walk, couplings, chooseJump(idle, random), length, least, random);
      }
      if (walk.moves - reported >= slice) {
        reported = walk.moves;
        yield { stage: "break out", done: before + Math.min(walk.moves, sweeps), total };
      }
    }
    started++;
    yield { stage: "break out", done: started * sweeps, total, note: `best energy ${best.energy}` };
  }
  return { energy: best.energy, spins: best.spins, sweeps: started * sweeps, restarts: started };
}

/**
 * Breakout local search: steepest descent, then a jump that grows by one move each time the same minimum is met again. Most
 * jumps take the least bad flips of spins that have not moved of late, some swap two spins of opposite sign or flip
 * random ones; after 1000 minima without a better one a strong random jump follows. 20 starts of 20,000 moves by default;
 * a move looks at all spins and counts as a sweep.
 *
 * Source: Benlic and Hao, "Breakout local search for the max-cut problem", Eng. Appl. Artif. Intell. 26(3), 2013.
 * @throws ArgumentError for an option out of range.
 * @throws CancelledError when the signal is aborted.
 */
export function breakoutLocalSearch(
  network: HopfieldNetwork,
  options: SpinSearchOptions & StepOptions,
): SpinSearchResult {
  return runSteps(breakoutSteps(network, options), options);
}
