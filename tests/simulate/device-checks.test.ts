import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { COMPACT_MODELS, compactModel, modelParameters } from "../../src/circuit/index.ts";
import type { Engine } from "../../src/simulate/index.ts";
import {
  CHECK_TOLERANCE,
  DEVICE_CHECKS,
  DEVICE_SWEEPS,
  type DeviceCheck,
  type DeviceSweep,
  type DeviceWaveforms,
  deviceDisagreement,
  deviceNetlist,
  deviceWaveforms,
  integrateDevice,
  largest,
  valueAt,
  vector,
} from "../../src/simulate/index.ts";
import { SPICE_ENGINES } from "./fixtures.ts";

/** Share of a curve's range, and of a run's length, by which subcircuit and published law may differ. */
const CURVE_TOLERANCE = 5e-3;

/** Current where the voltage changes its sign, read off a straight line, as a share of the sweep's largest. */
const PINCH = 1e-3;

const engines = new Map<string, Engine>();
afterAll(async () => {
  for (const engine of engines.values()) await engine.close();
});

function engineOf(spice: (typeof SPICE_ENGINES)[number]): Engine {
  const engine = engines.get(spice.name) ?? spice.create({ threads: 1 });
  engines.set(spice.name, engine);
  return engine;
}

async function simulated(spice: (typeof SPICE_ENGINES)[number], run: DeviceCheck | DeviceSweep) {
  const netlist = deviceNetlist(compactModel(run.model), run.parameters, run.source, run.run);
  return deviceWaveforms(await engineOf(spice).simulate({ netlist }));
}

function integrated(run: DeviceCheck | DeviceSweep): DeviceWaveforms {
  const model = compactModel(run.model);
  return integrateDevice(model.equations(modelParameters(model, run.parameters)), run.source, run.run);
}

function expectValues(check: DeviceCheck, w: DeviceWaveforms): void {
  for (const value of check.values) {
    const relative = Math.abs(value.measure(w) / value.expected - 1);
    expect(relative, `${check.model} ${value.quantity}`).toBeLessThanOrEqual(CHECK_TOLERANCE);
  }
}

function expectPinched(w: DeviceWaveforms): void {
  const most = largest(w.amps.map(Math.abs));
  let crossings = 0;
  for (let k = 1; k < w.time.length; k++) {
    const [v0, v1] = [w.volts[k - 1]!, w.volts[k]!];
    if (v0 === v1 || v0 * v1 > 0) continue;
    crossings++;
    const amps = (w.amps[k - 1]! * v1 - w.amps[k]! * v0) / (v1 - v0);
    expect(Math.abs(amps)).toBeLessThanOrEqual(PINCH * most);
  }
  expect(crossings).toBeGreaterThanOrEqual(1);
}

describe("the check values", () => {
  test("exist for every model but the one without a published one", () => {
    const checked = new Set(DEVICE_CHECKS.map((check) => check.model));
    expect(COMPACT_MODELS.map((m) => m.name).filter((name) => !checked.has(name))).toEqual(["hp_biolek"]);
    expect(DEVICE_SWEEPS.map((s) => s.model)).toEqual(COMPACT_MODELS.map((m) => m.name));
  });

  test.for(DEVICE_CHECKS)("come out of the published law: $model, $drive", (check) => {
    expectValues(check, integrated(check));
  });
});

describe.each(SPICE_ENGINES)("the subcircuits in $name (skipped if not installed)", (spice) => {
  test.skipIf(spice.missing).for(DEVICE_CHECKS)("meet the check values: $model, $drive", async (check) => {
    expectValues(check, await simulated(spice, check));
  });

  test.skipIf(spice.missing).for(DEVICE_SWEEPS)(
    "follow the published law all along, pinched at the origin: $model, $drive",
    async (sweep) => {
      const run = await simulated(spice, sweep);
      const { state, amps } = deviceDisagreement(run, integrated(sweep), CURVE_TOLERANCE);
      expect(state).toBeLessThanOrEqual(CURVE_TOLERANCE);
      expect(amps).toBeLessThanOrEqual(CURVE_TOLERANCE);
      expectPinched(run);
    },
  );

  test.skipIf(spice.missing)(
    "run in a designer's deck: included, behind a resistor, from an operating point, with the simulator's own options",
    async () => {
      const folder = fileURLToPath(new URL("../../netlists/models/", import.meta.url));
      for (const { name } of COMPACT_MODELS) {
        const text = [
          `${name} as a designer uses it`,
          `.include ${name}.lib`,
          "V1 in 0 SIN(0 0.5 1k)",
          "R1 in a 100",
          `X1 a 0 s ${name}`,
          `X2 0 a s2 ${name}`,
          ".tran 5u 1m",
          ".end",
        ].join("\n");
        const save = ["v(in)", "v(a)", "v(s)", "v(s2)", "i(v1)"];
        const w = await engineOf(spice).simulate({ netlist: { text, folder, save } });
        const model = compactModel(name);
        const { initial, low, high } = model.equations(modelParameters(model));
        for (const node of ["v(s)", "v(s2)"]) {
          const state = vector(w, node);
          expect(Math.abs(state[0]! - initial[0]!), name).toBeLessThan(1e-3 * (high - low));
          const slack = 0.02 * (high - low);
          expect(
            state.every((x) => x > low - slack && x < high + slack),
            name,
          ).toBe(true);
        }
      }
    },
  );
});

describe("integrateDevice", () => {
  test("agrees with the closed form of a drift without a window at all times", () => {
    const model = compactModel("hp_joglekar");
    const [volts, hertz] = [1, 1];
    const run = { stopSeconds: 0.5, maxStepSeconds: 1e-2 };
    const w = integrateDevice(model.equations(modelParameters(model, { win: 0 })), { kind: "sine", volts, hertz }, run);
    for (const t of [0.1, 0.25, 0.4, 0.5]) {
      const flux = (volts / (2 * Math.PI * hertz)) * (1 - Math.cos(2 * Math.PI * hertz * t));
      const ohms = Math.sqrt(11000 ** 2 - 2 * 15900 * 1e4 * flux);
      // Between two steps the state is read off a straight line.
      expect(16000 - 15900 * valueAt(w, w.state, t)).toBeCloseTo(ohms, -1);
    }
    const end = w.state[w.state.length - 1]!;
    expect(16000 - 15900 * end).toBeCloseTo(Math.sqrt(11000 ** 2 - (2 * 15900 * 1e4) / Math.PI), 3);
  });
});
