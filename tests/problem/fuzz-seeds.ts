/** Texts of every format, for the tests that mutate them. */

import {
  type AnyProblem,
  createIsing,
  createMaxSat,
  createPlacedTsp,
  createQubo,
  createTsp,
  formatIsing,
  formatMaxCut,
  formatMaxCutMatrix,
  formatQubo,
  generateMaxCut,
  parseProblem,
  tspKind,
} from "../../src/problem/index.ts";

const ising = createIsing("glass", 4, [0, 1, 2], [1, 2, 3], [1, -2.5, 3], [0, 1, -1, 0], 7);
const qubo = createQubo("bits", "max", 4, [0, 1], [3, 2], [4, -6], [1, 0, -2.5, 0], -3);
/** Files that mutants are made of: a name that chooses the reader, and texts that it reads. */
export const fuzzSeeds: readonly (readonly [file: string, seeds: readonly string[]])[] = [
  [
    "fuzz.mc",
    [
      formatMaxCut(generateMaxCut({ vertices: 6, density: 0.5, seed: 1 })),
      formatMaxCut(generateMaxCut({ vertices: 5, density: 0.8, seed: 2, weights: { low: -9, high: 9 } })),
      "3 3\r\n1 2\r\n2 3 -1.5e0\r\n1 3 .5\r\n",
      "1 0\n",
    ],
  ],
  ["fuzz.patterns", ["# name: x\n# accept: .9\npattern T\nXXX\n.X.\npattern\n1 0 0\n* - _\nprobe\n@@@\n...\n"]],
  ["fuzz.exact-cover", ["# name: x\n3\n1 2\n3\n2 3\n", "1\n1\n"]],
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

const three = createTsp("three", 3, [0, 1, 2, 1, 0, 3, 2, 3, 0]);

/** Solution files that mutants are made of, each with the task that it belongs to; expressions must be prepared. */
export const solutionSeeds = (): readonly (readonly [problem: AnyProblem, seeds: readonly string[]])[] => [
  [three, [tspKind.solution.format(three, Uint32Array.of(2, 0, 1)), "TYPE: TOUR\nTOUR_SECTION\n1 2 3 -1\n"]],
  [createMaxSat("three", 3, [[1, 2, 3]]), ["s OK\no 1\nv 1 -2 3 0\n", "v 010\n"]],
  [createQubo("bits", "min", 4, [0], [1], [1], [0, 0, 0, 0]), ["+1\n-1\n-1\n+1\n", "0 1 1 0"]],
  [parseProblem("2\n0 1\n2 0\n0 3\n4 0\n", "a.qap"), ["2 11\n1 2\n", "2 1"]],
  [parseProblem("grid 1 3\nnet a b\n", "a.place"), ["1 1 a\n1 3 b\n"]],
  [parseProblem("2 1\n2\n1\n", "a.graph"), ["0\n1\n"]],
  [parseProblem("spin s\nminimize s x", "a.expr"), ["s = -1\nx = 0\n"]],
  [parseProblem("3\n1 2\n3\n", "a.exact-cover"), ["1\n2\n"]],
  [parseProblem("p edge 3 2\ne 1 2\ne 2 3\n", "a.col"), ["1\n2\n1\n"]],
];
