import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CertificateError, createRandom } from "../../../src/core/index.ts";
import { createTsp, problemKind } from "../../../src/problem/index.ts";
import { type Certificate, checkCertificate, type TourLeaf } from "../../../src/reference/index.ts";
import { mutations } from "./mutations.ts";
import { agrees, allTours, tourTree } from "./tour-builder.ts";

function randomTask(n: number, symmetric: boolean, seed: number, factor = 1) {
  const random = createRandom(seed, "tour");
  const distances = new Float64Array(n * n);
  for (let u = 0; u < n; u++) {
    for (let v = 0; v < n; v++) {
      distances[u * n + v] = symmetric && v < u ? distances[v * n + u]! : factor * (1 + random.integer(30));
    }
  }
  return createTsp("random", n, distances);
}

function buildCase(n: number, symmetric: boolean, seed: number) {
  const problem = randomTask(n, symmetric, seed);
  const tours = allTours(problem).sort((a, b) => a.length - b.length);
  const best = tours[0]!;
  const certificate: Certificate = {
    format: "ohmfield-certificate-1",
    task: { kind: "tsp", name: "random" },
    encoding: null,
    objective: best.length,
    bound: best.length,
    proven: true,
    solution: problemKind("tsp").solution.format(problem, Uint32Array.from(best.order)),
    proof: { kind: "tour", tree: tourTree(problem, best.length, createRandom(seed, "tree")) },
  };
  return { problem, certificate, tours, optimum: best.length };
}

const SIDES = [
  ["symmetric", true],
  ["asymmetric", false],
] as const;

