import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { formatMaxCut, generateMaxCut } from "../../src/problem/index.ts";
import { checkPicture } from "../draw/well-formed.ts";
import { ohmfield, oneObject, petersen, readJson, scratch, start } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);

const square =
  "TYPE: TSP\nDIMENSION: 4\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n1 0 0\n2 9 9\n3 0 9\n4 9 0\nEOF\n";
writeFileSync(join(folder, "square.tsp"), square);

const graphs = [
  [10, 1],
  [10, 2],
  [14, 1],
  [14, 2],
].map(([vertices, seed]) => {
  const file = `g${vertices}-${seed}.mc`;
  writeFileSync(join(folder, file), formatMaxCut(generateMaxCut({ vertices: vertices!, density: 0.5, seed: seed! })));
  return file;
});

interface Row {
  readonly name: string;
  readonly kind: string;
  readonly clock: string;
  readonly wattsFrom: string;
  readonly watts: number;
  readonly runs: number;
}
interface Compared {
  readonly task: { readonly name: string };
  readonly reference: { readonly objective: number; readonly proven: boolean };
  readonly solvers: readonly Row[];
  readonly complete: boolean;
}

const quick = ["--engine", "reduced", "--threads", "1", "--runs", "3", "--seeds", "3", "--solvers", "annealing"];

describe("ohmfield compare", () => {
  test("prints one object with the keys of the contract for one task", async () => {
    const args = ["compare", petersen, ...quick, "--anneal", "20", "--software-watts", "25", "--json"];
    const outcome = await ohmfield(args, folder);
    expect(outcome.code).toBe(0);
    const { task, reference, solvers } = oneObject<Compared>(outcome);
    expect(task).toMatchObject({ kind: "max-cut", n: 10 });
    expect(reference).toMatchObject({ objective: 12, proven: true, source: "proven" });
    expect(solvers.map(({ name, kind, clock, wattsFrom }) => [name, kind, clock, wattsFrom])).toEqual([
      ["analog", "analog", "simulated", "simulated"],
      ["annealing", "software", "measured", "assumed"],
    ]);
    for (const row of solvers) {
      for (const key of ["objective", "seconds", "hits", "runs", "p", "pLow", "pHigh", "tts99Low", "watts"]) {
        expect(row).toHaveProperty(key, expect.any(Number));
      }
      expect(row).toHaveProperty("tts99Seconds");
      expect(row).toHaveProperty("tts99High");
      expect(row).toHaveProperty("joulesToSolution");
    }
    expect(solvers[1]!.watts).toBeCloseTo(25, 9);
  });

  test("chooses lengths on half of several files, scores the others, and writes tables and pictures", async () => {
    const args = ["compare", ...graphs, ...quick, "--anneals", "10,20", "--sweeps", "5,20", "--out", "compared"];
    const outcome = await ohmfield(args, folder);
    expect(outcome.code).toBe(0);
    const files = readdirSync(join(folder, "compared")).sort();
    expect(files).toEqual([
      "anneal-lengths.svg",
      "compare.json",
      "compare.txt",
      "profile.svg",
      "sizes.svg",
      "sweeps.svg",
    ]);
    for (const file of files.filter((name) => name.endsWith(".svg"))) {
      checkPicture(readFileSync(join(folder, "compared", file), "utf8"));
    }
    const { comparisons, training, set } = readJson(join(folder, "compared", "compare.json"));
    expect(comparisons.map((one: Compared) => one.task.name)).toEqual(["random-10-0.5-1", "random-14-0.5-1"]);
    expect(training.tasks.map(({ name }: { name: string }) => name)).toEqual(["random-10-0.5-2", "random-14-0.5-2"]);
    expect(set.methods.map(({ name }: Row) => name)).toEqual(["analog", "annealing"]);
    expect(outcome.out).toContain(readFileSync(join(folder, "compared", "compare.txt"), "utf8"));
    expect(outcome.out).toMatch(/of the files, none of them scored: random-10-0\.5-2, random-14-0\.5-2/);
    expect(outcome.out).toMatch(/published machines are quoted beside MAX-CUT of 60 vertices .* only/);
    expect(outcome.out).toContain("10 W, assumed");
    expect(outcome.out).toContain("assumed by the profile: neuron.supplyVolts");
  });

  test.each([
    ["an unknown solver", [petersen, "--solvers", "magic"], /annealing.*softmax/],
    ["a solver that does not fit", [petersen, "--solvers", "two-opt"], /works on tours only/],
    ["a length that is none", [petersen, "--anneals", "50,short"], /--anneals.*Expected a number/],
    ["sweeps that are not whole", [petersen, "--sweeps", "1.5"], /--sweeps.*Expected a whole number/],
    ["two ways to say a length", [petersen, "--anneal", "50", "--anneals", "50,60"], /cannot be used with/],
    ["a tour alone to choose a length on", ["square.tsp", "--anneals", "50,60"], /two files or more/],
    ["no file", [], /missing required argument/],
  ])("refuses %s with exit code 2", async (_, args, text) => {
    const { code, out, err } = await ohmfield(["compare", ...args], folder);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(text);
  });

  test("keeps what is there when it is interrupted", async () => {
    const long = ["--engine", "reduced", "--threads", "1", "--solvers", "greedy", "--runs", "100000", "--json"];
    const { child, ended } = start(["compare", petersen, ...long], folder);
    // Its first line of progress says that runs have ended.
    child.stderr.once("data", () => child.kill("SIGINT"));
    const outcome = await ended;
    expect(outcome.code).toBe(130);
    const { complete, solvers, reference } = oneObject<Compared>(outcome);
    expect(complete).toBe(false);
    expect(reference).toMatchObject({ objective: 12, proven: true });
    expect(solvers.map(({ name }) => name)).toEqual(["analog"]);
    expect(solvers[0]!.runs).toBeGreaterThan(0);
  });
});
