import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import type { Tsp } from "../../src/problem/index.ts";
import { loadHighs, proveTour, type TourReference } from "../../src/reference/index.ts";
import type { LinearProgram } from "../../src/reference/linear-program/index.ts";
import { createImprove } from "../../src/reference/tours/local-search.ts";
import { allTours, follows, leavesOf, lengthOf, linearBound, tasks, usesOf } from "./tours-oracle.ts";

const createProgram = await loadHighs();

function shortestLength(task: Tsp, tours: readonly ArrayLike<number>[]): number {
  return tours.reduce((least, tour) => Math.min(least, lengthOf(task, tour)), Number.POSITIVE_INFINITY);
}

/** Every leaf bounds the tours that follow its branches, and their tours together are all of them. */
function expectProof(task: Tsp, { tree, lower }: TourReference): void {
  const tours = allTours(task.n).map((tour) => ({
    length: lengthOf(task, tour),
    uses: usesOf(task.n, tour, task.symmetric),
  }));
  let covered = 0;
  for (const { leaf, path } of leavesOf(tree!)) {
    const left = tours.filter(({ uses }) => follows(task.n, uses, path));
    covered += left.length;
    if (leaf.leaf === "infeasible") {
      expect(left).toEqual([]);
      continue;
    }
    const bound = linearBound(task, leaf, path);
    for (const { length } of left) expect(length).toBeGreaterThanOrEqual(bound);
    expect(Math.ceil(bound)).toBeGreaterThanOrEqual(lower);
  }
  expect(covered).toBe(tours.length);
}

describe("proveTour", () => {
  test("finds the length that brute force finds, by either method, on distances of every kind", () => {
    fc.assert(
      fc.property(tasks(3, 7), (task) => {
        const shortest = shortestLength(task, allTours(task.n));
        for (const certificate of [false, true]) {
          const found = proveTour(task, { certificate, createProgram });
          expect(found).toMatchObject({ lower: shortest, upper: shortest, proven: true });
          expect(lengthOf(task, found.tour)).toBe(shortest);
          expect([...found.tour].sort()).toEqual(Array.from({ length: task.n }, (_, i) => i));
        }
      }),
      { numRuns: 60 },
    );
  });

  test("leaves a tree whose every leaf bounds the tours of its branches", () => {
    fc.assert(
      fc.property(tasks(3, 7), (task) => expectProof(task, proveTour(task, { certificate: true, createProgram }))),
      { numRuns: 60 },
    );
  });

  test("agrees with dynamic programming up to 12 cities", () => {
    fc.assert(
      fc.property(tasks(8, 12), (task) => {
        const exact = proveTour(task);
        const found = proveTour(task, { certificate: true, createProgram });
        expect(found).toMatchObject({ lower: exact.lower, upper: exact.upper, proven: true });
        for (const { leaf, path } of leavesOf(found.tree!)) {
          if (leaf.leaf === "linear")
            expect(Math.ceil(linearBound(task, leaf, path))).toBeGreaterThanOrEqual(exact.upper);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("keeps valid bounds and a tree of them wherever it is stopped", () => {
    fc.assert(
      fc.property(tasks(5, 7), fc.integer({ min: 1, max: 12 }), (task, slices) => {
        const controller = new AbortController();
        let left = slices;
        const progress = () => {
          if (--left === 0) controller.abort();
        };
        const found = proveTour(task, { certificate: true, createProgram, signal: controller.signal, progress });
        const shortest = shortestLength(task, allTours(task.n));
        expect(found.lower).toBeLessThanOrEqual(shortest);
        expect(found.upper).toBeGreaterThanOrEqual(shortest);
        expect(found.proven).toBe(found.lower === found.upper);
        expectProof(task, found);
      }),
    );
  });

  test.each([
    ["fails", (program: LinearProgram): LinearProgram => ({ ...program, solve: () => "failed" })],
    [
      "answers at random",
      (program: LinearProgram): LinearProgram => {
        const random = createRandom(1, "liar");
        const wrong = (values: Float64Array): Float64Array => values.map((value) => value + 3 * random.gaussian());
        return {
          ...program,
          objective: () => program.objective() + 10 * random.gaussian(),
          rowDuals: () => wrong(program.rowDuals()),
        };
      },
    ],
    [
      "calls every program infeasible",
      (program: LinearProgram): LinearProgram => ({
        ...program,
        solve: () => (program.solve() === "optimal" ? "infeasible" : "failed"),
        ray: () => program.rowDuals(),
      }),
    ],
  ])("proves nothing that is wrong when the solver %s", (_, spoil) => {
    fc.assert(
      fc.property(tasks(3, 6), (task) => {
        let left = 400;
        const controller = new AbortController();
        const found = proveTour(task, {
          certificate: true,
          createProgram: () => spoil(createProgram()),
          signal: controller.signal,
          progress: () => {
            if (--left === 0) controller.abort();
          },
        });
        const shortest = shortestLength(task, allTours(task.n));
        expect(found.lower).toBeLessThanOrEqual(shortest);
        expect(found.upper).toBeGreaterThanOrEqual(shortest);
        expectProof(task, found);
      }),
      { numRuns: 40 },
    );
  });
});

describe("createImprove", () => {
  test("returns a tour that is no longer, whatever the distances", () => {
    fc.assert(
      fc.property(tasks(5, 12), (task) => {
        const tour = Uint32Array.from({ length: task.n }, (_, i) => i);
        createImprove(task.n, task.distances, task.symmetric)(tour);
        expect([...tour].sort((a, b) => a - b)).toEqual(Array.from({ length: task.n }, (_, i) => i));
        expect(lengthOf(task, tour)).toBeLessThanOrEqual(lengthOf(task, { ...tour.map((_, i) => i), length: task.n }));
      }),
    );
  });
});
