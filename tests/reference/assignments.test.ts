import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CertificateError, createRandom, type Random, runSteps } from "../../src/core/index.ts";
import { createPlacement, createQap, parseQap, type Qap } from "../../src/problem/index.ts";
import { createLinearAssignment } from "../../src/reference/assignments/linear-assignment.ts";
import { createOpenNodes } from "../../src/reference/assignments/open-nodes.ts";
import { createPartialBound } from "../../src/reference/assignments/partial-bound.ts";
import { lowestCost } from "../../src/reference/assignments/quadratic-assignment.ts";
import { descend } from "../../src/reference/assignments/swap-descent.ts";
import { gilmoreLawlerBound } from "../../src/reference/check/gilmore-lawler.ts";
import {
  type AssignmentNode,
  type Certificate,
  checkCertificate,
  createAssignmentSearch,
  proveTaskAsync,
  type QuadraticAssignment,
} from "../../src/reference/index.ts";
import { NO_SHARED_DATA, sharedData } from "../shared-data.ts";
import { mutations } from "./check/mutations.ts";

/** The lists of m different numbers below n. */
function* choices(n: number, m: number, taken: readonly number[] = []): Generator<readonly number[]> {
  if (taken.length === m) yield taken;
  else for (let k = 0; k < n; k++) if (!taken.includes(k)) yield* choices(n, m, [...taken, k]);
}

function costOf({ n, flow, distance, linear }: QuadraticAssignment, place: ArrayLike<number>): number {
  let cost = 0;
  for (let i = 0; i < n; i++) {
    cost += linear?.[i * n + place[i]!] ?? 0;
    for (let j = 0; j < n; j++) cost += flow[i * n + j]! * distance[place[i]! * n + place[j]!]!;
  }
  return cost;
}

/** Symmetric with a zero diagonal, or anything; with negative entries. */
function randomMatrix(n: number, random: Random, symmetric: boolean, factor = 1): Float64Array {
  const matrix = Float64Array.from({ length: n * n }, () => factor * (random.integer(12) - 3));
  if (!symmetric) return matrix;
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) matrix[i * n + j] = i === j ? 0 : matrix[j * n + i]!;
  return matrix;
}

function randomTask(n: number, seed: number): QuadraticAssignment {
  const random = createRandom(seed, "assignments test");
  const flow = randomMatrix(n, random, seed % 2 === 0, 1 + (seed % 3));
  const task = { n, flow, distance: randomMatrix(n, random, seed % 3 === 0) };
  return seed % 5 === 0 ? { ...task, linear: randomMatrix(n, random, false) } : task;
}

const leastOver = (task: QuadraticAssignment, keep: (p: readonly number[]) => boolean = () => true): number =>
  [...choices(task.n, task.n)].filter(keep).reduce((a, p) => Math.min(a, costOf(task, p)), Number.POSITIVE_INFINITY);

const qapOf = ({ n, flow, distance }: QuadraticAssignment): Qap => createQap("random", n, flow, distance);

/** Calls `visit` for every leaf with the facilities placed above it. */
function visitLeaves(tree: AssignmentNode, location: Int32Array, visit: (location: Int32Array) => void): void {
  if ("leaf" in tree) {
    visit(location);
    return;
  }
  const free = Array.from(location, (_, l) => l).filter((l) => !location.includes(l));
  tree.at.forEach((below, at) => {
    const placed = location.slice();
    placed[tree.place] = free[at]!;
    visitLeaves(below, placed, visit);
  });
}

