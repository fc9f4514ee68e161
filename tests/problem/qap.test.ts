import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError, createRandom, LimitError } from "../../src/core/index.ts";
import { energy } from "../../src/network/index.ts";
import {
  createPlacement,
  createQap,
  decodeSpins,
  encodeProblem,
  encodingMethod,
  type Placement,
  parsePlacement,
  parseProblem,
  parseQap,
  placementKind,
  problemKindOfFile,
  type Qap,
  qapKind,
  scoreSpins,
} from "../../src/problem/index.ts";
import { caught } from "../helpers/caught.ts";
import { NO_SHARED_DATA, sharedData } from "../shared-data.ts";
import { states } from "./arbitraries.ts";
import { surveyEncoding } from "./encoding-survey.ts";

const entries = (low: number, n: number) => fc.array(fc.integer({ min: low, max: 30 }), { minLength: n, maxLength: n });

/** Symmetric or not, with or without diagonals and negative entries. */
const qaps = (low: number, high: number): fc.Arbitrary<Qap> =>
  fc
    .tuple(fc.integer({ min: low, max: high }), fc.constantFrom(-12, 0, 5))
    .chain(([n, least]) => fc.tuple(fc.constant(n), entries(least, n * n), entries(least, n * n)))
    .map(([n, flows, distances]) => createQap("q", n, flows, distances));

const NAMES = ["alu", "rom", "ram", "io", "clk"];

const placements = (grids: readonly (readonly [number, number])[], maxCells: number): fc.Arbitrary<Placement> =>
  fc
    .constantFrom(...grids)
    .chain(([rows, columns]) => fc.tuple(fc.constant([rows, columns]), fc.integer({ min: 2, max: maxCells })))
    .chain(([grid, cells]) => {
      const all = [...Array(Math.min(cells, grid[0]! * grid[1]!)).keys()];
      const net = fc.record({
        weight: fc.integer({ min: 1, max: 9 }),
        cells: fc.subarray(all, { minLength: 2 }),
      });
      return fc.tuple(fc.constant(grid), fc.constant(all), fc.array(net, { maxLength: 4 }));
    })
    .map(([[rows, columns], all, nets]) =>
      createPlacement(
        "p",
        rows!,
        columns!,
        all.map((i) => NAMES[i]!),
        nets,
      ),
    );

/** All lists of m different numbers below s. */
function* arrangements(m: number, s: number): Generator<number[]> {
  if (m === 0) return yield [];
  for (const rest of arrangements(m - 1, s)) for (let k = 0; k < s; k++) if (!rest.includes(k)) yield [...rest, k];
}

