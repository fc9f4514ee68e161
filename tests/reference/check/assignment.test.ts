import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom, type Random, runSteps } from "../../../src/core/index.ts";
import { createMaxCut } from "../../../src/problem/index.ts";
import { assignmentProofSteps } from "../../../src/reference/check/assignment-proof.ts";
import { type AssignmentTask, gilmoreLawlerBound } from "../../../src/reference/check/gilmore-lawler.ts";
import { assignmentBound } from "../../../src/reference/check/linear-assignment.ts";
import { type AssignmentNode, checkCertificate } from "../../../src/reference/index.ts";
import { NO_SHARED_DATA, sharedData } from "../../shared-data.ts";
import { mutations } from "./mutations.ts";

function* permutations(n: number, taken: readonly number[] = []): Generator<readonly number[]> {
  if (taken.length === n) yield taken;
  else for (let k = 0; k < n; k++) if (!taken.includes(k)) yield* permutations(n, [...taken, k]);
}

/** Cost by the definition. */
function costOf({ n, flow, distance, linear }: AssignmentTask, place: readonly number[]): number {
  let cost = 0;
  for (let i = 0; i < n; i++) {
    cost += linear?.[i * n + place[i]!] ?? 0;
    for (let j = 0; j < n; j++) cost += flow[i * n + j]! * distance[place[i]! * n + place[j]!]!;
  }
  return cost;
}

/** Symmetric with a zero diagonal, or anything. */
function randomMatrix(n: number, random: Random, symmetric: boolean): Float64Array {
  const matrix = Float64Array.from({ length: n * n }, () => random.integer(10) - 2);
  if (!symmetric) return matrix;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) matrix[i * n + j] = i === j ? 0 : matrix[j * n + i]!;
  }
  return matrix;
}

function randomTask(n: number, seed: number): AssignmentTask {
  const random = createRandom(seed, "assignment");
  const task = { n, flow: randomMatrix(n, random, seed % 2 === 0), distance: randomMatrix(n, random, seed % 3 === 0) };
  return seed % 5 === 0 ? { ...task, linear: randomMatrix(n, random, false) } : task;
}

/** A tree that places facilities until the bound of a leaf reaches the target; in random order. */
function placementTree(task: AssignmentTask, target: number, random: Random, location: Int32Array): AssignmentNode {
  const { n } = task;
  const free = Array.from({ length: n }, (_, i) => i).filter((i) => location[i]! < 0);
  if (free.length === 0 || gilmoreLawlerBound(task, location) >= target) return { leaf: "gilmore-lawler" };
  const facility = free[random.integer(free.length)]!;
  const at: AssignmentNode[] = [];
  for (let l = 0; l < n; l++) {
    if (location.includes(l)) continue;
    const below = location.slice();
    below[facility] = l;
    at.push(placementTree(task, target, random, below));
  }
  return { place: facility, at };
}

const outcomeOf = (task: AssignmentTask, tree: AssignmentNode) => {
  const outcome = runSteps(assignmentProofSteps({ kind: "assignment", tree }, task));
  if (typeof outcome === "string") throw new Error(outcome);
  return outcome;
};

const optimumOf = (task: AssignmentTask): number =>
  [...permutations(task.n)].reduce((least, p) => Math.min(least, costOf(task, p)), Number.POSITIVE_INFINITY);

describe("assignmentBound", () => {
  test("is the least cost of all assignments of whole numbers, by enumeration", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), fc.integer(), (m, seed) => {
        const random = createRandom(seed, "costs");
        const costs = Float64Array.from({ length: m * m }, () => random.integer(200) - 100);
        const least = [...permutations(m)]
          .map((p) => p.reduce((sum, k, i) => sum + costs[i * m + k]!, 0))
          .reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
        expect(assignmentBound(costs, m)).toBe(least);
      }),
      { numRuns: 60 },
    );
  });
});

