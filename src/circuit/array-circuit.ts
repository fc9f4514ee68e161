import type { ArrayWires, ConductionLaw, WiredArray } from "../crossbar/index.ts";
import type { Circuit, CircuitElement } from "./circuit.ts";
import { deviceSubcircuit } from "./device-element.ts";
import { wiredArraySections } from "./wire-sections.ts";

/** Where an array circuit's answers are found. */
export interface ArrayCircuit {
  readonly circuit: Circuit;
  /** Current out of each bit line into its sense point: "i(v_sense_0)". */
  readonly outputs: readonly string[];
}

/**
 * Circuit of a crossbar alone: a constant source a word line, and a source of 0 V, or of its sense voltage, at the end of
 * each bit line. There is nothing that moves, so that one time step of a transient is its operating point. Resistances
 * keep all digits. Shorts and broken wires have no finite resistance and are refused by the printer.
 */
export function arrayCircuit(
  array: WiredArray & {
    readonly appliedVolts: ArrayLike<number>;
    readonly senseVolts?: ArrayLike<number>;
    readonly conduction?: ConductionLaw;
  },
  title = "Ohmfield: a crossbar with its wires",
): ArrayCircuit {
  const { rows, columns, wordLineOhms, bitLineOhms, driverOhms = 0, senseOhms = 0, doubleSided = false } = array;
  const { conduction = null } = array;
  const wires: ArrayWires = { wordLineOhms, bitLineOhms, driverOhms, senseOhms, doubleSided };
  const source = (name: string, node: string, volts: number): CircuitElement => ({
    kind: "voltage-source",
    name,
    nodes: [node, "0"],
    waveform: { kind: "dc", value: volts },
  });
  const drives = Array.from({ length: rows }, (_, l) => `in_${l}`);
  const ends = Array.from({ length: columns }, (_, i) => `out_${i}`);
  const outputs = ends.map((_, i) => `i(v_sense_${i})`);
  const sections = wiredArraySections({
    wires,
    drives,
    ends,
    siemens: array.siemens,
    deviceName: (l, i) => `${l}_${i}`,
    conduction,
    rounded: (value) => value,
  });
  const circuit: Circuit = {
    title,
    comments: [
      `Crossbar of ${rows} word lines and ${columns} bit lines, in ohms: word line segment ${wordLineOhms}, bit line segment`,
      `${bitLineOhms}, driver ${driverOhms}, sense point ${senseOhms}${doubleSided ? "; word lines are driven from both ends" : ""}.`,
      `${conduction === null ? "R" : "X"}_l_i is the device of word line l and bit line i; i(v_sense_i) is the current out of bit line i.`,
    ],
    subcircuits: conduction === null ? [] : [deviceSubcircuit(conduction)],
    sections: [
      {
        comment: "Sources of the word lines",
        elements: drives.map((node, l) => source(`V_${node}`, node, array.appliedVolts[l]!)),
      },
      {
        comment: "Sense points of the bit lines",
        elements: ends.map((node, i) => source(`V_sense_${i}`, node, array.senseVolts?.[i] ?? 0)),
      },
      ...sections,
    ],
    initial: [],
    save: outputs,
    table: outputs,
    analysis: { stepSeconds: 1e-9, stopSeconds: 1e-9, maxStepSeconds: 1e-9 },
    options: { solver: "klu", method: "trap", reltol: 1e-6, abstol: 1e-15, vntol: 1e-9 },
  };
  return { circuit, outputs };
}
