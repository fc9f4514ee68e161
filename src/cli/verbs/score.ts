import { readText } from "../../campaign/index.ts";
import { problemKind } from "../../problem/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { loadProblem } from "../load.ts";

/** Scores a solution from the task alone. */
export async function scoreVerb(
  file: string,
  solution: string,
  options: { readonly json?: boolean },
  context: Context,
): Promise<number> {
  const { problem } = await loadProblem(file);
  const form = problemKind(problem.kind).solution;
  const score = form.score(problem, form.parse(await readText(solution), solution, problem));
  if (options.json === true) {
    const { kind, name, n, sense } = problem;
    context.print(JSON.stringify({ task: { kind, name, n, sense }, ...score }));
  } else {
    context.print(`objective ${score.objective}, ${score.feasible ? "feasible" : "not feasible"}`);
    for (const violation of score.violations) context.print(`  ${violation}`);
  }
  return score.feasible ? EXIT.done : EXIT.no;
}
