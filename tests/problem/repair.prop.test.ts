import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ProblemError } from "../../src/core/index.ts";
import {
  createClique,
  createColouring,
  createIndependentSet,
  createMaxCut,
  createVertexCover,
  encodeProblem,
  encodingMethod,
  problemKind,
  repairSpins,
  requireRepair,
  scoreSpins,
} from "../../src/problem/index.ts";
import { maxCuts } from "./arbitraries.ts";

const graphs = maxCuts(10, fc.constant(1));
const bits = fc.infiniteStream(fc.constantFrom<1 | -1>(1, -1));
const spinsFrom = (stream: Iterator<1 | -1>, n: number) => Int8Array.from({ length: n }, () => stream.next().value);

describe("repairSpins", () => {
  test.each([
    ["independent set", createIndependentSet],
    ["clique", createClique],
    ["vertex cover", createVertexCover],
  ] as const)("makes of any state a feasible %s that no single vertex improves", (_, create) => {
    let mended = 0;
    fc.assert(
      fc.property(graphs, bits, ({ n, from, to }, stream) => {
        const problem = create("g", n, from, to);
        const spins = spinsFrom(stream, n);
        const { score } = problemKind(problem.kind).solution;
        const solution = repairSpins(problem, spins) as Uint32Array;
        const repaired = score(problem, solution);
        expect(repaired.feasible).toBe(true);
        if (scoreSpins(problem, spins).feasible) {
          expect(encodingMethod(problem).spinsOf(problem, solution)).toEqual(spins);
          return;
        }
        mended++;
        for (let v = 0; v < n; v++) {
          const isIn = solution.includes(v);
          if (isIn === (problem.sense === "max")) continue;
          const other = isIn ? solution.filter((u) => u !== v) : Uint32Array.of(...solution, v);
          expect(score(problem, other).feasible).toBe(false);
        }
      }),
    );
    expect(mended).toBeGreaterThan(10);
  });

  test("gives every vertex one colour, and leaves alone those that have one", () => {
    fc.assert(
      fc.property(graphs, bits, fc.integer({ min: 1, max: 4 }), ({ n, from, to }, stream, k) => {
        const problem = createColouring("g", n, from, to, Math.min(k, n));
        const spins = spinsFrom(stream, n * problem.colours);
        const solution = repairSpins(problem, spins) as Uint32Array;
        expect(problemKind("colouring").solution.score(problem, solution).feasible).toBe(true);
        for (let v = 0; v < n; v++) {
          const up = [...spins.subarray(v * problem.colours, (v + 1) * problem.colours).entries()].filter(
            ([, s]) => s === 1,
          );
          if (up.length === 1) expect(solution[v]).toBe(up[0]![0]);
          if (up.length > 1) expect(up.map(([c]) => c)).toContain(solution[v]);
        }
      }),
    );
  });

  test("gives bare vertices of a bipartite graph colours without a conflict", () => {
    const problem = createColouring("path", 5, [0, 1, 2, 3], [1, 2, 3, 4], 2);
    const solution = repairSpins(problem, new Int8Array(10).fill(-1)) as Uint32Array;
    expect([...solution]).toEqual([0, 1, 0, 1, 0]);
  });
});

describe("requireRepair", () => {
  test("refuses where every state is feasible", () => {
    const problem = createMaxCut("edge", 2, [0], [1], [1]);
    expect(() => requireRepair(problem, encodeProblem(problem))).toThrow(ProblemError);
    const set = createIndependentSet("edge", 2, [0], [1]);
    expect(() => requireRepair(set, encodeProblem(set))).not.toThrow();
  });
});
