import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ohmfield, oneObject, petersen, readJson, scratch } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);

/** Both engines rest where currents balance to their tolerances. */
const FINAL_AGREE = 1e-4;

interface Agreement {
  readonly engine: string;
  readonly other: string;
  readonly runs: readonly { seed: number; spinsEqual: boolean; flipped: boolean; finalDifference: number }[];
}

describe("ohmfield solve --engine reduced", () => {
  test("leaves the same verdict with one and two threads", async () => {
    const verdicts = [];
    for (const threads of ["1", "2"]) {
      const out = `threads-${threads}`;
      const options = ["--engine", "reduced", "--runs", "4", "--threads", threads, "--out", out, "--json"];
      const outcome = await ohmfield(["solve", petersen, "--anneal", "20", ...options], folder);
      expect(outcome.code).toBe(0);
      verdicts.push(readJson(join(folder, out, "verdict.json")));
    }
    expect(verdicts[1]).toEqual(verdicts[0]);
    const runs = verdicts[0]!.runs as Record<string, unknown>[];
    for (const run of runs) expect(run).toMatchObject({ engine: "reduced", settled: true, feasible: true });
  });
});

describe("ohmfield solve --engine both", () => {
  test("repeats the first runs in ngspice and says how far they agree", async () => {
    const options = ["--engine", "both", "--schedule", "ramp", "--runs", "4", "--out", "both"];
    const outcome = await ohmfield(["solve", petersen, "--anneal", "40", ...options, "--json"], folder);
    expect(outcome.code).toBe(0);
    const answer = oneObject(outcome);
    expect(answer.runs).toHaveLength(4);
    expect(answer.settings).toMatchObject({ engine: "reduced" });
    const agreement = answer.agreement as Agreement;
    expect(agreement).toMatchObject({ engine: "reduced", other: "ngspice-wasm" });
    expect(agreement.runs.map((run) => run.seed)).toEqual([1, 2, 3]);
    for (const run of agreement.runs) {
      expect(run.spinsEqual || run.flipped).toBe(true);
      expect(run.finalDifference).toBeLessThan(FINAL_AGREE);
    }
    expect(readJson(join(folder, "both", "verdict.json")).agreement).toEqual(agreement);
  });
});

describe("ohmfield simulate --engine reduced", () => {
  test("refuses a netlist that is no Hopfield circuit, with exit code 2 and the reason", async () => {
    writeFileSync(join(folder, "divider.cir"), "divider\nV1 a 0 1\nR1 a b 1k\nR2 b 0 1k\n.tran 1u 1m uic\n.end\n");
    const { code, err } = await ohmfield(["simulate", "divider.cir", "--engine", "reduced"], folder);
    expect(code).toBe(2);
    expect(err).toContain("the reduced engine does not take this circuit");
  });

  test("takes one engine, not both", async () => {
    const { code, err } = await ohmfield(["simulate", "divider.cir", "--engine", "both"], folder);
    expect(code).toBe(2);
    expect(err).toContain("ngspice-wasm, ngspice, reduced");
  });
});
