import { readText } from "../../campaign/index.ts";
import { type AnyProblem, type AnySolution, encodingMethod, problemKind, repairSpins } from "../../problem/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { loadProblem } from "../load.ts";

export interface ScoreOptions {
  readonly repair?: boolean;
  readonly json?: boolean;
}

/** Objective of the solution that the first encoding's repair makes of one that is not feasible. */
function repairedObjective(problem: AnyProblem, solution: AnySolution): number {
  const spins = encodingMethod(problem).spinsOf(problem, solution);
  return problemKind(problem.kind).solution.score(problem, repairSpins(problem, spins)).objective;
}

/** Scores a solution from the task alone. */
export async function scoreVerb(
  file: string,
  solutionFile: string,
  options: ScoreOptions,
  context: Context,
): Promise<number> {
  const { problem } = await loadProblem(file);
  const form = problemKind(problem.kind).solution;
  const solution = form.parse(await readText(solutionFile), solutionFile, problem);
  const score = form.score(problem, solution);
  const repaired =
    options.repair === true && !score.feasible ? { objective: repairedObjective(problem, solution) } : null;
  if (options.json === true) {
    const { kind, name, n, sense } = problem;
    const task = { kind, name, n, sense };
    context.print(JSON.stringify({ task, ...score, ...(options.repair === true ? { repaired } : {}) }));
  } else {
    context.print(score.feasible ? `objective ${score.objective}, feasible` : "not feasible");
    for (const violation of score.violations) context.print(`  ${violation}`);
    if (repaired !== null) context.print(`repaired: objective ${repaired.objective}`);
    else if (options.repair === true) context.print("nothing to repair");
  }
  return score.feasible ? EXIT.done : EXIT.no;
}
