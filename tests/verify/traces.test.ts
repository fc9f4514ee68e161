import { describe, expect, test } from "vitest";
import { schedules } from "../../src/circuit/index.ts";
import { energy } from "../../src/network/index.ts";
import type { Waveforms } from "../../src/simulate/index.ts";
import { energyDrawn, largestRise, lyapunovTrace, spinEnergyTrace } from "../../src/verify/index.ts";
import { buildBench, fixedGain, randomNetwork } from "../helpers/hopfield.ts";
import { integratePassive } from "../helpers/integrate.ts";

/** Runge-Kutta at 200 steps a time constant: its own error is far below this share of the energy's range. */
const RISE_TOLERANCE = 1e-9;

describe("lyapunovTrace", () => {
  test.each([
    ["at a fixed gain", fixedGain(3, 20), false],
    ["along a gain ramp", schedules.ramp, false],
    ["with a bias", fixedGain(3, 20), true],
  ])("never rises %s without noise", (_what, schedule, biased) => {
    for (let seed = 1; seed <= 5; seed++) {
      const { hopfield, crossbar } = buildBench(randomNetwork(8, seed, biased), { schedule, seed });
      const end = 20 * hopfield.tauSeconds;
      const trace = lyapunovTrace(integratePassive(hopfield, crossbar, schedule, end, 4000), hopfield, crossbar);
      const range = trace.values[0]! - trace.values[trace.values.length - 1]!;
      expect(range).toBeGreaterThan(0);
      expect(largestRise(trace)).toBeLessThan(RISE_TOLERANCE * range);
    }
  });

  test("rises when the integral term is left out, so that the term is needed", () => {
    const schedule = fixedGain(1.5, 20);
    const { hopfield, crossbar, network } = buildBench(randomNetwork(8, 2), { schedule });
    const waveforms = integratePassive(hopfield, crossbar, schedule, 20 * hopfield.tauSeconds, 400);
    const last = waveforms.time.length - 1;
    const x = hopfield.layout.outputs.map((_, i) => waveforms.values[8 + i]![last]! / hopfield.supplyVolts);
    const trace = lyapunovTrace(waveforms, hopfield, crossbar);
    expect(trace.values[last]! - energy(network, x)).toBeGreaterThan(1e-3);
  });

  test("agrees with quadrature of the inverse gain", () => {
    const schedule = fixedGain(2, 20);
    const { hopfield, crossbar, network } = buildBench(randomNetwork(5, 3, true), { schedule });
    const waveforms = integratePassive(hopfield, crossbar, schedule, 5 * hopfield.tauSeconds, 1000);
    const k = 1000;
    const g = waveforms.values[10]![k]!;
    const x = Array.from({ length: 5 }, (_, i) => waveforms.values[5 + i]![k]! / hopfield.supplyVolts);
    let expected = energy(network, x);
    const steps = 20000;
    for (const xi of x) {
      // Midpoint rule for int_0^x atanh(y)/g dy in units of load/unit.
      for (let s = 0; s < steps; s++) {
        const y = ((s + 0.5) / steps) * xi;
        expected += ((Math.atanh(y) / g) * xi * hopfield.loadSiemens) / steps / crossbar.unitSiemens;
      }
    }
    // The midpoint rule with 20 000 steps is good to about 1e-7 here.
    expect(lyapunovTrace(waveforms, hopfield, crossbar).values[k]).toBeCloseTo(expected, 5);
  });
});

describe("spinEnergyTrace", () => {
  test("starts at the first state's energy, ends at the last one's and steps only at flips", () => {
    const { hopfield, network } = buildBench(randomNetwork(3, 1));
    const rows = [
      [1, 1, 1, 1],
      [-1, -1, 2, 2],
      [1, -1, -1, -1],
    ];
    const waveforms: Waveforms = {
      title: "t",
      plot: "p",
      time: Float64Array.from([0, 1, 2, 3]),
      names: [...hopfield.layout.outputs],
      values: rows.map((row) => Float64Array.from(row)),
      stoppedEarly: false,
    };
    const trace = spinEnergyTrace(waveforms, hopfield, network);
    expect([...trace.time]).toEqual([0, 1, 2, 3]);
    expect([...trace.values]).toEqual(
      [
        [1, -1, 1],
        [1, -1, -1],
        [1, 1, -1],
        [1, 1, -1],
      ].map((s) => energy(network, s)),
    );
  });
});

describe("energyDrawn", () => {
  test("is V_s times the charge through every rail, whatever its sign, plus the quiescent power", () => {
    const { hopfield, profile } = buildBench(randomNetwork(4, 1), { profile: "taox-cai-2020" });
    const names = hopfield.layout.supplyCurrents;
    expect(names.length).toBe(8);
    const waveforms: Waveforms = {
      title: "t",
      plot: "p",
      time: Float64Array.from([0, 1e-9, 3e-9]),
      names: [...names],
      values: names.map((_, k) => Float64Array.from([0, 2e-3, 2e-3]).map((x) => (k % 2 === 0 ? x : -x))),
      stoppedEarly: false,
    };
    const charge = 8 * (1e-12 + 4e-12);
    const expected = 0.2 * charge + 4 * 2e-5 * 3e-9;
    expect(energyDrawn(waveforms, hopfield, profile)).toBeCloseTo(expected, 20);
  });
});
