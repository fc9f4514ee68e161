import { describe, expect, test } from "vitest";
import { ProblemError } from "../../src/core/index.ts";
import {
  type AnyProblem,
  createIsing,
  createMaxCut,
  createQubo,
  type Problem,
  problemKind,
  type SolutionForm,
  scoreState,
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
    expect(kind.solution.fromSpins(problem, spins)).toEqual({ feasible: true, solution: spins });
    const text = kind.solution.format(problem, spins);
    expect(kind.solution.parse(text, "s.spins", problem)).toEqual(spins);
    expect(() => kind.solution.parse("+1\n", "s.spins", problem)).toThrow(ProblemError);
    expect(kind.solution.score(problem, spins)).toEqual(kind.score(problem, spins));
    expect(scoreState(kind.solution, problem, spins)).toEqual(kind.score(problem, spins));
    expect(kind.encode(problem).penalty).toBeNull();
  });
});

describe("scoreState", () => {
  test("gives no objective but the failed constraints for a state that decodes to no solution", () => {
    const form: SolutionForm<Problem, never> = {
      fromSpins: () => ({ feasible: false, violations: ["city 2 is not visited"] }),
      parse: () => {
        throw new Error("not called");
      },
      format: () => "",
      score: () => {
        throw new Error("not called");
      },
    };
    const problem: Problem = { kind: "x", name: "x", n: 1, sense: "min" };
    expect(scoreState(form, problem, Int8Array.of(1))).toEqual({
      objective: Number.NaN,
      feasible: false,
      violations: ["city 2 is not visited"],
    });
  });
});