describe("encodeLayout", () => {
  test.for([
    [1, 1],
    [2, 2],
    [3, 6],
  ] as const)("of %i facilities has the cost of all %i assignments as scale E + shift and the rest above by the gap", ([
    n,
    solutions,
  ]) => {
    fc.assert(
      fc.property(qaps(n, n), (problem) => {
        const found = surveyEncoding(problem);
        let best = Infinity;
        for (const p of arrangements(n, n)) {
          let cost = 0;
          for (let e = 0; e < n * n; e++) {
            cost += problem.flows[e]! * problem.distances[p[Math.floor(e / n)]! * n + p[e % n]!]!;
          }
          best = Math.min(best, cost);
        }
        expect(found).toMatchObject({ solutions, wrong: 0, tooLow: 0, best, gap: 1 });
        expect(found.lowestInfeasible).toBeGreaterThanOrEqual(best + 1);
      }),
      { numRuns: 40 },
    );
  });

  test("keeps the gap on four facilities", () => {
    fc.assert(
      fc.property(qaps(4, 4), (problem) => {
        const found = surveyEncoding(problem);
        expect(found).toMatchObject({ solutions: 24, wrong: 0, tooLow: 0, gap: 1 });
        expect(found.lowestInfeasible).toBeGreaterThanOrEqual(found.best + 1);
      }),
      { numRuns: 2 },
    );
  });

  const grids = [
    [1, 3],
    [2, 2],
    [1, 4],
    [2, 3],
  ] as const;
  test("has the wirelength of all placements as scale E + shift, with slots left over or not, and the rest above", () => {
    fc.assert(
      fc.property(placements(grids, 3), (problem) => {
        const { n, rows, columns, nets } = problem;
        if (n * rows * columns > 12) return;
        let best = Infinity;
        let solutions = 0;
        for (const p of arrangements(n, rows * columns)) {
          const at = p.map((k) => [Math.floor(k / columns), k % columns] as const);
          let wires = 0;
          for (const { weight, cells } of nets) {
            for (const i of cells) {
              for (const j of cells) {
                wires += (weight / 2) * (Math.abs(at[i]![0] - at[j]![0]) + Math.abs(at[i]![1] - at[j]![1]));
              }
            }
          }
          best = Math.min(best, wires);
          solutions++;
        }
        const found = surveyEncoding(problem);
        expect(found).toMatchObject({ solutions, wrong: 0, tooLow: 0, best, gap: 1 });
        expect(found.lowestInfeasible).toBeGreaterThanOrEqual(best + 1);
      }),
      { numRuns: 60 },
    );
  });

  test("says that it has no bound for a weight that is too small, under which a state that is none can be the lowest", () => {
    const problem = createQap("q", 3, [0, 9, 1, 9, 0, 8, 1, 8, 0], [0, 1, 7, 1, 0, 9, 7, 9, 0]);
    const { weight } = encodeProblem(problem).penalty!;
    const found = surveyEncoding(problem, { penaltyWeight: weight / 4 });
    expect(found).toMatchObject({ solutions: 6, wrong: 0, gap: null });
    expect(found.lowestInfeasible).toBeLessThan(found.best);
  });

  test("falls by at least the gap from an assignment's neighbours to the assignment, on larger tasks", () => {
    const run = qaps(5, 9).chain((problem) =>
      fc.tuple(fc.constant(problem), fc.shuffledSubarray([...Array(problem.n).keys()], { minLength: problem.n })),
    );
    fc.assert(
      fc.property(run, ([problem, order]) => {
        const { network, scale, shift } = encodeProblem(problem);
        const assignment = Uint32Array.from(order);
        const spins = encodingMethod(problem).spinsOf(problem, assignment);
        const cost = qapKind.solution.score(problem, assignment).objective;
        expect(scale * energy(network, spins) + shift).toBe(cost);
        for (let a = 0; a < network.n; a++) {
          const flipped = spins.slice();
          flipped[a] = -flipped[a]!;
          expect(scale * energy(network, flipped) + shift).toBeGreaterThanOrEqual(cost + (spins[a] === 1 ? 1 : 0));
          expect(decodeSpins(problem, flipped).feasible).toBe(false);
        }
      }),
      { numRuns: 20 },
    );
  });

  test("refuses more spins than fit before it takes memory for them", () => {
    expect(() => encodeProblem(createQap("q", 142, new Float64Array(142 ** 2), new Float64Array(142 ** 2)))).toThrow(
      LimitError,
    );
  });
});

describe("repair", () => {
  test("keeps an assignment and makes one of any other state", () => {
    const run = fc
      .oneof(
        qaps(1, 4),
        placements(
          [
            [2, 3],
            [2, 4],
          ],
          5,
        ),
      )
      .chain((problem) => fc.tuple(fc.constant(problem), states(encodeProblem(problem).network.n)));
    fc.assert(
      fc.property(run, ([problem, spins]) => {
        const { repair, spinsOf, decode } = encodingMethod(problem);
        const repaired = repair!(problem, spins);
        const kind = problem.kind === "qap" ? qapKind : placementKind;
        expect(kind.solution.score(problem as never, repaired as never).feasible).toBe(true);
        expect(repair!(problem, spinsOf(problem, repaired))).toEqual(repaired);
        const decoded = decode(problem, spins);
        if (decoded.feasible) expect(repaired).toEqual(decoded.solution);
      }),
    );
  });

  test("puts what is left where it costs least", () => {
    const line = createPlacement("p", 1, 4, ["a", "b", "c"], [{ weight: 1, cells: [0, 2] }]);
    const spins = Int8Array.of(1, -1, -1, 1, -1, -1, 1, -1, -1, -1, -1, -1);
    expect(encodingMethod(line).repair!(line, spins)).toEqual(Uint32Array.of(0, 2, 1));
  });
});

