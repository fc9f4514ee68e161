import { describe, expect, test } from "vitest";
import { schedules, withAnnealLength } from "../../src/circuit/index.ts";
import { runSteps } from "../../src/core/index.ts";
import { reducedTask } from "../../src/simulate/index.ts";
import { Dynamics } from "../../src/simulate/reduced/dynamics.ts";
import { type Integration, integrate } from "../../src/simulate/reduced/integrate.ts";
import type { ReducedModel } from "../../src/simulate/reduced/model.ts";
import { NetworkArray } from "../../src/simulate/reduced/network-array.ts";
import { SDIRK_A, SDIRK_C, SDIRK_GAMMA, SDIRK_LOWER_WEIGHTS } from "../../src/simulate/reduced/sdirk.ts";
import { buildBench, randomNetwork } from "../helpers/hopfield.ts";
import { withWireGrid } from "../helpers/wire-grid.ts";

/** Coefficients are given to 16 digits. */
const ROUNDING = 1e-13;
/** Central differences of 1e-5 of a volt: their own error is the square of that, and the roundoff of currents. */
const DIFFERENCE = 1e-6;
/** Share of the largest state: local errors of 1e-7 add up along the run. */
const AGREE = 1e-5;

const s = SDIRK_C.map((_, k) => k);
const sum = (f: (k: number) => number) => s.reduce((total, k) => total + f(k), 0);
const row = (k: number, f: (j: number) => number) => SDIRK_A[k]!.reduce((total, a, j) => total + a * f(j), 0);
const c = (k: number) => SDIRK_C[k]!;

describe("SDIRK_A", () => {
  const weights = SDIRK_A.at(-1)!;
  /** Left and right sides of the conditions of order 1 to 4. */
  const conditions = (b: readonly number[]): [number, number, number][] => [
    [1, sum((k) => b[k]!), 1],
    [2, sum((k) => b[k]! * c(k)), 1 / 2],
    [3, sum((k) => b[k]! * c(k) ** 2), 1 / 3],
    [3, sum((k) => b[k]! * row(k, c)), 1 / 6],
    [4, sum((k) => b[k]! * c(k) ** 3), 1 / 4],
    [4, sum((k) => b[k]! * c(k) * row(k, c)), 1 / 8],
    [4, sum((k) => b[k]! * row(k, (j) => c(j) ** 2)), 1 / 12],
    [4, sum((k) => b[k]! * row(k, (j) => row(j, c))), 1 / 24],
  ];

  test("meets the order conditions up to 4, its embedded method those up to 3 alone", () => {
    for (const k of s) {
      expect(Math.abs(row(k, () => 1) - c(k))).toBeLessThan(ROUNDING);
      expect(SDIRK_A[k]![k]).toBe(SDIRK_GAMMA);
    }
    for (const [order, left, right] of conditions(weights))
      expect(Math.abs(left - right), `${order}`).toBeLessThan(ROUNDING);
    for (const [order, left, right] of conditions(SDIRK_LOWER_WEIGHTS)) {
      if (order < 4) expect(Math.abs(left - right), `embedded, ${order}`).toBeLessThan(ROUNDING);
    }
    expect(Math.abs(conditions(SDIRK_LOWER_WEIGHTS)[4]![1] - 1 / 4)).toBeGreaterThan(1e-3);
  });

  test("damps what is infinitely fast at once, and anything that decays at all", () => {
    // y' = z y, h = 1: stages solve (1 - gamma z) Y_k = 1 + z sum a_kj Y_j, and the last is the answer.
    const factor = (z: number) => {
      const stages: number[] = [];
      for (const k of s) {
        const before = stages.reduce((total, y, j) => total + SDIRK_A[k]![j]! * y, 0);
        stages.push((1 + z * before) / (1 - z * SDIRK_GAMMA));
      }
      return stages.at(-1)!;
    };
    expect(Math.abs(factor(-1e9))).toBeLessThan(1e-6);
    for (let z = -1e-3; z > -1e6; z *= 1.3) expect(Math.abs(factor(z))).toBeLessThan(1);
    expect(factor(-0.01)).toBeCloseTo(Math.exp(-0.01), 11);
  });
});

const schedule = withAnnealLength({ ...schedules.anneal, noise: schedules.ramp.noise }, 10);
const wires = { wordLineOhms: 300, bitLineOhms: 200, driverOhms: 100, senseOhms: 50, doubleSided: false };