describe("createLinearAssignment", () => {
  test("finds the least cost, with prices that prove it, by enumeration and again with the same scratch", () => {
    const solver = createLinearAssignment(6);
    for (let seed = 0; seed < 60; seed++) {
      const m = seed % 7;
      const random = createRandom(seed, "linear");
      const costs = Float64Array.from({ length: m * m }, () => random.integer(seed % 2 === 0 ? 6 : 200) - 50);
      const sums = [...choices(m, m)].map((p) => p.reduce((sum, k, i) => sum + costs[i * m + k]!, 0));
      const value = solver.solve(costs, m);
      expect(value).toBe(sums.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY));
      let dual = 0;
      for (let i = 0; i < m; i++) {
        dual += solver.rowPrice[i]! + solver.columnPrice[i]!;
        for (let k = 0; k < m; k++) {
          expect(costs[i * m + k]! - solver.rowPrice[i]! - solver.columnPrice[k]!).toBeGreaterThanOrEqual(0);
        }
      }
      expect(dual).toBe(value);
    }
  });
});

describe("createPartialBound", () => {
  test("is the checker's bound, no more than the best completion, and rises by the reduced costs at least", () => {
    for (let seed = 0; seed < 60; seed++) {
      const n = 2 + (seed % 4);
      const task = randomTask(n, seed);
      const random = createRandom(seed, "partial");
      const location = new Int32Array(n).fill(-1);
      for (let i = 0; i < n; i++) {
        const l = random.integer(n);
        if (random.integer(3) === 0 && !location.includes(l)) location[i] = l;
      }
      const partial = createPartialBound(task);
      const bound = partial.bound(location);
      const m = partial.free();
      expect(bound).toBe(gilmoreLawlerBound(task, location));
      expect(bound).toBeLessThanOrEqual(leastOver(task, (p) => location.every((l, i) => l < 0 || p[i] === l)));
      for (let a = 0; a < m; a++) {
        for (let b = 0; b < m; b++) {
          const below = location.slice();
          below[partial.facilities[a]!] = partial.locations[b]!;
          expect(gilmoreLawlerBound(task, below)).toBeGreaterThanOrEqual(bound + partial.reduced[a * m + b]!);
        }
      }
    }
  });
});

describe("descend", () => {
  test("leaves no exchange of two facilities that lowers the cost", () => {
    for (let seed = 0; seed < 30; seed++) {
      const task = randomTask(6, seed);
      const location = Int32Array.from({ length: 6 }, (_, i) => (i * 5 + seed) % 6);
      const before = costOf(task, location);
      descend(task, location);
      const cost = costOf(task, location);
      expect(cost).toBeLessThanOrEqual(before);
      for (let a = 0; a < 6; a++) {
        for (let b = 0; b < a; b++) {
          const other = location.slice();
          [other[a], other[b]] = [location[b]!, location[a]!];
          expect(costOf(task, other)).toBeGreaterThanOrEqual(cost);
        }
      }
    }
  });
});

describe("createOpenNodes", () => {
  test("gives every node once and the least bound first, then depth first beyond its limit", () => {
    const random = createRandom(4, "heap");
    const given = Array.from({ length: 40 }, () => random.integer(10));
    const node = { depth: 0, parent: null, facility: -1, location: -1, list: null, index: 0 };
    for (const limit of [100, 7]) {
      const open = createOpenNodes(limit);
      for (const bound of given) open.push({ ...node, bound });
      expect(open.least()).toBe(Math.min(...given));
      const taken = given.map(() => open.pop()!.bound);
      expect(open.pop()).toBe(undefined);
      expect(taken.toSorted((a, b) => a - b)).toEqual(given.toSorted((a, b) => a - b));
      const sorted = taken.slice(-Math.min(limit, 40));
      expect(sorted).toEqual(sorted.toSorted((a, b) => a - b));
      if (limit === 7) expect(taken.slice(0, 33)).toEqual(given.slice(7).reverse());
    }
  });
});

