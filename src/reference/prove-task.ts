/** Proofs of any task: the method is chosen by kind, size and structure, and the answer is in the task's own terms. */

import { CancelledError, type ProgressSink, runStepsAsync, type Steps } from "../core/index.ts";
import { energy, type HopfieldNetwork, type Spins } from "../network/index.ts";
import {
  type AnyProblem,
  type AnySolution,
  decodeSpins,
  type EncodeOptions,
  encodeProblem,
  problemKind,
} from "../problem/index.ts";
import { type AssignedTask, assignedTaskOf, createAssignmentSearch, lowestCost } from "./assignments/index.ts";
import { lowerBound } from "./bounds.ts";
import { branchAndBoundSearch } from "./branch-and-bound/branch-and-bound.ts";
import type { Certificate, SpinNode } from "./certificate.ts";
import { eliminationSteps } from "./elimination.ts";
import { type EliminationOrder, eliminationOrder } from "./elimination-order.ts";
import { MAX_ENUMERATED_SPINS } from "./enumerate.ts";
import { loadHighs } from "./linear-program/index.ts";
import { createCycleSearch } from "./odd-cycles/cycle-search.ts";
import { energyPrecision } from "./precision.ts";
import { descend, proveAsync } from "./prove.ts";
import { treeState } from "./satisfied.ts";
import { proveTourAsync } from "./tours/prove-tour.ts";

/** What is known about the optimum of a task: lower <= optimum <= upper. Plain data but for typed arrays. */
export interface TaskProof {
  /** Objective of `solution`; null when the lowest state known decodes to none. */
  readonly objective: number | null;
  readonly lower: number;
  readonly upper: number;
  /** Whether `solution` is optimal: for certain on a grid of objectives, else to the last digits. */
  readonly proven: boolean;
  readonly method: string;
  /** Nodes of the tree that were bounded; 0 without one. */
  readonly nodes: number;
  readonly solution: AnySolution | null;
  /** null when none was asked for, or there is no feasible solution to certify. */
  readonly certificate: Certificate | null;
  /** Whether the signal ended the proof before its end. */
  readonly interrupted: boolean;
}

export interface TaskProofOptions {
  /** Encoding whose network is bounded, for tasks without a method of their own, and its penalty. */
  readonly encoding?: EncodeOptions & { readonly encoding?: string };
  /** Good state of that network, from a heuristic. */
  readonly incumbent?: Spins;
  /** Whether a certificate is wanted; it may take longer, and enumeration, which leaves none, is then not used. */
  readonly certificate?: boolean;
  /** Relative gap at which a search may stop; 0 by default. */
  readonly gap?: number;
  /** Nodes after which a search stops with the bounds that it has, the same on every machine; no limit by default. */
  readonly maxNodes?: number;
  /** Spins up to which a dense network is searched and a sparse one cut by odd cycles; beyond, one bound is given. */
  readonly maxSearchedSpins?: number;
  readonly maxCycleSpins?: number;
  readonly seed?: number;
  /** Ends the proof with the bounds reached so far. */
  readonly signal?: AbortSignal;
  readonly progress?: ProgressSink;
}

/** Spins joined at once by elimination: tables of 2^20 doubles. */
const MAX_ELIMINATION_WIDTH = 20;
/** Above this even one semidefinite bound takes minutes. */
const MAX_SEARCHED_SPINS = 500;
/** Above this the linear programs take hours. */
const MAX_CYCLE_SPINS = 5000;
/** Where energies are no whole numbers, bounds closer to the objective than this part of it are not told apart. */
const REAL_MARGIN = 4e-9;

/** Bounds of the energy of a network with what shows them: lower <= minimum <= upper. Plain data. */
export interface NetworkProof {
  readonly lower: number;
  /** Energy of `spins`. */
  readonly upper: number;
  readonly proven: boolean;
  readonly spins: Spins;
  readonly method: string;
  readonly nodes: number;
  readonly tree: SpinNode | null;
  readonly interrupted: boolean;
}

/** What steers the proof of a network. */
export type NetworkProofOptions = Omit<TaskProofOptions, "encoding">;