/** A network of six neurons with bias and wires, to 12 time constants; its capacitors may be changed. */
function wiredModel(topology: "passive" | "virtual-ground", shares: readonly number[] = []): ReducedModel {
  const { hopfield, crossbar } = buildBench(randomNetwork(6, 2, true), { topology, schedule });
  const { stop: _stop, ...circuit } = hopfield.circuit;
  const sumNode = (i: number) => `${topology === "passive" ? "u" : "s"}_${i}`;
  const { model } = reducedTask({ circuit: withWireGrid(circuit, crossbar, wires, sumNode) });
  return {
    ...model,
    stopSeconds: 12 * hopfield.tauSeconds,
    farads: model.farads.map((farads, i) => farads * (shares[i] ?? 1)),
  };
}

const TOPOLOGIES = ["passive", "virtual-ground"] as const;

/** States at the end: voltages across the capacitors, then of the momentum's followers. */
const finalStates = ({ trajectory }: Integration, count: number): number[] => {
  const last = (trajectory.points - 1) * trajectory.width;
  return [...trajectory.values.subarray(last, last + count)];
};

describe("jacobianInto", () => {
  test.each(TOPOLOGIES)("gives what differences of the slopes give, with wires and feedback, %s", (topology) => {
    const model = wiredModel(topology);
    const array = new NetworkArray(model);
    const dynamics = new Dynamics(model, array);
    const slopeInto = (out: Float64Array, state: Float64Array) => {
      dynamics.outputs(state, t);
      array.coupling.multiply(Int32Array.of(0), 1);
      dynamics.fullSlopeInto(out, state, t);
    };
    const { size } = dynamics;
    const t = dynamics.model.stopSeconds / 3;
    dynamics.enter(0, dynamics.breakpoints[0]!);
    const y = Float64Array.from({ length: size }, (_, k) => 0.03 * Math.sin(1 + 2 * k));
    const jacobian = new Float64Array(size * size);
    dynamics.jacobianInto(jacobian, y, t);
    const [up, down] = [new Float64Array(size), new Float64Array(size)];
    for (let k = 0; k < size; k++) {
      const step = 1e-5;
      const moved = Float64Array.from(y);
      moved[k]! += step;
      slopeInto(up, moved);
      moved[k]! -= 2 * step;
      slopeInto(down, moved);
      let largest = 0;
      for (let i = 0; i < size; i++) largest = Math.max(largest, Math.abs(jacobian[i * size + k]!));
      expect(largest).toBeGreaterThan(0);
      for (let i = 0; i < size; i++) {
        const slope = (up[i]! - down[i]!) / (2 * step);
        expect(Math.abs(slope - jacobian[i * size + k]!), `${i} ${k}`).toBeLessThan(DIFFERENCE * largest);
      }
    }
  });
});

describe("integrate", () => {
  test.each(TOPOLOGIES)("gives the same states explicitly and implicitly, %s", (topology) => {
    const model = { ...wiredModel(topology), reltol: 1e-6 };
    const [a, b] = (["explicit", "implicit"] as const).map((method) => runSteps(integrate(model, method)));
    expect(a!.implicitSteps).toBe(0);
    expect(b!.implicitSteps).toBe(b!.steps);
    const count = 2 * model.n;
    const [x, z] = [finalStates(a!, count), finalStates(b!, count)];
    const scale = Math.max(...x.map(Math.abs));
    for (let i = 0; i < count; i++) expect(Math.abs(x[i]! - z[i]!)).toBeLessThan(AGREE * scale);
  });

  test.each(TOPOLOGIES)("notices small capacitors, and takes few steps all the same, %s", (topology) => {
    const stiff = wiredModel(topology, [1e-4, 1, 1e-3]);
    const { steps, implicitSteps, ...run } = runSteps(integrate(stiff));
    expect(implicitSteps).toBeGreaterThan(0);
    // Explicit steps are at most 3.3 of the fastest time constants long, which is no more than 1e-4 of a typical one.
    expect(steps).toBeLessThan(12 / 1e-4 / 3.3 / 20);
    const milder = { ...wiredModel(topology, [1e-2, 1, 1e-1]), reltol: 1e-6 };
    const [auto, explicit] = (["auto", "explicit"] as const).map((m) => runSteps(integrate(milder, m)));
    const count = 2 * stiff.n;
    const [x, z] = [finalStates(auto!, count), finalStates(explicit!, count)];
    const scale = Math.max(...z.map(Math.abs));
    for (let i = 0; i < count; i++) expect(Math.abs(x[i]! - z[i]!)).toBeLessThan(AGREE * scale);
    expect(run.trajectory.time.at(-1)).toBe(stiff.stopSeconds);
  });

  test("stays explicit on the circuits that are shipped", () => {
    for (const topology of TOPOLOGIES) {
      const { hopfield } = buildBench(randomNetwork(12, 4, true), { topology });
      const { implicitSteps } = runSteps(integrate(reducedTask({ circuit: hopfield.circuit }).model));
      expect(implicitSteps).toBe(0);
    }
  });
});
