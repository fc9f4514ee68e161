import { afterAll, describe, expect, test } from "vitest";
import { COMPACT_MODELS, compactModel, modelParameters } from "../../src/circuit/index.ts";
import { ArgumentError, createRandom, runSteps } from "../../src/core/index.ts";
import {
  conductanceRange,
  type Engine,
  type ProgramTask,
  PULSE_RISE,
  programDevice,
  programDevices,
  pulseProtocol,
  replayDisagreement,
  replayNetlist,
} from "../../src/simulate/index.ts";
import { caught } from "../helpers/caught.ts";
import { SPICE_ENGINES } from "./fixtures.ts";

/** ngspice in its steps of a fiftieth of a pulse against the law at 1e-7, over a whole train. */
const REPLAY_TOLERANCE = 0.02;

/** The energy is the trapezoidal rule over at least eight steps a side: exact on the top, a few in 1e3 of rise and fall. */
const ENERGY_TOLERANCE = 1e-3;

function taskOf(name: string, change: Partial<ProgramTask> = {}): ProgramTask {
  return {
    model: compactModel(name),
    protocol: pulseProtocol(name),
    parameters: {},
    targetsSiemens: [5e-3],
    tolerance: 0.02,
    devices: 12,
    maxPulses: 200,
    deviceSigma: 0.03,
    cycleSigma: 0.01,
    seed: 3,
    ...change,
  };
}

/** A conductance in the middle of a model's range, on a logarithmic scale. */
function middle(name: string): number {
  const [low, high] = conductanceRange(compactModel(name), pulseProtocol(name));
  return Math.sqrt(Math.max(low, high * 1e-2) * high);
}

describe("programDevices", () => {
  test.for(COMPACT_MODELS)("brings most devices of $name within the tolerance of a target in mid-range", ({ name }) => {
    const targetsSiemens = [middle(name)];
    const [level] = runSteps(programDevices(taskOf(name, { targetsSiemens, devices: 5 })));
    expect(level!.verified).toBeGreaterThanOrEqual(4);
    for (const device of level!.devices) {
      const off = Math.abs(device.siemens / targetsSiemens[0]! - 1);
      expect(off <= 0.02).toBe(device.verified);
      expect(device.readSiemens.at(-1) ?? device.siemens).toBe(device.siemens);
    }
  });

  test("repeats from its seed and differs from another's", () => {
    const task = taskOf("vteam", { targetsSiemens: [2e-3, 1e-2] });
    expect(runSteps(programDevices(task))).toEqual(runSteps(programDevices(task)));
    expect(runSteps(programDevices({ ...task, seed: 4 }))).not.toEqual(runSteps(programDevices(task)));
  });

  test("gives each device the same parameters at every target, and all the same ones without a spread", () => {
    const [low, high] = runSteps(programDevices(taskOf("vteam", { targetsSiemens: [2e-3, 1e-2] })));
    expect(high!.devices.map((d) => d.parameters)).toEqual(low!.devices.map((d) => d.parameters));
    const [same] = runSteps(programDevices(taskOf("vteam", { deviceSigma: 0, cycleSigma: 0 })));
    expect(new Set(same!.devices.map((d) => d.siemens)).size).toBe(1);
    expect(same!.sigmaSiemens).toBeCloseTo(0, 12);
  });

  test("calls used-up pulses a verdict and no error", () => {
    const [level] = runSteps(programDevices(taskOf("taox", { targetsSiemens: [1e-4], maxPulses: 3 })));
    expect(level!.verified).toBe(0);
    expect(level!.verifiedSigmaSiemens).toBeNull();
    expect(level!.devices.every((d) => d.train.length === 3)).toBe(true);
  });

  test("refuses a target that the model cannot hold, with its range", () => {
    const error = caught(() => runSteps(programDevices(taskOf("vteam", { targetsSiemens: [1] }))));
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error).toMatchObject({ code: "argument.target", details: { received: "1 S" } });
    expect(String(error)).toMatch(/0\.00100 to 0\.0200 S at 0\.01 V/);
    expect(() => runSteps(programDevices(taskOf("vteam", { cycleSigma: 2 })))).toThrow(/cycleSigma/);
  });
});

describe("programDevice", () => {
  test("counts the energy of a device that does not move as that of a resistor", () => {
    const model = compactModel("hp_joglekar");
    const values = modelParameters(model, { mu: 1e-30, x0: 0 });
    const protocol = { ...pulseProtocol(model.name), setVolts: [1, 1, 0] as const };
    const goal = { targetSiemens: 1e-3, tolerance: 0.01, maxPulses: 4 };
    const { joules, train } = programDevice(model, values, protocol, goal, 0, createRandom(1));
    const seconds = protocol.widthSeconds * (1 - PULSE_RISE + (2 / 3) * PULSE_RISE);
    expect(train).toEqual([1, 1, 1, 1]);
    expect(Math.abs(joules / (4 * (1 / 16e3) * seconds) - 1)).toBeLessThanOrEqual(ENERGY_TOLERANCE);
  });
});

describe.each(SPICE_ENGINES)("replayNetlist in $name (skipped if not installed)", (spice) => {
  let engine: Engine | undefined;
  afterAll(() => engine?.close());

  test.skipIf(spice.missing).for(["yakopcic", "vteam", "taox"])(
    "takes devices of %s through the conductances of the published law",
    async (name) => {
      const task = taskOf(name, { targetsSiemens: [middle(name)], devices: 2, cycleSigma: 0 });
      const { devices } = runSteps(programDevices(task))[0]!;
      engine ??= spice.create({ threads: 1 });
      const w = await engine.simulate({ netlist: replayNetlist(task.model, task.protocol, devices) });
      expect(devices.reduce((sum, d) => sum + d.train.length, 0)).toBeGreaterThan(4);
      expect(replayDisagreement(task.model, task.protocol, devices, w)).toBeLessThanOrEqual(REPLAY_TOLERANCE);
    },
  );
});
