/**
 * Retrieval of a modern Hopfield network in one analog step: two arrays around a softmax of transistors.
 *
 * - Array 1: rails +-V_unit v_i drive word lines i; device (m, i) leads x^m_i to bit line m, whose amplifier holds it at
 *   ground and turns its current into the score voltage a_m = R1 G V_unit x^m . v.
 * - Softmax: transistors with their bases at a_m, shifted so far down that none saturates, share one tail current; each takes I_tail exp(b_m / V_T) / sum of all, for a
 *   collector current is exponential in the base voltage and the emitters are one node. beta = R1 G V_unit / V_T.
 * - Array 2: amplifiers turn collector currents into voltages V_share times the share, on both rails; device (m, i) leads them
 *   to output line i, whose amplifier gives V_unit sum_m share_m x^m_i.
 *
 * Source: Ramsauer et al., ICLR 2021, equation 3, for the step; Gilbert, "A monolithic 16-channel analog array normalizer",
 * IEEE J. Solid-State Circuits 19, 956 (1984), for the transistors.
 */

import { ArgumentError, requireFinite, requireInteger } from "../core/index.ts";
import type { BjtModel, Circuit, CircuitElement, CircuitSection } from "./circuit.ts";
import { circuitValue } from "./spice-number.ts";

/** k / q, volts a kelvin, as CODATA 2018 fixes both. */
export const THERMAL_VOLTS_PER_KELVIN = 1.380649e-23 / 1.602176634e-19;
const ZERO_CELSIUS_KELVIN = 273.15;

/** V_T = k T / q. */
export function thermalVolts(celsius: number): number {
  return THERMAL_VOLTS_PER_KELVIN * (celsius + ZERO_CELSIUS_KELVIN);
}

/** An npn of 10^-16 A; of a small-signal transistor's current gain and Early voltage. */
export const SOFTMAX_NPN: BjtModel = { name: "exp_npn", polarity: "npn", parameters: { is: 1e-16, bf: 200, vaf: 100 } };

export interface SoftmaxCircuitSpec {
  readonly p: number;
  readonly d: number;
  /** p*d entries in [-1, 1], row-major. */
  readonly patterns: ArrayLike<number>;
  /** State to retrieve from: d entries. */
  readonly state: ArrayLike<number>;
  /** Inverse temperature at `tunedCelsius`: it sets R1. */
  readonly beta: number;
  /** Temperature of the transistors, degrees Celsius. */
  readonly celsius: number;
  /** Temperature that R1 was chosen for; the transistors' own by default. */
  readonly tunedCelsius?: number;
  readonly transistor?: BjtModel;
  /** Voltages added to the bases, p, as mismatched transistors have them; none by default. */
  readonly baseOffsetVolts?: ArrayLike<number>;
}

export interface SoftmaxCircuit {
  readonly circuit: Circuit;
  /** Vectors of the shares, p: SHARE_VOLTS for a share of 1. */
  readonly shares: readonly string[];
  /** Vectors of the outputs, d: -UNIT_VOLTS for an entry of 1, for their amplifiers invert. */
  readonly outputs: readonly string[];
  /** Inverse temperature at the transistors' own temperature. */
  readonly beta: number;
}

/** Volts of an entry of 1, at input and output. */
export const UNIT_VOLTS = 0.1;
/** Volts of a share of 1. */
export const SHARE_VOLTS = 0.5;
const DEVICE_SIEMENS = 1e-4;
const TAIL_AMPS = 1e-4;
const AMPLIFIER_GAIN = 1e6;
/** Time constant of every amplifier's feedback. */
const POLE_SECONDS = 1e-9;
const RISE_SECONDS = 2e-8;
const STOP_SECONDS = 2e-7;
/** How far the highest base stays below the collectors, which their amplifiers hold at ground. */
const HEADROOM_VOLTS = 0.3;
/** How far the tail's supply lies below the lowest score. */
const TAIL_ROOM_VOLTS = 2;

/** An inverting amplifier with `ohms` in its feedback from `input`, held at ground, to `output`. */
function amplifier(name: string, input: string, output: string, ohms: number): CircuitElement[] {
  return [
    { kind: "resistor", name: `R_${name}`, nodes: [input, output], ohms: circuitValue(ohms) },
    { kind: "capacitor", name: `C_${name}`, nodes: [input, output], farads: circuitValue(POLE_SECONDS / ohms) },
    { kind: "vcvs", name: `E_${name}`, nodes: [output, "0"], control: ["0", input], gain: AMPLIFIER_GAIN },
  ];
}

/** The device of an entry x from the rail of its sign; none for x = 0. */
function device(name: string, x: number, rails: readonly [string, string], line: string): CircuitElement[] {
  if (x === 0) return [];
  const ohms = circuitValue(1 / (Math.abs(x) * DEVICE_SIEMENS));
  return [{ kind: "resistor", name, nodes: [rails[x > 0 ? 0 : 1], line], ohms }];
}

function requireSpec({ p, d, patterns, state, beta, baseOffsetVolts }: SoftmaxCircuitSpec): void {
  requireInteger("p", p, 1);
  requireInteger("d", d, 1);
  requireFinite("patterns", Float64Array.from(patterns), p * d);
  requireFinite("state", Float64Array.from(state), d);
  if (baseOffsetVolts !== undefined) requireFinite("baseOffsetVolts", Float64Array.from(baseOffsetVolts), p);
  if (beta > 0 && Number.isFinite(beta)) return;
  throw new ArgumentError("beta is out of range", {
    code: "circuit.beta",
    received: String(beta),
    expected: "a finite number above 0",
  });
}

