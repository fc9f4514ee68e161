import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ProblemError } from "../../src/core/index.ts";
import { parseProblem, problemKind, problemKindOfFile } from "../../src/problem/index.ts";
import { NO_SHARED_DATA, sharedData } from "../shared-data.ts";

describe("problemKindOfFile", () => {
  test.each([
    "a.mc",
    "b/C.RUDY",
    "G1.txt",
    "x.mac",
    "G81",
    "data/g05_60.0",
    "pm1d_80.9",
    "pw09_100.3",
    "w01_100.0",
    "t2g10_5555",
    "t3g7_6666",
    "ising2.5-100_5555",
    "toruspm3-8-50",
  ])("reads %s as a MAX-CUT instance", (name) => {
    expect(problemKindOfFile(name).kind).toBe("max-cut");
  });

  test.each([
    ["gka1a.sparse", "", "qubo"],
    ["x/a.QUBO", "", "qubo"],
    ["graph.mtx", "", "max-cut"],
    ["berlin52.tsp", "", "tsp"],
    ["br17.atsp", "", "tsp"],
    ["huck.col", "", "colouring"],
    ["a.mis", "", "independent-set"],
    ["a.cover", "", "vertex-cover"],
    ["a.clq", "", "clique"],
    ["a.numbers", "", "number-partitioning"],
    ["a.kp", "", "knapsack"],
    ["a.knapsack", "", "knapsack"],
    ["scp41.scp", "", "set-cover"],
    ["a.spp", "", "set-packing"],
    ["uf20-01.cnf", "", "max-sat"],
    ["a.wcnf", "", "max-sat"],
    ["nug12.dat", "12\n0 1", "qap"],
    ["a.place", "", "placement"],
    ["a.graph", "", "partition"],
    ["a.expr", "", "expression"],
    ["a.opt", "", "expression"],
    ["a.coo", "0 0 1\n", "qubo"],
    ["a.coo", "# vartype=SPIN\n0 0 1\n", "ising"],
    ["a.json", '{"variable_type": "BINARY"}', "qubo"],
    ["a.json", '{"variable_type":"SPIN"}', "ising"],
  ])("reads %s with the text %j as %s", (name, text, kind) => {
    expect(problemKindOfFile(name, text).kind).toBe(kind);
  });

  test.each(["nug12.dat", "mc", "g05_60", "notes.md", ""])("refuses %j and lists what it knows", (name) => {
    expect(() => problemKindOfFile(name)).toThrow(ProblemError);
    expect(() => problemKindOfFile(name)).toThrow(
      /max-cut: \.mc \.rudy \.txt \.mac \.mtx, .*g05_60\.0.*ising: .*qubo: /,
    );
  });
});

describe("problemKind", () => {
  test("lists the kinds when asked for one that it does not know", () => {
    expect(problemKind("max-cut").kind).toBe("max-cut");
    expect(() => problemKind("min-cut")).toThrow(/received: min-cut.*expected one of max-cut/);
  });
});

const PUBLISHED: readonly [file: string, n: number, m: number, weightSum: number][] = [
  ["gset/G1.txt", 800, 19176, 19176],
  ["gset/G14.txt", 800, 4694, 4694],
  ["gset/G22.txt", 2000, 19990, 19990],
  ["gset/G43.txt", 1000, 9990, 9990],
  ["gset/G48.txt", 3000, 6000, 6000],
  ["biqmac/g05_60.0", 60, 885, 885],
  ["biqmac/g05_60.1", 60, 885, 885],
  ["biqmac/g05_80.0", 80, 1580, 1580],
  ["biqmac/g05_100.0", 100, 2475, 2475],
  ["biqmac/ising2.5-100_5555", 100, 4950, -158427],
  ["biqmac/pm1d_80.0", 80, 3128, -80],
  ["biqmac/pm1s_80.0", 80, 316, -8],
  ["biqmac/pm1s_100.0", 100, 495, 25],
  ["biqmac/pw01_100.0", 100, 495, 2711],
  ["biqmac/t2g10_5555", 100, 200, -834802],
  ["biqmac/t2g15_5555", 225, 450, 555811],
  ["biqmac/t3g5_5555", 125, 375, 436352],
  ["biqmac/w01_100.0", 100, 495, -73],
  ["biqmac/w05_100.0", 100, 2475, 219],
];

describe("parseProblem", () => {
  test("takes the kind from the file's name", () => {
    expect(parseProblem("2 1\n1 2\n", "x/y.mc")).toMatchObject({ kind: "max-cut", name: "y", n: 2 });
  });

  test.for(PUBLISHED)("reads the published %s: %i vertices, %i edges, weights that sum to %i", (row, { skip }) => {
    const [file, n, m, sum] = row;
    if (sharedData === undefined) return skip(NO_SHARED_DATA);
    const problem = parseProblem(readFileSync(`${sharedData}${file}`, "utf8"), file);
    if (problem.kind !== "max-cut") throw new Error(`read as ${problem.kind}`);
    expect([problem.n, problem.from.length, problem.weights.reduce((a, b) => a + b, 0)]).toEqual([n, m, sum]);
  });
});
