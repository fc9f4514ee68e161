import { addLineCurrents, type HopfieldCircuit, lineLoadsSiemens } from "../circuit/index.ts";
import { arrayResponse, type Crossbar } from "../crossbar/index.ts";
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
 * conductances: what must be C du/dt when there is no noise, and zero at rest.
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
  const { transferSiemens, loadSiemens: arrayLoads } = arrayResponse(crossbar);
  const { lines = [] } = hopfield;
  const lineLoads = lineLoadsSiemens(lines, unitSiemens, rows);
  const drive = new Float64Array(columns);
  for (let j = 0; j < columns; j++) drive[j] = j < rows ? vector(waveforms, layout.outputs[j]!)[k]! : supplyVolts;
  for (let i = 0; i < rows; i++) {
    const sum = vector(waveforms, layout.sums[i]!)[k]!;
    let current = (feedbackCurrent(waveforms, hopfield, i)?.[k] ?? 0) + hopfield.offsetAmps[i]!;
    for (let j = 0; j < columns; j++) current += transferSiemens[i * columns + j]! * drive[j]!;
    if (topology === "passive") {
      // Devices and balance resistor together load the node with loadSiemens.
      out[i] = current - loadSiemens * sum;
    } else {
      const state = vector(waveforms, layout.states[i]!)[k]!;
      out[i] = current - (arrayLoads[i]! + lineLoads[i]!) * sum + loadSiemens * (state - sum);
    }
  }
  addLineCurrents(out, lines, unitSiemens, drive, supplyVolts);
}
