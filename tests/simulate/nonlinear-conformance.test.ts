import { afterAll, describe, expect, test } from "vitest";
import {
  type AnnealSchedule,
  parseNetlist,
  printNetlist,
  schedules,
  type TopologyName,
  withAnnealLength,
} from "../../src/circuit/index.ts";
import { NetlistError } from "../../src/core/index.ts";
import type { MapOptions } from "../../src/crossbar/index.ts";
import { readOut, rowCurrentsInto, SETTLED_RESIDUAL } from "../../src/readout/index.ts";
import { vector } from "../../src/simulate/index.ts";
import { createEngine } from "../../src/simulate/node/index.ts";
import { buildBench, randomNetwork } from "../helpers/hopfield.ts";
import { finely, sampleAt } from "../helpers/simulated.ts";

/** Share of each vector's own range. Gear's method leaves some 5e-4 at steps of 0.01 time constants. */
const AGREE = 1e-3;
const STEP_TAUS = 0.01;
const END_TAUS = 7;
const SAMPLES = 300;

const ngspice = createEngine("ngspice-wasm", { threads: 1 });
const reduced = createEngine("reduced");
afterAll(async () => {
  await ngspice.close();
  await reduced.close();
});

const ramp = withAnnealLength(schedules.ramp, 6);
const noisy = withAnnealLength(schedules.anneal, 6);
type Case = [string, boolean, AnnealSchedule, TopologyName, string, MapOptions];
const CASES: readonly Case[] = [
  ["a sinh", true, ramp, "passive", "sky130-reram", {}],
  ["a sinh under noise and momentum", true, noisy, "virtual-ground", "hfox-stanford-pku", {}],
  ["a sinh behind a selector", true, ramp, "passive", "hfox-selector", {}],
  ["an offset column", false, ramp, "virtual-ground", "sky130-reram", { mapping: "offset-column" }],
  ["bit slices", false, ramp, "passive", "sky130-reram", { mapping: "bit-slicing", slices: 2 }],
];

describe("reduced and ngspice-wasm on devices that are not ohmic", () => {
  test.each(
    CASES,
  )("give the same vectors with %s, bias %s", async (_what, biased, schedule, topology, profile, map) => {
    const { hopfield, crossbar } = buildBench(randomNetwork(4, 4, biased), {
      schedule,
      topology,
      profile,
      map,
      seed: 3,
    });
    const { circuit } = finely(hopfield, END_TAUS, STEP_TAUS);
    const [spice, built] = await Promise.all([ngspice.simulate({ circuit }), reduced.simulate({ circuit })]);
    expect(built.names).toEqual(spice.names);
    const { tauSeconds } = hopfield;
    const points = Array.from({ length: SAMPLES }, (_, k) => (0.1 + (6.9 * k) / (SAMPLES - 1)) * tauSeconds);
    for (const name of spice.names) {
      const [x, y] = [spice, built].map((w) => points.map((t) => sampleAt(w, name, t))) as [number[], number[]];
      const range = Math.max(...x.map(Math.abs));
      const difference = Math.max(...x.map((value, k) => Math.abs(value - y[k]!)));
      expect(difference, name).toBeLessThanOrEqual(AGREE * range);
    }
    const largest = Math.max(...hopfield.layout.outputs.map((output) => Math.abs(vector(built, output).at(-1)!)));
    expect(largest).toBeGreaterThan(0.5 * hopfield.supplyVolts);
    // Programmed conductances and simulated voltages give the slopes of the states: C du/dt of the passive node.
    if (topology !== "passive") return;
    const amps = new Float64Array(4);
    const [k, { time }] = [built.time.length >> 1, built];
    rowCurrentsInto(amps, built, k, hopfield, crossbar);
    for (let i = 0; i < 4; i++) {
      const u = vector(built, `v(u_${i})`);
      const slope = (u[k + 1]! - u[k - 1]!) / (time[k + 1]! - time[k - 1]!);
      const farads = hopfield.tauSeconds * hopfield.loadSiemens;
      expect(Math.abs(farads * slope - amps[i]!)).toBeLessThan(0.02 * hopfield.scaleAmps);
    }
  });

  test.each([
    ["virtual-ground", {}, "reference-column"],
    ["passive", { wordLineOhms: 5, bitLineOhms: 5, senseOhms: 20 }, "differential-pair"],
    ["virtual-ground", { wordLineOhms: 5, driverOhms: 30 }, "reference-column"],
  ] as const)("ngspice alone settles %s with wires %o by %s, its currents balanced", async (topology, wires, mapping) => {
    const { hopfield, crossbar } = buildBench(randomNetwork(4, 4), {
      topology,
      wires,
      profile: "sky130-reram",
      map: { mapping },
      schedule: withAnnealLength(schedules.ramp, 20),
      seed: 2,
    });
    const readout = readOut(await ngspice.simulate({ circuit: hopfield.circuit }), hopfield, crossbar);
    expect(readout.unsettledBecause).toBe("");
    expect(readout.kirchhoffResidual).toBeLessThan(SETTLED_RESIDUAL);
    // As if the devices were ohmic, the same voltages do not balance.
    const ohmic = readOut(await ngspice.simulate({ circuit: hopfield.circuit }), hopfield, {
      ...crossbar,
      conduction: null,
    });
    expect(ohmic.kirchhoffResidual).toBeGreaterThan(5 * SETTLED_RESIDUAL);
    await expect(reduced.simulate({ circuit: hopfield.circuit })).rejects.toThrow(NetlistError);
    await expect(reduced.simulate({ circuit: hopfield.circuit })).rejects.toThrow(/not ohmic.*wires/);
  });

  test("print, read and print a netlist of such devices to the same text and circuit", () => {
    for (const profile of ["sky130-reram", "hfox-selector"]) {
      const { hopfield } = buildBench(randomNetwork(3, 3, true), { profile });
      const text = printNetlist(hopfield.circuit);
      expect(parseNetlist(text)).toEqual(hopfield.circuit);
      expect(printNetlist(parseNetlist(text))).toBe(text);
      expect(text).toMatch(/^X_p_0_1 p_1 u_0 device g=/m);
      expect(text).toContain("X_p_0_j has g = G+ from rail p_j, X_m_0_j has g = G- from rail m_j");
    }
  });

  test("a device that states another parameter than its conductance is refused", async () => {
    const { hopfield } = buildBench(randomNetwork(3, 3), { profile: "sky130-reram" });
    const text = printNetlist(hopfield.circuit).replace(/^(X_p_0_1 .*)$/m, "$1 v0=0.1");
    await expect(reduced.simulate({ netlist: { text, file: "x.cir" } })).rejects.toThrow(
      /more or less than its conductance/,
    );
  });
});
