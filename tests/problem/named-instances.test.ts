import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../src/core/index.ts";
import { generateNamed, generateNamedGraph, parseMaxCut, rudyLines } from "../../src/problem/index.ts";
import { NO_SHARED_DATA, sharedData } from "../shared-data.ts";

/** SHA-256 of the published edge lines, spaces at their ends cut, each followed by a line end; no header. */
const PUBLISHED: readonly [name: string, file: string, firstLine: string, sha256: string][] = [
  ["G1", "gset/G1.txt", "1 560 1", "786ec3107e68ad10dcf9883a5ea68d53dd52e99e5ed6fdb85d165688d91003f0"],
  ["G14", "gset/G14.txt", "1 7 1", "a9892d8097a372427f2f2e0ab6b8fddf0448f74870a7ddf20d43e3c8915e3c4c"],
  ["G22", "gset/G22.txt", "1 1590 1", "48de0a0568f9ad730d9263238e4fb99bc75d35bb402e12b1d90df07d32f6b826"],
  ["G43", "gset/G43.txt", "1 226 1", "586f6737863d295c84ba45a2cb3fba28834bb4ab724f309944ff5c7b4e8ef219"],
  ["G48", "gset/G48.txt", "1 2941 1", "2b9510755776e83472a261d01beea908adfb7c4593193bad105c6c2cf0aff2f1"],
  ["g05_60.0", "biqmac/g05_60.0", "1 2 1", "adf2ae6de6171c20146a2c954f1c1cc55c9382a8c3970402cb8fc7e36b4ccb3a"],
  ["g05_60.1", "biqmac/g05_60.1", "1 29 1", "baa993099e1e7b4da30553e7ec97fe586132d0ba6bcb1bc73f914c8fe96af18d"],
  ["g05_80.0", "biqmac/g05_80.0", "1 15 1", "914b4dee2afe59ebf9fd4c4a622bc2ebabfffb737e59a38964487c1cfcdc5777"],
  ["g05_100.0", "biqmac/g05_100.0", "1 74 1", "543039d2b93e8c1944c25314cafbffc49d55ad54220c43844acf3b384b982afd"],
  ["pm1s_80.0", "biqmac/pm1s_80.0", "1 14 1", "78b4e10679fdb05530cac44278e07d2300e4667f1d862c1da11286183ffa5f03"],
  ["pm1s_100.0", "biqmac/pm1s_100.0", "1 40 1", "1caa73083a3e6b955f8339a548181f92137fe999bb92740d8676505bc78eeaed"],
  ["pm1d_80.0", "biqmac/pm1d_80.0", "1 66 1", "23fda22724e02160fe9bf5cb5baf4f15d5cf6231b3f56c49cf06f81c8a8319f3"],
  ["pw01_100.0", "biqmac/pw01_100.0", "1 40 10", "540d1ef3afdeade917d6dc1dbd7ac1bed9cc302b7282e19a2fb6a49b3b26bc3b"],
  ["w01_100.0", "biqmac/w01_100.0", "1 40 -2", "827cb56e4daad60edbc24b8b45096acc45f51ec08223dbd39e93ad741dc09785"],
  ["w05_100.0", "biqmac/w05_100.0", "1 99 -2", "8f738f2cf201c9df04c55e2160cb2e92e7cbae0eeb8a5c5e94fa1ab4465a8ce6"],
  ["t2g10_5555", "biqmac/t2g10_5555", "1 2 76727", "945094a873ed1eebca7d8946b8de6ab859ba8d361b1483d7ceb8388f7d59467d"],
  ["t2g15_5555", "biqmac/t2g15_5555", "1 2 -31351", "0e3d92dcfb9d4400b64c2375d111f42a8206b54d13481a85606c1eecb21ad17a"],
  ["t3g5_5555", "biqmac/t3g5_5555", "1 2 514", "22a4cd38becdf199380012177bc4749038d3a404732efc32cbc2e6a6eed7456b"],
];

/** Published numbers of vertices and edges of instances whose files are large. */
const COUNTS: readonly [name: string, n: number, m: number][] = [
  ["G6", 800, 19176],
  ["G11", 800, 1600],
  ["G18", 800, 4694],
  ["G32", 2000, 4000],
  ["G35", 2000, 11778],
  ["G39", 2000, 11778],
  ["G51", 1000, 5909],
  ["G54", 1000, 5916],
  ["G55", 5000, 12498],
  ["G58", 5000, 29570],
  ["G60", 7000, 17148],
  ["G63", 7000, 41459],
  ["G70", 10000, 9999],
  ["G81", 20000, 40000],
];

describe("generateNamedGraph", () => {
  test.for(PUBLISHED)("makes the published lines of %s", ([name, , firstLine, sha256]) => {
    const lines = rudyLines(generateNamedGraph(name));
    expect(lines[0]).toBe(firstLine);
    const digest = createHash("sha256").update(lines.join("\n")).update("\n").digest("hex");
    expect(digest).toBe(sha256);
  });

  test.for(PUBLISHED)("agrees line for line with the published file of %s", ([name, file], { skip }) => {
    if (sharedData === undefined) return skip(NO_SHARED_DATA);
    const lines = readFileSync(`${sharedData}${file}`, "utf8").split("\n");
    const published = lines.map((line) => line.trim()).filter((line) => line !== "");
    const graph = generateNamedGraph(name);
    expect([`${graph.n} ${graph.from.length}`, ...rudyLines(graph)]).toEqual(published);
  });

  test.for(COUNTS)("makes %s with %i vertices and %i edges", ([name, n, m]) => {
    const graph = generateNamedGraph(name);
    expect([graph.n, graph.from.length]).toEqual([n, m]);
  });

  test.each([
    "G0",
    "G68",
    "G71",
    "G082",
    "G100",
    "g05_61.0",
    "w02_100.0",
    "t2g10_1",
    "",
    "ising2.5-100_5555",
  ])("refuses the name %j, for which no parameters are known", (name) => {
    expect(() => generateNamedGraph(name)).toThrow(ArgumentError);
  });
});

describe("generateNamed", () => {
  test("gives the task that the published lines describe", () => {
    for (const name of ["g05_60.0", "t3g5_5555"]) {
      const graph = generateNamedGraph(name);
      const text = [`${graph.n} ${graph.from.length}`, ...rudyLines(graph)].join("\n");
      expect(generateNamed(name)).toEqual(parseMaxCut(text, name));
    }
  });
});