describe("createAssignmentSearch", () => {
  test("finds the least cost of all permutations, whatever the symmetry and with a linear part", () => {
    for (let seed = 0; seed < 60; seed++) {
      const task = randomTask(1 + (seed % 6), seed);
      const found = runSteps(createAssignmentSearch(task).steps);
      const optimum = leastOver(task);
      expect(found).toMatchObject({ lower: optimum, upper: optimum, proven: true, openNodes: 0 });
      expect(costOf(task, found.location)).toBe(optimum);
      expect(lowestCost(task)).toBeLessThanOrEqual(optimum);
    }
  });

  test("leaves a tree whose leaves never bound above the best completion below them, and prove the optimum", () => {
    let leaves = 0;
    for (let seed = 0; seed < 30; seed++) {
      const task = randomTask(5, seed);
      const { tree, upper } = runSteps(createAssignmentSearch(task).steps);
      visitLeaves(tree!, new Int32Array(5).fill(-1), (location) => {
        leaves++;
        const bound = gilmoreLawlerBound(task, location);
        expect(bound).toBeLessThanOrEqual(leastOver(task, (p) => location.every((l, i) => l < 0 || p[i] === l)));
        expect(bound).toBeGreaterThan(upper - 36);
      });
    }
    expect(leaves).toBeGreaterThan(100);
  });

  test("keeps to the gap that it may leave", () => {
    const task = randomTask(7, 3);
    const exact = runSteps(createAssignmentSearch(task).steps);
    const loose = runSteps(createAssignmentSearch(task, { gap: 0.5 }).steps);
    expect(loose.lower).toBeLessThanOrEqual(exact.upper);
    expect(loose.upper - loose.lower).toBeLessThanOrEqual(0.5 * Math.abs(loose.upper));
    expect(loose.nodes).toBeLessThan(exact.nodes);
  });

  test("gives the tree up when it grows too large, and says so", () => {
    const task = randomTask(7, 3);
    const found = runSteps(createAssignmentSearch(task, { maxTreeNodes: 10 }).steps);
    expect(found).toMatchObject({ proven: true, tree: null, treeTooLarge: true });
    expect(runSteps(createAssignmentSearch(task, { tree: false }).steps)).toMatchObject({
      upper: found.upper,
      tree: null,
      treeTooLarge: false,
    });
  });
});

/** A placement of `cells` cells on a grid, with nets of two and three cells. */
function randomPlacement(rows: number, columns: number, cells: number, seed: number) {
  const random = createRandom(seed, "placement");
  const nets = Array.from({ length: 5 }, () => {
    const ends = Array.from({ length: 2 + random.integer(2) }, () => random.integer(cells));
    return { weight: 1 + random.integer(5), cells: [...new Set(ends)] };
  }).filter((net) => net.cells.length > 1);
  const names = Array.from({ length: cells }, (_, i) => `c${i}`);
  return createPlacement("random", rows, columns, names, nets);
}

