import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { energy } from "../../src/network/index.ts";
import {
  createTsp,
  decodeSpins,
  encodeOneHot,
  encodeTour,
  type OneHotOptions,
  scoreSpins,
  type Tsp,
  tourPenalty,
  tspKind,
} from "../../src/problem/index.ts";
import { allStates, tsps } from "./arbitraries.ts";

interface Survey {
  tours: number;
  /** Tours whose scaled energy is not their length. */
  wrong: number;
  shortest: number;
  lowestInfeasible: number;
  /** Infeasible states that every single flip would raise. */
  trapped: number;
}

/** Walks all states; numbers are exact, for all values are multiples of 1/4. */
function survey(problem: Tsp, options: OneHotOptions): Survey {
  const { network, scale, shift } = encodeOneHot(problem, options);
  const found = { tours: 0, wrong: 0, shortest: Infinity, lowestInfeasible: Infinity, trapped: 0 };
  for (const spins of allStates(network.n)) {
    const value = scale * energy(network, spins) + shift;
    const { feasible, objective } = scoreSpins(problem, spins);
    if (feasible) {
      found.tours++;
      if (objective !== value) found.wrong++;
      found.shortest = Math.min(found.shortest, objective);
      continue;
    }
    found.lowestInfeasible = Math.min(found.lowestInfeasible, value);
    const isTrapped = spins.every((spin, k) => {
      let field = network.bias[k]!;
      for (let j = 0; j < network.n; j++) field += network.weights[k * network.n + j]! * spins[j]!;
      return spin * field > 0;
    });
    if (isTrapped) found.trapped++;
  }
  return found;
}

const distances = fc.integer({ min: -20, max: 60 });

describe("encodeOneHot", () => {
  test.for([
    [3, true, 2, 40],
    [3, false, 6, 20],
    [4, true, 6, 40],
    [4, false, 24, 3],
  ] as const)("of %i cities, first fixed: %s, has the length of all %i tours as scale E + shift and the rest above by the gap", ([
    n,
    fixFirst,
    tours,
    numRuns,
  ]) => {
    fc.assert(
      fc.property(tsps(n, n, distances), (problem) => {
        const found = survey(problem, { fixFirst });
        expect(found).toMatchObject({ tours, wrong: 0, trapped: 0 });
        const { gap } = encodeOneHot(problem, { fixFirst }).penalty!;
        expect(gap).toBe(1);
        expect(found.lowestInfeasible).toBeGreaterThanOrEqual(found.shortest + gap!);
      }),
      { numRuns },
    );
  });

  test("gives no bound for a weight that is too small, under which an infeasible state can be the lowest", () => {
    const problem = createTsp("far", 4, [0, 9, 1, 1, 9, 0, 9, 9, 1, 9, 0, 1, 1, 9, 1, 0]);
    const options = { penaltyWeight: tourPenalty(problem).weight / 2 };
    expect(encodeOneHot(problem, options).penalty?.gap).toBeNull();
    const found = survey(problem, options);
    expect(found.wrong).toBe(0);
    expect(found.lowestInfeasible).toBeLessThan(found.shortest);
  });

  test("refuses more spins than fit before it couples them", () => {
    const big = createTsp("big", 200, new Float64Array(40_000));
    expect(() => encodeOneHot(big)).toThrow(/39601 spins/);
  });
});

describe("encodeTour", () => {
  test.each([true, false])("gives spins that decode to the same tour, first city fixed: %s", (fixFirst) => {
    const run = tsps(3, 8, distances).chain((problem) =>
      fc.tuple(fc.constant(problem), fc.shuffledSubarray([...Array(problem.n).keys()], { minLength: problem.n })),
    );
    fc.assert(
      fc.property(run, ([problem, order]) => {
        const tour = Uint32Array.from(order);
        const spins = encodeTour(problem, tour, fixFirst);
        const { objective } = tspKind.solution.score(problem, tour);
        expect(scoreSpins(problem, spins)).toEqual({ objective, feasible: true, violations: [] });
        const { network, scale, shift } = encodeOneHot(problem, { fixFirst });
        expect(scale * energy(network, spins) + shift).toBe(objective);
        const decoded = decodeSpins(problem, spins);
        const start = fixFirst ? order.indexOf(0) : 0;
        const turned = Uint32Array.from(order, (_, p) => order[(start + p) % problem.n]!);
        expect(decoded).toEqual({ feasible: true, solution: turned });
      }),
    );
  });
});

describe("decodeOneHot", () => {
  const problem = createTsp("t", 3, new Float64Array(9));

  test("names the cities and positions that are not right", () => {
    expect(scoreSpins(problem, Int8Array.of(1, 1, -1, -1))).toEqual({
      objective: Number.NaN,
      feasible: false,
      violations: ["city 2 is visited 2 times", "city 3 is visited 0 times"],
    });
    expect(scoreSpins(problem, Int8Array.of(1, -1, -1, 1, -1, -1, -1, -1, -1)).violations).toEqual([
      "city 3 is visited 0 times",
      "position 1 holds 2 cities",
      "position 2 holds 0 cities",
      "position 3 holds 0 cities",
    ]);
  });

  test("refuses another number of spins", () => {
    expect(() => scoreSpins(problem, new Int8Array(5).fill(1))).toThrow(/9 spins, or 4/);
  });
});
