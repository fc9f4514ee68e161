/** What the checker takes from a task: the only file that knows how tasks encode themselves. */

import { type AnyProblem, type Encoding, type Placement, problemKind, type Score } from "../../problem/index.ts";
import type { AssignmentTask } from "./gilmore-lawler.ts";
import type { TourTask } from "./tour-decisions.ts";

/** The encoding called `name`, with the penalty weight that it chooses itself, or why there is none. */
export function encodingOf(problem: AnyProblem, name: string): Encoding | string {
  const method = problemKind(problem.kind).encodings.find((candidate) => candidate.name === name);
  return method === undefined ? `tasks of kind ${problem.kind} have no encoding of this name` : method.encode(problem);
}

/** The distances of a task whose solutions are tours, else null. */
export function tourTaskOf(problem: AnyProblem): TourTask | null {
  if (problem.kind !== "tsp") return null;
  const { n, distances, symmetric } = problem;
  return { n, distances, symmetric };
}

/** The matrices of a task whose solutions are assignments: objective = cost / divisor. */
export interface DividedTask {
  readonly task: AssignmentTask;
  readonly divisor: number;
}

/**
 * A placement as an assignment of slots: the facilities after the cells have no flow and stand on the empty slots. Each
 * pair of cells flows both ways, so that a wire costs twice its length.
 */
function placementTask({ rows, columns, nets }: Placement): DividedTask {
  const n = rows * columns;
  const flow = new Float64Array(n * n);
  for (const { weight, cells } of nets) {
    cells.forEach((cell, p) => {
      for (const other of cells.slice(0, p)) {
        flow[cell * n + other]! += weight;
        flow[other * n + cell]! += weight;
      }
    });
  }
  const distance = new Float64Array(n * n);
  for (let slot = 0; slot < n; slot++) {
    for (let other = 0; other < n; other++) {
      const across = (slot % columns) - (other % columns);
      const down = Math.floor(slot / columns) - Math.floor(other / columns);
      distance[slot * n + other] = Math.abs(across) + Math.abs(down);
    }
  }
  return { task: { n, flow, distance }, divisor: 2 };
}

/** The assignment that a task is, or null when it is none. */
export function assignmentTaskOf(problem: AnyProblem): DividedTask | null {
  if (problem.kind === "placement") return placementTask(problem);
  if (problem.kind !== "qap") return null;
  return { task: { n: problem.n, flow: problem.flows, distance: problem.distances }, divisor: 1 };
}

/** Objective of a solution in its file form. @throws ProblemError when it cannot be read. */
export function scoreSolution(problem: AnyProblem, text: string): Score {
  const form = problemKind(problem.kind).solution;
  return form.score(problem, form.parse(text, "the solution", problem));
}
