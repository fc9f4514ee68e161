import { afterAll, describe, expect, test } from "vitest";
import {
  type AnnealSchedule,
  type HopfieldCircuit,
  printNetlist,
  schedules,
  withAnnealLength,
} from "../../src/circuit/index.ts";
import { ArgumentError, NetlistError } from "../../src/core/index.ts";
import { readOut } from "../../src/readout/index.ts";
import { vector, type Waveforms } from "../../src/simulate/index.ts";
import { createEngine } from "../../src/simulate/node/index.ts";
import { buildBench, randomNetwork } from "../helpers/hopfield.ts";
import { finely, sampleAt } from "../helpers/simulated.ts";
import { RC } from "./fixtures.ts";

/** Share of each vector's own range. Gear's method leaves some 5e-4 at steps of 0.01 time constants. */
const AGREE = 1e-3;

/** Steps of ngspice, in time constants. Gear's method is of second order: half the step leaves a quarter of the error. */
const STEP_TAUS = 0.01;
const SECOND_ORDER = 3;

/** Length of the runs compared: anneals of 20 time constants and the detector's ramp after them. */
const END_TAUS = 23;

/** Share of the swing at rest, where both engines balance the same currents to their tolerance. */
const FINAL_AGREE = 1e-4;

/** Samples that both engines are compared at. */
const SAMPLES = 400;

const ngspice = createEngine("ngspice-wasm", { threads: 1 });
const reduced = createEngine("reduced");
afterAll(async () => {
  await ngspice.close();
  await reduced.close();
});

/** Largest difference of the named vectors, each as a share of its range, over [from, to]. */
function worst(a: Waveforms, b: Waveforms, names: readonly string[], from: number, to: number): [number, string] {
  let largest: [number, string] = [0, ""];
  for (const name of names) {
    const points = Array.from({ length: SAMPLES }, (_, k) => from + ((to - from) * k) / (SAMPLES - 1));
    const [x, y] = [a, b].map((w) => points.map((t) => sampleAt(w, name, t))) as [number[], number[]];
    const range = Math.max(...x.map(Math.abs));
    const difference = Math.max(...x.map((value, k) => Math.abs(value - y[k]!)));
    if (range > 0 && difference / range > largest[0]) largest = [difference / range, name];
    if (range === 0) expect(difference, name).toBe(0);
  }
  return largest;
}

/** Both engines on the circuit solved finely; what they saved is the same list. */
async function both(hopfield: HopfieldCircuit, endTaus: number, stepTaus = STEP_TAUS): Promise<[Waveforms, Waveforms]> {
  const { circuit } = finely(hopfield, endTaus, stepTaus);
  const pair = await Promise.all([ngspice.simulate({ circuit }), reduced.simulate({ circuit })]);
  expect(pair[1].names).toEqual(pair[0].names);
  expect(pair[1].time.at(-1)).toBeCloseTo(endTaus * hopfield.tauSeconds, 15);
  return pair;
}

const ramp = withAnnealLength(schedules.ramp, 20);
const quiet: AnnealSchedule = withAnnealLength({ ...schedules.anneal, noise: schedules.ramp.noise }, 20);
const noisy = withAnnealLength(schedules.anneal, 20);

const CASES: readonly [string, number, boolean, AnnealSchedule, "passive" | "virtual-ground", string][] = [
  ["a gain ramp", 4, false, ramp, "passive", "ideal"],
  ["a gain ramp with a bias on measured devices", 12, true, ramp, "passive", "taox-cai-2020"],
  ["noise, self-coupling and momentum on measured devices", 6, false, noisy, "passive", "taox-cai-2020"],
  ["a gain ramp", 4, false, ramp, "virtual-ground", "ideal"],
  ["a gain ramp with a bias and a slow op-amp", 12, true, ramp, "virtual-ground", "taox-cai-2020"],
  [
    "noise, self-coupling and momentum with a bias and a slow op-amp",
    6,
    true,
    noisy,
    "virtual-ground",
    "taox-cai-2020",
  ],
];

