import { formatSi } from "../core/index.ts";
import type { ArrayWires, ConductionLaw } from "../crossbar/index.ts";
import type { CircuitElement, CircuitSection } from "./circuit.ts";
import { deviceElement } from "./device-element.ts";

/** An array between the nodes that drive its word lines and those that its bit lines end in. */
export interface WiredArrayNodes {
  /** Name of the tile, which nodes and wires then carry; none for an array in one piece. */
  readonly tile?: string;
  readonly wires: ArrayWires;
  /** What drives each word line, in order; several lines may share a node. */
  readonly drives: readonly string[];
  /** Where each bit line ends. */
  readonly ends: readonly string[];
  /** drives * ends, row-major; 0 for a position without a device. */
  readonly siemens: ArrayLike<number>;
  /** Name of a device without its letter. */
  deviceName(line: number, bitLine: number): string;
  /** How the devices conduct; null for ohmic ones. */
  readonly conduction: ConductionLaw | null;
  /** Rounds a computed value on its way into the circuit. */
  rounded(value: number): number;
}

/** Resistors that the wires of an array of so many lines take at most. */
export function wireCount({ wordLineOhms, bitLineOhms }: ArrayWires, wordLines: number, bitLines: number): number {
  const cells = wordLines * bitLines;
  return (wordLineOhms > 0 ? cells : 0) + (bitLineOhms > 0 ? cells : 0) + 3 * wordLines + bitLines;
}

/** Geometry of a wired array for a netlist's header; `end` is the name of the node that a bit line i ends in. */
export function wireComments(wires: ArrayWires, wordLines: number, bitLines: number, end: string): string[] {
  const ohms = (value: number) => formatSi(value, "ohm");
  const { wordLineOhms, bitLineOhms, driverOhms, senseOhms, doubleSided } = wires;
  return [
    `Wires: ${wordLines} word lines l, driven by the rails in order, cross ${bitLines} bit lines i. A segment between two cells`,
    `is ${ohms(wordLineOhms)} on a word line and ${ohms(bitLineOhms)} on a bit line; a driver has ${ohms(driverOhms)}, a sense point ${ohms(senseOhms)}.`,
    "",
    "  rail -R_drive_0- d_0 -R_w_0_0- w_0_0 --R_w_0_1-- w_0_1 -- ...   word line 0",
    "                                   \\                 \\            devices",
    "                                   b_0_0             b_1_0",
    "                                     | R_b_0_0         | R_b_1_0",
    "  rail -R_drive_1- d_1 -R_w_1_0- w_1_0 --R_w_1_1-- w_1_1 -- ...   word line 1",
    "                                   \\ |               \\ |",
    "                                   b_0_1             b_1_1",
    "                                     | R_b_0_1         | R_b_1_1",
    "                                    ...               ...         the last word line",
    "                                    e_0               e_1",
    "                                     | R_sense_0       | R_sense_1",
    `                                    ${end.replace("i", "0")}               ${end.replace("i", "1")}         summing nodes`,
    "",
    ...(doubleSided
      ? ["Each rail drives the right end of its word line too, through R_drive_r_l, node dr_l and one more segment."]
      : []),
    "What has 0 ohms is left out: its two nodes are one. Loads are balanced as if the wires were perfect.",
  ];
}

/**
 * Devices and wires of an array, a section a word line and then a section a bit line. A wire of 0 ohms is one node, that of its
 * neighbour: no resistor stands for it.
 *
 * Cell (l, i) lies between node w_l_i on word line l and node b_i_l on bit line i. The drive of line l reaches w_l_0
 * through R_drive_l, node d_l and segment R_w_l_0, with both ends driven the last cell's node likewise through
 * R_drive_r_l, node dr_l and the last segment; segment R_w_l_i leads to cell i from its left neighbour. Segment R_b_i_l
 * leads from the node of line l down to the next, the last one to node e_i and through R_sense_i into the end.
 */
export function wiredArraySections(array: WiredArrayNodes): CircuitSection[] {
  const { tile = "", wires, drives, ends, siemens, deviceName, conduction, rounded } = array;
  /** Tiles have nodes and wires of their own. */
  const own = tile === "" ? "" : `${tile.toLowerCase()}_`;
  const where = tile === "" ? "" : `Tile ${tile}. `;
  const { wordLineOhms, bitLineOhms, driverOhms, senseOhms, doubleSided } = wires;
  const last = ends.length - 1;
  let elements: CircuitElement[] = [];
  const resistor = (name: string, from: string, to: string, ohms: number): void => {
    elements.push({ kind: "resistor", name, nodes: [from, to], ohms: rounded(ohms) });
  };
  /** Two resistors in a row, of which either may be absent. */
  const inSeries = (from: string, first: [string, number], middle: string, second: [string, number], to: string) => {
    const [a, b] = [first[1] > 0, second[1] > 0];
    if (a) resistor(first[0], from, b ? middle : to, first[1]);
    if (b) resistor(second[0], a ? middle : from, to, second[1]);
  };
  const wordNode = (l: number, i: number): string => {
    if (wordLineOhms > 0) return `${own}w_${l}_${i}`;
    return driverOhms > 0 ? `${own}w_${l}` : drives[l]!;
  };
  const bitNode = (i: number, l: number): string => {
    if (bitLineOhms > 0) return `${own}b_${i}_${l}`;
    return senseOhms > 0 ? `${own}b_${i}` : ends[i]!;
  };

  const sections: CircuitSection[] = [];
  for (const [l, drive] of drives.entries()) {
    elements = [];
    inSeries(
      drive,
      [`R_${own}drive_${l}`, driverOhms],
      `${own}d_${l}`,
      [`R_${own}w_${l}_0`, wordLineOhms],
      wordNode(l, 0),
    );
    if (wordLineOhms > 0) {
      for (let i = 1; i <= last; i++) resistor(`R_${own}w_${l}_${i}`, wordNode(l, i - 1), wordNode(l, i), wordLineOhms);
    }
    if (doubleSided) {
      const segment: [string, number] = [`R_${own}w_${l}_${last + 1}`, wordLineOhms];
      inSeries(drive, [`R_${own}drive_r_${l}`, driverOhms], `${own}dr_${l}`, segment, wordNode(l, last));
    }
    for (let i = 0; i <= last; i++) {
      const g = siemens[l * ends.length + i]!;
      if (g === 0) continue;
      elements.push(deviceElement(deviceName(l, i), [wordNode(l, i), bitNode(i, l)], g, conduction, rounded));
    }
    sections.push({ comment: `${where}Word line ${l}, driven by ${drive}: its wire and its devices`, elements });
  }
  for (const [i, end] of ends.entries()) {
    elements = [];
    if (bitLineOhms > 0) {
      for (let l = 1; l < drives.length; l++) {
        resistor(`R_${own}b_${i}_${l - 1}`, bitNode(i, l - 1), bitNode(i, l), bitLineOhms);
      }
    }
    const lowest = drives.length - 1;
    const segment: [string, number] = [`R_${own}b_${i}_${lowest}`, bitLineOhms];
    inSeries(bitNode(i, lowest), segment, `${own}e_${i}`, [`R_${own}sense_${i}`, senseOhms], end);
    if (elements.length > 0) sections.push({ comment: `${where}Bit line ${i} down to ${end}: its wire`, elements });
  }
  return sections.filter((section) => section.elements.length > 0);
}