describe("gilmoreLawlerBound", () => {
  test("never exceeds the best completion of a partial assignment, and is it when at most one facility is free", () => {
    for (let seed = 0; seed < 60; seed++) {
      const n = 3 + (seed % 4);
      const task = randomTask(n, seed);
      const random = createRandom(seed, "partial");
      const whole = [...permutations(n)][random.integer(n)]!;
      const location = Int32Array.from(whole, (l) => (random.integer(2) === 0 ? -1 : l));
      const best = [...permutations(n)]
        .filter((p) => location.every((l, i) => l < 0 || p[i] === l))
        .reduce((least, p) => Math.min(least, costOf(task, p)), Number.POSITIVE_INFINITY);
      const bound = gilmoreLawlerBound(task, location);
      expect(bound).toBeLessThanOrEqual(best);
      if (location.filter((l) => l < 0).length <= 1) expect(bound).toBe(best);
    }
  });

  test.skipIf(sharedData === undefined)(`of nug12 is the published 493 (${NO_SHARED_DATA})`, () => {
    const numbers = readFileSync(join(sharedData!, "qaplib/nug12.dat"), "utf8").trim().split(/\s+/).map(Number);
    const n = numbers[0]!;
    const task = {
      n,
      flow: Float64Array.from(numbers.slice(-2 * n * n, -n * n)),
      distance: Float64Array.from(numbers.slice(-n * n)),
    };
    // The optimum stands on the first line too. QAPLIB's page on Nugent's instances: optimum 578, Gilmore-Lawler bound 493.
    const free = new Int32Array(n).fill(-1);
    expect(gilmoreLawlerBound(task, free)).toBe(493);
  });
});

describe("assignmentProofSteps", () => {
  test("proves the least cost of every permutation by placing facilities", () => {
    for (let seed = 0; seed < 24; seed++) {
      const task = randomTask(3 + (seed % 3), seed);
      const optimum = optimumOf(task);
      const free = new Int32Array(task.n).fill(-1);
      const outcome = outcomeOf(task, placementTree(task, optimum, createRandom(seed, "tree"), free));
      expect(outcome).toMatchObject({ bound: optimum, reasons: [] });
    }
  });

  test("never shows more than the optimum for any mutation of its tree", () => {
    let refused = 0;
    let weaker = 0;
    for (let seed = 0; seed < 6; seed++) {
      const task = randomTask(4, seed);
      const optimum = optimumOf(task);
      const tree = placementTree(task, optimum, createRandom(seed, "tree"), new Int32Array(4).fill(-1));
      for (const { value, path, what } of mutations(tree, [{ leaf: "gilmore-lawler" }])) {
        if (/null|missing|negated|halved|slightly|huge|turned|longer|shorter|empty|field/.test(what)) continue;
        const { bound, reasons } = outcomeOf(task, value as AssignmentNode);
        if (reasons.length > 0) refused++;
        else {
          expect(bound, `${path} ${what}`).toBeLessThanOrEqual(optimum);
          if (bound < optimum) weaker++;
        }
      }
    }
    expect(refused).toBeGreaterThan(20);
    expect(weaker).toBeGreaterThan(0);
  });

  test.each([
    ["a facility that does not exist", { place: 3, at: [] }, "no facility 3"],
    ["too few branches", { place: 0, at: [{ leaf: "gilmore-lawler" }] }, "1 branches for 3"],
    ["too many branches", { place: 0, at: new Array(4).fill({ leaf: "gilmore-lawler" }) }, "4 branches for 3"],
    [
      "a facility placed twice",
      { place: 0, at: new Array(3).fill({ place: 0, at: new Array(2).fill({ leaf: "gilmore-lawler" }) }) },
      "placed already",
    ],
  ] as const)("refuses %s", (_, tree, message) => {
    const task = randomTask(3, 1);
    expect(outcomeOf(task, tree).reasons[0]!.message).toContain(message);
  });

  test("refuses numbers that do not sum exactly", () => {
    const steps = (entry: number) =>
      runSteps(
        assignmentProofSteps(
          { kind: "assignment", tree: { leaf: "gilmore-lawler" } },
          { n: 1, flow: Float64Array.of(entry), distance: Float64Array.of(1) },
        ),
      );
    expect(steps(0.5)).toContain("whole numbers");
    expect(steps(2 ** 50)).toContain("too large");
  });

  test("is refused for a task that is no assignment", () => {
    const verdict = checkCertificate(createMaxCut("pair", 2, [0], [1], [1]), {
      format: "ohmfield-certificate-1",
      task: { kind: "max-cut", name: "pair" },
      encoding: null,
      objective: 1,
      bound: 1,
      proven: true,
      solution: "+1 -1",
      proof: { kind: "assignment", tree: { leaf: "gilmore-lawler" } },
    });
    expect(verdict.reasons).toEqual([{ path: "proof.kind", message: "the task is not about assignments" }]);
  });
});
