import { HardwareError } from "../core/index.ts";
import { type Crossbar, referenceSiemens } from "../crossbar/index.ts";
import type { CircuitElement, CircuitSection } from "./circuit.ts";
import { deviceElement } from "./device-element.ts";
import type { HopfieldCircuitSpec, Topology } from "./hopfield-circuit.ts";
import { nonlinearRow } from "./mapping-text.ts";
import { circuitValue } from "./spice-number.ts";
import { wordLineRails } from "./word-line-rails.ts";

/** Virtual ground that the reference column ends in. */
export const REFERENCE_NODE = "s_ref";

const hasReference = ({ rows, bitLines }: Crossbar) => bitLines > rows;

/**
 * Reference column: its devices lead into node s_ref, which an inverting amplifier of the profile's gain A holds at virtual
 * ground. The feedback resistor is that of the column's conductance G_ref, trimmed by (A - 1) / (A + 1) for the finite gain,
 * so that its output is y = -sum_j G_ref,j v_j / G_ref: a mean, which never leaves the supplies. Through a conductance of
 * G_ref it takes the column's current from every summing node.
 *
 * With wires the column's devices stand with the others'.
 *
 * @throws HardwareError when the amplifier has no gain.
 */
export function referenceSections(spec: HopfieldCircuitSpec, topology: Topology): CircuitSection[] {
  const { crossbar, profile } = spec;
  if (!hasReference(crossbar)) return [];
  const { rows, bitLines, siemens } = crossbar;
  const gain = profile.neuron.opAmpGain.value;
  if (!(gain > 1)) {
    throw new HardwareError("a reference column needs an amplifier", {
      code: "hardware.op-amp-gain",
      field: "neuron.opAmpGain",
      received: String(gain),
      expected: "a gain above 1",
    });
  }
  const devices: CircuitElement[] = [];
  for (const [line, { node, source }] of wordLineRails(crossbar).entries()) {
    const g = siemens[line * bitLines + rows]!;
    if (g === 0 || crossbar.wires !== null) continue;
    devices.push(deviceElement(`ref_${source}`, [node, REFERENCE_NODE], g, crossbar.conduction, circuitValue));
  }
  const total = referenceSiemens(crossbar);
  if (total === 0) return [];
  const ohms = circuitValue((gain + 1) / ((gain - 1) * total));
  const amplifier: CircuitElement[] = [
    { kind: "resistor", name: "R_f_ref", nodes: ["y_ref", "s_ref"], ohms },
    { kind: "vcvs", name: "E_ref", nodes: ["y_ref", "0"], control: ["s_ref", "0"], gain: -gain },
  ];
  for (let i = 0; i < rows; i++) {
    const nodes = ["y_ref", topology.sumNode(i)] as const;
    amplifier.push({ kind: "resistor", name: `R_y_ref_${i}`, nodes, ohms: circuitValue(1 / total) });
  }
  const text = "Reference column: R_ref_j is 1/G_ref from rail p_j into the virtual ground s_ref";
  const column: CircuitSection = {
    comment: crossbar.conduction === null ? text : nonlinearRow(text),
    elements: devices,
  };
  return [
    ...(devices.length === 0 ? [] : [column]),
    {
      comment:
        "Reference amplifier: E_ref and R_f_ref drive y_ref with minus the weighted mean, R_y_ref take the column's current from every row",
      elements: amplifier,
    },
  ];
}

/** Branch current of that amplifier. */
export function referenceCurrents(crossbar: Crossbar): string[] {
  return hasReference(crossbar) && referenceSiemens(crossbar) > 0 ? ["i(e_ref)"] : [];
}
