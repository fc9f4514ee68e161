import type { DeviceArray } from "../../circuit/index.ts";
import type { ConductionLaw } from "../../crossbar/index.ts";
import { Amplifiers, foldedSums, type Vcvs } from "./amplifiers.ts";
import type { Drive, ModelAmplifier, ModelSource, NeuronNames, NonlinearDevices } from "./model.ts";
import { reduceGrid, type WireGrid } from "./reduce-grid.ts";
import { NodeNumbers, type Resistor, requireResistance, sortResistors } from "./resistors.ts";
import { roundedDevices } from "./rounded-devices.ts";
import { outOfScope } from "./scope.ts";

/** The resistive part of a circuit: what lies between driven nodes and summing nodes. */
export interface ExtractedArray {
  /** Output rails of all neurons first, p_0, m_0, p_1, ..., then every voltage source that drives a device, then amplifiers. */
  readonly drives: readonly Drive[];
  /** drives * n, row-major, siemens. */
  readonly driveSiemens: Float64Array;
  readonly nonlinear: NonlinearDevices | null;
  readonly amplifiers: readonly ModelAmplifier[];
  /** n, siemens: everything at summing node i, resistors to ground included. */
  readonly loadSiemens: Float64Array;
  /** n * n, zero diagonal, siemens: what wires couple summing nodes with, and amplifiers at their ends; null without wires. */
  readonly sneakSiemens: Float64Array | null;
  /** drives * drives, symmetric, zero diagonal, siemens: what wires couple driven nodes with; null without wires. */
  readonly crossSiemens: Float64Array | null;
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

/** A device that is not ohmic. */
export interface NonlinearDevice {
  readonly name: string;
  readonly nodes: readonly [string, string];
  readonly siemens: number;
  readonly law: ConductionLaw;
}

/** What stands beside resistors and amplifiers. */
export interface ArrayParts {
  /** Eliminates wires; one that remembers its last network serves many runs of one array. */
  readonly reduce?: (grid: WireGrid) => Float64Array;
  /** Devices that are no resistors of the circuit; they come before all resistors. */
  readonly devices?: DeviceArray;
  readonly nonlinear?: readonly NonlinearDevice[];
}

/**
 * Reduces the resistors and ideal amplifiers outside the neurons to conductances between driven and summing nodes. Parallel
 * devices add up. Nodes that nothing else holds are those of wires: they are eliminated, whatever network they form.
 *
 * @throws NetlistError naming a resistor that lies elsewhere: between two rails, say, or on a wire that leads nowhere.
 */
export function extractArray(
  resistors: readonly Resistor[],
  buffers: readonly Vcvs[],
  neurons: readonly NeuronNames[],
  sources: readonly ModelSource[],
  act: string,
  { reduce = reduceGrid, devices, nonlinear = [] }: ArrayParts = {},
): ExtractedArray {
  const n = neurons.length;
  const all = drivenNodes(neurons, sources);
  const driven = new Set(all.map(({ node }) => node));
  const amplifiers = new Amplifiers(buffers, driven);
  for (const node of amplifiers.nodes) all.push({ node, neuron: -1, sign: 1, source: -1 });
  requireOwnNodes([...all.map(({ node }) => node), ...amplifiers.inputNodes], neurons, act);
  const heldNodes = new Set(["0", act, ...all.map(({ node }) => node)]);
  for (const { stateNode, sumNode } of neurons) heldNodes.add(stateNode).add(sumNode);
  const isHeld = (node: string) => heldNodes.has(node);
  for (const node of amplifiers.wiredNodes(resistors, isHeld)) all.push({ node, neuron: -1, sign: 1, source: -1 });
  const fed = new Set(buffers.map(({ control }) => control[0].toLowerCase()));
  // Numbers of the nodes: summing nodes, driven nodes, ground, then the wires' own as they come.
  const count = all.length;
  const [ground, detector] = [n + count, n + count + 1];
  const numberOf = new Map<string, number>([
    ...neurons.map(({ sumNode }, i): [string, number] => [sumNode, i]),
    ...all.map(({ node }, d): [string, number] => [node, n + d]),
    ["0", ground],
    [act, detector],
  ]);
  // Nodes inside the neurons, and states that are no summing nodes, are held by other parts.
  for (const { instance, stateNode } of neurons) {
    for (const local of ["b", "ulag", "vlag"]) numberOf.set(`${instance}.${local}`, -1);
    if (!numberOf.has(stateNode)) numberOf.set(stateNode, -1);
  }
  const nodes = new NodeNumbers(numberOf, detector + 1);
  const number = (name: string): number => nodes.of(name);
  const siemens = new Float64Array(count * n);
  const loadSiemens = new Float64Array(n);
  if (devices !== undefined) {
    const sums = devices.ends.map((node) => number(node));
    const lines = devices.drives.map((node) => number(node) - n);
    if (sums.some((i) => i < 0 || i >= n) || lines.some((d) => d < 0 || d >= count)) {
      throw outOfScope("the array", "its devices lie elsewhere", "other nodes", "driven nodes and summing nodes");
    }
    const rounded = roundedDevices(devices);
    for (const [k, i] of sums.entries()) {
      for (const [l, d] of lines.entries()) {
        const g = rounded[l * sums.length + k]!;
        siemens[d * n + i]! += g;
        loadSiemens[i]! += g;
      }
    }
  }
  const ohmic =
    buffers.length === 0
      ? resistors
      : resistors.filter((resistor) => {
          const [low, high] = [resistor.nodes[0].toLowerCase(), resistor.nodes[1].toLowerCase()];
          requireResistance(resistor);
          if (!amplifiers.take(resistor, low, high, driven, isHeld)) return true;
          fed.add(low).add(high);
          return false;
        });
  const { activitySiemens, place, ...wires } = sortResistors(ohmic, nodes, n, ground, siemens, loadSiemens);
  const nonlinearSiemens = new Float64Array(nonlinear.length === 0 ? 0 : count * n);
  for (const { name, nodes: ends, siemens: g, law } of nonlinear) {
    const [a, b] = [numberOf.get(ends[0].toLowerCase()) ?? -1, numberOf.get(ends[1].toLowerCase()) ?? -1];
    const [sum, drive] = [Math.min(a, b), Math.max(a, b) - n];
    if (sum < 0 || sum >= n || drive < 0 || drive >= count) {
      const expected = "devices between a driven node and a summing node, without wires or a reference column";
      throw outOfScope(
        name,
        "a device that is not ohmic lies behind wires or on a reference column",
        ends.join(" "),
        expected,
      );
    }
    if (law !== nonlinear[0]!.law) throw outOfScope(name, "its devices follow several laws", "another law", "one law");
    nonlinearSiemens[drive * n + sum]! += g;
  }
  if (activitySiemens === 0)
    throw outOfScope(`node ${act}`, "no resistor to ground", "nothing", "the detector's resistor");
  let sneakSiemens: Float64Array | null = null;
  let cross: Float64Array | null = null;
  let toGround: Float64Array | null = null;
  if (wires.from.length > 0) {
    const mesh = reduce({
      nodes: nodes.count,
      terminals: ground + 1,
      sums: n,
      ...wires,
      nameOf: (k) => ohmic[place[k]!]!.name,
    });
    const size = ground + 1;
    sneakSiemens = new Float64Array(n * n);
    cross = new Float64Array(count * count);
    toGround = new Float64Array(count);
    for (let i = 0; i < n; i++) {
      const row = mesh.subarray(i * size, (i + 1) * size);
      for (const g of row) loadSiemens[i]! += g;
      sneakSiemens.set(row.subarray(0, n), i * n);
      for (let d = 0; d < count; d++) siemens[d * n + i]! += row[n + d]!;
    }
    for (let d = 0; d < count; d++) {
      cross.set(mesh.subarray((n + d) * size + n, (n + d) * size + ground), d * count);
      toGround[d] = mesh[(n + d) * size + ground]!;
    }
  }
  const used = usedDrives(all, n, siemens, nonlinearSiemens, cross, fed);
  const { drives, driveSiemens, crossSiemens } = used;
  const wiredNode = (d: number) => ({
    bySource: crossSiemens!.subarray(d * drives.length, (d + 1) * drives.length),
    bySum: driveSiemens.slice(d * n, (d + 1) * n),
    ground: toGround![all.indexOf(drives[d]!)]!,
  });
  const model = amplifiers.model(drives, crossSiemens === null ? null : wiredNode);
  const sums = foldedSums(n, driveSiemens, model);
  if (sums !== null && sneakSiemens !== null) {
    for (let i = 0; i < n; i++) {
      loadSiemens[i]! -= sums[i * n + i]!;
      sums[i * n + i] = 0;
    }
    for (let k = 0; k < n * n; k++) sneakSiemens[k]! += sums[k]!;
  }
  return {
    ...used,
    nonlinear: nonlinear.length === 0 ? null : { law: nonlinear[0]!.law, siemens: used.nonlinearSiemens },
    amplifiers: model,
    loadSiemens,
    sneakSiemens,
    activityOhms: 1 / activitySiemens,
  };
}

/** Leaves out voltage sources that drive nothing; `fed` are the nodes that amplifiers are fed from. */
function usedDrives(
  all: readonly Drive[],
  n: number,
  siemens: Float64Array,
  nonlinear: Float64Array,
  cross: Float64Array | null,
  fed: ReadonlySet<string>,
) {
  const used: number[] = [];
  const drivesSome = (values: Float64Array, d: number, width: number) =>
    values.subarray(d * width, (d + 1) * width).some((g) => g !== 0);
  for (const [d, drive] of all.entries()) {
    const isUsed =
      drive.source < 0 ||
      fed.has(drive.node) ||
      drivesSome(siemens, d, n) ||
      drivesSome(nonlinear, d, n) ||
      (cross !== null && drivesSome(cross, d, all.length));
    if (isUsed) used.push(d);
  }
  if (used.length === all.length) {
    return { drives: all, driveSiemens: siemens, nonlinearSiemens: nonlinear, crossSiemens: cross };
  }
  const driveSiemens = new Float64Array(used.length * n);
  const nonlinearSiemens = new Float64Array(nonlinear.length === 0 ? 0 : used.length * n);
  const crossSiemens = cross === null ? null : new Float64Array(used.length * used.length);
  for (const [k, d] of used.entries()) {
    driveSiemens.set(siemens.subarray(d * n, (d + 1) * n), k * n);
    if (nonlinear.length > 0) nonlinearSiemens.set(nonlinear.subarray(d * n, (d + 1) * n), k * n);
    if (cross !== null && crossSiemens !== null) {
      for (const [l, e] of used.entries()) crossSiemens[k * used.length + l] = cross[d * all.length + e]!;
    }
  }
  return { drives: used.map((d) => all[d]!), driveSiemens, nonlinearSiemens, crossSiemens };
}
