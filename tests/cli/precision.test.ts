import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ohmfield, oneObject, readJson, scratch, start } from "./ohmfield.ts";

const { folder, remove } = scratch();
const at = (...names: string[]) => join(folder, ...names);
afterAll(remove);

beforeAll(async () => {
  for (const seed of ["1", "2"]) {
    const size = ["--vertices", "12", "--density", "0.7", "--weights", "-9:9", "--seed", seed];
    await ohmfield(["generate", "max-cut", ...size, "--out", `g${seed}.mc`], folder);
  }
});

interface Answer {
  tasks: { proven: boolean }[];
  points: { knob: string; value: number; kept: { p: number }; reached: { p: number } | null }[];
  published: { name: string }[];
  complete: boolean;
}

const quick = ["--devices", "2", "--anneal", "20", "--knob", "levels", "stuckRate", "--no-published"];

describe("ohmfield precision", () => {
  test("walks the ladders of the knobs asked for over a family, into a folder of numbers and pictures", async () => {
    const files = ["g1.mc", "g2.mc"];
    const outcome = await ohmfield(
      ["precision", ...files, ...quick, "--runs", "1", "--out", "study", "--json"],
      folder,
    );
    expect(outcome.code).toBe(0);
    const answer = oneObject<Answer>(outcome);
    expect(answer.tasks.map(({ proven }) => proven)).toEqual([true, true]);
    expect([...new Set(answer.points.map(({ knob }) => knob))]).toEqual(["levels", "stuckRate"]);
    const [first] = answer.points;
    expect([first!.value, first!.kept.p]).toEqual([0, 1]);
    expect([answer.published.length, answer.complete]).toEqual([0, true]);
    expect(readJson(at("study", "precision.json"))).toEqual(answer);
    for (const picture of ["fidelity.svg", "success.svg"]) {
      const svg = readFileSync(at("study", picture), "utf8");
      expect(svg).toContain(">Levels<");
      expect(svg).toContain(">Stuck devices<");
      expect(svg).not.toContain(">Wires<");
    }
  });

  test("draws no success where no run was asked for, and prints a table", async () => {
    const words = ["precision", "g1.mc", ...quick, "--runs", "0", "--out", "arrays"];
    const { code, out } = await ohmfield(words, folder);
    expect(code).toBe(0);
    expect(out).toMatch(/^ +levels +arrays +keep the optimum \(95 %\)/m);
    expect([existsSync(at("arrays", "fidelity.svg")), existsSync(at("arrays", "success.svg"))]).toEqual([true, false]);
  });

  test("keeps every point that was measured before Ctrl-C", async () => {
    const { child, ended } = start(["precision", "g1.mc", "--devices", "500", "--runs", "1", "--out", "cut"], folder);
    const file = at("cut", "precision.json");
    const watch = setInterval(() => {
      if (!existsSync(file)) return;
      // A second one would not wait for files to be written.
      clearInterval(watch);
      child.kill("SIGINT");
    }, 20);
    const { code, err } = await ended;
    clearInterval(watch);
    expect(code).toBe(130);
    const answer = readJson(file) as Answer;
    expect(answer.complete).toBe(false);
    expect(answer.points.length).toBeGreaterThan(0);
    expect(err).toContain("points were measured");
  }, 60_000);

  test("refuses a knob that there is none of", async () => {
    expect((await ohmfield(["precision", "g1.mc", "--knob", "ohms"], folder)).code).toBe(2);
  });
});

describe("the loss of a run folder", () => {
  test("is in verdict.json and the report, summing to the gap, and drawn by blame", async () => {
    const hardware = ["--profile", "reram-gong-2022-om", "--engine", "reduced", "--runs", "3", "--anneal", "50"];
    await ohmfield(["solve", "g1.mc", ...hardware, "--out", "run"], folder);
    const verdict = readJson(at("run", "verdict.json"));
    const gaps = verdict.runs.map(({ gap }: { gap: number }) => gap);
    expect(verdict.budget.map(({ layer }: { layer: string }) => layer)).toContain("faults");
    const sum = verdict.budget.reduce((total: number, { objective }: { objective: number }) => total + objective, 0);
    expect(sum).toBe(verdict.gap);
    const mean = gaps.reduce((total: number, gap: number) => total + gap, 0) / gaps.length;
    // Parts lie on a binary grid, 13 digits fine.
    expect(verdict.gap).toBeCloseTo(mean, 10);
    expect(readFileSync(at("run", "report.html"), "utf8")).toContain("<h2>Where the loss came from</h2>");
    const words = ["blame", "run", "--devices", "2", "--svg", "blame.svg", "--json"];
    const blamed = oneObject<{ gap: number }>(await ohmfield(words, folder));
    expect(typeof blamed.gap).toBe("number");
    expect(readFileSync(at("blame.svg"), "utf8")).toContain(">dynamics<");
  });

  test("says that nothing was lost where every run ended in an optimum", async () => {
    await ohmfield(["solve", "g2.mc", "--engine", "reduced", "--runs", "2", "--seed", "1", "--out", "good"], folder);
    const verdict = readJson(at("good", "verdict.json"));
    const report = readFileSync(at("good", "report.html"), "utf8");
    const lost = verdict.runs.some(({ gap }: { gap: number }) => gap > 0);
    expect(report.includes("Nothing was lost: every run ended in an optimum.")).toBe(!lost);
    expect(verdict.gap > 0).toBe(lost);
  });
});
