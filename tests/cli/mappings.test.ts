import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseNetlist } from "../../src/circuit/index.ts";
import { ohmfield, oneObject, petersen, readJson, scratch } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);

const common = ["--profile", "taox-cai-2020", "--no-presolve"];

describe("ohmfield solve --mapping", () => {
  test("settles on a reference column split over tiles, reports errors, tiles and cost, and can be verified", async () => {
    const tiles = ["--tile-rows", "6", "--tile-columns", "6"];
    const mapping = ["--mapping", "reference-column", "--no-wires"];
    const options = [...mapping, ...tiles, "--engine", "reduced", "--runs", "2", "--out", "run"];
    const outcome = await ohmfield(["solve", petersen, ...common, ...options], folder);
    expect(outcome).toMatchObject({ code: 0 });
    expect(outcome.out).toContain("mapping    reference-column: 110 devices on 10 x 11 lines");
    expect(outcome.out).toContain("tiles      4 of 6 x 6");
    const verdict = readJson(join(folder, "run", "verdict.json"));
    expect(verdict.settings).toMatchObject({
      map: { mapping: "reference-column", tiles: { rows: 6, columns: 6 } },
    });
    expect(verdict.mapping.selfCoupling.rms).toBeGreaterThan(0);
    expect(verdict.tiles).toMatchObject({ used: 4, empty: 0, devices: 110 });
    const { continuous } = verdict.cost as { continuous: { part: string; value: number; label: string }[] };
    const drawn = verdict.runs.reduce((sum: number, run: { joules: number }) => sum + run.joules / 2, 0);
    expect(continuous.find(({ part }) => part === "time a run")).toMatchObject({ label: "simulated" });
    expect(continuous.find(({ part }) => part === "energy a run")!.value).toBeCloseTo(drawn, 18);
    const report = readFileSync(join(folder, "run", "report.html"), "utf8");
    for (const word of ["reference-column", "Errors of the programmed weights", "<h2>Cost</h2>"]) {
      expect(report).toContain(word);
    }
    const again = await ohmfield(["verify", "run"], folder);
    expect(again).toMatchObject({ code: 0 });
  });
});

describe("ohmfield compile --mapping", () => {
  test("writes a netlist of slices that is read back, and says what the array holds", async () => {
    const options = ["--mapping", "bit-slicing", "--slices", "3", "--out", "sliced.cir", "--json"];
    const answer = oneObject(await ohmfield(["compile", petersen, ...common, ...options], folder));
    expect(answer.mapping).toMatchObject({ mapping: "bit-slicing", wordLines: 60, bitLines: 10, devices: 540 });
    expect(answer.tiles).toBeNull();
    const circuit = parseNetlist(readFileSync(join(folder, "sliced.cir"), "utf8"), "sliced.cir");
    expect(circuit.sections.flatMap(({ elements }) => elements).filter(({ kind }) => kind === "vcvs")).toHaveLength(40);
  });
});

describe("ohmfield inspect --mapping", () => {
  test("counts the tiles of the size asked for, empty ones apart", async () => {
    const options = ["--tile-rows", "4", "--tile-columns", "2"];
    const outcome = await ohmfield(["inspect", petersen, ...common, ...options], folder);
    expect(outcome.code).toBe(0);
    expect(outcome.out).toMatch(/tiles of 4 x 2: \d+ used, \d+ empty, \d/);
  });
});

describe("ohmfield cost", () => {
  test("closes Cai's anneal from the profile, and labels every figure", async () => {
    const outcome = await ohmfield(["cost", petersen, ...common, "--success", "0.35", "--json"], folder);
    const answer = oneObject<{ cost: { clocked: { part: string; value: number; label: string }[] } }>(outcome);
    for (const { label } of answer.cost.clocked) expect(["simulated", "derived", "assumed"]).toContain(label);
    // Ten neurons are one batch: 50 clocks of 2 ns, and 11 anneals.
    const seconds = answer.cost.clocked.find(({ part }) => part === "time to solution, 99 %")!.value;
    expect(seconds).toBeCloseTo(11 * 50 * 2e-9, 15);
  });

  test("takes another periphery, and prints what it does not know", async () => {
    const outcome = await ohmfield(["cost", petersen, "--no-presolve", "--periphery", "isaac-2016"], folder);
    expect(outcome).toMatchObject({ code: 0, err: "" });
    expect(outcome.out).toContain("'ideal' with the periphery 'isaac-2016'");
    expect(outcome.out).toMatch(/not known, and left out: .*neuronSquareMeters/);
  });
});

test.each([
  [["--tile-rows", "6"], "--tile-rows and --tile-columns"],
  [["--slices", "2"], "bit-slicing"],
  [["--periphery", "none"], "isaac-2016"],
  [["--mapping", "triples"], "bit-slicing"],
])("ohmfield cost refuses %s with exit code 2 and says what it takes", async (options, expected) => {
  const outcome = await ohmfield(["cost", petersen, "--no-presolve", ...options], folder);
  expect(outcome.code).toBe(2);
  expect(outcome.err).toContain(expected);
});
