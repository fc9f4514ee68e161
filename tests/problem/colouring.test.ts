import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tabuSearch } from "../../src/baseline/index.ts";
import { ArgumentError, type OhmfieldError } from "../../src/core/index.ts";
import { energy } from "../../src/network/index.ts";
import {
  type Colouring,
  createColouring,
  decodeSpins,
  encodeProblem,
  greedyColours,
  colouringKind as kind,
  parseColouring,
  scoreSpins,
} from "../../src/problem/index.ts";
import { NO_SHARED_DATA, sharedData } from "../shared-data.ts";
import { allStates, maxCuts } from "./arbitraries.ts";

/** Up to 5 vertices and 2 colours, or 3 and 3: at most 1024 states. */
const tasks = fc
  .constantFrom([5, 2], [5, 1], [3, 3])
  .chain(([maxVertices, most]) =>
    maxCuts(maxVertices!, fc.constant(1)).map(({ n, from, to }) =>
      createColouring("g", n, from, to, Math.min(n, most!)),
    ),
  );

/** Conflicts counted pair by pair from the spins, or undefined for a state that is no colouring. */
function conflictsOf({ n, from, to, colours: k }: Colouring, spins: Int8Array): number | undefined {
  const row = (v: number) => spins.subarray(v * k, (v + 1) * k);
  for (let v = 0; v < n; v++) if (row(v).filter((s) => s === 1).length !== 1) return undefined;
  return Array.from(from).filter((u, e) => row(u).indexOf(1) === row(to[e]!).indexOf(1)).length;
}

describe("encodeColouring", () => {
  test("gives the conflicts as scale E + shift on every colouring, and every other state above the best by the gap", () => {
    fc.assert(
      fc.property(tasks, (problem) => {
        const { network, scale, shift, penalty } = encodeProblem(problem);
        let best = Infinity;
        let lowestInfeasible = Infinity;
        for (const spins of allStates(network.n)) {
          const value = scale * energy(network, spins) + shift;
          const conflicts = conflictsOf(problem, spins);
          const { feasible, objective } = scoreSpins(problem, spins);
          expect(feasible).toBe(conflicts !== undefined);
          if (feasible) expect([value, objective]).toEqual([conflicts, conflicts]);
          if (feasible) best = Math.min(best, value);
          else lowestInfeasible = Math.min(lowestInfeasible, value);
        }
        expect(lowestInfeasible).toBeGreaterThanOrEqual(best + penalty!.gap!);
      }),
      { numRuns: 60 },
    );
  });
});

const PATH = createColouring("path", 3, [0, 1], [1, 2], 2);

describe("solutions", () => {
  test("decode to the colour of each vertex, or name the vertices that are not right", () => {
    const spins = Int8Array.of(1, -1, -1, 1, 1, -1);
    expect(decodeSpins(PATH, spins)).toEqual({ feasible: true, solution: Uint32Array.of(0, 1, 0) });
    expect(scoreSpins(PATH, Int8Array.of(1, 1, -1, -1, 1, -1))).toEqual({
      objective: Number.NaN,
      feasible: false,
      violations: ["vertex 1 has 2 colours", "vertex 2 has 0 colours"],
    });
    expect(kind.solution.score(PATH, Uint32Array.of(0, 2, 0)).violations).toEqual(["vertex 2 has colour 3 of 2"]);
    expect(kind.solution.score(PATH, Uint32Array.of(0, 0, 0)).objective).toBe(2);
  });

  test("are read back as they were written", () => {
    const solution = Uint32Array.of(1, 0, 1);
    expect(kind.solution.parse(kind.solution.format(PATH, solution), "s", PATH)).toEqual(solution);
  });

  test.each([["1 2"], ["1 2 3"], ["1 2 1 1"], ["1 0 1"], ["1 x 1"]])("are refused as %j", (text) => {
    expect(() => kind.solution.parse(text, "s", PATH)).toThrow(/s:1: /);
  });
});

describe("parseColouring", () => {
  test("takes the colours from a note, from the header or from a greedy colouring, in this order", () => {
    const body = "e 1 2\ne 2 3\n";
    expect(parseColouring(`c colours: 3\np edge 3 2 2\n${body}`, "g.col").colours).toBe(3);
    expect(parseColouring(`p edge 3 2 1\n${body}`, "g.col").colours).toBe(1);
    expect(parseColouring(`p edge 3 2\n${body}`, "g.col").colours).toBe(2);
  });

  test("reads back what was written", () => {
    fc.assert(
      fc.property(tasks, (problem) => {
        expect(parseColouring(kind.format(problem), "g.col")).toEqual(problem);
      }),
    );
  });

  test("refuses a note of more colours than vertices", () => {
    let error: unknown;
    try {
      parseColouring("c colours: 4\np edge 3 0\n", "bad.col");
    } catch (thrown) {
      error = thrown;
    }
    expect((error as OhmfieldError).details).toMatchObject({ code: "problem.colours", file: "bad.col", line: 1 });
  });
});

describe("createColouring", () => {
  test("refuses loops, vertices out of range and a number of colours out of range", () => {
    expect(() => createColouring("g", 2, [0], [0])).toThrow(ArgumentError);
    expect(() => createColouring("g", 2, [0], [2])).toThrow(ArgumentError);
    expect(() => createColouring("g", 2, [0], [1], 3)).toThrow(ArgumentError);
  });
});

describe("greedyColours", () => {
  test("is 1 without edges, 2 for a star and n for a complete graph", () => {
    expect(greedyColours(createColouring("g", 4, [], []))).toBe(1);
    expect(greedyColours(createColouring("g", 4, [3, 3, 3], [0, 1, 2]))).toBe(2);
    expect(greedyColours(createColouring("g", 3, [0, 0, 1], [1, 2, 2]))).toBe(3);
  });
});

describe("published graphs", () => {
  test.for([
    ["huck", 11],
    ["miles250", 8],
    ["myciel6", 7],
    ["queen6_6", 7],
  ] as const)("%s has the published chromatic number %i in its header", ([name, colours], { skip }) => {
    if (sharedData === undefined) return skip(NO_SHARED_DATA);
    const problem = parseColouring(readFileSync(`${sharedData}dimacs/${name}.col`, "utf8"), `${name}.col`);
    expect(problem.colours).toBe(colours);
    expect(greedyColours(problem)).toBeGreaterThanOrEqual(colours);
  });

  test("myciel6 is coloured without conflict by the best state found", ({ skip }) => {
    if (sharedData === undefined) return skip(NO_SHARED_DATA);
    const problem = parseColouring(readFileSync(`${sharedData}dimacs/myciel6.col`, "utf8"), "myciel6.col");
    const { network, scale, shift } = encodeProblem(problem);
    const { spins } = tabuSearch(network, { seed: 1, restarts: 3, targetEnergy: (0 - shift) / scale });
    expect(scoreSpins(problem, spins)).toEqual({ objective: 0, feasible: true, violations: [] });
  });
});
