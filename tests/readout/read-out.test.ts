import { describe, expect, test } from "vitest";
import { readOut } from "../../src/readout/index.ts";
import type { Waveforms } from "../../src/simulate/index.ts";
import { buildBench, fixedGain, randomNetwork } from "../helpers/hopfield.ts";
import { integratePassive } from "../helpers/integrate.ts";

const schedule = fixedGain(3, 5);
const { hopfield, crossbar } = buildBench(randomNetwork(8, 1, true), { schedule });
const run = (taus: number) => integratePassive(hopfield, crossbar, schedule, taus * hopfield.tauSeconds, taus * 50);

function changed(waveforms: Waveforms, name: string, change: (values: Float64Array) => void): Waveforms {
  const values = waveforms.values.map((v) => v.slice());
  change(values[waveforms.names.indexOf(name)]!);
  return { ...waveforms, values };
}

describe("readOut", () => {
  test("calls a network at rest settled and reads the signs of its outputs", () => {
    const waveforms = run(60);
    const readout = readOut(waveforms, hopfield, crossbar);
    expect(readout.unsettledBecause).toBe("");
    expect(readout.settled).toBe(true);
    expect(readout.slope).toBeLessThan(1e-3);
    const finals = hopfield.layout.outputs.map((_, i) => waveforms.values[8 + i]!.at(-1)!);
    expect([...readout.spins]).toEqual(finals.map(Math.sign));
    expect(readout.marginVolts).toBe(Math.min(...finals.map(Math.abs)));
    expect(readout.settleSeconds).toBeGreaterThan(0);
    expect(readout.settleSeconds).toBeLessThan(readout.endSeconds / 2);
  });

  test("says that a network in motion has not settled, and gives no settle time", () => {
    const readout = readOut(run(6), hopfield, crossbar);
    expect(readout.settled).toBe(false);
    expect(readout.unsettledBecause).toMatch(/still moves/);
    expect(readout.settleSeconds).toBeNull();
  });

  test("says that a run that ended within its anneal has not settled", () => {
    const readout = readOut(run(4), hopfield, crossbar);
    expect(readout.unsettledBecause).toMatch(/before the anneal/);
  });

  test("notices voltages that stand still but do not balance the currents", () => {
    const waveforms = changed(run(60), hopfield.layout.outputs[2]!, (v) => v.fill(-v.at(-1)!));
    const readout = readOut(waveforms, hopfield, crossbar);
    expect(readout.settled).toBe(false);
    expect(readout.unsettledBecause).toMatch(/balance/);
  });

  test("settle time is the last moment at which an output was away from its end", () => {
    const base = run(60);
    const k = 1234;
    const waveforms = changed(base, hopfield.layout.outputs[0]!, (v) => {
      v[k] = -v[k]!;
    });
    const readout = readOut(waveforms, hopfield, crossbar);
    expect(readout.settleSeconds).toBe(waveforms.time[k]);
  });
});
