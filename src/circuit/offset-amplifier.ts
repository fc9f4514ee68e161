import { type Crossbar, OFFSET_SOURCE } from "../crossbar/index.ts";
import type { CircuitElement, CircuitSection } from "./circuit.ts";
import { OFFSET_NODE, sourceName } from "./word-line-rails.ts";

/** Resistance of one output to the mean: large beside the devices, so that it hardly loads the outputs. */
const AVERAGE_OHMS = 1e6;

const hasOffset = ({ wordLines }: Crossbar) => wordLines.some(({ source }) => source === OFFSET_SOURCE);

/**
 * Amplifier of an offset column: equal resistors average the outputs of all sources, the supply of the bias included, at
 * node a_off; an ideal inverting buffer drives the offset line with minus that, which never leaves the supplies.
 */
export function offsetSections(crossbar: Crossbar): CircuitSection[] {
  if (!hasOffset(crossbar)) return [];
  const { rows, columns } = crossbar;
  const elements = Array.from({ length: columns }, (_, source): CircuitElement => {
    const name = sourceName(source, rows);
    return { kind: "resistor", name: `R_a_off_${name}`, nodes: [`p_${name}`, "a_off"], ohms: AVERAGE_OHMS };
  });
  elements.push({ kind: "vcvs", name: "E_offset", nodes: [OFFSET_NODE, "0"], control: ["a_off", "0"], gain: -1 });
  return [
    {
      comment: `Offset: R_a_off average the outputs at a_off, E_offset drives minus that on ${OFFSET_NODE}, which takes the base conductance away`,
      elements,
    },
  ];
}

/** Branch current of that amplifier. */
export function offsetCurrents(crossbar: Crossbar): string[] {
  return hasOffset(crossbar) ? ["i(e_offset)"] : [];
}
