import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LimitError, ProblemError } from "../../src/core/index.ts";
import {
  createPlacedTsp,
  createTsp,
  METRICS,
  type MetricName,
  parseTsp,
  type Tsp,
  tspKind,
} from "../../src/problem/index.ts";
import { caught } from "../helpers/caught.ts";
import { NO_SHARED_DATA, sharedData } from "../shared-data.ts";
import { tsps } from "./arbitraries.ts";

const explicit = (form: string, numbers: string, type = "TSP", n = 4) =>
  `NAME : four\nTYPE : ${type}\nDIMENSION : ${n}\nEDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT : ${form}\nEDGE_WEIGHT_SECTION\n${numbers}\nEOF\n`;

const FOUR = createTsp("four", 4, [0, 1, 2, 3, 1, 0, 4, 5, 2, 4, 0, 6, 3, 5, 6, 0]);

describe("parseTsp", () => {
  test.each([
    ["FULL_MATRIX", "0 1 2 3\n1 9 4 5\n2 4 0 6\n3 5 6 0"],
    ["UPPER_ROW", "1 2 3\n4 5\n6"],
    ["LOWER_ROW", "1\n2 4\n3 5 6"],
    ["UPPER_DIAG_ROW", "0 1 2 3 0 4 5 0 6 0"],
    ["LOWER_DIAG_ROW", "0 1 0 2 4\n0 3 5 6 0"],
    ["UPPER_COL", "1 2 4 3 5 6"],
    ["LOWER_COL", "1 2 3 4 5 6"],
    ["UPPER_DIAG_COL", "0 1 0 2 4 0 3 5 6 0"],
    ["LOWER_DIAG_COL", "0 1 2 3 0 4 5 0 6 0"],
  ])("reads distances as %s", (form, numbers) => {
    expect(parseTsp(explicit(form, numbers), "a.tsp")).toEqual(FOUR);
  });

  test("reads an asymmetric matrix, whatever its diagonal", () => {
    const problem = parseTsp(explicit("FULL_MATRIX", "99 1 2\n3 99 4\n5 6 1e8", "ATSP", 3), "a.atsp");
    expect(problem).toEqual(createTsp("four", 3, [0, 1, 2, 3, 0, 4, 5, 6, 0]));
    expect(tspKind.solution.score(problem, Uint32Array.of(0, 1, 2)).objective).toBe(1 + 4 + 5);
    expect(tspKind.solution.score(problem, Uint32Array.of(2, 1, 0)).objective).toBe(6 + 3 + 2);
  });

  test.each<[MetricName, number[], number[], number]>([
    ["EUC_2D", [0, 1], [0, 1], 1],
    ["EUC_2D", [0, 1.5], [0, 0], 2],
    ["CEIL_2D", [0, 1], [0, 1], 2],
    ["CEIL_2D", [0, 3], [0, 4], 5],
    ["MAN_2D", [0, 1.2], [0, 1.2], 2],
    ["MAX_2D", [0, 1.4], [0, -2.5], 3],
    ["ATT", [0, 10], [0, 0], 4],
    ["ATT", [0, 30], [0, 10], 10],
    // Cities 1 and 2 of ulysses16. Degrees rounded instead of cut would give 492.
    ["GEO", [38.24, 39.57], [20.42, 26.15], 509],
    ["GEO", [10, 10], [5, 5], 1],
  ])("measures %s between x %j and y %j as %i", (metric, x, y, length) => {
    expect(METRICS[metric](x[0]!, y[0]!, x[1]!, y[1]!)).toBe(length);
  });

  const coordinates = "NODE_COORD_SECTION\n1 0 0\n2 3 4\n3 0 8\n";
  const euclidean = `TYPE: TSP\nDIMENSION: 3\nEDGE_WEIGHT_TYPE: EUC_2D\n${coordinates}`;
  test.each([
    ["the type is missing", "DIMENSION: 3\n", "problem.type", 1],
    ["the type is another", "TYPE: CVRP\n", "problem.type", 1],
    ["the dimension is missing", "TYPE: TSP\n", "problem.dimension", 1],
    ["there are two cities", "TYPE: TSP\nDIMENSION: 2\n", "problem.dimension", 2],
    ["the weights are of no known type", euclidean.replace("EUC_2D", "XRAY1"), "problem.weight-type", 3],
    ["a line is no key", euclidean.replace("TYPE: TSP", "4 5"), "problem.tsplib", 1],
    ["a section comes twice", euclidean + coordinates, "problem.tsplib", 8],
    ["a city is missing", euclidean.replace("3 0 8\n", ""), "problem.section", 6],
    ["a city comes twice", euclidean.replace("3 0 8", "2 0 8"), "problem.city", 7],
    ["a coordinate is a word", euclidean.replace("3 0 8", "3 0 1,5"), "problem.value", 7],
    ["a coordinate is too large", euclidean.replace("3 0 8", "3 0 1e9"), "problem.city", 7],
    ["edges are fixed", `${euclidean}FIXED_EDGES_SECTION\n1 2\n-1\n`, "problem.section", 9],
    ["the form is not known", explicit("ROWS", "1"), "problem.matrix-form", 5],
    ["an asymmetric task has a triangle", explicit("UPPER_ROW", "1 2 3", "ATSP", 3), "problem.matrix-form", 5],
    ["distances are missing", explicit("UPPER_ROW", "1 2 3"), "problem.section", 7],
    ["a distance is no integer", explicit("UPPER_ROW", "1 2 3 4 5 6.5"), "problem.distance", 7],
    ["a full matrix is not symmetric", explicit("FULL_MATRIX", "0 1 2\n1 0 3\n2 4 0", "TSP", 3), "problem.symmetry", 9],
  ])("refuses a file when %s", (_, text, code, line) => {
    const error = caught(() => parseTsp(text, "bad.tsp"));
    expect(error).toBeInstanceOf(ProblemError);
    expect(error.details).toMatchObject({ code, file: "bad.tsp", line });
  });

  test("takes no memory for the distances that a lying dimension announces", () => {
    const before = process.memoryUsage();
    const error = caught(() => parseTsp(explicit("FULL_MATRIX", "0 1 2", "TSP", 5000), "bad.tsp"));
    expect(error.details).toMatchObject({ code: "problem.section", received: "3 numbers" });
    const after = process.memoryUsage();
    expect(after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed).toBeLessThan(64e6);
  });

  test("refuses more cities than fit before it takes memory for them", () => {
    expect(() => parseTsp("TYPE: TSP\nDIMENSION: 900000\n", "a.tsp")).toThrow(LimitError);
  });
});

