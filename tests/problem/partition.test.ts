import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError, LimitError } from "../../src/core/index.ts";
import { energy } from "../../src/network/index.ts";
import {
  createPartition,
  decodeSpins,
  encodeProblem,
  encodingMethod,
  partitionKind as kind,
  type Partition,
  type PartitionOptions,
  parsePartition,
  roomyCapacity,
  scoreSpins,
} from "../../src/problem/index.ts";
import { caught } from "../helpers/caught.ts";
import { maxCuts, states } from "./arbitraries.ts";
import { surveyEncoding } from "./encoding-survey.ts";

interface Shape {
  readonly vertices: number;
  readonly parts?: number;
  readonly heaviest?: number;
  /** What is added to the capacity that the task would have by itself. */
  readonly more?: number;
}

const partitions = ({ vertices, parts = 2, heaviest = 1, more = 0 }: Shape): fc.Arbitrary<Partition> =>
  maxCuts(vertices, fc.integer({ min: 1, max: 9 }))
    .filter(({ n }) => n >= parts)
    .chain((graph) =>
      fc.tuple(
        fc.constant(graph),
        fc.array(fc.integer({ min: heaviest > 1 ? 0 : 1, max: heaviest }), { minLength: graph.n, maxLength: graph.n }),
      ),
    )
    .map(([{ n, from, to, weights }, own]) => {
      const vertexWeights = Float64Array.from(own);
      const capacity = roomyCapacity(vertexWeights, parts) + more;
      return createPartition("p", n, from, to, weights, { vertexWeights, parts, capacity });
    });

/** The lightest cut by trying all lists of parts, and how many lists are balanced. */
function enumerate({ n, from, to, weights, vertexWeights, parts, capacity }: Partition) {
  let best = Infinity;
  let solutions = 0;
  for (let code = 0; code < parts ** n; code++) {
    const at = Array.from({ length: n }, (_, v) => Math.floor(code / parts ** v) % parts);
    const held = Array.from({ length: parts }, (_, p) =>
      at.reduce((w, q, v) => w + (q === p ? vertexWeights[v]! : 0), 0),
    );
    if (held.some((weight) => weight > capacity)) continue;
    solutions++;
    best = Math.min(
      best,
      weights.reduce((cut, weight, e) => cut + (at[from[e]!] === at[to[e]!] ? 0 : weight), 0),
    );
  }
  return { best, solutions };
}

const SHAPES: readonly [what: string, encoding: string, shape: Shape, numRuns: number][] = [
  ["two equal parts", "parts", { vertices: 9 }, 60],
  ["two parts with room", "parts", { vertices: 7, more: 2 }, 30],
  ["two parts of weighted vertices", "parts", { vertices: 6, heaviest: 5 }, 30],
  ["two one-hot parts", "one-hot", { vertices: 5 }, 20],
  ["two one-hot parts of weighted vertices", "one-hot", { vertices: 3, heaviest: 3 }, 15],
  ["three parts", "parts", { vertices: 3, parts: 3 }, 20],
  ["four parts", "parts", { vertices: 4, parts: 4 }, 2],
  ["three parts with room", "one-hot", { vertices: 3, parts: 3, more: 1 }, 4],
];