const TWO = createQap("two", 2, [0, 3, 1, 0], [0, 5, 7, 0]);
const CHIP = createPlacement("chip", 1, 3, ["a", "b"], [{ weight: 2, cells: [0, 1] }]);

describe("scores", () => {
  test("are flows times distances between the facilities' locations", () => {
    expect(qapKind.solution.score(TWO, Uint32Array.of(0, 1)).objective).toBe(3 * 5 + 1 * 7);
    expect(qapKind.solution.score(TWO, Uint32Array.of(1, 0)).objective).toBe(3 * 7 + 1 * 5);
    expect(placementKind.solution.score(CHIP, Uint32Array.of(2, 0)).objective).toBe(4);
  });

  test("name what is not right", () => {
    expect(scoreSpins(TWO, Int8Array.of(1, 1, -1, -1)).violations).toEqual([
      "facility 1 is at 2 locations",
      "facility 2 is at 0 locations",
    ]);
    expect(scoreSpins(CHIP, Int8Array.of(-1, 1, -1, -1, 1, -1)).violations).toEqual(["slot 1 2 holds 2 cells"]);
    expect(qapKind.solution.score(TWO, Uint32Array.of(1, 1)).violations).toEqual([
      "location 1 holds 0 facilities",
      "location 2 holds 2 facilities",
    ]);
    expect(placementKind.solution.score(CHIP, Uint32Array.of(0, 3)).violations).toEqual(["cell b is at 0 slots"]);
    expect(placementKind.solution.score(CHIP, Uint32Array.of(0)).violations).toEqual(["there are 1 slots for 2 cells"]);
  });
});

describe("parseQap", () => {
  test("reads numbers wherever lines end, and skips a best known value after n", () => {
    const plain = createQap("x", 2, [0, 1, 2, 0], [0, -3, 4, 0]);
    expect(parseQap("2\n0 1\n2 0\n\n0 -3\n4 0\n", "x.dat")).toEqual(plain);
    expect(parseQap("2 17 0 1 2\r\n0 0 -3 4 0", "x.dat")).toEqual(plain);
  });

  test("reads back tasks and solutions as they were written", () => {
    fc.assert(
      fc.property(qaps(1, 5), (problem) => {
        expect(parseQap(qapKind.format(problem), "other.dat")).toEqual(problem);
        const p = Uint32Array.from({ length: problem.n }, (_, i) => (i + 1) % problem.n);
        const text = qapKind.solution.format(problem, p);
        const back = qapKind.solution.parse(text, "p.sln", problem);
        const scored = qapKind.solution.score(problem, back).objective;
        expect(scored).toBe(qapKind.solution.score(problem, p).objective);
        expect(back).toEqual(p);
      }),
    );
  });

  test.each([
    ["it is empty", "", "problem.entry-count", 1],
    ["the size is 0", "0\n", "problem.header", 1],
    ["the size is a word", "n\n", "problem.header", 1],
    ["an entry is no integer", "2\n0 1\n1.5 0\n", "problem.entry", 3],
    ["entries are missing", "2\n0 1 1 0\n0 1 1\n", "problem.entry-count", 3],
    ["there is an entry too many", "1 7\n0\n0\n0\n", "problem.entry-count", 4],
    ["costs would not be exact", "2\n0 99999999 0 0\n0 99999999 0 0", "problem.entry-size", 3],
  ])("refuses a file when %s", (_, text, code, line) => {
    expect(caught(() => parseQap(text, "bad.dat")).details).toMatchObject({ code, file: "bad.dat", line });
  });

  test("reads .dat files that look like QAPLIB's only", () => {
    expect(problemKindOfFile("a.dat", " 2 9\n 0 1").kind).toBe("qap");
    expect(problemKindOfFile("a.qap", "").kind).toBe("qap");
    expect(() => problemKindOfFile("a.dat", "param n := 3;")).toThrow(/no task kind/);
    expect(() => problemKindOfFile("a.dat", "0.5 1\n")).toThrow(/no task kind/);
  });
});