describe("proveTaskAsync of assignments", () => {
  test("certifies quadratic assignments, and the checker accepts what it says", async () => {
    for (let seed = 1; seed < 20; seed++) {
      if (seed % 5 === 0) continue;
      const task = randomTask(3 + (seed % 4), seed);
      const problem = qapOf(task);
      const optimum = leastOver(task);
      const proof = await proveTaskAsync(problem, { certificate: true });
      expect(proof).toMatchObject({ objective: optimum, lower: optimum, upper: optimum, proven: true });
      const verdict = checkCertificate(problem, proof.certificate!);
      expect(verdict).toMatchObject({ accepted: true, proven: true, objective: optimum, bound: optimum });
    }
  });

  test("certifies placements with as many slots as cells and with more", async () => {
    for (const [rows, columns, cells] of [
      [2, 3, 6],
      [2, 3, 4],
      [3, 3, 4],
      [1, 1, 1],
    ] as const) {
      for (let seed = 0; seed < 4; seed++) {
        const problem = randomPlacement(rows, columns, cells, seed);
        let optimum = Number.POSITIVE_INFINITY;
        for (const place of choices(rows * columns, cells)) {
          let wire = 0;
          for (const { weight, cells: ends } of problem.nets) {
            for (const i of ends) {
              for (const j of ends) {
                const [k, l] = [place[i]!, place[j]!];
                const across = Math.abs((k % columns) - (l % columns));
                if (i < j) wire += weight * (across + Math.abs(Math.floor(k / columns) - Math.floor(l / columns)));
              }
            }
          }
          optimum = Math.min(optimum, wire);
        }
        const proof = await proveTaskAsync(problem, { certificate: true });
        expect(proof).toMatchObject({ objective: optimum, lower: optimum, proven: true });
        expect(proof.solution!.length).toBe(cells);
        expect(checkCertificate(problem, proof.certificate!)).toMatchObject({ accepted: true, bound: optimum });
      }
    }
  });

  test("writes certificates of which no mutation that says something false is accepted", async () => {
    let rejected = 0;
    for (const seed of [1, 2, 4]) {
      const task = randomTask(4, seed);
      const problem = qapOf(task);
      const costs = new Set([...choices(4, 4)].map((p) => costOf(task, p)));
      const optimum = Math.min(...costs);
      const { certificate } = await proveTaskAsync(problem, { certificate: true });
      for (const { path, what, value } of mutations(certificate, [{ leaf: "gilmore-lawler" }])) {
        const mutant = value as Certificate;
        let accepted = false;
        try {
          ({ accepted } = checkCertificate(problem, mutant));
        } catch (error) {
          expect(error, `${path} ${what}`).toBeInstanceOf(CertificateError);
        }
        if (!accepted) rejected++;
        else expect(mutant.bound <= optimum && costs.has(mutant.objective), `${path} ${what}`).toBe(true);
      }
    }
    expect(rejected).toBeGreaterThan(50);
  });

  test("keeps both bounds, with a certificate of the lower one, when it is interrupted", async () => {
    const random = createRandom(9, "large");
    const n = 16;
    const problem = createQap("large", n, randomMatrix(n, random, true), randomMatrix(n, random, true));
    const abort = new AbortController();
    const proof = await proveTaskAsync(problem, {
      certificate: true,
      signal: abort.signal,
      progress: ({ done }) => {
        if (done > 50) abort.abort();
      },
    });
    expect(proof).toMatchObject({ proven: false, interrupted: true });
    expect(proof.lower).toBeLessThan(proof.upper);
    expect(proof.upper).toBe(proof.objective);
    const verdict = checkCertificate(problem, proof.certificate!);
    expect(verdict).toMatchObject({ accepted: true, proven: false, objective: proof.upper });
    expect(verdict.bound).toBeGreaterThanOrEqual(proof.lower);
    const nothing = await proveTaskAsync(problem, { certificate: true, signal: AbortSignal.abort() });
    expect(nothing).toMatchObject({ proven: false, interrupted: true, certificate: null });
    expect(nothing.lower).toBeLessThanOrEqual(proof.lower);
  });

  test("falls back to the encoding where costs are too large for exact bounds", async () => {
    const random = createRandom(1, "huge");
    const entries = () => Float64Array.from({ length: 16 }, () => 3_500_000 + random.integer(10));
    const task = { n: 4, flow: entries(), distance: entries() };
    const problem = qapOf(task);
    const proof = await proveTaskAsync(problem);
    expect(proof.method).not.toContain("Gilmore");
    expect(proof).toMatchObject({ proven: true, objective: leastOver(task) });
  });
});

describe.skipIf(sharedData === undefined)(`QAPLIB instances (${NO_SHARED_DATA})`, () => {
  test.each(["tai10a", "had12", "nug12"])("%s is proven at its published optimum, with a certificate", async (name) => {
    const published = JSON.parse(readFileSync(join(sharedData!, "best-known.json"), "utf8"))[name].best;
    const problem = parseQap(readFileSync(join(sharedData!, `qaplib/${name}.dat`), "utf8"), `${name}.dat`);
    const proof = await proveTaskAsync(problem, { certificate: true });
    expect(proof).toMatchObject({ proven: true, objective: published, lower: published });
    expect(checkCertificate(problem, proof.certificate!)).toMatchObject({ accepted: true, proven: true });
  });
});
