import { LimitError } from "../core/index.ts";
import { arrayResponse, tileAt } from "../crossbar/index.ts";
import type { CircuitElement, CircuitSection } from "./circuit.ts";
import type { HopfieldCircuitSpec, Topology } from "./hopfield-circuit.ts";
import { mappingText } from "./mapping-text.ts";
import { circuitValue } from "./spice-number.ts";
import { lineLoadsSiemens } from "./summing-lines.ts";
import { wordLineRails } from "./word-line-rails.ts";

/** A row that misses less than this share of the load is balanced: sums of conductances round off. */
const BALANCED_SHARE = 1e-9;

/** Devices that a netlist may hold: ten times what ngspice settles within hours, and some hundred megabytes of text. */
const MAX_DEVICES = 1_000_000;

/** Throws LimitError when the array has more devices than a netlist may hold, before any of them is built. */
function requireNetlistSize(siemens: Float64Array): void {
  let devices = 0;
  for (const g of siemens) if (g !== 0) devices++;
  if (devices <= MAX_DEVICES) return;
  throw new LimitError("the array has too many devices for a netlist", {
    code: "circuit.devices",
    received: `${devices} devices`,
    expected: `at most ${MAX_DEVICES}: a smaller or sparser task, or devices whose off conductance is 0`,
  });
}

/**
 * Devices of the array, a section a row, and a tile where it is split; a conductance of zero is no device.
 * @throws LimitError
 */
export function arraySections(spec: HopfieldCircuitSpec, topology: Topology): CircuitSection[] {
  const { rows, bitLines, siemens, tiles } = spec.crossbar;
  requireNetlistSize(siemens);
  const rails = wordLineRails(spec.crossbar);
  const text = mappingText(spec.crossbar);
  const sections: CircuitSection[] = [];
  for (let i = 0; i < rows; i++) {
    const byTile = new Map<string, CircuitElement[]>();
    for (const [line, { node, rail, source }] of rails.entries()) {
      const g = siemens[line * bitLines + i]!;
      if (g === 0) continue;
      const tile = tiles === null ? "" : `Tile ${tileAt(tiles, line, i)}. `;
      const elements = byTile.get(tile) ?? [];
      byTile.set(tile, elements);
      elements.push({
        kind: "resistor",
        name: `R_${rail}_${i}_${source}`,
        nodes: [node, topology.sumNode(i)],
        ohms: circuitValue(1 / g),
      });
    }
    const comment = text.row(i);
    if (tiles === null) sections.push({ comment, elements: byTile.get("") ?? [] });
    else for (const [tile, elements] of byTile) sections.push({ comment: `${tile}${comment}`, elements });
  }
  return sections;
}

/** Sum of all conductances that load each row, devices and lines, siemens: rows. */
export function rowLoadsSiemens({ crossbar, lines = [] }: HopfieldCircuitSpec): Float64Array {
  const loads = lineLoadsSiemens(lines, crossbar.unitSiemens, crossbar.rows);
  for (const [i, total] of arrayResponse(crossbar).loadSiemens.entries()) loads[i]! += total;
  return loads;
}

/** Resistors to ground that bring every row to the same total conductance, where the topology needs them. */
export function balanceSections(spec: HopfieldCircuitSpec, topology: Topology, loadSiemens: number): CircuitSection[] {
  if (!topology.balanced) return [];
  const elements: CircuitElement[] = [];
  for (const [i, total] of rowLoadsSiemens(spec).entries()) {
    const missing = loadSiemens - total;
    if (missing <= BALANCED_SHARE * loadSiemens) continue;
    elements.push({
      kind: "resistor",
      name: `R_balance_${i}`,
      nodes: [topology.sumNode(i), "0"],
      ohms: circuitValue(1 / missing),
    });
  }
  if (elements.length === 0) return [];
  return [
    { comment: "Balance: brings every row to the same total conductance, and so to one time constant", elements },
  ];
}
