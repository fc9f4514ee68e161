import { describe, expect, test } from "vitest";
import {
  createColouring,
  createMaxSat,
  createNumberPartitioning,
  encodeProblem,
  encodingMethod,
  problemKind,
} from "../../src/problem/index.ts";
import { enumerateMinimum, proveTaskAsync } from "../../src/reference/index.ts";

const tasks = [
  createColouring("path", 4, [0, 1, 2], [1, 2, 3], 2),
  createMaxSat("sat", 3, [
    [1, 2],
    [-1, 3],
    [-2, -3],
  ]),
  createNumberPartitioning("odd", [3, 4, 6]),
  createNumberPartitioning("even", [3, 4, 7]),
];

describe("bestPossible", () => {
  test.for(tasks)("of $name is never beaten, and ends the proof when it is reached", async (problem) => {
    const limit = problemKind(problem.kind).bestPossible!(problem);
    const { network, scale, shift, name } = encodeProblem(problem);
    const { energy, groundStates } = enumerateMinimum(network);
    expect(scale * energy + shift).toBe(limit);
    const proof = await proveTaskAsync(problem, { incumbent: groundStates[0]! });
    expect(proof).toMatchObject({ objective: limit, proven: true, method: "no solution can be better" });
    expect(encodingMethod(problem, name).decode(problem, groundStates[0]!)).toEqual({
      feasible: true,
      solution: proof.solution,
    });
  });

  test("is no proof for a solution that does not reach it", async () => {
    const triangle = createColouring("triangle", 3, [0, 1, 0], [1, 2, 2], 2);
    const spins = encodingMethod(triangle).spinsOf(triangle, Uint32Array.of(0, 1, 1));
    const proof = await proveTaskAsync(triangle, { incumbent: spins });
    expect(proof).toMatchObject({ objective: 1, proven: true });
    expect(proof.method).not.toBe("no solution can be better");
  });
});
