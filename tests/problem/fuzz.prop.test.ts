import { beforeAll, describe, expect, test } from "vitest";
import {
  createIsing,
  createPlacedTsp,
  createQubo,
  createTsp,
  encodeProblem,
  expressionKind,
  formatIsing,
  formatMaxCut,
  formatMaxCutMatrix,
  formatQubo,
  generateMaxCut,
  parseProblem,
  parseSpins,
  problemKind,
  tspKind,
} from "../../src/problem/index.ts";
import { outcomes } from "./mutants.ts";

/** The parser of expressions takes half a second of processor time, many times that on a busy machine. */
const LOAD_TIMEOUT = 60_000;

beforeAll(async () => {
  await expressionKind.prepare?.();
}, LOAD_TIMEOUT);

/** Reads a mutant, encodes it when small, and writes it back and reads it once more. */
function read(text: string, file: string): void {
  const problem = parseProblem(text, file);
  const kind = problemKind(problem.kind);
  if (problem.n < 50) encodeProblem(problem);
  if (problem.n < 1000) expect(kind.parse(kind.format(problem), "again")).toEqual(problem);
}

const ising = createIsing("glass", 4, [0, 1, 2], [1, 2, 3], [1, -2.5, 3], [0, 1, -1, 0], 7);
const qubo = createQubo("bits", "max", 4, [0, 1], [3, 2], [4, -6], [1, 0, -2.5, 0], -3);
const mutantsOf: readonly [file: string, seeds: readonly string[]][] = [
  [
    "fuzz.mtx",
    [
      formatMaxCutMatrix(generateMaxCut({ vertices: 6, density: 0.5, seed: 1 })),
      "%%MatrixMarket matrix coordinate pattern general\n3 3 2\n1 2\n2 1\n",
    ],
  ],
  ["fuzz.sparse", [formatQubo(qubo, ".sparse"), "3 2\n1 1 -5\n1 3 4\n"]],
  ["fuzz.qubo", [formatQubo(qubo, ".qubo"), "c by hand\np qubo 0 3 1 1\n1 1 -2\n0 2 1e1\n"]],
  ["fuzz.coo", [formatQubo(qubo, ".coo"), formatIsing(ising, ".coo"), "0 0 1\n0 1 .5\n"]],
  [
    "fuzz.tsp",
    [
      tspKind.format(createPlacedTsp("ulysses", "GEO", [38.24, 39.57, 40.56], [20.42, 26.15, -25.32])),
      tspKind.format(createTsp("three", 3, [0, 1, 2, 1, 0, 3, 2, 3, 0])),
      tspKind.format(createTsp("ways", 3, [0, 1, 2, 5, 0, 3, 2, 3, 0])),
    ],
  ],
  ["fuzz.clq", ["c by hand\np edge 4 3\ne 1 2\ne 3 2\ne 3 4\n", "p col 3 4 2\ne 1 2\ne 2 1\ne 3 2\ne 2 3\n"]],
  ["fuzz.col", ["c colours: 2\np edge 4 3\ne 1 2\ne 3 2\ne 3 4\n", "p col 3 4 2\ne 1 2\ne 2 1\ne 3 2\ne 2 3\n"]],
  ["fuzz.numbers", ["# name: x\n4\n5\n6\n7\n8\n", "1 2 3\n"]],
  ["fuzz.qap", ["# name: x\n2\n0 1\n2 0\n\n0 3\n4 0\n", "3 12\n0 1 2 1 0 3 2 3 0\n0 5 4 5 0 1 4 1 0\n"]],
  ["fuzz.place", ["grid 2 2\nnet a b c\nnet 3 b c\n", "# name: y\ngrid 1 3\ncell d e\nnet 2 e d\n"]],
  [
    "fuzz.graph",
    ["% parts: 3\n4 3\n2\n1 3\n2 4\n3\n", "3 2 011\n1 2 5\n2 1 5 3 1\n1 2 1\n", "% capacity: 3\n4 1\n2\n1\n\n\n"],
  ],
  [
    "fuzz.expr",
    [
      "minimize 3 x1 + 2 x1 x2 - x3 subject to x1 + x2 + x3 = 1\n",
      "spin s t\nmaximize (s + 2 t)^2 / 4 - x s t\ns.t. x + y <= 1, s + t >= -1\n x y = 0\n",
    ],
  ],
  ["fuzz.json", [formatQubo(qubo), formatIsing(ising)]],
];

describe("parseProblem", () => {
  test("reads or refuses 20000 mutated files, and never fails in another way", () => {
    const seeds = [
      formatMaxCut(generateMaxCut({ vertices: 6, density: 0.5, seed: 1 })),
      formatMaxCut(generateMaxCut({ vertices: 5, density: 0.8, seed: 2, weights: { low: -9, high: 9 } })),
      "3 3\r\n1 2\r\n2 3 -1.5e0\r\n1 3 .5\r\n",
      "1 0\n",
    ];
    const counts = outcomes((text) => read(text, "fuzz.mc"), seeds, 20_000);
    expect(counts.read).toBeGreaterThan(1000);
    expect(counts.refused).toBeGreaterThan(1000);
  });

  test.for(mutantsOf)("reads or refuses 20000 mutants of %s, and never fails in another way", ([file, seeds]) => {
    const counts = outcomes((text) => read(text, file), seeds, 20_000);
    expect(counts.read).toBeGreaterThan(500);
    expect(counts.refused).toBeGreaterThan(1000);
  });
});

describe("parseSpins", () => {
  test("reads or refuses 5000 mutated files, and never fails in another way", () => {
    const counts = outcomes((text) => void parseSpins(text, "fuzz.spins", 4), ["+1\n-1\n-1\n+1\n", "0 1 1 0"], 5000);
    expect(counts.read).toBeGreaterThan(100);
    expect(counts.refused).toBeGreaterThan(100);
  });
});

describe("the readers of solutions", () => {
  test("read or refuse 5000 mutants each, and never fail in another way", () => {
    const qap = parseProblem("2\n0 1\n2 0\n0 3\n4 0\n", "a.qap");
    const place = parseProblem("grid 1 3\nnet a b\n", "a.place");
    const graph = parseProblem("2 1\n2\n1\n", "a.graph");
    const expression = parseProblem("spin s\nminimize s x", "a.expr");
    const seeds = [
      [qap, "2 11\n1 2\n", "2 1"],
      [place, "1 1 a\n1 3 b\n"],
      [graph, "0\n1\n"],
      [expression, "s = -1\nx = 0\n"],
    ] as const;
    for (const [problem, ...texts] of seeds) {
      const { solution } = problemKind(problem.kind);
      const counts = outcomes((text) => void solution.parse(text, "fuzz", problem), texts, 5000);
      expect(counts.read).toBeGreaterThan(50);
      expect(counts.refused).toBeGreaterThan(500);
    }
  });
});

describe("the tour reader", () => {
  test("reads or refuses 20000 mutated tours, and never fails in another way", () => {
    const task = createTsp("three", 3, [0, 1, 2, 1, 0, 3, 2, 3, 0]);
    const seeds = [tspKind.solution.format(task, Uint32Array.of(2, 0, 1)), "TYPE: TOUR\nTOUR_SECTION\n1 2 3 -1\n"];
    const counts = outcomes((text) => void tspKind.solution.parse(text, "fuzz.tour", task), seeds, 20_000);
    expect(counts.read).toBeGreaterThan(500);
    expect(counts.refused).toBeGreaterThan(1000);
  });
});
