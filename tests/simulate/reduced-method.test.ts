import { describe, expect, test } from "vitest";
import { schedules, withAnnealLength } from "../../src/circuit/index.ts";
import { runSteps } from "../../src/core/index.ts";
import { reducedTask } from "../../src/simulate/index.ts";
import { A, C, ERROR, ERROR_ORDER, LOWER_WEIGHTS, STAGES, WEIGHTS } from "../../src/simulate/reduced/dormand-prince.ts";
import { filterWeightsInto, momentsInto } from "../../src/simulate/reduced/filter.ts";
import { integrate } from "../../src/simulate/reduced/integrate.ts";
import type { ReducedModel } from "../../src/simulate/reduced/model.ts";
import { buildBench, randomNetwork } from "../helpers/hopfield.ts";

/** Coefficients are given to 16 digits. */
const ROUNDING = 1e-14;

const at = (rows: readonly (readonly number[])[], i: number, j: number) => rows[i]?.[j] ?? 0;

/** Left sides of the order conditions up to 4 with their right sides; those of order 5 that need no products of rows. */
function conditions(weights: readonly number[]): [string, number, number, number][] {
  const s = Array.from({ length: STAGES }, (_, i) => i);
  const sum = (f: (i: number) => number) => s.reduce((total, i) => total + f(i), 0);
  const row = (i: number, f: (j: number) => number) => sum((j) => at(A, i, j) * f(j));
  const b = (i: number) => weights[i]!;
  return [
    ["b", 1, sum(b), 1],
    ["b c", 2, sum((i) => b(i) * C[i]!), 1 / 2],
    ["b c2", 3, sum((i) => b(i) * C[i]! ** 2), 1 / 3],
    ["b a c", 3, sum((i) => b(i) * row(i, (j) => C[j]!)), 1 / 6],
    ["b c3", 4, sum((i) => b(i) * C[i]! ** 3), 1 / 4],
    ["b c a c", 4, sum((i) => b(i) * C[i]! * row(i, (j) => C[j]!)), 1 / 8],
    ["b a c2", 4, sum((i) => b(i) * row(i, (j) => C[j]! ** 2)), 1 / 12],
    ["b a a c", 4, sum((i) => b(i) * row(i, (j) => row(j, (k) => C[k]!))), 1 / 24],
    ["b c4", 5, sum((i) => b(i) * C[i]! ** 4), 1 / 5],
    ["b a c3", 5, sum((i) => b(i) * row(i, (j) => C[j]! ** 3)), 1 / 20],
    ["b a a a c", 5, sum((i) => b(i) * row(i, (j) => row(j, (k) => row(k, (l) => C[l]!)))), 1 / 120],
  ];
}

describe("DORMAND_PRINCE", () => {
  test("stands at the times that its rows add up to", () => {
    for (let i = 0; i < STAGES; i++) {
      expect(Math.abs(A[i]!.reduce((total, a) => total + a, 0) - C[i]!)).toBeLessThan(ROUNDING);
    }
  });

  test("meets the order conditions up to 5, and its embedded method those up to 4 alone", () => {
    for (const [name, , left, right] of conditions(WEIGHTS)) {
      expect(Math.abs(left - right), name).toBeLessThan(ROUNDING);
    }
    const missed = conditions(LOWER_WEIGHTS).filter(([, , left, right]) => Math.abs(left - right) > ROUNDING);
    expect(missed.length, "an estimate of full order would see no error").toBeGreaterThan(0);
    for (const [, order] of missed) expect(order).toBe(ERROR_ORDER);
    for (const [k, error] of ERROR.entries()) expect(error).toBe(WEIGHTS[k]! - LOWER_WEIGHTS[k]!);
  });
});

/** The series for short steps ends at the fourth power of step over time constant. */
const MOMENT_TOLERANCE = 1e-8;

describe("momentsInto", () => {
  test("gives the integrals of Simpson's rule", () => {
    for (const z of [1e-6, 0.01, 0.0299, 0.0301, 0.2, 1, 10, 300]) {
      const moments = new Float64Array(4);
      momentsInto(moments, z);
      const panels = 20_000;
      for (let k = 0; k < 4; k++) {
        const f = (x: number) => z * Math.exp(-z * (1 - x)) * x ** k;
        let sum = f(0) + f(1);
        for (let i = 1; i < panels; i++) sum += (i % 2 === 1 ? 4 : 2) * f(i / panels);
        expect(Math.abs(moments[k]! / (sum / (3 * panels)) - 1)).toBeLessThan(MOMENT_TOLERANCE);
      }
    }
  });
});

describe("filterWeightsInto", () => {
  test("filters any cubic through four nodes, and a line through two, before and inside the step", () => {
    const moments = new Float64Array(4);
    momentsInto(moments, 2.5);
    const cubic = [0.3, -1, 2, 0.7];
    for (const nodes of [
      [0, 0.3, 0.8, 1],
      [-0.7, 0, 0.4, 0.9],
      [-1, 0],
    ]) {
      const c = nodes.length === 2 ? [0.3, -1, 0, 0] : cubic;
      const weights = new Float64Array(nodes.length);
      filterWeightsInto(weights, nodes, moments);
      const value = (x: number) => c.reduce((sum, p, k) => sum + p * x ** k, 0);
      const filtered = nodes.reduce((sum, x, j) => sum + weights[j]! * value(x), 0);
      const exact = c.reduce((sum, p, k) => sum + p * moments[k]!, 0);
      expect(Math.abs(filtered - exact)).toBeLessThan(ROUNDING * 100);
    }
  });
});