describe("formatTsplib", () => {
  test("writes distances that parseTsp reads back as the same task", () => {
    fc.assert(
      fc.property(tsps(3, 7, fc.integer({ min: -1e6, max: 1e6 })), (problem) => {
        expect(parseTsp(tspKind.format(problem), "x.tsp")).toEqual(problem);
      }),
    );
  });

  test("writes coordinates of every metric that parseTsp reads back as the same task", () => {
    const coordinate = fc.double({ min: -90, max: 90, noNaN: true });
    const places = fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...(Object.keys(METRICS) as MetricName[])), places, (metric, at) => {
        const problem = createPlacedTsp(
          "p",
          metric,
          at.map((c) => c[0]),
          at.map((c) => c[1]),
        );
        expect(parseTsp(tspKind.format(problem), "x.tsp")).toEqual(problem);
      }),
    );
  });
});

describe("tours", () => {
  test("are read to the first -1 and written back the same", () => {
    const tour = tspKind.solution.parse("TYPE : TOUR\nTOUR_SECTION\n3 1\n4 2\n-1\n1 -1\nEOF\n", "a.tour", FOUR);
    expect(tour).toEqual(Uint32Array.of(2, 0, 3, 1));
    expect(tspKind.solution.score(FOUR, tour).objective).toBe(2 + 3 + 5 + 4);
    expect(tspKind.solution.parse(tspKind.solution.format(FOUR, tour), "b.tour", FOUR)).toEqual(tour);
  });

  test.each([
    ["it is of another task", "DIMENSION: 5\n", "problem.tour", 1],
    ["it is a task", "TYPE: TSP\n", "problem.tour", 1],
    ["it has no section", "TYPE: TOUR\n", "problem.tour", 1],
    ["a city is 0", "TOUR_SECTION\n0\n", "problem.tour-city", 2],
    ["a city is too large", "TOUR_SECTION\n1 2\n5\n", "problem.tour-city", 3],
    ["a city comes twice", "TOUR_SECTION\n1 2\n1\n", "problem.tour-city", 3],
    ["a city is missing", "TOUR_SECTION\n1 2\n3\n-1\n", "problem.tour", 4],
  ])("are refused when %s", (_, text, code, line) => {
    const error = caught(() => tspKind.solution.parse(text, "bad.tour", FOUR));
    expect(error.details).toMatchObject({ code, file: "bad.tour", line });
  });

  test("that are none have no length", () => {
    expect(tspKind.solution.score(FOUR, Uint32Array.of(0, 1, 1, 7))).toEqual({
      objective: Number.NaN,
      feasible: false,
      violations: [
        "there is no city 8",
        "city 2 is visited 2 times",
        "city 3 is visited 0 times",
        "city 4 is visited 0 times",
      ],
    });
  });
});

