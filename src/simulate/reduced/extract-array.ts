import type { CircuitElement } from "../../circuit/index.ts";
import { Amplifiers, type Vcvs } from "./amplifiers.ts";
import type { Drive, ModelAmplifier, ModelSource, NeuronNames } from "./model.ts";
import { outOfScope } from "./scope.ts";

/** The resistive part of a circuit: what lies between driven nodes and summing nodes. */
export interface ExtractedArray {
  /** Output rails of all neurons first, p_0, m_0, p_1, ..., then every voltage source that drives a device, then amplifiers. */
  readonly drives: readonly Drive[];
  /** drives * n, row-major, siemens. */
  readonly driveSiemens: Float64Array;
  readonly amplifiers: readonly ModelAmplifier[];
  /** n, siemens: everything at summing node i, resistors to ground included. */
  readonly loadSiemens: Float64Array;
  /** Resistor that the activity's currents flow through. */
  readonly activityOhms: number;
}

/** Nodes that rails and sources hold. */
function drivenNodes(neurons: readonly NeuronNames[], sources: readonly ModelSource[]): Drive[] {
  const drives: Drive[] = [];
  for (const [neuron, { positiveNode, negativeNode }] of neurons.entries()) {
    drives.push({ node: positiveNode, neuron, sign: 1, source: -1 });
    drives.push({ node: negativeNode, neuron, sign: -1, source: -1 });
  }
  for (const [source, { node }] of sources.entries()) drives.push({ node, neuron: -1, sign: 1, source });
  return drives;
}

/** Throws NetlistError when two sources, or a source and a state, meet at a node. */
function requireOwnNodes(nodes: readonly string[], neurons: readonly NeuronNames[], act: string): void {
  const taken = new Set(["0", act]);
  const states = neurons.flatMap(({ stateNode, sumNode }) => [...new Set([stateNode, sumNode])]);
  for (const node of [...states, ...nodes]) {
    if (taken.has(node))
      throw outOfScope(`node ${node}`, "two parts hold its voltage", node, "a node of its own for each");
    taken.add(node);
  }
}

/**
 * Reduces the resistors and ideal amplifiers outside the neurons to conductances between driven and summing nodes.
 * Parallel devices add up.
 *
 * @throws NetlistError naming a resistor that lies elsewhere: a wire segment, say.
 */
export function extractArray(
  resistors: readonly Extract<CircuitElement, { kind: "resistor" }>[],
  buffers: readonly Vcvs[],
  neurons: readonly NeuronNames[],
  sources: readonly ModelSource[],
  act: string,
): ExtractedArray {
  const n = neurons.length;
  const all = drivenNodes(neurons, sources);
  const driven = new Set(all.map(({ node }) => node));
  const amplifiers = new Amplifiers(buffers, driven);
  for (const node of amplifiers.nodes) all.push({ node, neuron: -1, sign: 1, source: -1 });
  requireOwnNodes([...all.map(({ node }) => node), ...amplifiers.inputNodes], neurons, act);
  const fed = new Set<string>();
  const driveOf = new Map(all.map((drive, d) => [drive.node, d]));
  const rowOf = new Map(neurons.map(({ sumNode }, i) => [sumNode, i]));
  const siemens = new Float64Array(all.length * n);
  const loadSiemens = new Float64Array(n);
  let activitySiemens = 0;
  for (const { name, nodes, ohms } of resistors) {
    if (!(ohms > 0 && ohms < Number.POSITIVE_INFINITY)) {
      throw outOfScope(name, "a resistance is out of range", String(ohms), "a resistance above 0");
    }
    const a = nodes[0].toLowerCase();
    const b = nodes[1].toLowerCase();
    const row = rowOf.get(a) ?? rowOf.get(b);
    const other = rowOf.has(a) ? b : a;
    if (amplifiers.take({ kind: "resistor", name, nodes, ohms }, a, b, driven)) fed.add(a).add(b);
    else if (row !== undefined && other === "0") loadSiemens[row]! += 1 / ohms;
    else if (row !== undefined && driveOf.has(other)) {
      siemens[driveOf.get(other)! * n + row]! += 1 / ohms;
      loadSiemens[row]! += 1 / ohms;
    } else if ((a === act && b === "0") || (b === act && a === "0")) activitySiemens += 1 / ohms;
    else {
      const expected =
        "a device between a driven node (rail, voltage source or amplifier) and a summing node; no wire segments";
      throw outOfScope(name, "this resistor is no device of an array without wires", nodes.join(" "), expected);
    }
  }
  if (activitySiemens === 0)
    throw outOfScope(`node ${act}`, "no resistor to ground", "nothing", "the detector's resistor");
  const drives: Drive[] = [];
  const kept: Float64Array[] = [];
  for (const { control } of buffers) fed.add(control[0].toLowerCase());
  for (const [d, drive] of all.entries()) {
    const row = siemens.subarray(d * n, (d + 1) * n);
    if (drive.source >= 0 && !fed.has(drive.node) && row.every((g) => g === 0)) continue;
    drives.push(drive);
    kept.push(row);
  }
  const driveSiemens = new Float64Array(kept.length * n);
  for (const [d, row] of kept.entries()) driveSiemens.set(row, d * n);
  return {
    drives,
    driveSiemens,
    amplifiers: amplifiers.model(drives),
    loadSiemens,
    activityOhms: 1 / activitySiemens,
  };
}
