import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { tabuSearch } from "../../src/baseline/index.ts";
import { encodeQubo, formatQubo, parseQubo, scoreQubo } from "../../src/problem/index.ts";
import { NO_SHARED_DATA, sharedData } from "../shared-data.ts";

/** Proven minima of x'Qx: Biq Mac library, tables of the be, beasley and gka sets. */
const PUBLISHED: readonly [file: string, n: number, minimum: number][] = [
  ["bqp50-1", 50, -2098],
  ["bqp100-1", 100, -7970],
  ["gka1a", 50, -3414],
  ["gka1b", 20, -133],
  ["gka1c", 40, -5058],
  ["gka1d", 100, -6333],
  ["be100.1", 100, -19412],
  ["be120.3.1", 120, -13067],
];

describe("parseQubo", () => {
  test.for(PUBLISHED)("reads %s, whose best state found scores the published minimum", ([file, n, minimum], {
    skip,
  }) => {
    if (sharedData === undefined) return skip(NO_SHARED_DATA);
    const problem = parseQubo(readFileSync(`${sharedData}biqmac/${file}.sparse`, "utf8"), `${file}.sparse`);
    const { network, scale, shift } = encodeQubo(problem);
    const targetEnergy = (minimum - shift) / scale;
    const { spins } = tabuSearch(network, { seed: 1, restarts: 10, targetEnergy });
    expect([problem.name, problem.n, scoreQubo(problem, spins).objective]).toEqual([file, n, minimum]);
    expect(parseQubo(formatQubo(problem, ".sparse"), "x.sparse")).toEqual(problem);
  });
});
