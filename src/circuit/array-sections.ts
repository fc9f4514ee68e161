import { LimitError } from "../core/index.ts";
import { type Crossbar, nominalResponse, tileArrays, tileAt } from "../crossbar/index.ts";
import type { CircuitElement, CircuitSection, DeviceArray } from "./circuit.ts";
import { deviceElement } from "./device-element.ts";
import type { HopfieldCircuitSpec, Topology } from "./hopfield-circuit.ts";
import { mappingText, nonlinearRow } from "./mapping-text.ts";
import { REFERENCE_NODE } from "./reference-amplifier.ts";
import { circuitValue } from "./spice-number.ts";
import { lineLoadsSiemens } from "./summing-lines.ts";
import { wireCount, wiredArraySections } from "./wire-sections.ts";
import { wordLineRails } from "./word-line-rails.ts";

/** A row that misses less than this share of the load is balanced: sums of conductances round off. */
const BALANCED_SHARE = 1e-9;

/**
 * Devices and wire segments that a netlist may hold: ten times what ngspice settles within hours, and some hundred
 * megabytes of text.
 */
const MAX_RESISTORS = 1_000_000;

function resistorsOf({ siemens, wires, wordLines, bitLines }: Crossbar): { devices: number; segments: number } {
  let devices = 0;
  for (const g of siemens) if (g !== 0) devices++;
  return { devices, segments: wires === null ? 0 : wireCount(wires, wordLines.length, bitLines) };
}

/** Whether a netlist may hold the array: `buildHopfieldCircuit` makes elements of its devices only then. */
export function fitsNetlist(crossbar: Crossbar): boolean {
  const { devices, segments } = resistorsOf(crossbar);
  return devices + segments <= MAX_RESISTORS;
}

/** Throws LimitError when the array has more devices and segments than a netlist may hold, before any of them is built. */
function requireNetlistSize(crossbar: Crossbar): void {
  const { devices, segments } = resistorsOf(crossbar);
  if (devices + segments <= MAX_RESISTORS) return;
  throw new LimitError("the array has too many devices for a netlist", {
    code: "circuit.devices",
    received: `${devices} devices${segments === 0 ? "" : ` and ${segments} wire segments`}`,
    expected: `at most ${MAX_RESISTORS}: a smaller or sparser task, devices whose off conductance is 0, or the reduced engine`,
  });
}

/**
 * Devices of the array, a section a row, and a tile where it is split; a conductance of zero is no device. With wires, the
 * sections of `wiredArraySections`.
 * @throws LimitError
 */
export function arraySections(spec: HopfieldCircuitSpec, topology: Topology): CircuitSection[] {
  const { rows, bitLines, siemens, wires, tiles, conduction } = spec.crossbar;
  requireNetlistSize(spec.crossbar);
  const rails = wordLineRails(spec.crossbar);
  if (wires !== null) {
    return tileArrays(spec.crossbar).flatMap(({ name, lines, bits, siemens: part }) => {
      const nameOf = (line: number, i: number) => {
        const { rail, source } = rails[lines[line]!]!;
        return `${rail}_${bits[i]! < rows ? bits[i] : "ref"}_${source}`;
      };
      return wiredArraySections({
        tile: name,
        wires,
        drives: Array.from(lines, (line) => rails[line]!.node),
        ends: Array.from(bits, (i) => (i < rows ? topology.sumNode(i) : REFERENCE_NODE)),
        siemens: part,
        deviceName: nameOf,
        conduction,
        rounded: circuitValue,
      });
    });
  }
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
      const nodes = [node, topology.sumNode(i)] as const;
      elements.push(deviceElement(`${rail}_${i}_${source}`, nodes, g, conduction, circuitValue));
    }
    const comment = conduction === null ? text.row(i) : nonlinearRow(text.row(i));
    if (tiles === null) sections.push({ comment, elements: byTile.get("") ?? [] });
    else for (const [tile, elements] of byTile) sections.push({ comment: `${tile}${comment}`, elements });
  }
  return sections;
}

/** Devices as numbers where `spec` asks for them so; undefined where they are elements, as they always are with wires, on tiles or when not ohmic. */
export function deviceArray({ crossbar, devices }: HopfieldCircuitSpec, topology: Topology): DeviceArray | undefined {
  const { rows, bitLines, siemens, wires, tiles, conduction } = crossbar;
  if (devices !== "numbers" || wires !== null || tiles !== null || conduction !== null) return undefined;
  return {
    drives: wordLineRails(crossbar).map(({ node }) => node),
    ends: Array.from({ length: rows }, (_, i) => topology.sumNode(i)),
    siemens,
    stride: bitLines,
  };
}

/** Sum of all conductances that load each row, devices and lines, siemens: rows. Wires are left out. */
export function rowLoadsSiemens({ crossbar, lines = [] }: HopfieldCircuitSpec): Float64Array {
  const loads = lineLoadsSiemens(lines, crossbar.unitSiemens, crossbar.rows);
  for (const [i, total] of nominalResponse(crossbar).loadSiemens.entries()) loads[i]! += total;
  return loads;
}

/**
 * Resistors to ground that bring every row to the same total conductance, where the topology needs them. The balance is that
 * of perfect wires: with wires a row's load is smaller by what they drop, which only the response of the array says.
 */
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
