import type { Circuit, CircuitElement } from "../../src/circuit/index.ts";
import type { ArrayWires, Crossbar } from "../../src/crossbar/index.ts";

/**
 * The circuit of a perfectly wired crossbar with every wire segment put in: word line l leads from its rail over nodes
 * w_l_0, w_l_1, ..., bit line i over b_i_0, b_i_1, ... to its summing node. All four resistances must be above 0.
 */
export function withWireGrid(circuit: Circuit, crossbar: Crossbar, wires: ArrayWires, sumNode: (i: number) => string) {
  const { rows: n, bitLines, wordLines, siemens } = crossbar;
  const elements: CircuitElement[] = [];
  const add = (name: string, a: string, b: string, ohms: number) =>
    elements.push({ kind: "resistor", name, nodes: [a, b], ohms });
  for (const [l, { source, sign }] of wordLines.entries()) {
    const rail = `${sign > 0 ? "p" : "m"}_${source < n ? source : "bias"}`;
    const end = wires.driverOhms + wires.wordLineOhms;
    add(`R_drive_${l}`, rail, `w_${l}_0`, end);
    if (wires.doubleSided) add(`R_far_${l}`, rail, `w_${l}_${n - 1}`, end);
    for (let i = 0; i < n; i++) {
      if (i > 0) add(`R_w_${l}_${i}`, `w_${l}_${i - 1}`, `w_${l}_${i}`, wires.wordLineOhms);
      if (l > 0) add(`R_b_${i}_${l}`, `b_${i}_${l - 1}`, `b_${i}_${l}`, wires.bitLineOhms);
      const g = siemens[l * bitLines + i]!;
      if (g > 0) add(`R_d_${l}_${i}`, `w_${l}_${i}`, `b_${i}_${l}`, 1 / g);
    }
  }
  const last = wordLines.length - 1;
  for (let i = 0; i < n; i++) add(`R_sense_${i}`, `b_${i}_${last}`, sumNode(i), wires.bitLineOhms + wires.senseOhms);
  const sections = circuit.sections.filter(({ comment }) => !comment.startsWith("Row "));
  return { ...circuit, sections: [...sections, { comment: "Array with its wires", elements }] };
}
