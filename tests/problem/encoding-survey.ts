import { energy } from "../../src/network/index.ts";
import { type AnyProblem, encodeProblem, encodingMethod, problemKind } from "../../src/problem/index.ts";
import { allStates } from "./arbitraries.ts";

export interface Survey {
  /** Solutions among the states, ancillas aside. */
  readonly solutions: number;
  /** Solutions whose scaled energy at `spinsOf` is not their objective, or that these spins do not decode to. */
  readonly wrong: number;
  /** States that lie lower than the objective of the solution that they decode to. */
  readonly tooLow: number;
  /** Best objective of a solution, and the lowest value of a state that is none; both as if minimised. */
  readonly best: number;
  readonly lowestInfeasible: number;
  readonly gap: number | null | undefined;
}

/** Walks all states of an encoding. `tolerance` is for objectives that are no binary fractions. */
export function surveyEncoding(
  problem: AnyProblem,
  options: { readonly encoding?: string; readonly penaltyWeight?: number } = {},
  tolerance = 0,
): Survey {
  const { network, scale, shift, penalty } = encodeProblem(problem, options);
  const method = encodingMethod(problem, options.encoding);
  const { score } = problemKind(problem.kind).solution;
  const sign = problem.sense === "min" ? 1 : -1;
  const solutions = new Set<string>();
  const survey = { solutions: 0, wrong: 0, tooLow: 0, best: Infinity, lowestInfeasible: Infinity };
  for (const spins of allStates(network.n)) {
    const value = sign * (scale * energy(network, spins) + shift);
    const decoded = method.decode(problem, spins);
    if (!decoded.feasible) {
      survey.lowestInfeasible = Math.min(survey.lowestInfeasible, value);
      continue;
    }
    const { solution } = decoded;
    const objective = sign * score(problem, solution).objective;
    if (!(value >= objective - tolerance)) survey.tooLow++;
    survey.best = Math.min(survey.best, objective);
    if (solutions.has(solution.join(" "))) continue;
    solutions.add(solution.join(" "));
    const own = method.spinsOf(problem, solution);
    const back = method.decode(problem, own);
    const isSame = back.feasible && back.solution.join(" ") === solution.join(" ");
    const off = Math.abs(sign * (scale * energy(network, own) + shift) - objective);
    if (!isSame || !(off <= tolerance)) survey.wrong++;
  }
  return { ...survey, solutions: solutions.size, gap: penalty?.gap };
}
