import { NetlistError } from "../../core/index.ts";
import {
  foldedSiemens,
  type ReducedModel,
  reducedTask,
  vector,
  type Waveforms,
  waveformAt,
} from "../../simulate/index.ts";

/**
 * The network that a netlist holds, read off its elements and nothing else, at one time: with p_i the positive rail of
 * neuron i and s_i its summing node, the current into that node is
 *   J_i = sum_j transfer_ij p_j + input_i - load_i s_i + sneak_i. s. SI units.
 */
export interface NetlistNetwork {
  readonly model: ReducedModel;
  /** n * n, row-major, siemens; the diagonal holds the neurons' self-coupling. */
  readonly transferSiemens: Float64Array;
  /** Constant currents of the bias column and of offsets, amperes: n. */
  readonly inputAmps: Float64Array;
  readonly gain: number;
}

/**
 * Reads the network off a netlist. @throws NetlistError for one that no Hopfield circuit of this project has, and for devices that
 * are not ohmic: their loads follow the state, and no Lyapunov function is known that would show the run to fall
 */
export function readNetlistNetwork(netlist: string, file: string): ReducedModel {
  const { model } = reducedTask({ netlist: { text: netlist, file } });
  if (model.nonlinear === null) return model;
  throw new NetlistError("a run of devices that are not ohmic is not certified", {
    code: "settling.conduction",
    file,
    received: "devices of subcircuit 'device'",
    expected: "resistors, whose network has a Lyapunov function: compile with --no-conduction",
  });
}

/** The network of a model at time t. */
export function networkAt(model: ReducedModel, t: number): NetlistNetwork {
  const { n, drives, sources, currents, feedback } = model;
  const driveSiemens = foldedSiemens(n, model.driveSiemens, model.amplifiers);
  const transferSiemens = new Float64Array(n * n);
  const inputAmps = new Float64Array(n);
  for (const [d, { neuron, sign, source }] of drives.entries()) {
    const volts = source < 0 ? 0 : waveformAt(sources[source]!.waveform, t);
    for (let i = 0; i < n; i++) {
      const g = driveSiemens[d * n + i]!;
      if (neuron >= 0) transferSiemens[i * n + neuron]! += sign * g;
      else inputAmps[i]! += g * volts;
    }
  }
  for (const { row, sign, waveform } of currents) if (waveform.kind === "dc") inputAmps[row]! += sign * waveform.value;
  if (feedback !== null) {
    const self = waveformAt(sources[model.self]!.waveform, t);
    for (let i = 0; i < n; i++) transferSiemens[i * n + i]! += feedback.siemens[i]! * self;
  }
  return { model, transferSiemens, inputAmps, gain: waveformAt(sources[model.gain]!.waveform, t) };
}

/** What may lift the Lyapunov function of a run: an empty list for one that must never rise, else reasons. */
export function liftsOf(model: ReducedModel): string[] {
  const { sources, currents, feedback } = model;
  const falls = (source: number): boolean => {
    const { waveform } = sources[source]!;
    return waveform.kind === "pwl" && waveform.values.some((v, k) => k > 0 && v < waveform.values[k - 1]!);
  };
  const isSilent = (waveform: (typeof currents)[number]["waveform"]) =>
    waveform.kind === "dc" ? waveform.value === 0 : waveform.values.every((v) => v === 0);
  const lifts: string[] = [];
  if (currents.some(({ waveform }) => waveform.kind === "pwl" && !isSilent(waveform)))
    lifts.push("noise currents flow");
  if (feedback !== null && !isSilent(sources[model.push]!.waveform)) lifts.push("outputs have momentum");
  if (falls(model.gain)) lifts.push("the gain falls");
  if (feedback !== null && falls(model.self)) lifts.push("the self-coupling falls");
  if (model.sneakSiemens !== null) lifts.push("wires couple the summing nodes");
  return lifts;
}

/** Voltages of a run's sample k at the neurons' states and positive rails: n volts each. */
export function voltsAt(
  model: ReducedModel,
  waveforms: Waveforms,
  k: number,
): { readonly states: Float64Array; readonly sums: Float64Array; readonly rails: Float64Array } {
  const at = (node: string) => vector(waveforms, `v(${node})`)[k]!;
  return {
    states: Float64Array.from(model.neurons, ({ stateNode }) => at(stateNode)),
    sums: Float64Array.from(model.neurons, ({ sumNode }) => at(sumNode)),
    rails: Float64Array.from(model.neurons, ({ positiveNode }) => at(positiveNode)),
  };
}
