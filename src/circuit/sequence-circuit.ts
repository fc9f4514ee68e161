/**
 * Sequence memory in a circuit: couplings J hold the present pattern, couplings K driven by delayed outputs push to the next,
 *
 *   C du_i/dt = sum_j J_ij G (v_j - u_i) + lambda sum_j K_ij G (w_j - u_i) - ..., v = V_s tanh(g u / V_s), tau_d dw/dt = v - w,
 *
 * each coupling a resistor from the rail of its sign, the delay an RC behind each output with a buffer of both signs after it.
 * Resistors to ground bring all rows to one total. Of a state x^m that has lasted for s, the delayed field on x^(m+1) is
 * lambda (1 - e^(-s / tau_d)); the walk needs lambda above 1.
 * Source: Sompolinsky and Kanter, Phys. Rev. Lett. 57, 2861 (1986); Kleinfeld, PNAS 83, 9469 (1986).
 */

import { ArgumentError, requireFinite, requireInteger } from "../core/index.ts";
import type { Circuit, CircuitElement, CircuitSection } from "./circuit.ts";
import { circuitValue } from "./spice-number.ts";

export interface SequenceCircuitSpec {
  readonly n: number;
  /** Couplings that hold a pattern: n*n, row-major. */
  readonly hold: ArrayLike<number>;
  /** Couplings of the delayed outputs, lambda included: n*n, row-major. */
  readonly push: ArrayLike<number>;
  /** State at the start, held before: n entries of -1 or +1. */
  readonly start: ArrayLike<number>;
  /** Time constant of the delay in time constants of a neuron. */
  readonly delayTaus: number;
  /** RC stages that share the delay; 1 by default. More make the delayed outputs forget older patterns sooner. */
  readonly stages?: number;
  /** Time constants simulated. */
  readonly taus: number;
  /** Loop gain: what the output would be over its limit, were it linear, under the field that holds the start; 10 by default. */
  readonly gain?: number;
}

export interface SequenceCircuit {
  readonly circuit: Circuit;
  /** Vectors of the outputs and of the delayed outputs, n each. */
  readonly outputs: readonly string[];
  readonly delayed: readonly string[];
  readonly tauSeconds: number;
  readonly supplyVolts: number;
}

const SUPPLY_VOLTS = 0.5;
const STATE_FARADS = 1e-11;
/** Conductance of the largest coupling. */
const LARGEST_SIEMENS = 1e-4;
const LEAK_SIEMENS = 1e-5;
const DELAY_OHMS = 1e6;
const GAIN = 10;

/** Sum of |w| of each row. */
function rowTotals(n: number, matrices: readonly ArrayLike<number>[]): Float64Array {
  const totals = new Float64Array(n);
  for (const w of matrices) {
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) totals[i]! += Math.abs(w[i * n + j]!);
  }
  return totals;
}

/** Mean field x_i sum_j J_ij x_j that holds the start: the unit of the neurons' gain. */
function holdingField({ n, hold, start }: SequenceCircuitSpec): number {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += start[i]! * hold[i * n + j]! * start[j]!;
  return sum / n;
}

function couplings(name: string, rail: string, w: ArrayLike<number>, n: number, unitSiemens: number): CircuitElement[] {
  const elements: CircuitElement[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const x = w[i * n + j]!;
      if (x === 0) continue;
      elements.push({
        kind: "resistor",
        name: `R_${name}_${i}_${j}`,
        nodes: [`${rail}${x > 0 ? "p" : "m"}_${j}`, `u_${i}`],
        ohms: circuitValue(1 / (Math.abs(x) * unitSiemens)),
      });
    }
  }
  return elements;
}