/** Largest |x^m . v| that the patterns allow for this state. */
function highestScore({ p, d, patterns, state }: SoftmaxCircuitSpec): number {
  let highest = 0;
  for (let m = 0; m < p; m++) {
    let sum = 0;
    for (let i = 0; i < d; i++) sum += Math.abs(patterns[m * d + i]! * state[i]!);
    highest = Math.max(highest, sum);
  }
  return highest;
}

/** Builds the circuit of one retrieval. @throws ArgumentError for shapes or a beta out of range */
export function buildSoftmaxCircuit(spec: SoftmaxCircuitSpec): SoftmaxCircuit {
  requireSpec(spec);
  const { p, d, patterns, state, celsius, tunedCelsius = celsius, transistor = SOFTMAX_NPN, baseOffsetVolts } = spec;
  const scoreOhms = (spec.beta * thermalVolts(tunedCelsius)) / (DEVICE_SIEMENS * UNIT_VOLTS);
  const shiftVolts = highestScore(spec) * spec.beta * thermalVolts(tunedCelsius) + HEADROOM_VOLTS;
  const { bf } = transistor.parameters;
  // Collectors carry less than the tail by the base currents: the amplifiers are trimmed for it.
  const shareOhms = (SHARE_VOLTS / TAIL_AMPS) * (bf === undefined ? 1 : 1 + 1 / bf);
  const inputs: CircuitElement[] = [];
  for (let i = 0; i < d; i++) {
    const volts = circuitValue(UNIT_VOLTS * state[i]!);
    for (const [rail, sign] of [
      ["vp", 1],
      ["vm", -1],
    ] as const) {
      inputs.push({
        kind: "voltage-source",
        name: `V_${rail}_${i}`,
        nodes: [`${rail}_${i}`, "0"],
        waveform: { kind: "pwl", times: [0, RISE_SECONDS], values: [0, sign * volts + 0] },
      });
    }
  }
  const first: CircuitElement[] = [];
  const pairs: CircuitElement[] = [];
  const second: CircuitElement[] = [];
  for (let m = 0; m < p; m++) {
    for (let i = 0; i < d; i++) {
      const x = patterns[m * d + i]!;
      // The score amplifier inverts: the rails of array 1 are exchanged.
      first.push(...device(`R_one_${m}_${i}`, x, [`vm_${i}`, `vp_${i}`], `s_${m}`));
      second.push(...device(`R_two_${m}_${i}`, x, [`cp_${m}`, `cm_${m}`], `o_${i}`));
    }
    first.push(...amplifier(`score_${m}`, `s_${m}`, `a_${m}`, scoreOhms));
    const waveform = { kind: "dc", value: circuitValue((baseOffsetVolts?.[m] ?? 0) - shiftVolts) } as const;
    pairs.push({ kind: "voltage-source", name: `V_base_${m}`, nodes: [`b_${m}`, `a_${m}`], waveform });
    pairs.push({ kind: "bjt", name: `Q_${m}`, nodes: [`k_${m}`, `b_${m}`, "e"], model: transistor.name });
    pairs.push(...amplifier(`share_${m}`, `k_${m}`, `cp_${m}`, shareOhms));
    pairs.push({ kind: "vcvs", name: `E_not_${m}`, nodes: [`cm_${m}`, "0"], control: [`cp_${m}`, "0"], gain: -1 });
  }
  const outputOhms = UNIT_VOLTS / (DEVICE_SIEMENS * SHARE_VOLTS);
  for (let i = 0; i < d; i++) second.push(...amplifier(`out_${i}`, `o_${i}`, `y_${i}`, outputOhms));
  pairs.push({
    kind: "current-source",
    name: "I_tail",
    nodes: ["e", "v_tail"],
    waveform: { kind: "pwl", times: [0, RISE_SECONDS], values: [0, TAIL_AMPS] },
  });
  pairs.push({
    kind: "voltage-source",
    name: "V_tail",
    nodes: ["v_tail", "0"],
    waveform: { kind: "dc", value: circuitValue(-2 * shiftVolts - TAIL_ROOM_VOLTS) },
  });
  const sections: CircuitSection[] = [
    { comment: "State: rails of both signs", elements: inputs },
    { comment: "Array 1: scores x^m . v as base voltages a_m", elements: first },
    {
      comment: "Softmax: emitters share the tail current; R_share turns collector currents into cp_m",
      elements: pairs,
    },
    { comment: "Array 2: outputs y_i from the shares", elements: second },
  ];
  const shares = Array.from({ length: p }, (_, m) => `v(cp_${m})`);
  const outputs = Array.from({ length: d }, (_, i) => `v(y_${i})`);
  return {
    shares,
    outputs,
    beta: (spec.beta * thermalVolts(tunedCelsius)) / thermalVolts(celsius),
    circuit: {
      title: `Ohmfield: modern Hopfield step, ${p} patterns of ${d}, ${celsius} degrees`,
      comments: [
        "One step v <- sum_m softmax(beta X v)_m x^m of a modern Hopfield network.",
        "a_m: scores; e: the emitters' node; cp_m: shares, 0.5 V for 1; y_i: outputs, -0.1 V for 1.",
      ],
      subcircuits: [],
      models: [transistor],
      sections,
      initial: [],
      save: [...shares, ...outputs],
      table: outputs,
      analysis: { stepSeconds: 1e-9, stopSeconds: STOP_SECONDS, maxStepSeconds: 5e-9 },
      options: { solver: "sparse", method: "gear", reltol: 1e-6, abstol: 1e-14, vntol: 1e-9, temp: celsius },
    },
  };
}
