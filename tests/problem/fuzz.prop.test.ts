import { describe, expect, test } from "vitest";
import {
  createIsing,
  createMaxSat,
  createPlacedTsp,
  createQubo,
  createTsp,
  encodeProblem,
  formatIsing,
  formatMaxCut,
  formatMaxCutMatrix,
  formatQubo,
  generateMaxCut,
  maxSatKind,
  parseProblem,
  parseSpins,
  problemKind,
  tspKind,
} from "../../src/problem/index.ts";
import { outcomes } from "./mutants.ts";

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
  ["fuzz.kp", ["# name: x\n4 9\n6 2\n5 3\n9 6\n1 1\n", "3\n1 6 2\n2 5 3\n3 9 6\n9\n"]],
  ["fuzz.spp", ["# name: x\n3 4\n3 5 4 2\n2 1 2\n2\n2 3\n2 3 4\n", "2 2\n1 1\n0\n1 2\n"]],
  ["fuzz.scp", ["# name: x\n3 4\n3 5 4 2\n2 1 2\n2\n2 3\n3 2 3 4\n", "1 2\n1 1\n2 1 2\n"]],
  ["fuzz.cnf", ["c name: x\np cnf 5 3\n1 -2 0\n2 3 -4 5 0\n-1\n0\n", "p cnf 2 1\n1 -2 0\n%\n0\n"]],
  [
    "fuzz.wcnf",
    ["p wcnf 5 3 9\n9 1 -2 0\n2 2 3 -4 5 0\n3 -1 0\n", "h 1 2 -3 0\n3 -1 0\nh 1 -1 0\n", "p wcnf 2 1\n7 1 0\n"],
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

describe("the reader of truth values", () => {
  test("reads or refuses 20000 mutated answers, and never fails in another way", () => {
    const task = createMaxSat("three", 3, [[1, 2, 3]]);
    const { parse } = maxSatKind.solution;
    const counts = outcomes(
      (text) => void parse(text, "fuzz.sol", task),
      ["s OK\no 1\nv 1 -2 3 0\n", "v 010\n"],
      20_000,
    );
    expect(counts.read).toBeGreaterThan(500);
    expect(counts.refused).toBeGreaterThan(1000);
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
