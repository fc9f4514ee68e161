import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type AnnealSchedule, schedules, type TopologyName } from "../../src/circuit/index.ts";
import { ArgumentError, ConvergenceError, runSteps } from "../../src/core/index.ts";
import { reducedTask } from "../../src/simulate/index.ts";
import { type BatchSpec, integrateBatch } from "../../src/simulate/reduced/batch.ts";
import { type Integration, integrate } from "../../src/simulate/reduced/integrate.ts";
import type { ReducedModel } from "../../src/simulate/reduced/model.ts";
import { NetworkArray } from "../../src/simulate/reduced/network-array.ts";
import { buildBench, randomNetwork } from "../helpers/hopfield.ts";

const COUNT = 7;

/** Anneals of one programmed array from `COUNT` seeds. */
function anneals(topology: TopologyName, schedule: AnnealSchedule, n = 11): ReducedModel[] {
  const network = randomNetwork(n, 5, true);
  return Array.from({ length: COUNT }, (_, k) => {
    const { hopfield } = buildBench(network, { topology, schedule, seed: 20 + k });
    return reducedTask({ circuit: hopfield.circuit }).model;
  });
}

interface Outcome {
  readonly runs: (Integration | undefined)[];
  readonly errors: Map<number, unknown>;
}

function batch(models: readonly ReducedModel[], options: Pick<BatchSpec, "lanes" | "keep" | "method">): Outcome {
  const runs: (Integration | undefined)[] = new Array(models.length).fill(undefined);
  const errors = new Map<number, unknown>();
  runSteps(
    integrateBatch({
      ...options,
      count: models.length,
      modelOf: (k) => models[k]!,
      onEnd: (k, run) => {
        runs[k] = run;
      },
      onFailure: (k, error) => {
        errors.set(k, error);
      },
    }),
  );
  return { runs, errors };
}

/** Digest of some numbers: a difference of thousands of them is not for reading. */
const digest = (...arrays: readonly Float64Array[]): string => {
  const hash = createHash("sha256");
  for (const array of arrays) hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return hash.digest("hex");
};
const points = ({ trajectory }: Integration) => digest(trajectory.time, trajectory.values);

/** Capacitors far apart: some of the steps are implicit ones. */
const stiff = (model: ReducedModel): ReducedModel => ({
  ...model,
  farads: model.farads.map((farads, i) => farads * (i === 0 ? 1e-3 : 1)),
});

describe("integrateBatch", () => {
  test.each([
    ["passive, ramp", anneals("passive", schedules.ramp)],
    ["passive, noise and momentum", anneals("passive", schedules.anneal)],
    ["virtual ground, noise and momentum", anneals("virtual-ground", schedules.anneal)],
    ["passive, steps of both methods", anneals("passive", schedules.ramp, 5).map(stiff)],
  ] as const)("gives each anneal the points of a run alone to the last bit, whatever the number of lanes: %s", (_, models) => {
    const alone = models.map((model) => runSteps(integrate(model)));
    expect(new Set(alone.map(({ steps }) => steps)).size, "anneals that differ in length").toBeGreaterThan(1);
    if (models[0]!.farads[0] !== models[0]!.farads[1]) {
      expect(alone.some(({ steps, implicitSteps }) => implicitSteps > 0 && implicitSteps < steps)).toBe(true);
    }
    for (const lanes of [1, 2, 3, 16]) {
      const { runs } = batch(models, { lanes });
      for (const [k, run] of runs.entries()) {
        expect(points(run!), `${lanes} lanes, anneal ${k}`).toBe(points(alone[k]!));
        expect(run!.implicitSteps).toBe(alone[k]!.implicitSteps);
      }
    }
    const { runs } = batch(models, { lanes: 4, keep: "ends" });
    for (const [k, run] of runs.entries()) {
      expect(run!.trajectory.points).toBe(1);
      const { time, values, width } = alone[k]!.trajectory;
      expect(points(run!)).toBe(digest(time.subarray(-1), values.subarray(-width)));
      expect(run!.end).toEqual(alone[k]!.end);
      expect(run!.end.seconds).toBe(time.at(-1));
      expect(run!.end.activityVolts).toBe(values.at(-1));
    }
  });

  test("takes whole steps of a plain network alone, so that the runs above compare them with those stage by stage", () => {
    for (const schedule of [schedules.ramp, schedules.anneal]) {
      const [model] = anneals("passive", schedule);
      expect(new NetworkArray(model!).fused?.take(model!)).toBe(true);
      expect(new NetworkArray(model!, 2).fused).toBeNull();
    }
    expect(new NetworkArray(anneals("virtual-ground", schedules.ramp)[0]!).fused).toBeNull();
  });

  test("says when an output last changed its side, and where it ends", () => {
    const [model] = anneals("passive", schedules.anneal);
    const { trajectory, end } = runSteps(integrate(model!));
    const { time, values, width } = trajectory;
    let last = 0;
    for (let k = 1; k < time.length; k++) {
      const turns = (i: number) => values[k * width + i]! > 0 !== values[(k - 1) * width + i]! > 0;
      if (Array.from({ length: model!.n }, (_, i) => turns(i)).includes(true)) last = time[k]!;
    }
    expect(last).toBeGreaterThan(0);
    expect(end.lastFlipSeconds).toBe(last);
    for (const [i, u] of end.states.entries()) {
      expect(u).toBe(values[(time.length - 1) * width + i]);
      expect(Math.sign(end.outputs[i]!)).toBe(Math.sign(u));
    }
  });

  test("goes on without an anneal that cannot be integrated", () => {
    const models = anneals("passive", schedules.ramp);
    const { initial } = models[2]!;
    models[2] = { ...models[2]!, initial: { ...initial, across: initial.across.map(() => Number.NaN) } };
    const { runs, errors } = batch(models, { lanes: 3 });
    expect([...errors.keys()]).toEqual([2]);
    expect(errors.get(2)).toBeInstanceOf(ConvergenceError);
    for (const [k, run] of runs.entries()) {
      if (k !== 2) expect(points(run!)).toBe(points(runSteps(integrate(models[k]!))));
    }
  });

  test("refuses anneals of another array", () => {
    const models = anneals("passive", schedules.ramp);
    const driveSiemens = models[6]!.driveSiemens.slice();
    driveSiemens[3]! *= 1.01;
    models[6] = { ...models[6]!, driveSiemens };
    expect(() => batch(models, { lanes: 2 })).toThrow(ArgumentError);
  });
});
