import { tabuSteps } from "../baseline/index.ts";
import { createRandom, runSteps, type StepOptions, type Steps } from "../core/index.ts";
import { energy, flipInto, type HopfieldNetwork, localFieldsInto, type Spins } from "../network/index.ts";
import { type AnyProblem, decodeSpins, type Encoding, encodingMethod } from "../problem/index.ts";

/** How far infeasible states lie above the best feasible one, as measured. Plain data. */
export interface MeasuredGap {
  /**
   * Energy of the lowest infeasible state met less that of the best feasible one, in units of the objective: negative
   * when the penalty is too small. Null when states of one of the two sorts were not met.
   */
  readonly gap: number | null;
  /** all states: exact. search: the lowest states that a search met, so that the true gap may be smaller. */
  readonly method: "all states" | "search";
  /** States whose feasibility was looked at. */
  readonly states: number;
}

/** Largest network whose states are all looked at. */
const MAX_MEASURED_SPINS = 20;
const BATCH_STATES = 1 << 16;
const REFRESH_STATES = 1024;
/** Descents of the search, each from a feasible state with one spin flipped. */
const DESCENTS = 200;
const SEARCH_RESTARTS = 4;

interface Lowest {
  feasible: number;
  infeasible: number;
  states: number;
}

function look(lowest: Lowest, isFeasible: (spins: Spins) => boolean, spins: Spins, e: number): boolean {
  lowest.states++;
  const feasible = isFeasible(spins);
  if (feasible) lowest.feasible = Math.min(lowest.feasible, e);
  else lowest.infeasible = Math.min(lowest.infeasible, e);
  return feasible;
}

/** All states along a Gray code; only those that could be the lowest of their sort are decoded. */
function* allStates(network: HopfieldNetwork, isFeasible: (spins: Spins) => boolean): Steps<Lowest> {
  const { n } = network;
  const lowest: Lowest = { feasible: Number.POSITIVE_INFINITY, infeasible: Number.POSITIVE_INFINITY, states: 0 };
  const spins = new Int8Array(n).fill(-1);
  const fields = new Float64Array(n);
  let e = 0;
  for (let step = 0; step < 2 ** n; step++) {
    if (step > 0) e += flipInto(spins, fields, network, 31 - Math.clz32(step & -step));
    if (step % REFRESH_STATES === 0) {
      e = energy(network, spins);
      localFieldsInto(fields, network, spins);
    }
    if (e < Math.max(lowest.feasible, lowest.infeasible)) look(lowest, isFeasible, spins, e);
    if (step % BATCH_STATES === 0) yield { stage: "penalty", done: step, total: 2 ** n };
  }
  return lowest;
}

/** Steepest descent that stays among infeasible states; notes every state that it looks at. */
function descendInfeasible(
  lowest: Lowest,
  network: HopfieldNetwork,
  isFeasible: (spins: Spins) => boolean,
  spins: Spins,
): void {
  const { n } = network;
  const fields = new Float64Array(n);
  localFieldsInto(fields, network, spins);
  let e = energy(network, spins);
  for (let moved = true; moved; ) {
    moved = false;
    const downhill = [...spins.keys()].filter((i) => spins[i]! * fields[i]! < 0);
    downhill.sort((i, j) => spins[i]! * fields[i]! - spins[j]! * fields[j]! || i - j);
    for (const i of downhill) {
      e += flipInto(spins, fields, network, i);
      if (!look(lowest, isFeasible, spins, e)) {
        moved = true;
        break;
      }
      e += flipInto(spins, fields, network, i);
    }
  }
}

/** The best states of a tabu search, repaired where that can be done, and descents from their infeasible neighbours. */
function* search(
  problem: AnyProblem,
  encoding: Encoding,
  isFeasible: (spins: Spins) => boolean,
  seed: number,
): Steps<Lowest> {
  const { network } = encoding;
  const { n } = network;
  const method = encodingMethod(problem, encoding.name);
  const lowest: Lowest = { feasible: Number.POSITIVE_INFINITY, infeasible: Number.POSITIVE_INFINITY, states: 0 };
  const feasible: Spins[] = [];
  for (let k = 0; k < SEARCH_RESTARTS; k++) {
    const { spins, energy: e } = yield* tabuSteps(network, { seed: seed + k, restarts: 1, flips: 20 * n });
    if (look(lowest, isFeasible, spins, e)) feasible.push(spins);
    else if (method.repair !== undefined) {
      const mended = method.spinsOf(problem, method.repair(problem, spins));
      look(lowest, isFeasible, mended, energy(network, mended));
      feasible.push(mended);
    }
  }
  const random = createRandom(seed, "measure-penalty");
  for (let k = 0; k < DESCENTS && feasible.length > 0; k++) {
    const spins = feasible[k % feasible.length]!.slice();
    // Two flips at times: moving a bit along its row breaks less than taking it away.
    for (let flips = 0; flips <= k % 2; flips++) {
      const i = random.integer(n);
      spins[i] = -spins[i]!;
    }
    if (!look(lowest, isFeasible, spins, energy(network, spins))) {
      descendInfeasible(lowest, network, isFeasible, spins);
    }
    if (k % 10 === 0) yield { stage: "penalty", done: k, total: DESCENTS };
  }
  return lowest;
}

/** The measurement in slices; see `measurePenalty`. */
export function* measurePenaltySteps(
  problem: AnyProblem,
  encoding: Encoding,
  options: { readonly seed?: number } = {},
): Steps<MeasuredGap> {
  const { network, scale } = encoding;
  const isFeasible = (spins: Spins) => decodeSpins(problem, spins, encoding.name).feasible;
  const isSmall = network.n <= MAX_MEASURED_SPINS;
  const lowest = yield* isSmall
    ? allStates(network, isFeasible)
    : search(problem, encoding, isFeasible, options.seed ?? 1);
  const gap = Math.abs(scale) * (lowest.infeasible - lowest.feasible);
  return {
    gap: Number.isFinite(gap) ? gap : null,
    method: isSmall ? "all states" : "search",
    states: isSmall ? 2 ** network.n : lowest.states,
  };
}

/**
 * Measures by how much the lowest infeasible state lies above the best feasible one: over all states up to 20 spins;
 * above, among the states that a search meets near feasible ones, which proves nothing.
 * @throws CancelledError
 */
export function measurePenalty(
  problem: AnyProblem,
  encoding: Encoding,
  options: { readonly seed?: number } & StepOptions = {},
): MeasuredGap {
  return runSteps(measurePenaltySteps(problem, encoding, options), options);
}