/** Builds the circuit that walks a sequence. @throws ArgumentError for shapes, times or couplings that are all zero */
export function buildSequenceCircuit(spec: SequenceCircuitSpec): SequenceCircuit {
  const { n, hold, push, start, delayTaus, taus, gain = GAIN, stages = 1 } = spec;
  requireInteger("n", n, 1);
  requireInteger("stages", stages, 1, 16);
  requireFinite("hold", Float64Array.from(hold), n * n);
  requireFinite("push", Float64Array.from(push), n * n);
  requireFinite("start", Float64Array.from(start), n);
  let largest = 0;
  for (let k = 0; k < n * n; k++) largest = Math.max(largest, Math.abs(hold[k]!), Math.abs(push[k]!));
  const field = holdingField(spec);
  if (!(field > 0 && delayTaus > 0 && taus > 0)) {
    throw new ArgumentError("a sequence needs a start that is held, a delay and a length", {
      code: "circuit.sequence",
      received: `holding field ${field}, delay ${delayTaus}, length ${taus}`,
      expected: "all above 0",
    });
  }
  const unitSiemens = LARGEST_SIEMENS / largest;
  const totals = rowTotals(n, [hold, push]);
  const most = totals.reduce((a, b) => Math.max(a, b));
  const loadSiemens = most * unitSiemens + LEAK_SIEMENS;
  const tauSeconds = STATE_FARADS / loadSiemens;
  const scaleVolts = field * (unitSiemens / loadSiemens) * SUPPLY_VOLTS;
  const slope = circuitValue((gain * SUPPLY_VOLTS) / scaleVolts);
  const neurons: CircuitElement[] = [];
  const delays: CircuitElement[] = [];
  const initial: { node: string; volts: number }[] = [];
  for (let i = 0; i < n; i++) {
    const leak = (most - totals[i]!) * unitSiemens + LEAK_SIEMENS;
    neurons.push(
      { kind: "capacitor", name: `C_state_${i}`, nodes: [`u_${i}`, "0"], farads: STATE_FARADS },
      { kind: "resistor", name: `R_leak_${i}`, nodes: [`u_${i}`, "0"], ohms: circuitValue(1 / leak) },
      {
        kind: "behavioural",
        name: `B_out_${i}`,
        nodes: [`p_${i}`, "0"],
        quantity: "voltage",
        expression: `${SUPPLY_VOLTS}*tanh(${slope}*v(u_${i})/${SUPPLY_VOLTS})`,
      },
      { kind: "vcvs", name: `E_inv_${i}`, nodes: [`m_${i}`, "0"], control: [`p_${i}`, "0"], gain: -1 },
    );
    for (let k = 1; k <= stages; k++) {
      const before = k === 1 ? `p_${i}` : `e_${i}_${k - 1}`;
      const after = k === stages ? `d_${i}` : `d_${i}_${k}`;
      const farads = circuitValue((delayTaus * tauSeconds) / stages / DELAY_OHMS);
      delays.push(
        { kind: "resistor", name: `R_d_${i}_${k}`, nodes: [before, after], ohms: DELAY_OHMS },
        { kind: "capacitor", name: `C_d_${i}_${k}`, nodes: [after, "0"], farads },
      );
      if (k === stages) continue;
      delays.push({ kind: "vcvs", name: `E_d_${i}_${k}`, nodes: [`e_${i}_${k}`, "0"], control: [after, "0"], gain: 1 });
    }
    delays.push(
      { kind: "vcvs", name: `E_dp_${i}`, nodes: [`dp_${i}`, "0"], control: [`d_${i}`, "0"], gain: 1 },
      { kind: "vcvs", name: `E_dm_${i}`, nodes: [`dm_${i}`, "0"], control: [`d_${i}`, "0"], gain: -1 },
    );
    const volts = circuitValue(scaleVolts * start[i]!);
    initial.push({ node: `u_${i}`, volts });
  }
  const outputs = Array.from({ length: n }, (_, i) => `v(p_${i})`);
  const delayed = Array.from({ length: n }, (_, i) => `v(d_${i})`);
  const sections: CircuitSection[] = [
    { comment: "Neurons: state u_i, rails p_i and m_i", elements: neurons },
    { comment: "Delay: d_i trails p_i, buffers dp_i and dm_i", elements: delays },
    { comment: "Couplings that hold the present pattern", elements: couplings("hold", "", hold, n, unitSiemens) },
    { comment: "Couplings that push to the next pattern", elements: couplings("push", "d", push, n, unitSiemens) },
  ];
  return {
    outputs,
    delayed,
    tauSeconds,
    supplyVolts: SUPPLY_VOLTS,
    circuit: {
      title: `Ohmfield: sequence memory of ${n} neurons`,
      comments: [
        "Couplings hold a pattern, delayed ones push to the next.",
        "u_i: state; p_i, m_i: output +v_i and -v_i; d_i: delayed output.",
      ],
      subcircuits: [],
      sections,
      initial,
      save: [...outputs, ...delayed],
      table: outputs,
      analysis: {
        stepSeconds: circuitValue(tauSeconds / 2),
        stopSeconds: circuitValue(taus * tauSeconds),
        maxStepSeconds: circuitValue(tauSeconds / 2),
      },
      options: { solver: "sparse", method: "gear", reltol: 1e-4, abstol: 1e-12, vntol: 1e-7 },
    },
  };
}
