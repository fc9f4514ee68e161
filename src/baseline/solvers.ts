/** The software rivals by name, in the one form in which they are raced against each other. */

import { ArgumentError, quoteReceived, type Steps } from "../core/index.ts";
import type { HopfieldNetwork, Spins } from "../network/index.ts";
import type { AnyProblem, Recall, Tour, Tsp } from "../problem/index.ts";
import { breakoutSteps } from "./breakout-local-search.ts";
import { chaoticSteps } from "./chaotic-annealing.ts";
import { greedySteps, randomSteps } from "./greedy.ts";
import { meanFieldSteps } from "./mean-field-annealing.ts";
import { noisyHopfieldSteps } from "./noisy-hopfield.ts";
import { temperingSteps } from "./parallel-tempering.ts";
import { portfolioSteps } from "./portfolio.ts";
import { rankTwoSteps } from "./rank-two-relaxation.ts";
import { nearestPatternSteps, type RecallResult, softmaxSteps } from "./recall/index.ts";
import type { SpinSearchOptions } from "./search.ts";
import { annealSteps } from "./simulated-annealing.ts";
import { bifurcationSteps } from "./simulated-bifurcation.ts";
import { tabuSteps } from "./tabu-search.ts";
import { linKernighanSteps, nearestNeighbourSteps, segmentInsertionSteps, twoOptSteps } from "./tours/index.ts";
import type { TourSearchOptions, TourTask } from "./tours/tour-search.ts";

/** Takes a solution met after so many sweeps. */
export type Offer<S> = (solution: S, sweeps: number) => void;

/** How long one call of a search is; its own default where nothing is said. */
export interface SearchLength {
  /** Independent starts. */
  readonly restarts?: number;
  /** Sweeps a start. */
  readonly sweeps?: number;
}

interface Named {
  readonly name: string;
  readonly description: string;
  /** Whether every start is the same, so that a second one is of no use. */
  readonly isDeterministic: boolean;
}

/** A search over the states of a task's network: fits every task that has an encoding. */
export interface NetworkSolver extends Named {
  readonly on: "network";
  /** One call; `done` of its progress counts sweeps. */
  start(network: HopfieldNetwork, seed: number, offer: Offer<Spins>, length?: SearchLength): Steps<unknown>;
}

/** A search over tours. */
export interface TourSolver extends Named {
  readonly on: "tours";
  /** Whether distances may depend on the direction. */
  readonly isDirected: boolean;
  /** One call; a sweep is a start or a kick. */
  start(task: Tsp, seed: number, offer: Offer<Tour>, length?: SearchLength): Steps<unknown>;
}

/** A retrieval of stored patterns. */
export interface RecallSolver extends Named {
  readonly on: "recall tasks";
  start(task: Recall, seed: number, offer: Offer<Spins>): Steps<unknown>;
}

export type Solver = NetworkSolver | TourSolver | RecallSolver;

type SpinSearch = (network: HopfieldNetwork, options: SpinSearchOptions) => Steps<unknown>;
type TourSearch = (task: TourTask, options: TourSearchOptions) => Steps<unknown>;

const spins = (name: string, description: string, search: SpinSearch): NetworkSolver => ({
  name,
  description,
  isDeterministic: false,
  on: "network",
  start: (network, seed, offer, length) =>
    search(network, { ...length, seed, onIncumbent: (found) => offer(found.spins, found.sweeps) }),
});

const tours = (name: string, description: string, isDirected: boolean, search: TourSearch): TourSolver => ({
  name,
  description,
  isDeterministic: false,
  on: "tours",
  isDirected,
  start: (task, seed, offer, { restarts, sweeps } = {}) =>
    search(task, {
      ...(restarts === undefined ? {} : { restarts }),
      ...(sweeps === undefined ? {} : { kicks: sweeps - 1 }),
      seed,
      onIncumbent: (found) => offer(found.tour, found.sweeps),
    }),
});

const recall = (name: string, description: string, search: (task: Recall) => Steps<RecallResult>): RecallSolver => ({
  name,
  description,
  isDeterministic: true,
  on: "recall tasks",
  *start(task, _, offer) {
    const found = yield* search(task);
    offer(found.spins, found.sweeps);
  },
});

/** All solvers, each with its defaults. */
export const solvers: readonly Solver[] = [
  spins("annealing", "simulated annealing", annealSteps),
  spins("tempering", "parallel tempering with cluster moves", temperingSteps),
  spins("bifurcation", "simulated bifurcation, ballistic", bifurcationSteps),
  spins("bifurcation-discrete", "simulated bifurcation, discrete", (network, options) =>
    bifurcationSteps(network, { ...options, variant: "discrete" }),
  ),
  spins("tabu", "one-flip tabu search", (network, { sweeps, ...options }) =>
    tabuSteps(network, sweeps === undefined ? options : { ...options, flips: sweeps }),
  ),
  spins("breakout", "breakout local search", breakoutSteps),
  spins("rank-two", "rank-two relaxation of Burer, Monteiro and Zhang", rankTwoSteps),
  spins("mean-field", "mean-field annealing", meanFieldSteps),
  spins("chaotic", "transiently chaotic network of Chen and Aihara", chaoticSteps),
  spins("noisy-hopfield", "discrete Hopfield network with hysteresis, as on the memristor chip", noisyHopfieldSteps),
  spins("portfolio", "rank-two relaxation, tempering and breakout search by turns", portfolioSteps),
  spins("greedy", "descent from random states", greedySteps),
  spins("random", "random states", randomSteps),
  tours("nearest-neighbour", "nearest neighbour tours", true, nearestNeighbourSteps),
  tours("two-opt", "2-opt and Or-opt", false, twoOptSteps),
  tours("insertion", "Or-3opt, which turns no stretch around", true, segmentInsertionSteps),
  tours("lin-kernighan", "chained Lin and Kernighan", false, linKernighanSteps),
  recall("nearest-pattern", "stored pattern nearest to the probe", nearestPatternSteps),
  recall("softmax", "modern Hopfield network", softmaxSteps),
];

/** The solver of this name. @throws ArgumentError listing the names. */
export function solverNamed(name: string): Solver {
  const found = solvers.find((solver) => solver.name === name);
  if (found !== undefined) return found;
  throw new ArgumentError("no solver has this name", {
    code: "argument.solver",
    received: quoteReceived(name),
    expected: `some of ${solvers.map((solver) => solver.name).join(", ")}`,
  });
}

/** Why a solver cannot work on a task; null when it can. */
export function whyUnfit(solver: Solver, problem: AnyProblem): string | null {
  if (solver.on === "network") return null;
  if (solver.on === "recall tasks") {
    return problem.kind === "recall" ? null : `${solver.name} works on recall tasks only`;
  }
  if (problem.kind !== "tsp") return `${solver.name} works on tours only`;
  if (problem.symmetric || solver.isDirected) return null;
  return `${solver.name} turns stretches of a tour around, which distances that depend on the direction do not allow`;
}
