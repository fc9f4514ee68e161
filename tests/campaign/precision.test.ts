import { afterAll, describe, expect, test } from "vitest";
import {
  fidelity,
  idealHardware,
  knobs,
  measurePoint,
  type PrecisionSpec,
  precisionPlots,
  precisionStudy,
  prepareProblem,
  publishedStudy,
  studyTask,
} from "../../src/campaign/index.ts";
import { schedules, withAnnealLength } from "../../src/circuit/index.ts";
import { CancelledError } from "../../src/core/index.ts";
import { generateMaxCut } from "../../src/problem/index.ts";
import { ReducedEngine } from "../../src/simulate/index.ts";
import { shippedProfile } from "../helpers/hopfield.ts";

const engine = new ReducedEngine();
afterAll(() => engine.close());
const ideal = shippedProfile("ideal");
const knob = (name: string) => knobs.find((k) => k.name === name)!;

/** Two weighted graphs of 12 vertices, enumerated. */
async function study(rest: Partial<PrecisionSpec> = {}): Promise<PrecisionSpec> {
  const graphs = [1, 2].map((seed) =>
    generateMaxCut({ vertices: 12, density: 0.7, seed, weights: { low: -9, high: 9 } }),
  );
  return {
    tasks: await Promise.all(graphs.map((g) => studyTask(prepareProblem(g), { seed: 1, now: () => 0 }))),
    hardware: { profile: ideal, map: {} },
    deviceSeed: 1,
    devices: 6,
    runs: 2,
    seed: 1,
    topology: "passive",
    schedule: () => withAnnealLength(schedules.anneal, 50),
    engine,
    prove: false,
    ...rest,
  };
}

describe("measurePoint", () => {
  test("counts what fidelity counts, and devices of their own for every instance", async () => {
    const spec = await study({ runs: 0, devices: 12 });
    const hardware = knob("programmingError").turn(spec.hardware, 0.3);
    const found = await measurePoint(spec, hardware, { knob: "programmingError", value: 0.3 });
    const first = spec.tasks[0];
    const { network } = first!.prepared;
    const question = { network, hardware, deviceSeed: 1, devices: 12, prove: false };
    const alone = await fidelity({ ...question, groundStates: first!.groundStates, loss: first!.loss });
    expect(found.tasks[0]!.kept / 12).toBe(alone.p);
    expect(alone.p).toBeLessThan(1);
    expect(found.samples).toBe(24);
    expect(found.kept.p).toBe((found.tasks[0]!.kept + found.tasks[1]!.kept) / 24);
    expect(found.reached).toBeNull();
    // The same instance twice gives other devices, so in the end other counts.
    const twice = await measurePoint({ ...spec, tasks: [first!, first!] }, hardware, { knob: "x", value: 0 });
    expect(twice.tasks[0]!.kept).not.toBe(twice.tasks[1]!.kept);
  });

  test("programs hardware without chance once an instance, and makes as many runs on it", async () => {
    const spec = await study();
    const found = await measurePoint(spec, knob("levels").turn(idealHardware(spec.hardware), 8), {
      knob: "levels",
      value: 8,
    });
    expect([found.samples, found.runs]).toEqual([2, 2 * 6 * 2]);
    expect(found.kept.low).toBeLessThan(0.5);
  });

  test("lets a run reach an optimum only as often as the landscape and the dynamics do", async () => {
    const spec = await study();
    const good = await measurePoint(spec, spec.hardware, { knob: "none", value: 0 });
    expect(good.kept.p).toBe(1);
    expect(good.reached!.p).toBeGreaterThan(0.5);
    const bad = await measurePoint(spec, knob("stuckRate").turn(spec.hardware, 0.5), { knob: "stuckRate", value: 0.5 });
    expect(bad.kept.p).toBeLessThan(0.5);
    expect(bad.reached!.p).toBeLessThan(good.reached!.p);
  });

  test("ends when it is cancelled", async () => {
    const stop = new AbortController();
    stop.abort();
    const spec = await study({ signal: stop.signal });
    await expect(measurePoint(spec, spec.hardware, { knob: "none", value: 0 })).rejects.toThrow(CancelledError);
  });
});

describe("precisionStudy", () => {
  test("yields the ladder in order, all other knobs ideal", async () => {
    const spec = await study({ devices: 2, runs: 0 });
    const hardware = knob("stuckRate").turn(spec.hardware, 0.9);
    const ladder = { knob: knob("programmingError"), values: [0, 0.01] };
    const points = [];
    for await (const p of precisionStudy({ ...spec, hardware }, [ladder])) points.push(p);
    expect(points.map(({ value, kept }) => [value, kept.p])).toEqual([
      [0, 1],
      [0.01, 1],
    ]);
  });

  test("gives a ladder up after two values at which nothing is kept, and goes on with the next", async () => {
    const { tasks, ...rest } = await study({ devices: 1, runs: 0 });
    const lost = tasks.map((task) => ({ ...task, groundStates: [], loss: () => ({ objective: 1, feasible: true }) }));
    const points = [];
    const ladders = ["programmingError", "stuckRate"].map((name) => ({
      knob: knob(name),
      values: [0.1, 0.2, 0.3, 0.4],
    }));
    for await (const p of precisionStudy({ ...rest, tasks: lost }, ladders)) points.push([p.knob, p.value]);
    expect(points).toEqual([
      ["programmingError", 0.1],
      ["programmingError", 0.2],
      ["stuckRate", 0.1],
      ["stuckRate", 0.2],
    ]);
  });
});

describe("publishedStudy", () => {
  test("stands a device where its levels and its stuck devices are, and a board where its wires are", async () => {
    const spec = await study({ devices: 2, runs: 0 });
    const isaac = shippedProfile("isaac");
    const points = [];
    for await (const p of publishedStudy(spec, [{ name: "isaac", profile: isaac }])) points.push(p);
    expect(points.map(({ knob: name, value }) => [name, value])).toEqual([
      ["levels", 4],
      ["wireOhms", 1],
      ["all", 0],
    ]);
    const { fidelity: plot, success } = precisionPlots("t", [{ ...points[0]!, value: 8 }], points);
    expect(success).toBeNull();
    expect(plot!.panels.map(({ title, lessIsWorse, marks }) => [title, lessIsWorse, marks.length])).toEqual([
      ["Levels", true, 1],
    ]);
  });

  test("measures the error of the devices that hold the network, as a share of the range", async () => {
    const spec = await study({ devices: 1, runs: 0 });
    const { profile } = knob("programmingError").turn(spec.hardware, 0.05);
    for await (const p of publishedStudy(spec, [{ name: "five", profile }])) {
      if (p.knob !== "programmingError") continue;
      // Conductances cannot go below 0: half of the errors of devices that are off are cut.
      expect(p.value).toBeGreaterThan(0.03);
      expect(p.value).toBeLessThan(0.055);
    }
  });
});
