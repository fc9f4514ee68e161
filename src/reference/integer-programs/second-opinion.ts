/**
 * A second opinion on a task: an integer program written from the task itself, never from its energy, and solved by HiGHS.
 * It shares nothing with the proofs, and leaves no certificate.
 */

import { type AnyProblem, type AnySolution, problemKind } from "../../problem/index.ts";
import { type IntegerSolver, type IntegerStatus, loadIntegerSolver } from "../linear-program/index.ts";
import {
  exactCoverProgram,
  knapsackProgram,
  maxSatProgram,
  numberPartitioningProgram,
  setCoverProgram,
  setPackingProgram,
} from "./choice-programs.ts";
import {
  cliqueProgram,
  colouringProgram,
  independentSetProgram,
  partitionProgram,
  vertexCoverProgram,
} from "./graph-programs.ts";
import type { TaskProgram } from "./program-builder.ts";
import { isingProgram, maxCutProgram, quboProgram } from "./quadratic-programs.ts";

/** What HiGHS says of a task. Plain data. */
export interface SecondOpinion {
  /** Objective of `solution`, from the task; null without one. */
  readonly objective: number | null;
  readonly solution: AnySolution | null;
  readonly method: string;
  /** Whether HiGHS calls it optimal, or says that there is no solution: its word, with tolerances of 1e-6. */
  readonly proven: boolean;
  readonly status: IntegerStatus;
}

export interface SecondOpinionOptions {
  /** From `loadIntegerSolver`, which is called when there is none. */
  readonly solve?: IntegerSolver;
  /** Limit of HiGHS's run; 60 by default. */
  readonly seconds?: number;
}

/** The integer program of a task; null for kinds that have none. */
export function integerProgramOf(problem: AnyProblem): TaskProgram | null {
  switch (problem.kind) {
    case "max-cut":
      return maxCutProgram(problem);
    case "ising":
      return isingProgram(problem);
    case "qubo":
      return quboProgram(problem);
    case "colouring":
      return colouringProgram(problem);
    case "partition":
      return partitionProgram(problem);
    case "vertex-cover":
      return vertexCoverProgram(problem);
    case "independent-set":
      return independentSetProgram(problem);
    case "clique":
      return cliqueProgram(problem);
    case "set-cover":
      return setCoverProgram(problem);
    case "set-packing":
      return setPackingProgram(problem);
    case "exact-cover":
      return exactCoverProgram(problem);
    case "knapsack":
      return knapsackProgram(problem);
    case "number-partitioning":
      return numberPartitioningProgram(problem);
    case "max-sat":
      return maxSatProgram(problem);
    default:
      return null;
  }
}

/** Solves a task by its integer program; null for kinds that have none. A solution that is not feasible is dropped. */
export async function secondOpinion(
  problem: AnyProblem,
  { solve, seconds }: SecondOpinionOptions = {},
): Promise<SecondOpinion | null> {
  const made = integerProgramOf(problem);
  if (made === null) return null;
  const solver = solve ?? (await loadIntegerSolver());
  const { status, values } = solver(made.program, seconds);
  const { columns, rows } = made.program;
  const method = `HiGHS, ${columns.length} columns and ${rows.length} rows`;
  const solution = values === null ? null : made.solutionOf(values);
  const score = solution === null ? null : problemKind(problem.kind).solution.score(problem, solution);
  if (score === null || !score.feasible) {
    return { objective: null, solution: null, method, proven: status === "infeasible", status };
  }
  return { objective: score.objective, solution, method, proven: status === "optimal", status };
}
