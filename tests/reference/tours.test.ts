import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError, createRandom, LimitError, type Random, shuffle } from "../../src/core/index.ts";
import { createPlacedTsp, type Tsp } from "../../src/problem/index.ts";
import { loadHighs, proveTour, proveTourAsync } from "../../src/reference/index.ts";
import { subtourCut } from "../../src/reference/tours/cuts.ts";
import { smallCuts } from "../../src/reference/tours/minimum-cuts.ts";
import { createRelaxation } from "../../src/reference/tours/relaxation.ts";
import { violatedCombs } from "../../src/reference/tours/separate-combs.ts";
import { cutValue, type SupportGraph, supportGraph } from "../../src/reference/tours/support-graph.ts";
import { leavesOf, lengthOf, linearBound, taskOf } from "./tours-oracle.ts";

const createProgram = await loadHighs();

/** Sums of a few dozen doubles near 1. */
const ROUNDING = 1e-9;

function placed(n: number, seed: number): Tsp {
  const random = createRandom(seed, "places");
  const draw = () => Float64Array.from({ length: n }, () => random.integer(1000));
  return createPlacedTsp("placed", "EUC_2D", draw(), draw());
}

/** The mean of a few random tours, some of them broken into two. */
function pointOf(n: number, random: Random): SupportGraph {
  const tails: number[] = [];
  const heads: number[] = [];
  const values: number[] = [];
  const parts = 2 + random.integer(2);
  for (let part = 0; part < parts; part++) {
    const order = Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = random.integer(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    // One cycle, or two of at least 3 cities.
    const split = random.integer(2) === 0 || n < 6 ? n : 3 + random.integer(n - 5);
    for (const cycle of [order.slice(0, split), order.slice(split)]) {
      cycle.forEach((city, p) => {
        tails.push(city);
        heads.push(cycle[(p + 1) % cycle.length]!);
        values.push(1 / parts);
      });
    }
  }
  return supportGraph(n, tails, heads, values);
}

/** The point of least length, for random distances, that satisfies all subtour inequalities. */
function subtourPoint(n: number, random: Random): { graph: SupportGraph; nearlyTight: number[][] } {
  const values = Array.from({ length: n * n }, () => random.integer(10));
  const relaxation = createRelaxation(taskOf(n, values, true), createProgram());
  for (let u = 0; u < n; u++) for (let v = 0; v < u; v++) relaxation.addEdges([[u, v]]);
  for (;;) {
    relaxation.solve();
    const graph = supportGraph(n, relaxation.tails, relaxation.heads, relaxation.values());
    const { violated, nearlyTight } = smallCuts(graph);
    const cuts = violated.map((set) => subtourCut(n, set, true)).filter((cut) => cut !== null);
    if (cuts.length > 0) relaxation.addCuts(cuts);
    else {
      relaxation.program.dispose();
      return { graph, nearlyTight };
    }
  }
}

/** The least value that leaves any set of 2 to n - 2 cities, from all sets. */
function leastCut(graph: SupportGraph): number {
  let least = Number.POSITIVE_INFINITY;
  for (let set = 1; set < 2 ** (graph.n - 1); set++) {
    const mask = Uint8Array.from({ length: graph.n }, (_, i) => (set >> i) & 1);
    const size = mask.reduce((sum, flag) => sum + flag, 0);
    if (size >= 2 && size <= graph.n - 2) least = Math.min(least, cutValue(graph, mask));
  }
  return least;
}

describe("smallCuts", () => {
  test("finds a set that the least of all leaves, when that is below 2, and no set that 2 leaves", () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 10 }), fc.integer(), (n, seed) => {
        const graph = pointOf(n, createRandom(seed, "point"));
        const values = smallCuts(graph).violated.map((set) =>
          cutValue(
            graph,
            Uint8Array.from({ length: n }, (_, i) => (set.includes(i) ? 1 : 0)),
          ),
        );
        const least = leastCut(graph);
        if (least < 2 - 1e-3) expect(Math.abs(Math.min(...values) - least)).toBeLessThan(ROUNDING);
        else expect(values).toEqual([]);
      }),
    );
  });
});

