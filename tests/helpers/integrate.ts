import { type AnnealSchedule, curveAt, type HopfieldCircuit } from "../../src/circuit/index.ts";
import { type Crossbar, railSiemens, responseBySolves } from "../../src/crossbar/index.ts";
import type { Waveforms } from "../../src/simulate/index.ts";

/**
 * Integrates the passive network's equation with the classical Runge-Kutta method: an oracle that shares nothing with
 * the simulator. Wires act through the response of the array, solved for each source and sense point. Gain, self-coupling and momentum follow the schedule, the bias column is at the supply; no noise.
 */
export function integratePassive(
  hopfield: HopfieldCircuit,
  crossbar: Crossbar,
  schedule: AnnealSchedule,
  endSeconds: number,
  steps: number,
): Waveforms {
  const { layout, supplyVolts, tauSeconds, loadSiemens, scaleAmps } = hopfield;
  const { rows: n, columns } = crossbar;
  const positiveSiemens = railSiemens(crossbar, 1);
  const negativeSiemens = railSiemens(crossbar, -1);
  const wired = crossbar.wires === null ? null : responseBySolves(crossbar);
  const perfect = wired === null ? null : responseBySolves({ ...crossbar, wires: null });
  const gainAt = (t: number) => (curveAt(schedule.gain, t / tauSeconds) * supplyVolts * loadSiemens) / scaleAmps;
  const output = (u: number, g: number) => supplyVolts * Math.tanh((g * u) / supplyVolts);
  // y holds the n states, then the n outputs as the momentum's followers trail them.
  const slope = (y: Float64Array, t: number): Float64Array => {
    const g = gainAt(t);
    const self = curveAt(schedule.feedback, t / tauSeconds);
    const push = curveAt(schedule.momentum, t / tauSeconds);
    const v = Float64Array.from({ length: columns }, (_, j) => (j < n ? output(y[j]!, g) : supplyVolts));
    const rate = new Float64Array(2 * n);
    for (let i = 0; i < n; i++) {
      const trail = v[i]! - y[n + i]!;
      let current = (scaleAmps / supplyVolts) * (self * v[i]! + push * trail) - loadSiemens * y[i]!;
      if (wired !== null) {
        current -= (wired.loadSiemens[i]! - perfect!.loadSiemens[i]!) * y[i]!;
        for (let j = 0; j < columns; j++) current += wired.transferSiemens[i * columns + j]! * v[j]!;
        for (let k = 0; k < n; k++) current += wired.sneakSiemens![i * n + k]! * y[k]!;
      } else {
        for (let j = 0; j < columns; j++) {
          current += (positiveSiemens[i * columns + j]! - negativeSiemens[i * columns + j]!) * v[j]!;
        }
      }
      rate[i] = current / (loadSiemens * tauSeconds);
      rate[n + i] = trail / (schedule.lagTaus * tauSeconds);
    }
    return rate;
  };
  const initial = new Map(hopfield.circuit.initial.map((x) => [x.node, x.volts]));
  let u = Float64Array.from({ length: 2 * n }, (_, i) => (i < n ? initial.get(`u_${i}`)! : 0));
  const h = endSeconds / steps;
  const time = new Float64Array(steps + 1);
  const states = Array.from({ length: n }, () => new Float64Array(steps + 1));
  const outputs = Array.from({ length: n }, () => new Float64Array(steps + 1));
  const gain = new Float64Array(steps + 1);
  const self = new Float64Array(steps + 1);
  const add = (a: Float64Array, k: Float64Array, f: number) => a.map((x, i) => x + f * k[i]!);
  for (let s = 0; s <= steps; s++) {
    const t = s * h;
    time[s] = t;
    gain[s] = gainAt(t);
    self[s] = curveAt(schedule.feedback, t / tauSeconds);
    for (let i = 0; i < n; i++) {
      states[i]![s] = u[i]!;
      outputs[i]![s] = output(u[i]!, gain[s]!);
    }
    const k1 = slope(u, t);
    const k2 = slope(add(u, k1, h / 2), t + h / 2);
    const k3 = slope(add(u, k2, h / 2), t + h / 2);
    const k4 = slope(add(u, k3, h), t + h);
    u = u.map((x, i) => x + (h / 6) * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!));
  }
  return {
    title: "Runge-Kutta",
    plot: "Transient Analysis",
    time,
    names: [...layout.states, ...layout.outputs, layout.gain, "v(self)"],
    values: [...states, ...outputs, gain, self],
    stoppedEarly: false,
  };
}
