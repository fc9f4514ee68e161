import { addLineCurrents, type HopfieldCircuit, lineLoadsSiemens } from "../circuit/index.ts";
import { arrayCurrents, type Crossbar, nominalResponse } from "../crossbar/index.ts";
import { vector, type Waveforms } from "../simulate/index.ts";

/**
 * Current that a neuron feeds back into its own summing node, self-coupling and momentum, along a run: amperes, one value
 * a sample; undefined when the neurons have no feedback.
 */
export function feedbackCurrent(
  waveforms: Waveforms,
  hopfield: HopfieldCircuit,
  neuron: number,
): Float64Array | undefined {
  const { layout, scaleAmps, supplyVolts } = hopfield;
  if (layout.feedback === null) return undefined;
  const self = vector(waveforms, layout.feedback.self);
  const push = vector(waveforms, layout.feedback.push);
  const lag = vector(waveforms, layout.feedback.lags[neuron]!);
  const siemens = scaleAmps / supplyVolts;
  return vector(waveforms, layout.outputs[neuron]!).map((p, k) => siemens * (self[k]! * p + push[k]! * (p - lag[k]!)));
}

/**
 * Sum of the static currents into each summing node at sample k, from the simulated voltages and the programmed
 * conductances: what must be C du/dt when there is no noise, and zero at rest. Wires and the law of devices that are
 * not ohmic are accounted for exactly.
 *
 * @param out n, amperes; overwritten.
 */
export function rowCurrentsInto(
  out: Float64Array,
  waveforms: Waveforms,
  k: number,
  hopfield: HopfieldCircuit,
  crossbar: Crossbar,
): void {
  const { layout, topology, loadSiemens, supplyVolts } = hopfield;
  const { rows, columns, unitSiemens } = crossbar;
  const { loadSiemens: nominalLoads } = nominalResponse(crossbar);
  const { lines = [] } = hopfield;
  const lineLoads = lineLoadsSiemens(lines, unitSiemens, rows);
  const drive = new Float64Array(columns);
  for (let j = 0; j < columns; j++) drive[j] = j < rows ? vector(waveforms, layout.outputs[j]!)[k]! : supplyVolts;
  const sums = layout.sums.map((name) => vector(waveforms, name)[k]!);
  const amps = arrayCurrents(crossbar, drive, sums);
  for (let i = 0; i < rows; i++) {
    const sum = sums[i]!;
    const current = amps[i]! + (feedbackCurrent(waveforms, hopfield, i)?.[k] ?? 0) + hopfield.offsetAmps[i]!;
    // Ohmic devices without wires and the balance resistor together load a passive node with loadSiemens.
    if (topology === "passive") out[i] = current - (loadSiemens - nominalLoads[i]!) * sum;
    else out[i] = current - lineLoads[i]! * sum + loadSiemens * (vector(waveforms, layout.states[i]!)[k]! - sum);
  }
  addLineCurrents(out, lines, unitSiemens, drive, supplyVolts);
}
