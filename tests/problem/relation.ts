import { expect } from "vitest";
import { energy } from "../../src/network/index.ts";
import {
  type AnyProblem,
  type AnySolution,
  type EncodeOptions,
  type Encoding,
  encodeProblem,
  encodingMethod,
  scoreSpins,
} from "../../src/problem/index.ts";
import { allStates } from "./arbitraries.ts";

/** What a state costs in units of the objective, lower being better whatever the sense. */
export function costOf({ network, scale, shift }: Encoding, spins: Int8Array): number {
  return Math.sign(scale) * (scale * energy(network, spins) + shift);
}

/** The encoding called `name`, and what its solutions cost. */
export function encodingUnderTest(problem: AnyProblem, name: string, options: EncodeOptions = {}) {
  const encoding = encodeProblem(problem, { ...options, encoding: name });
  const method = encodingMethod(problem, name);
  const cost = (solution: AnySolution): number => costOf(encoding, method.spinsOf(problem, solution));
  return { encoding, method, cost };
}

/**
 * Holds an encoding to its contract over all of its states.
 * @param oracle the objective of a state from the task itself, given which of the first n bits are 1; undefined when it is
 *   infeasible
 * @returns the lowest cost of a feasible state and of an infeasible one, and the highest objective as a cost
 */
export function checkAllStates(
  problem: AnyProblem,
  name: string,
  oracle: (bits: readonly boolean[]) => number | undefined,
  options: EncodeOptions = {},
) {
  const { encoding, method } = encodingUnderTest(problem, name, options);
  const sign = problem.sense === "max" ? -1 : 1;
  expect(Math.sign(encoding.scale)).toBe(sign);
  let best = Infinity;
  let worst = -Infinity;
  let lowestInfeasible = Infinity;
  const lowest = new Map<string, number>();
  const objectives = new Map<string, number>();
  for (const spins of allStates(encoding.network.n)) {
    const cost = costOf(encoding, spins);
    const bits = Array.from(spins.subarray(0, problem.n), (s) => s === 1);
    const objective = oracle(bits);
    const score = scoreSpins(problem, spins, name);
    if (score.feasible !== (objective !== undefined)) expect.unreachable(`feasibility of ${bits}`);
    if (objective === undefined) {
      expect(score.violations.length).toBeGreaterThan(0);
      lowestInfeasible = Math.min(lowestInfeasible, cost);
      continue;
    }
    if (score.objective !== objective) expect(score.objective).toBe(objective);
    const key = bits.join();
    if (!objectives.has(key)) {
      const decoded = method.decode(problem, spins);
      if (!decoded.feasible) return expect.unreachable("a feasible state that decodes to nothing");
      expect(costOf(encoding, method.spinsOf(problem, decoded.solution))).toBe(sign * objective);
      objectives.set(key, sign * objective);
    }
    lowest.set(key, Math.min(lowest.get(key) ?? Infinity, cost));
    best = Math.min(best, sign * objective);
    worst = Math.max(worst, sign * objective);
  }
  // The best ancillas give the objective, no others less.
  expect(lowest).toEqual(objectives);
  const gap = encoding.penalty?.gap;
  if (typeof gap === "number" && best < Infinity) expect(lowestInfeasible).toBeGreaterThanOrEqual(best + gap);
  if (encoding.penalty === null) expect(lowestInfeasible).toBe(Infinity);
  return { encoding, best, worst, lowestInfeasible };
}