describe("violatedCombs", () => {
  test("finds combs that the point violates and that random tours satisfy, with an odd number of disjoint teeth", () => {
    let found = 0;
    for (let seed = 0; seed < 40; seed++) {
      const random = createRandom(seed, "combs");
      const n = 8 + random.integer(20);
      const { graph, nearlyTight } = subtourPoint(n, random);
      for (const cut of violatedCombs(graph, nearlyTight, random)) {
        found++;
        const [handle, ...teeth] = cut.sets as [readonly number[], ...(readonly number[])[]];
        expect(cut.masks.reduce((sum, mask) => sum + cutValue(graph, mask), 0)).toBeLessThan(cut.rhs);
        expect(cut.rhs).toBe(3 * teeth.length + 1);
        expect(teeth.length % 2).toBe(1);
        expect(new Set(teeth.flat()).size).toBe(teeth.flat().length);
        for (const tooth of teeth) expect(new Set(tooth.map((city) => handle.includes(city))).size).toBe(2);
        const tour = Array.from({ length: n }, (_, i) => i);
        for (let trial = 0; trial < 20; trial++) {
          shuffle(tour, random);
          let sum = 0;
          for (const mask of cut.masks) {
            for (let p = 0; p < n; p++) if (mask[tour[p]!] !== mask[tour[(p + 1) % n]!]) sum++;
          }
          expect(sum).toBeGreaterThanOrEqual(cut.rhs);
        }
      }
    }
    // Nothing found would be nothing checked.
    expect(found).toBeGreaterThan(0);
  });
});

describe("proveTour", () => {
  test("proves the only tour of three cities by either method, and the better of two directions", () => {
    const triangle = taskOf(3, [1, 2, 3], true);
    const directed = taskOf(3, [1, 5, 5, 1, 1, 5], false);
    for (const certificate of [false, true]) {
      expect(proveTour(triangle, { certificate, createProgram })).toMatchObject({ lower: 6, upper: 6, proven: true });
      expect(proveTour(directed, { certificate, createProgram })).toMatchObject({ lower: 3, upper: 3, proven: true });
    }
  });

  test("proves forty random cities, each leaf of the tree reaching the length", () => {
    const task = placed(40, 3);
    const found = proveTour(task, { createProgram });
    expect(found.proven).toBe(true);
    expect(lengthOf(task, found.tour)).toBe(found.lower);
    for (const { leaf, path } of leavesOf(found.tree!)) {
      if (leaf.leaf === "linear") expect(Math.ceil(linearBound(task, leaf, path))).toBeGreaterThanOrEqual(found.upper);
    }
  });

  test("finds the same bounds, tree and counts again, also when the event loop is let in", async () => {
    const task = placed(30, 5);
    const found = proveTour(task, { createProgram, seed: 7 });
    expect(proveTour(task, { createProgram, seed: 7 })).toEqual(found);
    expect(await proveTourAsync(task, { seed: 7 })).toEqual(found);
  });

  test("does no worse than its incumbent when it is stopped at once", () => {
    const task = placed(30, 2);
    const incumbent = proveTour(task, { createProgram }).tour;
    const found = proveTour(task, { createProgram, incumbent, signal: AbortSignal.abort() });
    expect(found.upper).toBe(lengthOf(task, incumbent));
    expect(found.lower).toBeLessThan(found.upper);
    expect(found).toMatchObject({ proven: false, nodes: 0 });
    const [only] = leavesOf(found.tree!);
    if (only!.leaf.leaf === "linear") expect(Math.ceil(linearBound(task, only!.leaf, []))).toBe(found.lower);
  });

  test("keeps both bounds when dynamic programming is stopped", () => {
    const task = placed(16, 2);
    const exact = proveTour(task);
    const found = proveTour(task, { signal: AbortSignal.abort() });
    expect(found.proven).toBe(false);
    expect(found.lower).toBeLessThan(exact.lower);
    expect(found.upper).toBeGreaterThanOrEqual(exact.upper);
  });

  test("reports its progress with both bounds", () => {
    const notes: string[] = [];
    proveTour(placed(30, 1), { createProgram, progress: ({ note }) => notes.push(note ?? "") });
    expect(notes.filter((note) => /^length -?\d+ to \d+, \d+ nodes, \d+ cuts$/.test(note)).length).toBeGreaterThan(0);
  });

  test("refuses what is no tour, no task that it can hold, and a tree without a solver", () => {
    const task = placed(20, 1);
    expect(() => proveTour(task)).toThrow(ArgumentError);
    expect(() => proveTour(placed(5, 1), { certificate: true })).toThrow(ArgumentError);
    expect(() => proveTour(task, { createProgram, incumbent: new Uint32Array(20) })).toThrow(ArgumentError);
    expect(() => proveTour({ ...task, distances: task.distances.map((d) => d + 0.5) }, { createProgram })).toThrow(
      ArgumentError,
    );
    expect(() => proveTour({ ...task, n: 501 }, { createProgram })).toThrow(LimitError);
  });
});
