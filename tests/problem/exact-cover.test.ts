import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { energy } from "../../src/network/index.ts";
import {
  createExactCover,
  encodeProblem,
  encodingMethod,
  exactCoverKind,
  parseExactCover,
  scoreSpins,
} from "../../src/problem/index.ts";
import { allStates } from "./arbitraries.ts";

const tasks = fc.integer({ min: 1, max: 6 }).chain((elements) =>
  fc
    .array(fc.uniqueArray(fc.nat(elements - 1), { minLength: 1, maxLength: elements }), {
      minLength: 1,
      maxLength: 9,
    })
    .map((sets) => createExactCover("cover", elements, sets)),
);

describe("encodeExactCover", () => {
  test("has the number of sets as its energy for every cover, and lies above the worst of them elsewhere", () => {
    fc.assert(
      fc.property(tasks, (problem) => {
        const { network, scale, shift, penalty } = encodeProblem(problem);
        let worst = Number.NEGATIVE_INFINITY;
        let bestOther = Number.POSITIVE_INFINITY;
        for (const spins of allStates(problem.n)) {
          const { feasible, objective } = scoreSpins(problem, spins);
          const cost = scale * energy(network, spins) + shift;
          if (!feasible) bestOther = Math.min(bestOther, cost);
          else {
            expect(cost).toBe(objective);
            expect(
              encodingMethod(problem).spinsOf(
                problem,
                exactCoverKind.solution.parse(
                  exactCoverKind.solution.format(
                    problem,
                    Uint32Array.from(spins.keys()).filter((k) => spins[k] === 1),
                  ),
                  "s",
                  problem,
                ),
              ),
            ).toEqual(spins);
            worst = Math.max(worst, objective);
          }
        }
        if (Number.isFinite(worst)) expect(bestOther).toBeGreaterThanOrEqual(worst + penalty!.gap!);
      }),
    );
  });
});

describe("parseExactCover", () => {
  test("reads what formatExactCover writes", () => {
    fc.assert(
      fc.property(tasks, (problem) => {
        expect(parseExactCover(exactCoverKind.format(problem), "x")).toEqual(problem);
      }),
    );
  });

  test.for([
    ["", /x:1: the file has no sets/],
    ["3\n", /x:1: the file has no sets/],
    ["0\n1\n", /x:1: the first line is not right .*0/],
    ["2 3\n1\n", /x:1: the first line is not right .*2 3/],
    ["2\n1\n# none\n3\n", /x:4: a set is not right .*3.*1\.\.2/],
  ] as const)("refuses %j, saying where", ([text, message]) => {
    expect(() => parseExactCover(text, "x")).toThrow(message);
  });
});

describe("a solution", () => {
  const problem = createExactCover("two", 3, [[0], [1, 2], [0, 1]]);

  test("that is no cover names the elements that are not in one set", () => {
    expect(exactCoverKind.solution.score(problem, Uint32Array.of(1, 2))).toEqual({
      objective: Number.NaN,
      feasible: false,
      violations: ["element 2 is in 2 of the sets"],
    });
    expect(exactCoverKind.solution.score(problem, Uint32Array.of(0, 1)).objective).toBe(2);
  });

  test("with a set twice or out of range is refused", () => {
    expect(() => exactCoverKind.solution.parse("1\n1\n", "s", problem)).toThrow(/s:2: the set is not right/);
    expect(() => exactCoverKind.solution.parse("4\n", "s", problem)).toThrow(/s:1: the set is not right/);
  });
});
