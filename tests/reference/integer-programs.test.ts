import { describe, expect, test } from "vitest";
import {
  createColouring,
  createExactCover,
  createMaxSat,
  createNumberPartitioning,
  createPartition,
  createTsp,
  createVertexCover,
  problemKind,
} from "../../src/problem/index.ts";
import {
  type IntegerSolver,
  integerProgramOf,
  loadIntegerSolver,
  proveTaskAsync,
  secondOpinion,
} from "../../src/reference/index.ts";

/** The Mycielski graph of a graph: no larger cliques, one more colour. */
function mycielski({ n, from, to }: { n: number; from: number[]; to: number[] }) {
  const edges: [number, number][] = from.flatMap((u, e) => {
    const v = to[e]!;
    return [
      [u, v],
      [u, n + v],
      [v, n + u],
    ] as [number, number][];
  });
  for (let v = 0; v < n; v++) edges.push([n + v, 2 * n]);
  return { n: 2 * n + 1, from: edges.map(([u]) => u), to: edges.map(([, v]) => v) };
}

const RING = { n: 5, from: [0, 1, 2, 3, 4], to: [1, 2, 3, 4, 0] };

describe("loadIntegerSolver", () => {
  test("tells optimal, infeasible and stopped programs apart", async () => {
    const solve = await loadIntegerSolver();
    const bit = (cost: number) => ({ cost, lower: 0, upper: 1, isInteger: true });
    const row = (lower: number, upper: number) => ({ indices: [0, 1], values: [2, 2], lower, upper });
    expect(solve({ columns: [bit(1), bit(2)], rows: [row(2, 9)] })).toEqual({
      status: "optimal",
      values: Float64Array.from([1, 0]),
    });
    expect(solve({ columns: [bit(1), bit(1)], rows: [row(1, 1)] })).toEqual({ status: "infeasible", values: null });
    // The relaxation is 3/4 of one bit.
    const halves = solve({ columns: [bit(-1), bit(-1)], rows: [row(-9, 3)] });
    expect(halves.values!.reduce((a, b) => a + b)).toBe(1);
    const graph = mycielski(mycielski(mycielski(RING)));
    const hard = integerProgramOf(createColouring("m6", graph.n, graph.from, graph.to, 5))!;
    expect(solve(hard.program, 0.01)).toMatchObject({ status: "stopped" });
  });
});

describe("secondOpinion", () => {
  test("has none of kinds whose programs it does not write", async () => {
    expect(await secondOpinion(createTsp("cities", 3, [0, 1, 2, 1, 0, 3, 2, 3, 0]))).toBe(null);
  });

  test("says that a task has no solution at all", async () => {
    const cover = createExactCover("none", 3, [
      [0, 1],
      [1, 2],
    ]);
    const none = { objective: null, solution: null, proven: true, status: "infeasible" };
    expect(await secondOpinion(cover)).toMatchObject(none);
    expect(await secondOpinion(createMaxSat("none", 1, [[1], [-1]], [0, 0]))).toMatchObject(none);
  });

  test("knows clauses that are always true or always false", async () => {
    const task = createMaxSat("ends", 2, [[1, -1], [], [-1, -2], [2]], [0, 3, 0, 1]);
    expect(await secondOpinion(task)).toMatchObject({ objective: 3, proven: true });
  });

  test("finds the conflicts that Mycielski's graphs keep with a colour too few", async () => {
    const graph = mycielski(RING);
    const withThree = createColouring("m4", graph.n, graph.from, graph.to, 3);
    expect(await secondOpinion(withThree)).toMatchObject({ objective: 1, proven: true });
    const withFour = createColouring("m4", graph.n, graph.from, graph.to, 4);
    expect(await secondOpinion(withFour)).toMatchObject({ objective: 0, proven: true });
  });

  test("agrees with the proof through the network on a task beyond enumeration", async () => {
    const n = 40;
    const from = Array.from({ length: n }, (_, v) => v);
    const to = from.map((v) => (v + 1) % n);
    const chords = from.filter((v) => v % 3 === 0 && v + 7 < n);
    const edges = [
      [...from, ...chords],
      [...to, ...chords.map((v) => v + 7)],
    ] as const;
    const task = createVertexCover("chords", n, ...edges);
    const proof = await proveTaskAsync(task);
    expect(proof.proven).toBe(true);
    expect(await secondOpinion(task)).toMatchObject({ objective: proof.objective, proven: true });
  });

  test("gives a solution of the task's own form, of the objective that it states", async () => {
    const numbers = createNumberPartitioning("numbers", [8, 7, 6, 5, 4]);
    const parts = createPartition("ring", 6, [0, 1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 0], [1, 1, 1, 1, 1, 1], { parts: 3 });
    for (const [task, objective] of [
      [numbers, 0],
      [parts, 3],
    ] as const) {
      const opinion = (await secondOpinion(task))!;
      const { score } = problemKind(task.kind).solution;
      expect(opinion.objective).toBe(objective);
      expect(score(task, opinion.solution!)).toMatchObject({ feasible: true, objective });
    }
  });

  test("drops a solution that breaks the task, whatever the solver says of it", async () => {
    const liar: IntegerSolver = ({ columns }) => ({ status: "optimal", values: new Float64Array(columns.length) });
    const task = createVertexCover("edge", 2, [0], [1]);
    const none = { objective: null, solution: null, proven: false };
    expect(await secondOpinion(task, { solve: liar })).toMatchObject(none);
    expect(await secondOpinion(task)).toMatchObject({ objective: 1, proven: true });
  });
});