describe("createQap", () => {
  test("refuses entries that are no integers or too large, and sizes that do not fit", () => {
    expect(() => createQap("q", 1, [0.5], [1])).toThrow(ArgumentError);
    expect(() => createQap("q", 2, [0, 0, 0, 0], [1])).toThrow(ArgumentError);
    expect(() => createQap("q", 1, [2 ** 30], [2 ** 30])).toThrow(ArgumentError);
  });
});

describe("parseQaplibSolution", () => {
  const problem = createQap("q", 3, [0, 1, 2, 3, 0, 4, 5, 6, 0], [0, 7, 1, 2, 0, 9, 3, 4, 0]);
  const cost = (p: number[]) => qapKind.solution.score(problem, Uint32Array.from(p)).objective;

  test("takes the inverse when only its cost is the value that the file gives", () => {
    const p = [1, 2, 0];
    const inverse = [2, 0, 1];
    expect(cost(p)).not.toBe(cost(inverse));
    expect(qapKind.solution.parse(`3 ${cost(p)}\n2 3 1\n`, "s", problem)).toEqual(Uint32Array.from(p));
    expect(qapKind.solution.parse(`3 ${cost(inverse)}\n2,3,1`, "s", problem)).toEqual(Uint32Array.from(inverse));
    expect(qapKind.solution.parse("2 3 1", "s", problem)).toEqual(Uint32Array.from(p));
  });

  test.each([
    ["a location comes twice", "1 2 2", "problem.solution-permutation", 1],
    ["a location is 0", "1\n2 0", "problem.solution-permutation", 2],
    ["a location is missing", "1 2", "problem.solution-length", 1],
    ["it is of another task", "4 0\n1 2 3", "problem.solution-length", 1],
    ["the value is wrong", "3\n-1\n1 2 3", "problem.solution-value", 2],
  ])("refuses a file when %s", (_, text, code, line) => {
    expect(caught(() => qapKind.solution.parse(text, "s", problem)).details).toMatchObject({ code, file: "s", line });
  });
});

describe("parsePlacement", () => {
  test("counts cells as they come, or as cell lines order them", () => {
    const text = "# name: adder\ngrid 2 2\ncell x y\nnet y z\nnet 3 x y z\n";
    expect(parsePlacement(text, "a.place")).toEqual(
      createPlacement(
        "adder",
        2,
        2,
        ["x", "y", "z"],
        [
          { weight: 1, cells: [1, 2] },
          { weight: 3, cells: [0, 1, 2] },
        ],
      ),
    );
  });

  test("reads back tasks and placements as they were written", () => {
    const grids = [
      [2, 3],
      [1, 6],
      [4, 2],
    ] as const;
    fc.assert(
      fc.property(placements(grids, 5), (problem) => {
        expect(parsePlacement(placementKind.format(problem), "other.place")).toEqual(problem);
        const at = Uint32Array.from({ length: problem.n }, (_, i) => 5 - i);
        const text = placementKind.solution.format(problem, at);
        expect(placementKind.solution.parse(text, "s", problem)).toEqual(at);
      }),
    );
  });

  test.each([
    ["it is empty", "", "problem.header", 1],
    ["it has no cells", "grid 1 2\n", "problem.header", 1],
    ["it has no grid", "net a b\n", "problem.header", 1],
    ["the grid has no rows", "grid 0 2\n", "problem.header", 1],
    ["a line is another", "grid 1 2\nwire a b\n", "problem.place", 2],
    ["a weight is no positive integer", "grid 1 2\nnet 1.5 a b\n", "problem.net-weight", 2],
    ["a name is a number", "grid 1 3\nnet 1 a 2\n", "problem.cell", 2],
    ["there are more cells than slots", "grid 1 2\nnet a b\nnet b c\n", "problem.cell-count", 3],
    ["a net has one cell", "grid 1 2\nnet a\n", "problem.net", 2],
    ["a net has a cell twice", "grid 1 2\nnet a b a\n", "problem.net", 2],
    ["the weights are too large", "grid 1 9\nnet 999999999999999 a b\n", "problem.net-weight", 2],
  ])("refuses a file when %s", (_, text, code, line) => {
    expect(caught(() => parsePlacement(text, "bad.place")).details).toMatchObject({ code, file: "bad.place", line });
  });

  test("refuses more slots than fit", () => {
    expect(() => parsePlacement("grid 100000 100000\n", "big.place")).toThrow(LimitError);
  });

  test.each([
    ["a cell is unknown", "1 1 a\n1 2 d\n", "problem.solution-cell", 2],
    ["a cell is placed twice", "1 1 a\n1 2 a\n", "problem.solution-cell", 2],
    ["a slot is out of range", "1 4 a\n", "problem.solution-slot", 1],
    ["a cell is missing", "1 1 a\n", "problem.solution-length", 1],
  ])("refuses a placement when %s", (_, text, code, line) => {
    const error = caught(() => placementKind.solution.parse(text, "s", CHIP));
    expect(error.details).toMatchObject({ code, file: "s", line });
  });
});