/** Classical Runge-Kutta on the op-amp's own equations as the model states them: states u, s, w at the end. */
function integrateDirectly(model: ReducedModel, steps: number): number[] {
  const { n, drives, driveSiemens, feedback, opAmp, stopSeconds: end } = model;
  const { omega, leakRate, feedbackSiemens } = opAmp!;
  const value = (k: number, t: number) => {
    const { waveform } = model.sources[k]!;
    if (waveform.kind === "dc") return waveform.value;
    const last = waveform.times.findIndex((x) => x > t);
    if (last < 0) return waveform.values.at(-1)!;
    const [t0, t1] = [waveform.times[last - 1]!, waveform.times[last]!];
    return waveform.values[last - 1]! + ((waveform.values[last]! - waveform.values[last - 1]!) * (t - t0)) / (t1 - t0);
  };
  const slope = (y: readonly number[], t: number): number[] => {
    const p = Array.from({ length: n }, (_, i) => {
      const volts = model.supplyVolts[i]!;
      return model.outputSign * volts * Math.tanh((value(model.gain, t) * y[i]!) / volts);
    });
    const out = new Array<number>(3 * n).fill(0);
    for (let i = 0; i < n; i++) {
      const [u, s, w] = [y[i]!, y[n + i]!, y[2 * n + i]!];
      let current = -model.loadSiemens[i]! * s;
      for (const [d, drive] of drives.entries()) {
        const volts = drive.neuron < 0 ? value(drive.source, t) : drive.sign * p[drive.neuron]!;
        current += driveSiemens[d * n + i]! * volts;
      }
      const behind = p[i]! - w;
      current += feedback!.siemens[i]! * (value(model.self, t) * p[i]! + value(model.push, t) * behind);
      out[i] = -omega[i]! * s - leakRate[i]! * u;
      out[n + i] = out[i]! + (feedbackSiemens[i]! * (u - s) + current) / model.farads[i]!;
      out[2 * n + i] = feedback!.trailRate[i]! * behind;
    }
    return out;
  };
  const { state, across, trail } = model.initial;
  let y = [...state, ...state.map((u, i) => u - across[i]!), ...trail];
  const h = end / steps;
  const add = (a: readonly number[], k: readonly number[], f: number) => a.map((x, i) => x + f * k[i]!);
  for (let s = 0; s < steps; s++) {
    const t = s * h;
    const k1 = slope(y, t);
    const k2 = slope(add(y, k1, h / 2), t + h / 2);
    const k3 = slope(add(y, k2, h / 2), t + h / 2);
    const k4 = slope(add(y, k3, h), t + h);
    y = y.map((x, i) => x + (h / 6) * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!));
  }
  return y;
}

/** Share of the largest state: local errors of 1e-7 add up and grow along the anneal. */
const STATE_TOLERANCE = 1e-5;

describe("integrate with an op-amp", () => {
  const schedule = withAnnealLength({ ...schedules.anneal, noise: schedules.ramp.noise }, 10);
  const { hopfield } = buildBench(randomNetwork(5, 2, true), { topology: "virtual-ground", schedule });
  const { stop: _stop, ...circuit } = hopfield.circuit;
  const { model } = reducedTask({ circuit });
  const tau = hopfield.tauSeconds;

  test.each([
    0.5, 3, 20, 80,
  ])("equals a Runge-Kutta integration when its pole is %f times as fast as the network", (speed) => {
    const slowed: ReducedModel = {
      ...model,
      reltol: 1e-6,
      stopSeconds: 12 * tau,
      opAmp: {
        ...model.opAmp!,
        omega: model.farads.map(() => speed / tau),
        leakRate: model.farads.map(() => 0.1 / tau),
      },
    };
    // Steps of a twentieth of the faster time constant: Runge-Kutta's own error is then below 1e-7.
    const exact = integrateDirectly(slowed, Math.ceil(12 * 20 * Math.max(4, speed)));
    const { trajectory, layout } = runSteps(integrate(slowed));
    const end = trajectory.values.subarray((trajectory.points - 1) * trajectory.width);
    const { n } = model;
    const scale = Math.max(...exact.slice(0, n).map(Math.abs));
    for (let i = 0; i < n; i++) {
      const [q, e] = [end[i]!, end[layout.deviationAt + i]!];
      expect(Math.abs(e + layout.kappa![i]! * q - exact[i]!)).toBeLessThan(STATE_TOLERANCE * scale);
      expect(Math.abs(e - layout.deficit![i]! * q - exact[n + i]!)).toBeLessThan(STATE_TOLERANCE * scale);
    }
  });
});
