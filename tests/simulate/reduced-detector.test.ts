import { describe, expect, test } from "vitest";
import type { Waveform } from "../../src/circuit/index.ts";
import { reducedTask } from "../../src/simulate/index.ts";
import { Detector } from "../../src/simulate/reduced/detector.ts";
import { Dynamics } from "../../src/simulate/reduced/dynamics.ts";
import { addWaveform, breakpoints, linesInto, waveformAt } from "../../src/simulate/reduced/piecewise.ts";
import { buildBench, randomNetwork } from "../helpers/hopfield.ts";

/** The series for short steps ends at the fourth power of step over time constant. */
const FOLLOWER_TOLERANCE = 1e-8;

/** Follower of u(t) = c0 + c1 t + c2 t^2 + c3 t^3, from l(0), at time t: the closed form, time in time constants. */
function followed(c: readonly number[], start: number, t: number): number {
  // The particular solution p with p' = u - p: p_3 = c_3, p_k = c_k - (k + 1) p_(k+1).
  const p = [0, 0, 0, 0];
  for (let k = 3; k >= 0; k--) p[k] = c[k]! - (k < 3 ? (k + 1) * p[k + 1]! : 0);
  const at = p.reduce((sum, x, k) => sum + x * t ** k, 0);
  return at + (start - p[0]!) * Math.exp(-t);
}

describe("Detector", () => {
  test("follows a cubic exactly, whatever the step", () => {
    const { hopfield } = buildBench(randomNetwork(4, 1));
    const { model } = reducedTask({ circuit: hopfield.circuit });
    const cubics = [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0.3, -0.7, 0.2, 0.9],
    ];
    const value = (c: readonly number[], t: number) => c.reduce((sum, x, k) => sum + x * t ** k, 0);
    const slope = (c: readonly number[], t: number) =>
      c.reduce((sum, x, k) => sum + (k === 0 ? 0 : k * x * t ** (k - 1)), 0);
    for (const step of [1e-4, 0.01, 0.0299, 0.0301, 0.5, 3]) {
      const detector = new Detector(new Dynamics(model));
      const rate = model.lagRate[0]!;
      const h = step / rate;
      const columns = (f: (c: readonly number[]) => number) => Float64Array.from(cubics, f);
      for (let k = 0; k < 5; k++) {
        const [from, to] = [k * step, (k + 1) * step];
        detector.advance(
          h,
          columns((c) => value(c, from)),
          columns((c) => rate * slope(c, from)),
          columns((c) => value(c, to)),
          columns((c) => rate * slope(c, to)),
        );
      }
      for (const [i, c] of cubics.entries()) {
        const exact = followed(c, 0, 5 * step);
        const scale = Math.max(Math.abs(exact), Math.abs(value(c, 5 * step)));
        expect(Math.abs(detector.lags[i]! - exact)).toBeLessThan(FOLLOWER_TOLERANCE * scale);
      }
    }
  });
});

describe("breakpoints", () => {
  const bent = (...times: number[]) => ({ kind: "pwl" as const, times, values: times.map(() => 0) });

  test("are the bends inside the run and its end, each once", () => {
    expect(Array.from(breakpoints([bent(0, 1, 3), bent(1, 2, 9), { kind: "dc", value: 1 }], 5))).toEqual([1, 2, 3, 5]);
  });

  test("merge when rounding alone tells them apart", () => {
    expect(Array.from(breakpoints([bent(0, 1), bent(0, 1 + 1e-14), bent(0, 5 - 1e-14)], 5))).toEqual([1 + 1e-14, 5]);
  });
});

describe("waveformAt", () => {
  const waveform = { kind: "pwl" as const, times: [1, 2, 4], values: [10, 20, 0] };

  test("holds the first and the last value and is straight between the points", () => {
    for (const [t, value] of [
      [0, 10],
      [1, 10],
      [1.5, 15],
      [2, 20],
      [3, 10],
      [4, 0],
      [9, 0],
    ] as const) {
      expect(waveformAt(waveform, t)).toBeCloseTo(value, 12);
    }
  });
});

describe("addWaveform and linesInto", () => {
  const pwl: Waveform = { kind: "pwl", times: [1, 2, 2.5, 4], values: [3, -1, 0, 2] };
  const waveforms: readonly Waveform[] = [pwl, { kind: "dc", value: 7 }];

  test("give what waveformAt gives, before, between, at and after the points", () => {
    const times = Float64Array.from([0, 0.5, 1, 1.2, 2, 2, 2.4999, 3, 4, 9]);
    for (const waveform of waveforms) {
      const out = new Float64Array(times.length).fill(1);
      addWaveform(out, waveform, times, -2);
      for (const [k, t] of times.entries()) expect(out[k]).toBeCloseTo(1 - 2 * waveformAt(waveform, t), 12);
    }
    const lines = { values: new Float64Array(2), slopes: new Float64Array(2), pieces: new Int32Array(2) };
    const ends = [0, 1, 1.5, 2, 2.5, 4, 6];
    for (let k = 1; k < ends.length; k++) {
      const [from, to] = [ends[k - 1]!, ends[k]!];
      linesInto(lines, waveforms, from, to);
      for (const [w, waveform] of waveforms.entries()) {
        expect(lines.values[w]).toBeCloseTo(waveformAt(waveform, from), 12);
        expect(lines.values[w]! + lines.slopes[w]! * (to - from)).toBeCloseTo(waveformAt(waveform, to), 12);
      }
    }
  });
});