describe("reduced and ngspice-wasm", () => {
  test.each(
    CASES,
  )("give the same vectors along %s, n = %i, bias %s", async (_what, n, biased, schedule, topology, profile) => {
    const { hopfield } = buildBench(randomNetwork(n, n, biased), { schedule, topology, profile, seed: 3 });
    const [spice, built] = await both(hopfield, END_TAUS);
    // uic leaves the first point to the simulator: outputs are solved from the first step on.
    const [difference, name] = worst(
      spice,
      built,
      spice.names,
      0.1 * hopfield.tauSeconds,
      END_TAUS * hopfield.tauSeconds,
    );
    expect(difference, name).toBeLessThan(AGREE);
    // The run is no small-signal one: outputs have left the straight part of their law.
    const largest = Math.max(...hopfield.layout.outputs.map((output) => Math.abs(vector(built, output).at(-1)!)));
    expect(largest).toBeGreaterThan(0.5 * hopfield.supplyVolts);
  });

  test("come closer with the square of ngspice's step where momentum magnifies its error", async () => {
    const { hopfield } = buildBench(randomNetwork(8, 8, true), { schedule: quiet, seed: 3 });
    const errors = [];
    for (const stepTaus of [0.01, 0.005]) {
      const [spice, built] = await both(hopfield, END_TAUS, stepTaus);
      errors.push(worst(spice, built, spice.names, 0.1 * hopfield.tauSeconds, END_TAUS * hopfield.tauSeconds)[0]);
    }
    expect(errors[0]! / errors[1]!).toBeGreaterThan(SECOND_ORDER);
    expect(errors[1]).toBeLessThan(AGREE);
  });

  test("come to rest at the same voltages with shipped tolerances, n = 48", async () => {
    const { hopfield, crossbar } = buildBench(randomNetwork(48, 2, true), {
      schedule: withAnnealLength(schedules.ramp, 100),
    });
    const runs = await Promise.all([ngspice, reduced].map((engine) => engine.simulate({ circuit: hopfield.circuit })));
    const [spice, built] = runs.map((waveforms) => readOut(waveforms, hopfield, crossbar));
    expect(built!.unsettledBecause).toBe("");
    expect(runs[1]!.stoppedEarly).toBe(true);
    expect(built!.spins).toEqual(spice!.spins);
    // The run ends as soon as the slopes are small, two time constants apart at most.
    expect(Math.abs(built!.endSeconds - spice!.endSeconds)).toBeLessThan(2 * hopfield.tauSeconds);
    for (const [i, volts] of built!.outputVolts.entries()) {
      expect(Math.abs(volts - spice!.outputVolts[i]!)).toBeLessThan(FINAL_AGREE * 2 * hopfield.supplyVolts);
    }
  });
});

