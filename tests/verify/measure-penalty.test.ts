import { describe, expect, test } from "vitest";
import { energy } from "../../src/network/index.ts";
import {
  type AnyProblem,
  createIndependentSet,
  createMaxCut,
  encodeProblem,
  parseProblem,
  scoreSpins,
} from "../../src/problem/index.ts";
import { measurePenalty } from "../../src/verify/index.ts";
import { enumerateStates } from "../helpers/states.ts";

const ring = (n: number) =>
  createIndependentSet(
    "ring",
    n,
    Array.from({ length: n }, (_, i) => i),
    Array.from({ length: n }, (_, i) => (i + 1) % n),
  );

const tsp = (n: number) =>
  parseProblem(
    `TYPE: TSP\nDIMENSION: ${n}\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n${Array.from({ length: n }, (_, i) => `${i + 1} ${(i * i * 7) % 31} ${(i * 11) % 17}\n`).join("")}EOF\n`,
    "some.tsp",
  );

/** The gap by looking at every state, in units of the objective. */
function bruteGap(problem: AnyProblem, penaltyWeight?: number): number {
  const encoding = encodeProblem(problem, penaltyWeight === undefined ? {} : { penaltyWeight });
  let [feasible, infeasible] = [Infinity, Infinity];
  for (const s of enumerateStates(encoding.network.n)) {
    const e = energy(encoding.network, s);
    if (scoreSpins(problem, s).feasible) feasible = Math.min(feasible, e);
    else infeasible = Math.min(infeasible, e);
  }
  return Math.abs(encoding.scale) * (infeasible - feasible);
}

describe("measurePenalty", () => {
  test.each([
    ["a ring's independent sets", ring(7), undefined],
    ["the same with a weight that is too small", ring(7), 0.25],
    ["tours of four cities", tsp(4), undefined],
    ["the same with a weight that is too small", tsp(4), 2],
  ] as const)("finds the true gap of %s by looking at all states", (_, problem, penaltyWeight) => {
    const encoding = encodeProblem(problem, penaltyWeight === undefined ? {} : { penaltyWeight });
    const measured = measurePenalty(problem, encoding);
    expect(measured).toMatchObject({ method: "all states", gap: bruteGap(problem, penaltyWeight) });
    if (penaltyWeight === undefined) expect(measured.gap).toBeGreaterThanOrEqual(encoding.penalty!.gap!);
    else expect(measured.gap).toBeLessThan(0);
  });

  test("gives no gap where every state is feasible", () => {
    const problem = createMaxCut("edge", 2, [0], [1], [1]);
    expect(measurePenalty(problem, encodeProblem(problem)).gap).toBeNull();
  });

  test("searches above 20 spins: what it meets is never below the proven gap, and shows a weight that is too small", () => {
    const problem = ring(31);
    const encoding = encodeProblem(problem);
    const measured = measurePenalty(problem, encoding);
    expect(measured.method).toBe("search");
    // A set of 15 or, with one pair of neighbours in it, 16 less the penalty of 2.
    expect(measured.gap).toBe(1);
    expect(measured.gap).toBeGreaterThanOrEqual(encoding.penalty!.gap!);
    expect(measurePenalty(problem, encodeProblem(problem, { penaltyWeight: 0.5 })).gap).toBeLessThan(0);
    expect(measurePenalty(problem, encoding)).toEqual(measured);
  });
});
