/** Solutions in the task's own terms: spins for most tasks, tours and the like for others. */

import type { Spins } from "../network/index.ts";
import type { Decoded, Problem, Score, SolutionForm } from "./problem.ts";
import { formatSpins, parseSpins } from "./spins-file.ts";

/** The form of a task whose every state is a solution, spin for spin. */
export function spinSolution<P extends Problem>(score: (problem: P, spins: Spins) => Score): SolutionForm<P, Spins> {
  return {
    fromSpins: (_, spins) => ({ feasible: true, solution: spins }),
    parse: (text, file, problem) => parseSpins(text, file, problem.n),
    format: (_, spins) => formatSpins(spins),
    score,
  };
}

/**
 * Scores a state through its solution. A state that decodes to none has the objective NaN, for there is nothing to
 * measure, and names the constraints that fail.
 * @throws ProblemError for spins of the wrong number or value.
 */
export function scoreState<P extends Problem, S>(form: SolutionForm<P, S>, problem: P, spins: Spins): Score {
  const decoded: Decoded<S> = form.fromSpins(problem, spins);
  if (decoded.feasible) return form.score(problem, decoded.solution);
  return { objective: Number.NaN, feasible: false, violations: decoded.violations };
}
