import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Outcome, ohmfield, oneObject, petersen, readJson, scratch, start } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);
const at = (...parts: string[]) => join(folder, ...parts);
const solve = (...args: string[]) => ohmfield(["solve", petersen, "--anneal", "20", "--json", ...args], folder);

/** The settings of the campaign that most tests look at: seeds 3, 4 and 5. */
const SEEDS = [3, 4, 5];
let one: Outcome;

beforeAll(async () => {
  one = await solve("--runs", "3", "--seed", "3", "--threads", "1", "--out", "one");
});

describe("ohmfield solve", () => {
  test("answers on the Petersen graph with the contract's keys and the proven optimum 12", () => {
    expect(one.code).toBe(0);
    const answer = oneObject(one);
    expect(answer.task).toEqual({ kind: "max-cut", name: "petersen", n: 10, sense: "max" });
    expect(answer.reference).toEqual({
      objective: 12,
      lower: 12,
      upper: 12,
      proven: true,
      method: expect.any(String),
      seconds: expect.any(Number),
    });
    const runs = answer.runs as Record<string, unknown>[];
    expect(runs.map((run) => run.seed)).toEqual(SEEDS);
    for (const run of runs) {
      expect(run).toMatchObject({ engine: "ngspice-wasm", settled: true, feasible: true });
      for (const key of ["settleSeconds", "objective", "energy", "gap", "hamming", "marginVolts", "joules"]) {
        expect(run[key], key).toEqual(expect.any(Number));
      }
      expect(run.stable).toEqual(expect.any(Boolean));
      // Fifteen unit edges: cut = (15 - E) / 2.
      expect(run.objective).toBe((15 - (run.energy as number)) / 2);
      expect(run.gap).toBe(12 - (run.objective as number));
    }
    const successes = runs.filter((run) => run.objective === 12).length;
    expect(answer.summary).toMatchObject({ runs: 3, successes, p: successes / 3 });
    for (const key of ["pLow", "pHigh", "tts99Seconds", "tts99Low", "tts99High", "joulesToSolution"]) {
      expect(answer.summary).toHaveProperty(key);
    }
    expect(answer).toMatchObject({ complete: true, failures: [], folder: "one" });
  });

  test("leaves a run folder whose report needs nothing from outside", () => {
    const named = SEEDS.flatMap((seed) => [`netlist-${seed}.cir`, `waveforms-${seed}.raw`]);
    const json = ["settings", "profile", "network", "conductances", "verdict", "timing"].map((name) => `${name}.json`);
    expect(readdirSync(at("one")).sort()).toEqual([...named, ...json, "petersen.mc", "report.html"].sort());
    expect(readFileSync(at("one/petersen.mc"), "utf8")).toBe(readFileSync(petersen, "utf8"));
    const outside = /(?:src|href)\s*=\s*["'](?!#|data:)|url\((?!["']?(?:#|data:))|@import/i;
    expect(readFileSync(at("one/report.html"), "utf8")).not.toMatch(outside);
    expect(readJson(at("one/verdict.json")).reference).not.toHaveProperty("seconds");
  });

  test("gives the same bytes with two threads as with one, but for the times", async () => {
    const two = await solve("--runs", "3", "--seed", "3", "--threads", "2", "--out", "two");
    const strip = (outcome: Outcome) => {
      const answer = oneObject<{ reference: { seconds?: number }; folder?: string }>(outcome);
      delete answer.reference.seconds;
      delete answer.folder;
      return answer;
    };
    expect(strip(two)).toEqual(strip(one));
    expect(readdirSync(at("two"))).toEqual(readdirSync(at("one")));
    for (const name of readdirSync(at("one")).filter((file) => file !== "timing.json")) {
      expect(readFileSync(at("two", name)).equals(readFileSync(at("one", name))), name).toBe(true);
    }
  });

  test("gives a run alone the bytes that it has within its campaign", async () => {
    await solve("--runs", "1", "--seed", "5", "--out", "alone");
    for (const name of ["netlist-5.cir", "waveforms-5.raw"]) {
      expect(readFileSync(at("alone", name)).equals(readFileSync(at("one", name))), name).toBe(true);
    }
  });

  test("exits 4 and lists the failure when a run exceeds its time limit", async () => {
    const late = await solve("--runs", "1", "--time-limit", "0.001", "--out", "late");
    expect(late.code).toBe(4);
    expect(late.err).toMatch(/ohmfield: seed 1: .*0\.001 s\n$/);
    expect(oneObject(late)).toMatchObject({ runs: [], failures: [{ seed: 1, timedOut: true }], summary: null });
  });

  test("exits 130 on Ctrl-C and keeps the runs that had ended", async () => {
    const args = ["solve", petersen, "--anneal", "20", "--runs", "5000", "--threads", "1", "--json", "--out", "cut"];
    const { child, ended } = start(args, folder);
    while (child.exitCode === null && !existsSync(at("cut/waveforms-2.raw")))
      await new Promise((r) => setTimeout(r, 50));
    child.kill("SIGINT");
    const outcome = await ended;
    expect(outcome.code).toBe(130);
    expect(outcome.err).toMatch(/ohmfield: interrupted: \d+ of 5000 runs had ended; they are in cut\n$/);
    const answer = oneObject<{ complete: boolean; runs: unknown[] }>(outcome);
    expect(answer.complete).toBe(false);
    expect(answer.runs.length).toBeGreaterThan(0);
    const verified = await ohmfield(["verify", "cut", "--json"], folder);
    expect(verified.code).toBe(0);
    expect(oneObject<{ runs: unknown[] }>(verified).runs).toHaveLength(answer.runs.length);
  });
});

/** The 54 vectors of a Petersen run at one time: 10 states, 10 outputs, 20 currents, 3 controls, 10 lags, act. */
const POINT_BYTES = 54 * 8;

describe("ohmfield verify", () => {
  test("confirms an untouched folder", async () => {
    const outcome = await ohmfield(["verify", "one", "--json"], folder);
    expect(outcome.code).toBe(0);
    expect(oneObject(outcome)).toMatchObject({ confirmed: true, differences: [] });
  });

  const replaced = (name: string, from: RegExp, to: string) => () => {
    const text = readFileSync(at("changed", name), "utf8");
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${name} was not changed`);
    writeFileSync(at("changed", name), changed);
  };
  const waveforms = (change: (bytes: Buffer) => Buffer) => () => {
    const file = at("changed/waveforms-4.raw");
    writeFileSync(file, change(readFileSync(file)));
  };
  const CHANGES: readonly [what: string, change: () => void, code: number, found: RegExp][] = [
    [
      "an objective",
      replaced("verdict.json", /"objective": 12/, '"objective": 11'),
      1,
      /verdict\.json: .*objective: stored 11, found 12/,
    ],
    ["a margin", replaced("verdict.json", /"marginVolts": 0\.4/, '"marginVolts": 0.3'), 1, /seed 3 marginVolts/],
    ["a netlist", replaced("netlist-3.cir", /passive/, "passiv"), 1, /netlist-3\.cir: not what/],
    ["a conductance", replaced("conductances.json", /0\.0001/, "0.0002"), 1, /conductances\.json: not what/],
    [
      "the last waveform point",
      waveforms((b) => Buffer.from(b.fill(0, b.length - POINT_BYTES))),
      1,
      /verdict\.json: seed 4 /,
    ],
    ["truncated waveforms", waveforms((b) => b.subarray(0, b.length - 5)), 1, /waveforms-4\.raw: .*wrong length/],
    ["missing waveforms", () => rmSync(at("changed/waveforms-4.raw")), 1, /waveforms-4\.raw: missing/],
    ["a missing netlist", () => rmSync(at("changed/netlist-4.cir")), 1, /netlist-4\.cir: no such file/],
    ["a setting", replaced("settings.json", /"passive"/, '"ring"'), 2, /settings\.json: topology: .*virtual-ground/],
    ["a schedule", replaced("settings.json", /"lagTaus"/, '"lag"'), 2, /settings\.json: schedule/],
    ["a task outside", replaced("settings.json", /"petersen.mc"/, '"../petersen.mc"'), 2, /settings\.json: task/],
    ["a cut-off verdict", replaced("verdict.json", /\}\s*$/, ""), 2, /verdict\.json: not JSON/],
    [
      "a verdict without runs",
      replaced("verdict.json", /"runs": \[\n/, '"walks": [\n'),
      2,
      /verdict\.json: this is no verdict/,
    ],
    ["the task", replaced("petersen.mc", /^10 15$/m, "10 16"), 2, /petersen\.mc:\d+/],
  ];

  test.each(CHANGES)("names the file that differs when the change is %s", async (_what, change, code, found) => {
    rmSync(at("changed"), { recursive: true, force: true });
    cpSync(at("one"), at("changed"), { recursive: true });
    change();
    const outcome = await ohmfield(["verify", "changed"], folder);
    expect(outcome.code).toBe(code);
    expect(code === 1 ? outcome.out : outcome.err).toMatch(found);
    if (code === 2) expect(outcome.err).toMatch(/^ohmfield: [^\n]+\n$/);
  });
});

describe("a netlist of the run folder", () => {
  test.each(SEEDS)("runs unchanged through simulate and ends where its run did, seed %i", async (seed) => {
    const outcome = await ohmfield(["simulate", `one/netlist-${seed}.cir`, "--json"], folder);
    expect(outcome.code).toBe(0);
    const run = readJson(at("one/verdict.json")).runs.find((r: { seed: number }) => r.seed === seed);
    expect(oneObject(outcome)).toMatchObject({ stoppedEarly: true, endSeconds: run.endSeconds });
  });

  const installed = spawnSync("ngspice", ["--version"]).status === 0;
  test.skipIf(!installed)("runs unchanged through ngspice as installed", () => {
    for (const seed of SEEDS) {
      const { status, stderr } = spawnSync("ngspice", ["-n", "-b", "-r", "plain.raw", `one/netlist-${seed}.cir`], {
        cwd: folder,
        encoding: "utf8",
      });
      expect(status, stderr).toBe(0);
      expect(stderr).not.toMatch(/error|ignored/i);
      expect(readFileSync(at("plain.raw")).length).toBeGreaterThan(1000);
    }
  });
});

describe("ohmfield score", () => {
  test("agrees with the verdict on the spins of every run", async () => {
    for (const run of oneObject<{ runs: { spins: number[]; objective: number }[] }>(one).runs) {
      writeFileSync(at("spins.txt"), run.spins.map((s) => (s > 0 ? "+1\n" : "-1\n")).join(""));
      const outcome = await ohmfield(["score", petersen, "spins.txt", "--json"], folder);
      expect(outcome.code).toBe(0);
      expect(oneObject(outcome)).toMatchObject({ objective: run.objective, feasible: true });
    }
  });
});

describe("ohmfield generate max-cut", () => {
  test("takes a reader that closes stdout early for no fault", async () => {
    const { child, ended } = start(["generate", "max-cut", "--vertices", "400"], folder);
    child.stdout.destroy();
    expect(await ended).toEqual({ code: 0, out: "", err: "" });
  });

  test("gives the same text for a seed, on stdout and in a file, and the text solves", async () => {
    const args = ["generate", "max-cut", "--vertices", "8", "--seed", "4", "--weights", "-3:3"];
    const first = await ohmfield(args, folder);
    const second = await ohmfield([...args, "--out", "made/graph.mc"], folder);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(readFileSync(at("made/graph.mc"), "utf8")).toBe(first.out);
    const other = await ohmfield([...args, "--seed", "5"], folder);
    expect(other.out).not.toBe(first.out);
    const args2 = ["solve", "made/graph.mc", "--anneal", "20", "--runs", "1", "--out", "made/run", "--json"];
    const solved = await ohmfield(args2, folder);
    expect(solved.code).toBe(0);
    expect(oneObject(solved)).toMatchObject({ task: { n: 8 }, reference: { proven: true } });
  });
});