/** Runs work until it ends or the signal is aborted; undefined in that case. */
async function unlessCancelled<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CancelledError) return undefined;
    throw error;
  }
}

const hooksOf = ({ signal, progress }: TaskProofOptions) => ({
  ...(signal === undefined ? {} : { signal }),
  ...(progress === undefined ? {} : { progress }),
});

async function proveByElimination(
  network: HopfieldNetwork,
  { order, width }: EliminationOrder,
  options: TaskProofOptions,
): Promise<NetworkProof | undefined> {
  const found = await unlessCancelled(runStepsAsync(eliminationSteps(network, order), hooksOf(options)));
  if (found === undefined) return undefined;
  return {
    lower: found.energy,
    upper: found.energy,
    proven: true,
    spins: found.spins,
    method: `elimination, at most ${width} spins joined`,
    nodes: 0,
    tree: { leaf: "elimination", order },
    interrupted: false,
  };
}

/** The steps of a search up to a number of nodes, then the bounds that it has. */
function* upToNodes<T>(
  search: { readonly steps: Steps<T>; current(): T },
  maxNodes = Number.POSITIVE_INFINITY,
): Steps<T> {
  for (;;) {
    const step = search.steps.next();
    if (step.done) return step.value;
    yield step.value;
    if (step.value.done >= maxNodes) return search.current();
  }
}

async function proveBySearch(network: HopfieldNetwork, options: TaskProofOptions): Promise<NetworkProof> {
  const { incumbent, gap, seed } = options;
  const search = branchAndBoundSearch(network, {
    ...(incumbent === undefined ? {} : { incumbent }),
    ...(gap === undefined ? {} : { gap }),
    ...(seed === undefined ? {} : { seed }),
  });
  const ended = await unlessCancelled(runStepsAsync(upToNodes(search, options.maxNodes), hooksOf(options)));
  const { lowerEnergy, upperEnergy, proven, spins, nodes, tree } = ended ?? search.current();
  const simple = Number.isFinite(lowerEnergy) ? lowerEnergy : lowerBound(network).energy;
  const method = "semidefinite branch and bound";
  const interrupted = ended === undefined;
  return { lower: simple, upper: upperEnergy, proven, spins, method, nodes, tree, interrupted };
}

/** Couplings a spin up to which linear programs over odd cycles beat the semidefinite relaxation. */
const SPARSE_DEGREE = 5;

function isSparse({ n, weights, bias }: HopfieldNetwork): boolean {
  let couplings = 0;
  for (const w of weights) if (w !== 0) couplings += 0.5;
  // A field is a spin coupled to all: it counts twice.
  for (const b of bias) if (b !== 0) couplings += 2;
  return 2 * couplings <= SPARSE_DEGREE * n;
}

async function proveByCycles(network: HopfieldNetwork, options: TaskProofOptions): Promise<NetworkProof> {
  const search = createCycleSearch(network, await loadHighs(), options.incumbent);
  const ended = await unlessCancelled(runStepsAsync(upToNodes(search, options.maxNodes), hooksOf(options)));
  const { lowerEnergy, upperEnergy, proven, spins, nodes, tree } = ended ?? search.current();
  return {
    lower: Number.isFinite(lowerEnergy) ? lowerEnergy : lowerBound(network).energy,
    upper: upperEnergy,
    proven,
    spins,
    method: "branch and cut over odd cycles",
    nodes,
    tree,
    interrupted: ended === undefined,
  };
}

/**
 * Bounds the lowest energy of a network from both sides by the method that suits its size and structure. When the signal
 * is aborted, the bounds reached so far come back.
 * @throws LimitError when the couplings overflow.
 */