describe("encodings of partitions", () => {
  test.for(
    SHAPES,
  )("of %s, encoded as %s, have the cut as scale E + shift on every one and the rest above by the gap", ([
    ,
    encoding,
    shape,
    numRuns,
  ]) => {
    fc.assert(
      fc.property(partitions(shape), (problem) => {
        const { best, solutions } = enumerate(problem);
        const found = surveyEncoding(problem, { encoding });
        expect(found).toMatchObject({ best, solutions, wrong: 0, tooLow: 0, gap: 1 });
        expect(found.lowestInfeasible).toBeGreaterThanOrEqual(best + 1);
      }),
      { numRuns },
    );
  });

  test.for([
    ["parts", 6],
    ["one-hot", 3],
  ] as const)("as %s keep the gap when the capacity leaves no room to move in, with all edges as the weight", ([
    encoding,
    vertices,
  ]) => {
    let tight = 0;
    fc.assert(
      fc.property(partitions({ vertices, heaviest: 5 }), (loose) => {
        const { n, from, to, weights, vertexWeights } = loose;
        const total = vertexWeights.reduce((a, b) => a + b, 0);
        const capacity = Math.max(Math.ceil(total / 2), ...vertexWeights);
        const problem = createPartition("t", n, from, to, weights, { vertexWeights, capacity });
        if (capacity === loose.capacity) return;
        tight++;
        const { best, solutions } = enumerate(problem);
        const found = surveyEncoding(problem, { encoding });
        expect(encodeProblem(problem, { encoding }).penalty!.weight).toBe(weights.reduce((a, b) => a + b, 0) + 1);
        expect(found).toMatchObject({ best, solutions, wrong: 0, tooLow: 0, gap: 1 });
        if (solutions > 0) expect(found.lowestInfeasible).toBeGreaterThanOrEqual(best + 1);
      }),
      { numRuns: 60 },
    );
    expect(tight).toBeGreaterThan(10);
  });

  test("say that they have no bound for a weight that is too small, under which no partition is the lowest", () => {
    const complete = createPartition("k4", 4, [0, 0, 0, 1, 1, 2], [1, 2, 3, 2, 3, 3], new Float64Array(6).fill(4));
    const { weight } = encodeProblem(complete).penalty!;
    const found = surveyEncoding(complete, { penaltyWeight: weight / 4 });
    expect(found).toMatchObject({ solutions: 6, wrong: 0, gap: null });
    expect(found.lowestInfeasible).toBeLessThan(found.best);
  });

  test("weigh a cycle with the two heaviest of the edges that a vertex has", () => {
    const cycle = createPartition("c6", 6, [0, 1, 2, 3, 4, 0], [1, 2, 3, 4, 5, 5], [1, 1, 1, 1, 1, 1]);
    expect(encodeProblem(cycle).penalty).toMatchObject({ weight: 3, gap: 1 });
    expect(encodeProblem(cycle).network.n).toBe(6);
  });

  test("never let a partition's neighbour decode to a lower value, on larger graphs", () => {
    const shapes = [
      { vertices: 24 },
      { vertices: 20, heaviest: 9 },
      { vertices: 15, parts: 4 },
      { vertices: 12, parts: 3, heaviest: 6, more: 3 },
    ];
    const run = fc
      .constantFrom(...shapes)
      .chain((shape) => partitions(shape))
      .chain((problem) => fc.tuple(fc.constant(problem), states(encodeProblem(problem).network.n)));
    fc.assert(
      fc.property(run, ([problem, start]) => {
        const { network, scale, shift } = encodeProblem(problem);
        const method = encodingMethod(problem);
        const parts = method.repair!(problem, start) as Uint32Array;
        const spins = method.spinsOf(problem, parts);
        const cut = kind.solution.score(problem, parts).objective;
        expect(scale * energy(network, spins) + shift).toBe(cut);
        for (let a = 0; a < network.n; a++) {
          const flipped = spins.slice();
          flipped[a] = -flipped[a]!;
          const decoded = decodeSpins(problem, flipped);
          if (!decoded.feasible) continue;
          const { objective } = kind.solution.score(problem, decoded.solution as Uint32Array);
          expect(scale * energy(network, flipped) + shift).toBeGreaterThanOrEqual(objective);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("refuse more spins than fit before they take memory for them", () => {
    const big = createPartition("big", 20_001, [], [], []);
    expect(() => encodeProblem(big)).toThrow(LimitError);
    expect(() => encodeProblem(big, { encoding: "one-hot" })).toThrow(LimitError);
  });
});

describe("repair", () => {
  test("keeps a partition, and makes one of any other state", () => {
    const shapes = [{ vertices: 7 }, { vertices: 6, heaviest: 6 }, { vertices: 4, parts: 3, heaviest: 4 }];
    const run = fc
      .tuple(
        fc.constantFrom(...shapes).chain((shape) => partitions(shape)),
        fc.constantFrom("parts", "one-hot"),
      )
      .chain(([problem, encoding]) =>
        fc.tuple(fc.constant(problem), fc.constant(encoding), states(encodeProblem(problem, { encoding }).network.n)),
      );
    fc.assert(
      fc.property(run, ([problem, encoding, spins]) => {
        const { repair, decode } = encodingMethod(problem, encoding);
        const repaired = repair!(problem, spins) as Uint32Array;
        expect(kind.solution.score(problem, repaired).feasible).toBe(true);
        const decoded = decode(problem, spins);
        if (decoded.feasible) expect(repaired).toEqual(decoded.solution);
      }),
    );
  });

  test("moves the vertex that the cut minds least", () => {
    const path = createPartition("path", 4, [0, 1, 2], [1, 2, 3], [5, 1, 5]);
    expect(encodingMethod(path).repair!(path, Int8Array.of(1, 1, 1, -1))).toEqual(Uint32Array.of(1, 1, 0, 0));
  });

  test("says so when no single move helps", () => {
    const tight = createPartition("tight", 4, [], [], [], { vertexWeights: [3, 3, 2, 4], capacity: 6 });
    expect(() => encodingMethod(tight).repair!(tight, Int8Array.of(1, -1, -1, 1))).toThrow(/no move/);
  });
});

const PATH = createPartition("path", 3, [0, 1], [1, 2], [4, 5], { parts: 3 });

describe("solutions", () => {
  test("decode to the part of each vertex, or name the vertices and parts that are not right", () => {
    const spins = Int8Array.of(1, -1, -1, -1, 1, -1, -1, -1, 1);
    expect(decodeSpins(PATH, spins)).toEqual({ feasible: true, solution: Uint32Array.of(0, 1, 2) });
    expect(scoreSpins(PATH, Int8Array.of(1, 1, -1, -1, -1, -1, -1, -1, 1)).violations).toEqual([
      "vertex 1 is in 2 parts",
      "vertex 2 is in 0 parts",
    ]);
    expect(scoreSpins(PATH, Int8Array.of(1, -1, -1, 1, -1, -1, -1, -1, 1))).toEqual({
      objective: Number.NaN,
      feasible: false,
      violations: ["part 0 weighs 2 of at most 1"],
    });
    expect(kind.solution.score(PATH, Uint32Array.of(0, 1, 3)).violations).toEqual(["vertex 3 is in part 3 of 0..2"]);
    expect(kind.solution.score(PATH, Uint32Array.of(0, 1)).violations).toEqual(["there are parts for 2 vertices of 3"]);
    expect(kind.solution.score(PATH, Uint32Array.of(2, 0, 1)).objective).toBe(9);
  });

  test("are read back as they were written", () => {
    const solution = Uint32Array.of(2, 0, 1);
    expect(kind.solution.parse(kind.solution.format(PATH, solution), "s", PATH)).toEqual(solution);
  });

  test.each([["0 1"], ["0 1 2 0"], ["0 1 3"], ["0 x 1"], ["-1 0 1"]])("are refused as %j", (text) => {
    expect(() => kind.solution.parse(text, "s", PATH)).toThrow(/s:1: /);
  });
});

describe("parsePartition", () => {
  test("reads the manual's graph in all four forms", () => {
    // The 7 vertices and 11 edges that the METIS manual draws.
    const from = [0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 5];
    const to = [1, 2, 4, 2, 3, 3, 4, 5, 6, 5, 6];
    const make = (weights: number[], vertexWeights?: number[]) => {
      const options: PartitionOptions = vertexWeights === undefined ? {} : { vertexWeights };
      return createPartition("m", 7, from, to, weights, options);
    };
    const ones = new Array(11).fill(1);
    const plain = "7 11\n5 3 2\n1 3 4\n5 4 2 1\n2 3 6 7\n1 3 6\n5 4 7\n6 4\n";
    expect(parsePartition(plain, "m.graph")).toEqual(make(ones));
    const weights = [1, 2, 1, 2, 1, 2, 3, 2, 5, 2, 6];
    const weighted =
      "% a comment\n7 11 001\n5 1 3 2 2 1\n1 1 3 2 4 1\n5 3 4 2 2 2 1 2\n2 1 3 2 6 2 7 5\n1 1 3 3 6 2\n5 2 4 2 7 6\n6 6 4 5\n";
    expect(parsePartition(weighted, "m.graph")).toEqual(make(weights));
    const both =
      "7 11 011 1\n4 5 1 3 2 2 1\n2 1 1 3 2 4 1\n5 5 3 4 2 2 2 1 2\n3 2 1 3 2 6 2 7 5\n1 1 1 3 3 6 2\n6 5 2 4 2 7 6\n2 6 6 4 5\n";
    expect(parsePartition(both, "m.graph")).toEqual(make(weights, [4, 2, 5, 3, 1, 6, 2]));
    const sizes = "7 11 100\n9 5 3 2\n9 1 3 4\n9 5 4 2 1\n9 2 3 6 7\n9 1 3 6\n9 5 4 7\n9 6 4\n";
    expect(parsePartition(sizes, "m.graph")).toEqual(make(ones));
  });

  test("takes blank lines for vertices without edges, and parts and capacity from notes", () => {
    expect(parsePartition("% parts: 3\n% capacity: 2\n4 1\n\n3\r\n2\n\n\n", "g.graph")).toEqual(
      createPartition("g", 4, [1], [2], [1], { parts: 3, capacity: 2 }),
    );
  });

  test("reads back what was written", () => {
    const shapes = [{ vertices: 8 }, { vertices: 7, parts: 4, heaviest: 9 }, { vertices: 6, parts: 3, more: 2 }];
    fc.assert(
      fc.property(
        fc.constantFrom(...shapes).chain((shape) => partitions(shape)),
        (problem) => {
          expect(parsePartition(kind.format({ ...problem, name: "some graph" }), "other.graph")).toEqual({
            ...problem,
            name: "some graph",
          });
        },
      ),
    );
  });

  test.each([
    ["it is empty", "", "problem.header", 1],
    ["the header has a word too many", "2 1 0 1 1\n2\n1\n", "problem.header", 1],
    ["the format is none", "2 1 2\n2\n1\n", "problem.header", 1],
    ["there are two weights a vertex", "2 1 10 2\n1 1 2\n1 1 1\n", "problem.header", 1],
    ["it has no vertices", "0 0\n", "problem.header-size", 1],
    ["a neighbour is no number", "2 1\n2\n1.5\n", "problem.edge", 3],
    ["a neighbour is 0", "2 1\n2\n0\n", "problem.vertex-range", 3],
    ["a neighbour is too large", "2 1\n3\n1\n", "problem.vertex-range", 2],
    ["an edge is a loop", "2 1\n1\n1\n", "problem.self-loop", 2],
    ["a neighbour comes twice", "2 1\n2\n1 1\n", "problem.duplicate-edge", 3],
    ["an edge stands at its first end only", "3 2\n2 3\n1\n\n", "problem.one-way", 2],
    ["an edge stands at its second end only", "3 2\n2\n1 3\n\n", "problem.one-way", 3],
    ["an edge stands at its larger end only", "3 2\n2\n1\n2\n", "problem.one-way", 4],
    ["an edge has two weights", "2 1 1\n2 5\n1 6\n", "problem.edge-weight", 3],
    ["an edge weighs nothing", "2 1 1\n2 0\n1 0\n", "problem.edge-weight", 2],
    ["a weight is missing", "2 1 1\n2\n1 6\n", "problem.edge", 2],
    ["a vertex weight is missing", "2 0 10\n1\n\n", "problem.edge", 3],
    ["vertices weigh too much", "2 0 10\n1\n999999999\n", "problem.vertex-weight", 3],
    ["lines are missing", "5 1\n2\n1\n", "problem.vertex-count", 3],
    ["there is a line too many", "2 1\n2\n1\n1\n", "problem.vertex-count", 4],
    ["edges are not as many as announced", "% x\n2 2\n2\n1\n", "problem.edge-count", 2],
    ["a note asks for one part", "% parts: 1\n2 1\n2\n1\n", "problem.parts", 1],
    ["a note asks for more parts than vertices", "% parts: 3\n2 1\n2\n1\n", "problem.parts", 1],
    ["a note gives too little capacity", "% x\n% capacity: 1\n3 1\n2\n1\n\n", "problem.capacity", 2],
  ])("refuses a file when %s", (_, text, code, line) => {
    expect(caught(() => parsePartition(text, "bad.graph")).details).toMatchObject({ code, file: "bad.graph", line });
  });
});

describe("createPartition", () => {
  const make = (weights: number[], options?: PartitionOptions) => createPartition("p", 3, [0], [1], weights, options);

  test("refuses weights, parts and capacities out of range", () => {
    expect(make([1]).capacity).toBe(2);
    for (const weight of [0, -1, 0.5]) expect(() => make([weight])).toThrow(ArgumentError);
    for (const parts of [1, 4]) expect(() => make([1], { parts })).toThrow(ArgumentError);
    for (const capacity of [1, 1.5]) expect(() => make([1], { capacity })).toThrow(ArgumentError);
    for (const vertexWeights of [
      [1, 1],
      [1, 1, -1],
      [1, 1, 0.5],
    ]) {
      expect(() => make([1], { vertexWeights })).toThrow(ArgumentError);
    }
  });
});