describe("checkCertificate of tours", () => {
  test.each(SIDES)("accepts %s proofs by potentials and branches", (_, symmetric) => {
    for (let seed = 0; seed < 8; seed++) {
      const { problem, certificate, optimum } = buildCase(symmetric ? 6 : 5, symmetric, seed);
      expect(problem.symmetric).toBe(symmetric);
      const verdict = checkCertificate(problem, certificate);
      expect(verdict).toMatchObject({ accepted: true, proven: true, objective: optimum, bound: optimum, reasons: [] });
    }
  });

  test.each(SIDES)("rejects a planted %s optimum that is not one", (_, symmetric) => {
    for (let seed = 0; seed < 4; seed++) {
      const { problem, certificate, optimum, tours } = buildCase(5, symmetric, seed);
      const stronger = checkCertificate(problem, { ...certificate, bound: optimum + 1, proven: false });
      expect(stronger.accepted).toBe(false);
      const second = tours.find((t) => t.length > optimum)!;
      const solution = problemKind("tsp").solution.format(problem, Uint32Array.from(second.order));
      const planted = { objective: second.length, bound: second.length, solution };
      expect(checkCertificate(problem, { ...certificate, ...planted })).toMatchObject({ accepted: false });
    }
  });

  test.each(SIDES)("never accepts a mutation of a %s certificate that says something false", (_, symmetric) => {
    let accepted = 0;
    let rejected = 0;
    for (let seed = 0; seed < 2; seed++) {
      const { problem, certificate, optimum, tours } = buildCase(symmetric ? 5 : 4, symmetric, seed + 3);
      const lengths = new Set(tours.map((t) => t.length));
      const zeros = new Array(problem.n).fill(0);
      const leaves = [
        { leaf: "infeasible" },
        { leaf: "linear", potentials: zeros, ...(symmetric ? {} : { inPotentials: zeros }), subtours: [], combs: [] },
      ];
      for (const { path, what, value } of mutations(certificate, leaves)) {
        const mutant = value as Certificate;
        const where = `${seed} ${path} ${what}`;
        let verdict: ReturnType<typeof checkCertificate>;
        try {
          verdict = checkCertificate(problem, mutant);
        } catch (error) {
          expect(error, where).toBeInstanceOf(CertificateError);
          continue;
        }
        if (!verdict.accepted) rejected++;
        else {
          accepted++;
          expect(mutant.bound <= optimum && verdict.bound! <= optimum && lengths.has(mutant.objective), where).toBe(
            true,
          );
          expect(mutant.proven, where).toBe(mutant.bound === mutant.objective);
          expect(path, where).not.toMatch(/^(format|task\.kind|objective|proven|encoding)$/);
        }
      }
    }
    expect(accepted).toBeGreaterThan(10);
    expect(rejected).toBeGreaterThan(50);
  });

  test.each(
    SIDES,
  )("never bounds a %s leaf above its shortest tour, for any multipliers, sets and combs", (_, symmetric) => {
    const real = fc.double({ min: -20, max: 40, noNaN: true });
    const weight = fc.double({ min: 0, max: 8, noNaN: true });
    const n = 7;
    const combs = [
      {
        handle: [0, 1, 2],
        teeth: [
          [0, 3],
          [1, 4],
          [2, 5],
        ],
      },
      {
        handle: [6, 2, 4, 1],
        teeth: [
          [6, 0],
          [3, 2],
          [4, 5],
        ],
      },
    ];
    const set = fc.uniqueArray(fc.integer({ min: 0, max: n - 1 }), { minLength: 1, maxLength: n - 1 });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 50 }),
        fc.array(real, { minLength: n, maxLength: n }),
        fc.array(real, { minLength: n, maxLength: n }),
        fc.array(fc.record({ cities: set, multiplier: weight }), { maxLength: 4 }),
        fc.array(weight, { minLength: 2, maxLength: 2 }),
        fc.boolean(),
        (seed, potentials, inPotentials, subtours, weights, taken) => {
          const problem = randomTask(n, symmetric, seed, 3);
          const leaf: TourLeaf = {
            leaf: "linear",
            potentials,
            ...(symmetric ? {} : { inPotentials }),
            subtours,
            combs: combs.map((comb, c) => ({ ...comb, multiplier: weights[c]! })),
          };
          const branch = { edge: [0, 3] as const, in: leaf, out: leaf };
          // The other side of the branch is closed by a leaf that bounds nothing from below but all distances.
          const other: TourLeaf = { ...leaf, potentials: new Array(n).fill(1e4) };
          const certificate: Certificate = {
            format: "ohmfield-certificate-1",
            task: { kind: "tsp", name: "random" },
            encoding: null,
            objective: 0,
            bound: 0,
            proven: true,
            solution: "",
            proof: { kind: "tour", tree: taken ? branch : { ...branch, in: other } },
          };
          const { bound } = checkCertificate(problem, certificate);
          const shortest = allTours(problem)
            .filter(({ order }) => taken || agrees(problem, new Map([["0 3", false]]), order))
            .reduce((least, t) => Math.min(least, t.length), Number.POSITIVE_INFINITY);
          expect(bound!).toBeLessThanOrEqual(shortest);
          // Every length is a multiple of 3.
          expect(Math.abs(bound! % 3)).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  const square = createTsp("square", 4, [0, 10, 14, 10, 10, 0, 10, 14, 14, 10, 0, 10, 10, 14, 10, 0]);
  const verdictOf = (leaf: unknown) =>
    checkCertificate(square, {
      format: "ohmfield-certificate-1",
      task: { kind: "tsp", name: "square" },
      encoding: null,
      objective: 40,
      bound: 40,
      proven: true,
      solution: "TYPE: TOUR\nTOUR_SECTION\n1 2 3 4 -1\nEOF\n",
      proof: { kind: "tour", tree: leaf as TourLeaf },
    });
  const linear = { leaf: "linear", potentials: [5, 5, 5, 5], subtours: [], combs: [] };
  const comb = (handle: number[], teeth: number[][]) => ({ ...linear, combs: [{ handle, teeth, multiplier: 1 }] });
  const subtour = (cities: number[], multiplier = 1) => ({ ...linear, subtours: [{ cities, multiplier }] });

  test("accepts the sides of a square by potentials of half a side", () => {
    expect(verdictOf(linear)).toMatchObject({ accepted: true, bound: 40, nodes: 1, leaves: 1 });
  });

  test("sums multipliers of sets and combs as they cross", () => {
    // The set {0, 1} at 1: potentials 4.5 keep the sides of the set at 10 - 9 - 0 and those that cross at 10 - 9 - 1.
    const dual = { ...linear, potentials: [4.5, 4.5, 4.5, 4.5], subtours: [{ cities: [0, 1], multiplier: 1 }] };
    // 2 x 18 + 2 x 1 = 38, lengths being 40 and multiples of 4 from it: 40.
    expect(verdictOf(dual)).toMatchObject({ accepted: true, bound: 40 });
    expect(verdictOf({ ...dual, subtours: [] }).bound).toBe(36);
  });

  test.each([
    ["a set", [[0, 1, 2]], true, 2],
    ["a set left", [[0, 1, 2]], false, 1],
    [
      "a comb",
      [
        [0, 1, 2],
        [0, 3],
        [1, 4],
        [2, 5],
      ],
      true,
      10,
    ],
  ])("meets the shortest tour when distances count the crossings of %s", (_, sets, symmetric, expected) => {
    const n = 6;
    const distances = new Float64Array(n * n);
    for (let u = 0; u < n; u++) {
      for (let v = 0; v < n; v++) {
        for (const set of sets) {
          const leaves = set.includes(u) && !set.includes(v);
          const enters = set.includes(v) && !set.includes(u);
          if (leaves || (symmetric && enters)) distances[u * n + v]!++;
        }
      }
    }
    const task = createTsp("crossings", n, distances);
    const [handle, ...teeth] = sets;
    const zeros = new Array(n).fill(0);
    const leaf = {
      leaf: "linear",
      potentials: zeros,
      ...(symmetric ? {} : { inPotentials: zeros }),
      subtours: teeth.length === 0 ? [{ cities: handle, multiplier: 1 }] : [],
      combs: teeth.length === 0 ? [] : [{ handle, teeth, multiplier: 1 }],
    } as TourLeaf;
    const verdict = checkCertificate(task, {
      format: "ohmfield-certificate-1",
      task: { kind: "tsp", name: "crossings" },
      encoding: null,
      objective: 0,
      bound: 0,
      proven: true,
      solution: "",
      proof: { kind: "tour", tree: leaf },
    });
    expect(verdict.bound).toBe(expected);
    expect(allTours(task).reduce((least, t) => Math.min(least, t.length), 99)).toBe(expected);
  });

  const chain = (edges: readonly (readonly number[])[], bottom: unknown): unknown =>
    edges.reduceRight((below, edge) => ({ edge, in: below, out: linear }), bottom);

  test.each([
    [
      "infeasible though its edges close the whole tour",
      [
        [0, 1],
        [1, 2],
        [2, 3],
        [0, 3],
      ],
      { leaf: "infeasible" },
      "not infeasible",
    ],
    ["on an edge that is in", [[0, 1]], { edge: [1, 0], in: linear, out: linear }, "decided already"],
    ["on one city", [], { edge: [1, 1], in: linear, out: linear }, "joined with itself"],
    ["on a city beyond", [], { edge: [1, 4], in: linear, out: linear }, "beyond city 3"],
  ])("rejects a node %s", (_, edges, bottom, message) => {
    const { accepted, reasons } = verdictOf(chain(edges, bottom));
    expect(accepted).toBe(false);
    expect(reasons[0]!.message).toContain(message);
    expect(reasons[0]!.path).toBe(["proof.tree", ...edges.map(() => "in")].join("."));
  });

  test.each([
    [
      "a city with three edges",
      [
        [0, 1],
        [0, 2],
        [0, 3],
      ],
    ],
    [
      "a triangle among four cities",
      [
        [0, 1],
        [1, 2],
        [0, 2],
      ],
    ],
  ])("accepts an infeasible leaf below %s", (_, edges) => {
    expect(verdictOf(chain(edges, { leaf: "infeasible" }))).toMatchObject({ accepted: true, bound: 40 });
  });

  test.each([
    ["infeasible without a reason", { leaf: "infeasible" }, "not infeasible"],
    ["with a potential missing", { ...linear, potentials: [5, 5, 5] }, "3 potentials for 4"],
    ["with potentials in", { ...linear, inPotentials: [5, 5, 5, 5] }, "symmetric"],
    ["with a set of all cities", subtour([0, 1, 2, 3]), "or all"],
    ["with an empty set", subtour([]), "no city"],
    ["with a city twice in a set", subtour([0, 0]), "twice"],
    ["with a city beyond", subtour([0, 4]), "beyond"],
    ["with a negative multiplier", subtour([0, 1], -1), "negative"],
    [
      "with a comb of two teeth",
      comb(
        [0, 1],
        [
          [0, 2],
          [1, 3],
        ],
      ),
      "2 teeth",
    ],
    [
      "with overlapping teeth",
      comb(
        [0, 1],
        [
          [0, 2],
          [1, 2],
          [1, 3],
        ],
      ),
      "overlap",
    ],
    ["with a tooth inside its handle", comb([0, 1], [[0], [1, 2], [3]]), "does not cross"],
    ["with huge potentials", { ...linear, potentials: [1e300, 0, 0, 0] }, "too large"],
  ])("rejects a leaf %s", (_, leaf, message) => {
    const { accepted, reasons } = verdictOf(leaf);
    expect(accepted).toBe(false);
    expect(reasons[0]!.message).toContain(message);
    expect(reasons[0]!.path).toBe("proof.tree");
  });
});
