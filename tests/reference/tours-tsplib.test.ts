import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseTsp, tspKind } from "../../src/problem/index.ts";
import { loadHighs, proveTour } from "../../src/reference/index.ts";
import { NO_SHARED_DATA, sharedData } from "../shared-data.ts";
import { leavesOf, lengthOf, linearBound } from "./tours-oracle.ts";

/** Those that a proof takes well below a second, of every kind of distance. */
const INSTANCES = [
  "tsplib/burma14.tsp",
  "tsplib/ulysses16.tsp",
  "tsplib/gr17.tsp",
  "tsplib/gr24.tsp",
  "tsplib/bayg29.tsp",
  "tsplib/dantzig42.tsp",
  "tsplib/swiss42.tsp",
  "tsplib/att48.tsp",
  "tsplib/hk48.tsp",
  "tsplib/berlin52.tsp",
  "atsp/br17.atsp",
  "atsp/ftv33.atsp",
] as const;

describe.skipIf(sharedData === undefined)(`proveTour on published instances (${NO_SHARED_DATA} when absent)`, () => {
  const read = (path: string): string => readFileSync(`${sharedData}${path}`, "utf8");

  test.each(INSTANCES)("proves the published optimum of %s, each leaf of the tree reaching it", async (path) => {
    const task = parseTsp(read(path), path);
    const best = JSON.parse(read("best-known.json"))[path.replace(/^.*\/|\.a?tsp$/g, "")].best as number;
    const found = proveTour(task, { certificate: true, createProgram: await loadHighs() });
    expect(found).toMatchObject({ lower: best, upper: best, proven: true });
    expect(tspKind.solution?.score(task, found.tour)).toEqual({ objective: best, feasible: true, violations: [] });
    expect(lengthOf(task, found.tour)).toBe(best);
    for (const { leaf, path: branches } of leavesOf(found.tree!)) {
      if (leaf.leaf === "linear") expect(Math.ceil(linearBound(task, leaf, branches))).toBeGreaterThanOrEqual(best);
    }
  });
});
