import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as library from "../../src/problem/index.ts";
import { checkCertificate, enumerateMinimum, parseCertificate } from "../../src/reference/index.ts";

const folder = new URL("../../problems/max-cut/", import.meta.url);

interface Instances {
  makeInstances(problem: typeof library): { file: string; how: string; problem: library.MaxCut }[];
  certificateOf(file: string): string;
}

const { makeInstances, certificateOf }: Instances = await import(new URL("instances.js", folder).href);
const made = makeInstances(library);
const read = (file: string) => readFileSync(new URL(file, folder), "utf8");

/** All divisions are enumerated up to this size: a second at most. */
const COUNTED = 25;

describe("problems/max-cut", () => {
  test("holds exactly the instances that are described", () => {
    const files = readdirSync(folder).filter((file) => file.endsWith(".mc"));
    expect(files.sort()).toEqual(made.map(({ file }) => file).sort());
  });

  test.for(made)("has in $file what its description makes, byte for byte", ({ file, how, problem }) => {
    expect(read(file)).toBe(library.formatMaxCut(problem, [how]));
    expect(library.parseProblem(read(file), file)).toEqual(problem);
  });

  test.for(made)("has for $file a certificate that holds, and its optimum in the table", ({ file }) => {
    const problem = library.parseMaxCut(read(file), file);
    const certificate = parseCertificate(read(certificateOf(file)), certificateOf(file));
    const { accepted, proven, objective } = checkCertificate(problem, certificate);
    expect({ accepted, proven }).toEqual({ accepted: true, proven: true });
    const row = read("README.md")
      .split("\n")
      .find((line) => line.startsWith(`| ${file} |`))!;
    const [, , vertices, edges, optimum, cuts] = row.split("|").map((cell) => cell.trim());
    expect([vertices, edges, optimum]).toEqual([problem.n, problem.from.length, objective].map(String));
    if (problem.n > COUNTED) return;
    expect(cuts).toBe(String(enumerateMinimum(library.encodeProblem(problem).network).groundStates.length));
  });
});