const read = (folder: string, file: string): Tsp =>
  parseTsp(readFileSync(`${sharedData}${folder}/${file}`, "utf8"), file);

/** Optimal lengths as TSPLIB publishes them. */
const OPTIMAL_TOURS: readonly [name: string, length: number][] = [
  ["att48", 10628],
  ["bayg29", 1610],
  ["berlin52", 7542],
  ["brg180", 1950],
  ["eil51", 426],
  ["eil76", 538],
  ["gr24", 1272],
  ["gr96", 55209],
  ["kroA100", 21282],
  ["st70", 675],
  ["ulysses16", 6859],
];

/** Files that come without an optimal tour, and their numbers of cities. */
const WITHOUT_TOURS: readonly [folder: string, file: string, n: number][] = [
  ["tsplib", "brazil58.tsp", 58],
  ["tsplib", "burma14.tsp", 14],
  ["tsplib", "dantzig42.tsp", 42],
  ["tsplib", "gr17.tsp", 17],
  ["tsplib", "hk48.tsp", 48],
  ["tsplib", "si175.tsp", 175],
  ["tsplib", "swiss42.tsp", 42],
  ["atsp", "br17.atsp", 17],
  ["atsp", "ftv33.atsp", 34],
  ["atsp", "p43.atsp", 43],
];

/** Length of the shortest tour by dynamic programming over sets of cities: 2^(n-1) n^2 steps. Held and Karp, 1962. */
function shortestTour({ n, distances }: Tsp): number {
  const m = n - 1;
  const best = new Float64Array(2 ** m * m).fill(Infinity);
  for (let i = 0; i < m; i++) best[2 ** i * m + i] = distances[i + 1]!;
  for (let set = 1; set < 2 ** m; set++) {
    for (let last = 0; last < m; last++) {
      const length = best[set * m + last]!;
      if (length === Infinity) continue;
      for (let next = 0; next < m; next++) {
        if ((set >> next) & 1) continue;
        const at = (set | (1 << next)) * m + next;
        best[at] = Math.min(best[at]!, length + distances[(last + 1) * n + next + 1]!);
      }
    }
  }
  let shortest = Infinity;
  for (let last = 0; last < m; last++) {
    shortest = Math.min(shortest, best[(2 ** m - 1) * m + last]! + distances[(last + 1) * n]!);
  }
  return shortest;
}

describe("published files", () => {
  test.for(OPTIMAL_TOURS)("score the published optimal tour of %s as %i", ([name, length], { skip }) => {
    if (sharedData === undefined) return skip(NO_SHARED_DATA);
    const problem = read("tsplib", `${name}.tsp`);
    const path = `${sharedData}tsplib/${name}.opt.tour`;
    expect(existsSync(path)).toBe(true);
    const tour = tspKind.solution.parse(readFileSync(path, "utf8"), path, problem);
    expect(tspKind.solution.score(problem, tour)).toEqual({ objective: length, feasible: true, violations: [] });
    expect(parseTsp(tspKind.format(problem), "x.tsp")).toEqual(problem);
  });

  test.for(WITHOUT_TOURS)("%s/%s has %i cities and is written back the same", ([folder, file, n], { skip }) => {
    if (sharedData === undefined) return skip(NO_SHARED_DATA);
    const problem = read(folder, file);
    expect(problem.n).toBe(n);
    expect(problem.symmetric).toBe(folder === "tsplib");
    expect(parseTsp(tspKind.format(problem), "x.tsp")).toEqual(problem);
  });

  test.for([
    ["tsplib", "burma14.tsp", 3323],
    ["tsplib", "ulysses16.tsp", 6859],
    ["tsplib", "gr17.tsp", 2085],
    ["atsp", "br17.atsp", 39],
  ] as const)("%s/%s has a shortest tour of %i", ([folder, file, length], { skip }) => {
    if (sharedData === undefined) return skip(NO_SHARED_DATA);
    expect(shortestTour(read(folder, file))).toBe(length);
  });
});