describe.each([1, 2])("createEngine('reduced') with %i threads", (threads) => {
  const { hopfield } = buildBench(randomNetwork(10, 4, true), { schedule: noisy, seed: 2 });
  const { circuit } = hopfield;
  const { stop: _stop, ...endless } = circuit;
  const long = { ...endless, analysis: { ...circuit.analysis, stopSeconds: 1e3 * circuit.analysis.stopSeconds } };

  test("gives the same bytes as alone, whatever runs beside it", async () => {
    const engine = createEngine("reduced", { threads });
    const runs = await Promise.all([1, 2, 3].map(() => engine.simulate({ circuit })));
    const alone = await reduced.simulate({ circuit });
    for (const run of runs) expect(run).toEqual(alone);
    await engine.close();
  });

  test("stops at its time limit, on a signal and when closed, in the middle of a long run", async () => {
    const engine = createEngine("reduced", { threads });
    const limited = engine.simulate({ circuit: long }, { timeLimitSeconds: 0.05 });
    await expect(limited).rejects.toMatchObject({ code: "simulate.timeout" });
    const controller = new AbortController();
    const cancelled = engine.simulate({ circuit: long }, { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await expect(cancelled).rejects.toMatchObject({ code: "core.cancelled" });
    expect((await engine.simulate({ circuit })).stoppedEarly).toBe(true);
    const open = engine.simulate({ circuit: long }).catch((error: unknown) => error);
    await engine.close();
    expect(await open).toMatchObject({ code: "core.cancelled" });
  });

  test("refuses a circuit, a time limit and a vector like any engine", async () => {
    const engine = createEngine("reduced", { threads });
    await expect(engine.simulate({ netlist: { text: RC } })).rejects.toBeInstanceOf(NetlistError);
    await expect(engine.simulate({ circuit }, { timeLimitSeconds: 0 })).rejects.toBeInstanceOf(ArgumentError);
    await expect(engine.simulate({ circuit: { ...circuit, save: ["v(nosuch)"] } })).rejects.toMatchObject({
      code: "simulate.missing-vector",
      details: { expected: "v(nosuch)" },
    });
    await engine.close();
  });
});

describe("ReducedEngine", () => {
  const { hopfield } = buildBench(randomNetwork(10, 4, true), { schedule: noisy, seed: 2 });

  test("gives the same waveforms for a typed circuit and for its netlist", async () => {
    const {
      circuit,
      circuit: { stop },
    } = hopfield;
    const text = printNetlist(circuit);
    const typed = await reduced.simulate({ circuit });
    const read = await reduced.simulate({ netlist: { text, ...(stop === undefined ? {} : { stop }) } });
    expect(read).toEqual(typed);
  });

  test.each([
    "passive",
    "virtual-ground",
  ] as const)("ends a run in the middle of an anneal closer to the exact voltages with a tighter tolerance, %s", async (topology) => {
    const { hopfield: short } = buildBench(randomNetwork(12, 4, true), { schedule: quiet, topology });
    const { stop: _stop, ...whole } = short.circuit;
    const analysis = { ...whole.analysis, stopSeconds: 15 * short.tauSeconds };
    const at = (reltol: number) =>
      reduced.simulate({ circuit: { ...whole, analysis, options: { ...whole.options, reltol } } });
    const [exact, ...runs] = await Promise.all([1e-10, 1e-3, 1e-5, 1e-7].map(at));
    const final = (waveforms: Waveforms, name: string) => vector(waveforms, name).at(-1)!;
    const errors = runs.map((run) =>
      Math.max(...short.layout.outputs.map((name) => Math.abs(final(run, name) - final(exact!, name)))),
    );
    // A hundredth of the tolerance is a hundredth of the error, but for the luck of one point in time.
    expect(errors[0]! / errors[1]!).toBeGreaterThan(5);
    expect(errors[1]! / errors[2]!).toBeGreaterThan(5);
    expect(errors[0]!).toBeLessThan(AGREE * 2 * short.supplyVolts);
  });

  test("saves every vector when none is named, and what was named in its order", async () => {
    const { circuit } = hopfield;
    const all = await reduced.simulate({ circuit: { ...circuit, save: [] } });
    for (const name of circuit.save) expect(all.names).toContain(name);
    const few = await reduced.simulate({
      circuit: { ...circuit, save: ["V(p_3)", "b.x_neuron_0.b_out#branch", "v(gain)"] },
    });
    expect(few.names).toEqual(["v(p_3)", "b.x_neuron_0.b_out#branch", "v(gain)"]);
  });

  test("follows a stop level of its own", async () => {
    const { circuit } = hopfield;
    const volts = 0.5;
    const waveforms = await reduced.simulate({ circuit: { ...circuit, stop: { node: "act", volts } } });
    const activity = vector(waveforms, "v(act)");
    expect(activity.at(-1)).toBeLessThan(volts);
    expect(activity.at(-2)).toBeGreaterThanOrEqual(volts);
  });
});