export async function proveNetworkAsync(
  network: HopfieldNetwork,
  options: NetworkProofOptions = {},
): Promise<NetworkProof> {
  const { n } = network;
  const { spins: satisfied, isSatisfied } = treeState(network);
  if (isSatisfied) {
    const lowest = energy(network, satisfied);
    return {
      lower: lowest,
      upper: lowest,
      proven: true,
      spins: satisfied,
      method: "every coupling satisfied",
      nodes: 0,
      tree: { leaf: "cycles", cycles: [] },
      interrupted: false,
    };
  }
  if (n <= MAX_ENUMERATED_SPINS && options.certificate !== true) {
    const found = await unlessCancelled(proveAsync(network, hooksOf(options)));
    if (found !== undefined) {
      const { lowerEnergy: lower, upperEnergy: upper, proven, method } = found;
      return { lower, upper, proven, spins: found.groundStates[0]!, method, nodes: 0, tree: null, interrupted: false };
    }
  } else {
    const order = eliminationOrder(network, MAX_ELIMINATION_WIDTH);
    const found = order === null ? undefined : await proveByElimination(network, order, options);
    if (found !== undefined) return found;
    const { maxSearchedSpins = MAX_SEARCHED_SPINS, maxCycleSpins = MAX_CYCLE_SPINS } = options;
    if (order === null && isSparse(network) && n <= maxCycleSpins) return proveByCycles(network, options);
    if (order === null && n <= maxSearchedSpins) return proveBySearch(network, options);
  }
  return boundOnly(network, options);
}

/** For networks that are too large, or a proof that was interrupted: one bound and the best state known. */
async function boundOnly(network: HopfieldNetwork, options: TaskProofOptions): Promise<NetworkProof> {
  const { incumbent, progress } = options;
  progress?.({ stage: "prove", done: 0, total: 1, note: "lower bound" });
  const bound = lowerBound(network);
  const spins = incumbent ?? descend(network, treeState(network).spins, energyPrecision(network).tolerance);
  const upper = energy(network, spins);
  return {
    lower: Math.min(bound.energy, upper),
    upper,
    proven: bound.energy >= upper,
    spins,
    method: bound.method,
    nodes: 0,
    tree: null,
    interrupted: options.signal?.aborted ?? false,
  };
}

/** The incumbent, when it decodes to a solution that none can be better than; no tree is needed to see it. */
function bestPossible(problem: AnyProblem, encoding: string, incumbent: Spins | undefined): TaskProof | null {
  const { bestPossible: limitOf, solution: form } = problemKind(problem.kind);
  if (limitOf === undefined || incumbent === undefined) return null;
  const decoded = decodeSpins(problem, incumbent, encoding);
  const limit = limitOf(problem);
  if (!decoded.feasible || form.score(problem, decoded.solution).objective !== limit) return null;
  return {
    objective: limit,
    lower: limit,
    upper: limit,
    proven: true,
    method: "no solution can be better",
    nodes: 0,
    solution: decoded.solution,
    certificate: null,
    interrupted: false,
  };
}

async function proveEncoded(problem: AnyProblem, options: TaskProofOptions): Promise<TaskProof> {
  const encoding = encodeProblem(problem, options.encoding);
  const { network, scale, shift } = encoding;
  const best = options.certificate === true ? null : bestPossible(problem, encoding.name, options.incumbent);
  if (best !== null) return best;
  const found = await proveNetworkAsync(network, options);
  const decoded = decodeSpins(problem, found.spins, encoding.name);
  const kind = problemKind(problem.kind);
  const atUpper = scale * found.upper + shift;
  const shown = found.proven ? atUpper : scale * found.lower + shift;
  const limit = kind.bestPossible?.(problem) ?? shown;
  const atLower = problem.sense === "min" ? Math.max(shown, limit) : Math.min(shown, limit);
  const objective = decoded.feasible ? kind.solution.score(problem, decoded.solution).objective : null;
  const reached = objective ?? atUpper;
  const { proven, method, nodes, interrupted } = found;
  const isProven = objective !== null && (proven || objective === atLower);
  const bound = isProven ? reached : atLower;
  return {
    objective,
    lower: Math.min(reached, bound),
    upper: Math.max(reached, bound),
    proven: isProven,
    method,
    nodes,
    solution: decoded.feasible ? decoded.solution : null,
    certificate:
      options.certificate === true && decoded.feasible && found.tree !== null
        ? {
            format: "ohmfield-certificate-1",
            task: { kind: problem.kind, name: problem.name },
            encoding: encoding.name,
            ...claimOf(network, problem.sense, reached, scale * found.lower + shift),
            solution: kind.solution.format(problem, decoded.solution),
            proof: { kind: "spins", tree: found.tree },
          }
        : null,
    interrupted,
  };
}

