import { describe, expect, test } from "vitest";
import { ProblemError } from "../../src/core/index.ts";
import {
  type AnyProblem,
  createIndependentSet,
  createIsing,
  createMaxCut,
  createQubo,
  decodeSpins,
  encodeProblem,
  encodingMethod,
  problemKind,
  problemKinds,
  scoreSpins,
} from "../../src/problem/index.ts";

const tasks: readonly [kind: string, problem: AnyProblem][] = [
  ["max-cut", createMaxCut("g", 3, [0, 1], [1, 2], [2, 3])],
  ["ising", createIsing("i", 3, [0, 1], [1, 2], [2, 3], [1, 0, 0])],
  ["qubo", createQubo("q", "max", 3, [0, 1], [1, 2], [2, 3], [1, 0, 0])],
];

describe("a task whose solutions are spins", () => {
  test.for(tasks)("%s decodes, writes, reads and scores them as one and the same", ([name, problem]) => {
    const kind = problemKind(name);
    const spins = Int8Array.of(1, 1, -1);
    expect(decodeSpins(problem, spins)).toEqual({ feasible: true, solution: spins });
    const text = kind.solution.format(problem, spins);
    expect(kind.solution.parse(text, "s.spins", problem)).toEqual(spins);
    expect(() => kind.solution.parse("+1\n", "s.spins", problem)).toThrow(ProblemError);
    expect(kind.solution.score(problem, spins)).toEqual(scoreSpins(problem, spins));
    expect(encodingMethod(problem).spinsOf(problem, spins)).toEqual(spins);
    const { penalty, name: encoding } = encodeProblem(problem);
    expect(penalty).toBeNull();
    expect(encoding).toBe(encodingMethod(problem).name);
  });
});

describe("encodingMethod", () => {
  test.for(problemKinds)("$kind names every encoding once, with a description", ({ encodings }) => {
    expect(new Set(encodings.map(({ name }) => name)).size).toBe(encodings.length);
    for (const { name, description } of encodings) {
      expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(description).not.toBe("");
    }
  });

  test("refuses a name that is none of the kind's, listing those", () => {
    expect(() => encodingMethod(tasks[0]![1], "one-hot")).toThrow(/no encoding of this name.*one-hot.*spins/);
  });
});

describe("encodeProblem", () => {
  test("refuses a penalty weight where nothing is penalised", () => {
    expect(() => encodeProblem(tasks[0]![1], { penaltyWeight: 2 })).toThrow(/no penalty/);
  });

  test("passes the penalty weight on to the encoding", () => {
    const problem = createIndependentSet("p", 2, [0], [1]);
    expect(encodeProblem(problem).penalty?.weight).toBe(2);
    expect(encodeProblem(problem, { penaltyWeight: 5 }).penalty).toMatchObject({ weight: 5, gap: 4 });
    expect(encodeProblem(problem, { penaltyWeight: 1 }).penalty).toMatchObject({ weight: 1, gap: null });
    expect(() => encodeProblem(problem, { penaltyWeight: Number.NaN })).toThrow(/penaltyWeight/);
  });
});

describe("scoreSpins", () => {
  test("gives no objective but the failed constraints for a state that decodes to no solution", () => {
    const problem = createIndependentSet("p", 2, [0], [1]);
    expect(scoreSpins(problem, Int8Array.of(1, 1))).toEqual({
      objective: Number.NaN,
      feasible: false,
      violations: ["vertices 1 and 2 are joined"],
    });
  });
});
