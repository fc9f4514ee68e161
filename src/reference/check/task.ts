/** What the checker takes from a task: the only file that knows how tasks encode themselves. */

import { type AnyProblem, type Encoding, problemKind, type Score } from "../../problem/index.ts";
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

/** The matrices of a task whose solutions are assignments; no kind of task has them yet. */
export function assignmentTaskOf(_problem: AnyProblem): AssignmentTask | null {
  return null;
}

/** Objective of a solution in its file form. @throws ProblemError when it cannot be read. */
export function scoreSolution(problem: AnyProblem, text: string): Score {
  const form = problemKind(problem.kind).solution;
  return form.score(problem, form.parse(text, "the solution", problem));
}