/** Objective and bound as a certificate states them: equal, or apart by more than rounding. */
function claimOf(network: HopfieldNetwork, sense: "max" | "min", objective: number, bound: number) {
  if (objective === bound || energyPrecision(network).exact) return { objective, bound, proven: objective === bound };
  const apart = REAL_MARGIN * Math.max(Math.abs(objective), Math.abs(bound));
  const weaker = sense === "min" ? Math.min(bound, objective - apart) : Math.max(bound, objective + apart);
  return { objective, bound: weaker, proven: false };
}

async function proveTours(problem: AnyProblem & { kind: "tsp" }, options: TaskProofOptions): Promise<TaskProof> {
  const found = await proveTourAsync(problem, {
    ...hooksOf(options),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    certificate: options.certificate === true,
  });
  const { lower, upper, tour, proven, method, nodes, tree } = found;
  return {
    objective: upper,
    lower,
    upper,
    proven,
    method,
    nodes,
    solution: tour,
    certificate:
      options.certificate === true && tree !== null
        ? {
            format: "ohmfield-certificate-1",
            task: { kind: problem.kind, name: problem.name },
            encoding: null,
            objective: upper,
            bound: lower,
            proven,
            solution: problemKind(problem.kind).solution.format(problem, tour),
            proof: { kind: "tour", tree },
          }
        : null,
    interrupted: options.signal?.aborted === true && !proven,
  };
}

async function proveAssignment(
  problem: AnyProblem,
  { assignment, divisor, placed }: AssignedTask,
  options: TaskProofOptions,
): Promise<TaskProof> {
  const search = createAssignmentSearch(assignment, {
    tree: options.certificate === true,
    ...(options.gap === undefined ? {} : { gap: options.gap }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  const ended = await unlessCancelled(runStepsAsync(search.steps, hooksOf(options)));
  const { lower: least, location, proven, nodes, tree, treeTooLarge } = ended ?? search.current();
  const { solution: form } = problemKind(problem.kind);
  const solution = Uint32Array.from(location.subarray(0, placed));
  const { objective } = form.score(problem, solution);
  // Before the first node is bounded nothing is known but the sum of the smallest terms.
  const lower = Number.isFinite(least) ? least / divisor : lowestCost(assignment) / divisor;
  const method = "Gilmore-Lawler branch and bound";
  return {
    objective,
    lower,
    upper: objective,
    proven,
    method: treeTooLarge ? `${method}; its tree is too large for a certificate` : method,
    nodes,
    solution,
    certificate:
      tree === null || !Number.isFinite(least)
        ? null
        : {
            format: "ohmfield-certificate-1",
            task: { kind: problem.kind, name: problem.name },
            encoding: null,
            objective,
            bound: lower,
            proven,
            solution: form.format(problem, solution),
            proof: { kind: "assignment", tree },
          },
    interrupted: ended === undefined,
  };
}

/** Whether the proof of a task goes through the network of its encoding, so that a good state of that is of use. */
export function isProvenEncoded(problem: AnyProblem): boolean {
  return problem.kind !== "tsp" && assignedTaskOf(problem) === null;
}

/**
 * Proves the optimum of a task, or bounds it from both sides as far as the signal allows. Tours and assignments have
 * methods of their own; other tasks are proven through the network of their encoding, whose lowest state is an optimal
 * solution as long as its penalty holds.
 *
 * @throws ProblemError, LimitError, ArgumentError as encodings and methods do.
 */
export function proveTaskAsync(problem: AnyProblem, options: TaskProofOptions = {}): Promise<TaskProof> {
  if (problem.kind === "tsp") return proveTours(problem, options);
  const assigned = assignedTaskOf(problem);
  return assigned === null ? proveEncoded(problem, options) : proveAssignment(problem, assigned, options);
}
