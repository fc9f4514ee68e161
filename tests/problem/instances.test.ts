import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { tabuSearch } from "../../src/baseline/index.ts";
import * as library from "../../src/problem/index.ts";
import { prove } from "../../src/reference/index.ts";

const folder = new URL("../../problems/max-cut/", import.meta.url);

interface Instances {
  makeInstances(problem: typeof library): { file: string; how: string; problem: library.MaxCut }[];
  tableRow(file: string, problem: library.MaxCut, use: object): string;
}

const { makeInstances, tableRow }: Instances = await import(new URL("instances.js", folder).href);
const made = makeInstances(library);
const read = (file: string) => readFileSync(new URL(file, folder), "utf8");

describe("problems/max-cut", () => {
  test("holds exactly the instances that are described", () => {
    const files = readdirSync(folder).filter((file) => file.endsWith(".mc"));
    expect(files.sort()).toEqual(made.map(({ file }) => file).sort());
  });

  test.for(made)("has in $file what its description makes, byte for byte", ({ file, how, problem }) => {
    expect(read(file)).toBe(library.formatMaxCut(problem, [how]));
    expect(library.parseProblem(read(file), file)).toEqual(problem);
  });

  test.for(made)("has for $file the row in its table that is proven now", ({ file }) => {
    const problem = library.parseMaxCut(read(file), file);
    const rows = read("README.md").split("\n");
    expect(rows).toContain(
      tableRow(file, problem, {
        encodeProblem: library.encodeProblem,
        maxCutKind: library.maxCutKind,
        prove,
        tabuSearch,
      }),
    );
  });
});