describe("createPlacement", () => {
  test("refuses grids without room, names and nets that are not right", () => {
    expect(() => createPlacement("p", 1, 1, ["a", "b"], [])).toThrow(ArgumentError);
    expect(() => createPlacement("p", 1, 2, ["a", "a"], [])).toThrow(ArgumentError);
    expect(() => createPlacement("p", 1, 2, ["a", "2"], [])).toThrow(ArgumentError);
    expect(() => createPlacement("p", 1, 2, ["a", "b"], [{ weight: 1, cells: [0, 0] }])).toThrow(ArgumentError);
    expect(() => createPlacement("p", 1, 2, ["a", "b"], [{ weight: 0, cells: [0, 1] }])).toThrow(ArgumentError);
    expect(() => createPlacement("p", 1, 2, ["a", "b"], [{ weight: 1, cells: [0, 2] }])).toThrow(ArgumentError);
  });
});

/** Optimal values as QAPLIB publishes them, and its optimal permutations. */
const PUBLISHED: readonly [name: string, value: number, permutation: string | undefined][] = [
  ["nug12", 578, "12 7 9 3 4 8 11 1 5 6 10 2"],
  ["had12", 1652, "3 10 11 2 12 5 6 7 8 1 4 9"],
  ["esc16a", 68, "2 14 10 16 5 3 7 8 4 6 12 11 15 13 9 1"],
  ["tai10a", 135028, undefined],
];

/** Enough for the descent to reach the optimum of 10 facilities many times over. */
const DESCENTS = 200;

/** Lowest cost of seeded starts, each improved by swaps while any helps. */
function lowestBySwaps(problem: Qap): number {
  const { n } = problem;
  const cost = (p: Uint32Array) => qapKind.solution.score(problem, p).objective;
  const random = createRandom(1, "swaps");
  let lowest = Infinity;
  for (let start = 0; start < DESCENTS; start++) {
    const p = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = random.integer(i + 1);
      [p[i], p[j]] = [p[j]!, p[i]!];
    }
    let current = cost(p);
    for (let improved = true; improved; ) {
      improved = false;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < i; j++) {
          [p[i], p[j]] = [p[j]!, p[i]!];
          const next = cost(p);
          if (next < current) {
            current = next;
            improved = true;
          } else [p[i], p[j]] = [p[j]!, p[i]!];
        }
      }
    }
    lowest = Math.min(lowest, current);
  }
  return lowest;
}

describe("published files", () => {
  test.for(PUBLISHED)("%s has the published optimum %i", ([name, value, permutation], { skip }) => {
    if (sharedData === undefined) return skip(NO_SHARED_DATA);
    const file = `${sharedData}qaplib/${name}.dat`;
    const problem = parseProblem(readFileSync(file, "utf8"), file);
    if (problem.kind !== "qap") throw new Error(`read as ${problem.kind}`);
    expect(problem.name).toBe(name);
    if (permutation === undefined) {
      expect(lowestBySwaps(problem)).toBe(value);
      return;
    }
    const solution = qapKind.solution.parse(`${problem.n} ${value}\n${permutation}\n`, `${name}.sln`, problem);
    expect(solution).toEqual(qapKind.solution.parse(permutation, `${name}.sln`, problem));
    expect(qapKind.solution.score(problem, solution)).toEqual({ objective: value, feasible: true, violations: [] });
    const { network, scale, shift } = encodeProblem(problem);
    expect(scale * energy(network, encodingMethod(problem).spinsOf(problem, solution)) + shift).toBe(value);
  });
});
