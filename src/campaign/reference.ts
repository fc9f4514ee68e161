import { tabuSearchAsync } from "../baseline/index.ts";
import { type ProgressSink, throwIfCancelled } from "../core/index.ts";
import { energy, type HopfieldNetwork, isSpinFlipSymmetric, type Spins } from "../network/index.ts";
import { encodingMethod, scoreSpins, type Tsp } from "../problem/index.ts";
import {
  analyseLandscapeAsync,
  BRIEF_LANDSCAPE_SPINS,
  type Landscape,
  MAX_ENUMERATED_SPINS,
  type NetworkProof,
  proveAsync,
  proveNetworkAsync,
  proveTourAsync,
} from "../reference/index.ts";
import type { ReferenceVerdict } from "../verify/index.ts";
import { liftState, type Prepared } from "./compile.ts";
import { cachedProof } from "./proof-cache.ts";

/** The reference in both currencies: the task's objective for people, energies and states for the verdict. */
export interface SolvedReference {
  readonly verdict: ReferenceVerdict;
  /** lower <= minimum energy <= upper, the same for the encoding's network and for what presolve left of it. */
  readonly energy: { readonly lower: number; readonly upper: number };
  /**
   * Every proven ground state, up to symmetry, of the network that the array carries, of which presolve keeps one at
   * least; none when not proven or when there are too many to list.
   */
  readonly groundStates: readonly Spins[];
  readonly symmetric: boolean;
  /** The whole landscape of that network up to 24 spins, else null. */
  readonly landscape: Landscape | null;
  /** Best state known of the encoding's network, and of the network that the array carries. */
  readonly best: Spins;
  readonly arrayBest: Spins;
}

interface ReferenceOptions {
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly progress?: ProgressSink;
  readonly now: () => number;
}

type Hooks = Pick<ReferenceOptions, "signal" | "progress">;

const hooksOf = ({ signal, progress }: ReferenceOptions): Hooks => ({
  ...(signal === undefined ? {} : { signal }),
  ...(progress === undefined ? {} : { progress }),
});

/** The reference of a task of which presolve left nothing. */
function presolvedReference(prepared: Prepared, seconds: number): SolvedReference | null {
  const best = liftState(prepared, new Int8Array(0));
  const { objective, feasible } = scoreSpins(prepared.problem, best, prepared.encoding.name);
  if (!feasible) return null;
  const { constant } = prepared.network;
  return {
    verdict: { objective, lower: objective, upper: objective, proven: true, method: "presolve", seconds },
    energy: { lower: constant, upper: constant },
    groundStates: [],
    symmetric: false,
    landscape: null,
    best,
    arrayBest: new Int8Array(0),
  };
}

/** Dense networks of up to so many spins take some 10 s of proof, and so many nodes at most. */
const SEARCHES = [
  { spins: 80, nodes: 40 },
  { spins: 125, nodes: 5 },
] as const;
/** Sparse networks of up to so many spins take some seconds of linear programs over odd cycles. */
const MAX_CYCLE_SPINS = 400;
/** Tours of up to so many cities are proven within seconds. */
const MAX_TOUR_CITIES = 60;

/** Bounds of the network that the array carries, with all its ground states when they are known. */
type Found = Pick<NetworkProof, "lower" | "upper" | "proven" | "spins" | "method"> & {
  readonly groundStates: readonly Spins[];
};

/** Enumerates a small network: all its ground states. */
async function enumerated(network: HopfieldNetwork, hooks: Hooks): Promise<Found> {
  const found = await proveAsync(network, hooks);
  const { lowerEnergy: lower, upperEnergy: upper, proven, method, groundStates, truncated } = found;
  return { lower, upper, proven, spins: groundStates[0]!, method, groundStates: truncated ? [] : groundStates };
}

/** The shortest tour, as a state of the network; its energy is the lowest when the penalty has a proven gap. */
async function shortestTour(prepared: Prepared & { problem: Tsp }, hooks: Hooks): Promise<Found | null> {
  const { problem, encoding, presolved, network } = prepared;
  if (problem.n > MAX_TOUR_CITIES || (presolved !== null && presolved.steps.length > 0)) return null;
  const { tour, proven, method } = await proveTourAsync(problem, hooks);
  if (!proven || encoding.penalty?.gap == null) return null;
  const spins = encodingMethod(problem, encoding.name).spinsOf(problem, tour);
  const upper = energy({ ...network, constant: 0 }, spins);
  return { lower: upper, upper, proven, spins, method, groundStates: [] };
}

/** The best proof that some ten seconds allow, the same on every machine. */
async function proveWithin(prepared: Prepared, network: HopfieldNetwork, options: ReferenceOptions): Promise<Found> {
  const hooks = hooksOf(options);
  if (network.n <= MAX_ENUMERATED_SPINS) return enumerated(network, hooks);
  const { problem } = prepared;
  const tour = problem.kind === "tsp" ? await shortestTour({ ...prepared, problem }, hooks) : null;
  throwIfCancelled(options.signal);
  if (tour !== null) return tour;
  const { seed } = options;
  const found = await cachedProof(network, seed, async () => {
    const { spins: incumbent } = await tabuSearchAsync(network, { seed, ...hooks });
    const maxNodes = SEARCHES.find(({ spins }) => network.n <= spins)?.nodes;
    const limits = {
      maxNodes: maxNodes ?? 1,
      maxSearchedSpins: SEARCHES.at(-1)!.spins,
      maxCycleSpins: MAX_CYCLE_SPINS,
    };
    const proof = await proveNetworkAsync(network, { ...hooks, ...limits, seed, incumbent });
    return { ...proof, method: `${proof.method}, from a tabu search with seed ${seed}` };
  });
  throwIfCancelled(options.signal);
  return { ...found, groundStates: [] };
}

/**
 * Proves the optimum of a task, or bounds it: above the sizes that can be proven, a tabu search gives the best state
 * known, and the verdict says "not proven". What is proven is the minimum of the network that presolve left.
 *
 * @returns null when the lowest state that was found decodes to no solution of the task.
 * @param options seed of the search (the proof has none); clock in milliseconds, for the reported time
 */
export async function solveReference(prepared: Prepared, options: ReferenceOptions): Promise<SolvedReference | null> {
  const { problem, encoding, presolved, network } = prepared;
  const { scale, shift } = encoding;
  const start = options.now();
  if (network.n === 0) return presolvedReference(prepared, (options.now() - start) / 1000);
  // The constant that presolve leaves would hide from the bounds which energies can occur.
  const { constant } = network;
  const bare = { ...network, constant: 0 };
  const found = await proveWithin(prepared, bare, options);
  const landscape = network.n <= BRIEF_LANDSCAPE_SPINS ? await analyseLandscapeAsync(network, hooksOf(options)) : null;
  const best = liftState(prepared, found.spins);
  const { objective, feasible } = scoreSpins(problem, best, encoding.name);
  if (!feasible) return null;
  const atLower = found.proven ? objective : scale * (found.lower + constant) + shift;
  const after =
    presolved === null || presolved.steps.length === 0
      ? ""
      : `, presolve having left ${network.n} of ${presolved.n} spins`;
  return {
    verdict: {
      objective,
      lower: Math.min(objective, atLower),
      upper: Math.max(objective, atLower),
      proven: found.proven,
      method: `${found.method}${after}`,
      seconds: (options.now() - start) / 1000,
    },
    energy: { lower: (found.proven ? found.upper : found.lower) + constant, upper: found.upper + constant },
    groundStates: found.groundStates,
    symmetric: isSpinFlipSymmetric(network),
    landscape,
    best,
    arrayBest: found.spins,
  };
}
