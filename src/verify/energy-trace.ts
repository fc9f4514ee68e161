import type { HopfieldCircuit } from "../circuit/index.ts";
import { arrayResponse, type Crossbar } from "../crossbar/index.ts";
import { energy, type HopfieldNetwork } from "../network/index.ts";
import { vector, type Waveforms } from "../simulate/index.ts";
import { loadedCouplings } from "./load-matrix.ts";

/** A quantity along a run, one value a time. */
export interface Trace {
  /** Seconds. */
  readonly time: Float64Array;
  readonly values: Float64Array;
}

/**
 * Energy of the network at the signs of the outputs along a run: a staircase, with one point at the start, one at each
 * change of a spin and one at the end.
 */
export function spinEnergyTrace(waveforms: Waveforms, hopfield: HopfieldCircuit, network: HopfieldNetwork): Trace {
  const outputs = hopfield.layout.outputs.map((name) => vector(waveforms, name));
  const steps = waveforms.time.length;
  const spins = new Int8Array(network.n);
  const time: number[] = [];
  const values: number[] = [];
  for (let k = 0; k < steps; k++) {
    let changed = k === 0;
    for (let i = 0; i < network.n; i++) {
      const spin = outputs[i]![k]! < 0 ? -1 : 1;
      if (spins[i] !== spin) {
        spins[i] = spin;
        changed = true;
      }
    }
    if (changed || k === steps - 1) {
      time.push(waveforms.time[k]!);
      values.push(changed ? energy(network, spins) : values[values.length - 1]!);
    }
  }
  return { time: Float64Array.from(time), values: Float64Array.from(values) };
}

/** ln cosh x without overflow. */
export function logCosh(x: number): number {
  const a = Math.abs(x);
  return a + Math.log1p(Math.exp(-2 * a)) - Math.LN2;
}

/** What the array couples, n*n, and its bias, n, in siemens. */
function ownCouplings(crossbar: Crossbar, hopfield: HopfieldCircuit): { couplings: Float64Array; bias: Float64Array } {
  const { rows: n, columns } = crossbar;
  const { transferSiemens } = arrayResponse(crossbar);
  const couplings = new Float64Array(n * n);
  for (let i = 0; i < n; i++) couplings.set(transferSiemens.subarray(i * columns, i * columns + n), i * n);
  const bias = Float64Array.from({ length: n }, (_, i) => {
    const offset = hopfield.offsetAmps[i]! / hopfield.supplyVolts;
    return columns > n ? transferSiemens[i * columns + n]! + offset : offset;
  });
  return { couplings, bias };
}

/**
 * The Lyapunov function of the continuous network along a run, in units of the energy E at outputs of full swing:
 * L = -1/2 v'(W + D)v - b'v + sum_i (load/unit) int_0^{v_i} u(v) dv, with v in units of V_s, the inverse gain
 * u(v) = (V_s/g) atanh(v/V_s) and D the self-coupling. Without noise and momentum, with W symmetric and neither gain nor
 * self-coupling falling, L never rises.
 * W is the programmed one; of an asymmetric W its symmetric part is taken, and the caller reports the asymmetry.
 *
 * Wires couple the states of a passive array: C du/dt = T v + b - K u with a symmetric K that is not diagonal
 * (`loadMatrix`). K f^-1(v) is then no gradient in v, so that no sum of terms like those above has the circuit's currents for
 * its gradient. Multiplied by K^-1, the equation is C K^-1 du/dt = A v + a - u with A = K^-1 T and a = K^-1 b, the state
 * stands alone, and L = load/unit (-1/2 v'Av - a'v + sum int u dv) is taken: its stationary points are the circuit's
 * rest states, and where A is symmetric dL/dt = -(C load/unit) u' F K^-1 u' with u' = du/dt and F the diagonal of the slopes
 * dv/du. With a diagonal K that is never positive; beside it, what a saturated neuron hears of its neighbours may lift L by
 * as little as K's off-diagonal shares. At a virtual ground the load is the feedback resistor alone, and diagonal.
 *
 * Source: Hopfield, PNAS 81, 3088 (1984), equation 7; for tanh the integral is closed.
 */
export function lyapunovTrace(waveforms: Waveforms, hopfield: HopfieldCircuit, crossbar: Crossbar): Trace {
  const { layout, supplyVolts, loadSiemens } = hopfield;
  const { rows: n, unitSiemens } = crossbar;
  const loaded =
    crossbar.wires !== null && hopfield.topology === "passive" ? loadedCouplings(hopfield, crossbar) : null;
  const { couplings, bias, spread } = loaded ?? { ...ownCouplings(crossbar, hopfield), spread: null };
  const lines = loaded === null ? (hopfield.lines ?? []) : [];
  const outputs = layout.outputs.map((name) => vector(waveforms, name));
  const states = layout.states.map((name) => vector(waveforms, name));
  const gain = vector(waveforms, layout.gain);
  const load = loadSiemens / unitSiemens;
  const self = layout.feedback === null ? undefined : vector(waveforms, layout.feedback.self);
  const selfScale = hopfield.scaleAmps / (supplyVolts * unitSiemens);
  const steps = waveforms.time.length;
  const values = new Float64Array(steps);
  const x = new Float64Array(n);
  for (let k = 0; k < steps; k++) {
    for (let j = 0; j < n; j++) x[j] = outputs[j]![k]! / supplyVolts;
    let total = 0;
    for (let i = 0; i < n; i++) {
      let pair = 0;
      for (let j = 0; j < n; j++) pair += couplings[i * n + j]! * x[j]!;
      if (self !== undefined) {
        let own = spread === null ? x[i]! : 0;
        if (spread !== null) for (let j = 0; j < n; j++) own += spread[i * n + j]! * x[j]!;
        pair += self[k]! * selfScale * unitSiemens * own;
      }
      const field = pair / 2 + bias[i]!;
      const argument = (layout.stateSign * gain[k]! * states[i]![k]!) / supplyVolts;
      total += (load / gain[k]!) * (x[i]! * argument - logCosh(argument)) - (x[i]! * field) / unitSiemens;
    }
    // A line's members couple by -w, so that it adds w/2 ((sum v)^2 - sum v^2) + w offset (sum v).
    for (const { members, weight, offset } of lines) {
      let sum = 0;
      let squares = 0;
      for (const j of members) {
        sum += x[j]!;
        squares += x[j]! ** 2;
      }
      total += weight * ((sum * sum - squares) / 2 + offset * sum);
    }
    values[k] = total;
  }
  return { time: waveforms.time, values };
}

/** Largest rise of a trace from one sample to the next, 0 when it never rises. */
export function largestRise(trace: Trace): number {
  let rise = 0;
  for (let k = 1; k < trace.values.length; k++) rise = Math.max(rise, trace.values[k]! - trace.values[k - 1]!);
  return rise;
}
