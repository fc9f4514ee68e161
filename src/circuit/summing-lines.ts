import type { CircuitElement, CircuitSection } from "./circuit.ts";
import type { HopfieldCircuitSpec, Topology } from "./hopfield-circuit.ts";
import { circuitValue } from "./spice-number.ts";

/**
 * Couplings of one number as a line instead of devices: with members L, weight w and offset o, the conductance w *
 * unitSiemens couples every two members negatively. Plain data.
 */
export interface CircuitLine {
  /** Neurons on the line, each once. */
  readonly members: Uint32Array;
  /** In units of the crossbar's weights; negative couples the members positively. */
  readonly weight: number;
  /** What stands beside the sum of the members' outputs, in units of V_s. */
  readonly offset: number;
}

/** Resistance of one output to a line's average: large beside the devices, so that it hardly loads the outputs. */
const AVERAGE_OHMS = 1e6;

/** Outputs that a line averages, the offset counted as that many outputs of V_s. */
const countOf = ({ members, offset }: CircuitLine): number => members.length + Math.abs(offset);

/** Conductance with which lines load each summing node, siemens: n. */
export function lineLoadsSiemens(lines: readonly CircuitLine[], unitSiemens: number, n: number): Float64Array {
  const loads = new Float64Array(n);
  for (const line of lines) {
    for (const i of line.members) loads[i]! += Math.abs(line.weight) * unitSiemens * (countOf(line) + 1);
  }
  return loads;
}

/**
 * Static current of all lines into each summing node, amperes, but for the load: -w unit (sum of the other members'
 * volts + offset V_s), added to `out` (n).
 */
export function addLineCurrents(
  out: Float64Array,
  lines: readonly CircuitLine[],
  unitSiemens: number,
  volts: ArrayLike<number>,
  supplyVolts: number,
): void {
  for (const { members, weight, offset } of lines) {
    let sum = offset * supplyVolts;
    for (const j of members) sum += volts[j]!;
    for (const i of members) out[i]! -= weight * unitSiemens * (sum - volts[i]!);
  }
}

/**
 * Lines of sums, a section each. Equal resistors average the outputs of a line's members, and the supply for its offset,
 * at node a_l; an ideal buffer drives the line y_l with it, inverted for a positive weight, so that no line leaves the
 * supplies. From the line a resistor leads to every member's summing node, and one from the member's own rail takes its
 * own share away again: the diagonal stays zero. A line of m members takes 3 m resistors where devices would take m (m-1).
 *
 * Source: the rank-few form of the penalties in Aiyer, Niranjan and Fallside, IEEE Trans. Neural Networks 1, 1990.
 */
export function lineSections(spec: HopfieldCircuitSpec, topology: Topology): CircuitSection[] {
  const { lines = [], crossbar, profile } = spec;
  if (lines.length === 0) return [];
  const supplyVolts = profile.neuron.supplyVolts.value;
  const sections: CircuitSection[] = [];
  for (const sign of [1, -1]) {
    if (!lines.some(({ offset }) => Math.sign(offset) === sign)) continue;
    const name = sign > 0 ? "p_line" : "m_line";
    const volts = sign * supplyVolts;
    sections.push({
      comment: `Rail of the lines' offsets: ${sign > 0 ? "+" : "-"}V_s`,
      elements: [
        { kind: "voltage-source", name: `V_${name}`, nodes: [name, "0"], waveform: { kind: "dc", value: volts } },
      ],
    });
  }
  for (const [l, line] of lines.entries()) {
    const { members, weight, offset } = line;
    const elements: CircuitElement[] = [];
    const resistor = (name: string, from: string, to: string, ohms: number) => {
      elements.push({ kind: "resistor", name, nodes: [from, to], ohms: circuitValue(ohms) });
    };
    for (const i of members) resistor(`R_a_${l}_${i}`, `p_${i}`, `a_${l}`, AVERAGE_OHMS);
    if (offset !== 0) {
      const rail = offset > 0 ? "p_line" : "m_line";
      resistor(`R_a_${l}_offset`, rail, `a_${l}`, AVERAGE_OHMS / Math.abs(offset));
    }
    const gain = weight > 0 ? -1 : 1;
    elements.push({ kind: "vcvs", name: `E_line_${l}`, nodes: [`y_${l}`, "0"], control: [`a_${l}`, "0"], gain });
    const ohms = 1 / (Math.abs(weight) * crossbar.unitSiemens);
    const own = weight > 0 ? "p" : "m";
    for (const i of members) {
      resistor(`R_y_${l}_${i}`, `y_${l}`, topology.sumNode(i), ohms / countOf(line));
      resistor(`R_own_${l}_${i}`, `${own}_${i}`, topology.sumNode(i), ohms);
    }
    const driven = weight > 0 ? "minus that" : "it";
    sections.push({
      comment: `Line ${l}: R_a average the outputs at a_${l}, E_line drives ${driven} on y_${l}, R_y lead it to the neurons, R_own take each one's own share away`,
      elements,
    });
  }
  return sections;
}
