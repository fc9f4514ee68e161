import { ArgumentError, LimitError } from "../../core/index.ts";
import {
  addToSkyline,
  createSkyline,
  inverseError,
  productError,
  skylineCholesky,
  skylineLength,
  solveSkylineInPlace,
  sumError,
} from "../../linalg/index.ts";
import { farSiemens, type WireNetwork } from "./network.ts";

/** Doubles of the factor at most: 256 MB. A square array of 160 lines takes about that. */
const MOST_DOUBLES = 2 ** 25;
const REFINEMENTS = 3;

export interface DirectSolution {
  /** rows*columns. */
  readonly wordVolts: Float64Array;
  readonly bitVolts: Float64Array;
  /** rows*columns, positive into the bit line. */
  readonly deviceAmps: Float64Array;
  /** One a column, positive into the sense point. */
  readonly outputAmps: Float64Array;
  /** Largest net current into a joined node against the largest current of a branch. */
  readonly residual: number;
}

/** Every branch of the network: two nodes and a resistance. */
interface Branches {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly siemens: Float64Array;
  /** What a reciprocal of ohms lacks as a double. */
  readonly siemensLow: Float64Array;
}

/**
 * Node voltages from the nodal matrix, by envelope Cholesky with refinement in doubled arithmetic. Nodes joined by no resistance at all become
 * one, and the currents between them follow from Kirchhoff's law. Lines are eliminated one by one along the longer side of
 * the array, so that the envelope is about twice as wide as the shorter side m: m^2 times the longer side, doubles.
 * Nodes that no path ties to a source or a sense point are put at 0 V.
 *
 * @throws ArgumentError for a path without resistance between two sources or in a loop; LimitError above 2^25 doubles
 */
export function createDirectSolver(
  network: WireNetwork,
): (volts: Float64Array, senseVolts: Float64Array) => DirectSolution {
  const { rows, columns } = network;
  const cells = rows * columns;
  // Behind the cells' nodes stand the sources, then the sense points.
  const nodes = 2 * cells + rows + columns;
  const { word, bit } = numbering(rows, columns);
  const branches = listBranches(network, word, bit);
  const { from, to, siemens, siemensLow } = branches;
  const isKnown = (node: number) => node >= 2 * cells;

  // Nodes without resistance between them, then nodes with any path at all between them.
  const joined = sets(nodes);
  const tied = sets(nodes);
  for (let b = 0; b < siemens.length; b++) {
    if (siemens[b] === 0) continue;
    tied.join(from[b]!, to[b]!);
    if (siemens[b] === Infinity) joined.join(from[b]!, to[b]!, isKnown);
  }
  for (let known = 2 * cells + 1; known < nodes; known++) tied.join(2 * cells, known);
  const anchor = tied.find(2 * cells);
  const unknown = new Int32Array(nodes).fill(-1);
  let n = 0;
  for (let v = 0; v < 2 * cells; v++) if (joined.find(v) === v && tied.find(v) === anchor) unknown[v] = n++;
  for (let v = 0; v < 2 * cells; v++) unknown[v] = unknown[joined.find(v)]!;

  const first = Int32Array.from({ length: n }, (_, i) => i);
  const finite = (b: number) => siemens[b]! > 0 && siemens[b]! < Infinity;
  for (let b = 0; b < siemens.length; b++) {
    const [u, v] = [unknown[from[b]!]!, unknown[to[b]!]!];
    if (finite(b) && u >= 0 && v >= 0) first[Math.max(u, v)] = Math.min(first[Math.max(u, v)]!, u, v);
  }
  const doubles = skylineLength(first);
  if (doubles > MOST_DOUBLES) {
    throw new LimitError("the array is too large for a direct solve", {
      code: "wires.direct",
      received: `a factor of ${doubles} doubles`,
      expected: `at most ${MOST_DOUBLES}; the iterative method has no such limit`,
    });
  }
  const matrix = createSkyline(first);
  for (let b = 0; b < siemens.length; b++) {
    if (!finite(b)) continue;
    const [u, v] = [unknown[from[b]!]!, unknown[to[b]!]!];
    if (u === v && u >= 0) continue;
    if (u >= 0) addToSkyline(matrix, u, u, siemens[b]!);
    if (v >= 0) addToSkyline(matrix, v, v, siemens[b]!);
    if (u >= 0 && v >= 0) addToSkyline(matrix, u, v, -siemens[b]!);
  }
  if (!skylineCholesky(matrix)) {
    throw new ArgumentError("the resistances differ too much for a direct solve", {
      code: "wires.range",
      expected: "conductances that a double can add",
    });
  }

  return (volts, senseVolts) => {
    const v = new Float64Array(nodes);
    v.set(volts, 2 * cells);
    v.set(senseVolts, 2 * cells + rows);
    for (let x = 0; x < 2 * cells; x++) if (isKnown(joined.find(x))) v[x] = v[joined.find(x)]!;
    const vLow = new Float64Array(nodes);
    const net = new Float64Array(n);
    const netLow = new Float64Array(n);
    const pass = (node: number, amps: number, low: number) => {
      const sum = net[node]! + amps;
      netLow[node]! += sumError(net[node]!, amps, sum) + low;
      net[node] = sum;
    };
    let residual = 0;
    for (let step = 0; ; step++) {
      net.fill(0);
      netLow.fill(0);
      let [largest, steepest, worst] = [0, 0, 0];
      for (let b = 0; b < siemens.length; b++) {
        if (!finite(b)) continue;
        const [u, w, g] = [from[b]!, to[b]!, siemens[b]!];
        const d = v[u]! - v[w]!;
        const low = sumError(v[u]!, -v[w]!, d) + (vLow[u]! - vLow[w]!);
        const amps = g * d;
        const ampsLow = productError(g, d, amps) + g * low + siemensLow[b]! * d;
        largest = Math.max(largest, Math.abs(amps));
        steepest = Math.max(steepest, g * Math.abs(v[u]!));
        const [i, j] = [unknown[u]!, unknown[w]!];
        if (i >= 0) pass(i, -amps, -ampsLow);
        if (j >= 0) pass(j, amps, ampsLow);
      }
      for (let i = 0; i < n; i++) {
        net[i]! += netLow[i]!;
        worst = Math.max(worst, Math.abs(net[i]!));
      }
      // Where no current flows at all, there is roundoff alone.
      residual = largest <= 64 * Number.EPSILON * steepest ? 0 : worst / largest;
      if (step > REFINEMENTS) break;
      solveSkylineInPlace(matrix, net);
      for (let x = 0; x < 2 * cells; x++) {
        if (unknown[x]! < 0) continue;
        const change = net[unknown[x]!]!;
        const sum = v[x]! + change;
        const rest = vLow[x]! + sumError(v[x]!, change, sum);
        v[x] = sum + rest;
        vLow[x] = sumError(sum, rest, v[x]!);
      }
    }
    const amps = branchAmps(branches, v, vLow, isKnown);
    const at = (numbers: Int32Array) => Float64Array.from(numbers, (x) => v[x]!);
    return {
      wordVolts: at(word),
      bitVolts: at(bit),
      deviceAmps: amps.slice(0, cells),
      outputAmps: amps.slice(cells, cells + columns),
      residual,
    };
  };
}

/** Numbers of the nodes, cell by cell: line by line along the longer side, the wire inside the line before the one across. */
function numbering(rows: number, columns: number): { word: Int32Array; bit: Int32Array } {
  const word = new Int32Array(rows * columns);
  const bit = new Int32Array(rows * columns);
  for (let x = 0; x < rows * columns; x++) {
    const [i, j] = [Math.floor(x / columns), x % columns];
    word[x] = rows >= columns ? 2 * i * columns + j : 2 * j * rows + rows + i;
    bit[x] = rows >= columns ? 2 * i * columns + columns + j : 2 * j * rows + i;
  }
  return { word, bit };
}

/** Devices, then the ends of the bit lines, then all other branches. */
function listBranches(network: WireNetwork, word: Int32Array, bit: Int32Array): Branches {
  const { rows, columns, wordLineOhms, bitLineOhms, driverOhms, senseOhms } = network;
  const cells = rows * columns;
  const far = farSiemens(network);
  const count = 3 * cells + (far > 0 ? rows : 0);
  const [from, to] = [new Int32Array(count), new Int32Array(count)];
  const [siemens, siemensLow] = [new Float64Array(count), new Float64Array(count)];
  let b = 0;
  const add = (u: number, v: number, g: number, ohms?: number) => {
    from[b] = u;
    to[b] = v;
    if (ohms !== undefined && g > 0 && g < Infinity) siemensLow[b] = inverseError(ohms, g);
    siemens[b++] = g;
  };
  const addOhms = (u: number, v: number, ohms: number) => add(u, v, 1 / ohms, ohms);
  for (let x = 0; x < cells; x++) add(word[x]!, bit[x]!, network.siemens[x]!);
  for (let j = 0; j < columns; j++) addOhms(bit[cells - columns + j]!, 2 * cells + rows + j, bitLineOhms + senseOhms);
  for (let i = 0; i < rows; i++) addOhms(2 * cells + i, word[i * columns]!, wordLineOhms + driverOhms);
  if (far > 0) {
    for (let i = 0; i < rows; i++) addOhms(2 * cells + i, word[(i + 1) * columns - 1]!, wordLineOhms + driverOhms);
  }
  for (let x = 0; x < cells; x++) {
    if (x % columns > 0) addOhms(word[x - 1]!, word[x]!, wordLineOhms);
    if (x >= columns) addOhms(bit[x - columns]!, bit[x]!, bitLineOhms);
  }
  return { from, to, siemens, siemensLow };
}

/** Disjoint sets of nodes, each named by its largest: sources and sense points are the last, and a node across many lines is eliminated late. */
function sets(nodes: number) {
  const parent = Int32Array.from({ length: nodes }, (_, v) => v);
  const find = (v: number): number => {
    let root = v;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };
  const join = (u: number, v: number, isKnown?: (node: number) => boolean): void => {
    const [a, b] = [find(u), find(v)];
    if (isKnown !== undefined && (a === b || (isKnown(a) && isKnown(b)))) {
      throw new ArgumentError(`a path without resistance ${a === b ? "closes a loop" : "joins two sources"}`, {
        code: "wires.loop",
        expected: "some resistance in each loop and between sources, or the currents are not determined",
      });
    }
    parent[Math.min(a, b)] = Math.max(a, b);
  };
  return { find, join };
}

/** Current of every branch; those without resistance form trees, and take what Kirchhoff's law leaves them from the leaves on. */
function branchAmps(
  { from, to, siemens, siemensLow }: Branches,
  v: Float64Array,
  vLow: Float64Array,
  isKnown: (node: number) => boolean,
): Float64Array {
  const amps = new Float64Array(siemens.length);
  const net = new Float64Array(v.length);
  const open: number[][] = [];
  for (let b = 0; b < siemens.length; b++) {
    const [u, w] = [from[b]!, to[b]!];
    if (siemens[b] === Infinity) {
      for (const node of [u, w]) {
        const list = open[node];
        if (list === undefined) open[node] = [b];
        else list.push(b);
      }
    } else {
      const d = v[u]! - v[w]!;
      const low = sumError(v[u]!, -v[w]!, d) + (vLow[u]! - vLow[w]!);
      amps[b] = siemens[b]! * (d + low) + siemensLow[b]! * d;
    }
    net[u]! -= amps[b]!;
    net[w]! += amps[b]!;
  }
  const left = Int32Array.from({ length: v.length }, (_, node) => open[node]?.length ?? 0);
  const done = new Uint8Array(siemens.length);
  const leaves: number[] = [];
  for (const node of left.keys()) if (left[node] === 1 && !isKnown(node)) leaves.push(node);
  for (let node = leaves.pop(); node !== undefined; node = leaves.pop()) {
    const b = (open[node] ?? []).find((branch) => done[branch] === 0);
    if (b === undefined) continue;
    done[b] = 1;
    const other = from[b] === node ? to[b]! : from[b]!;
    amps[b] = from[b] === node ? net[node]! : -net[node]!;
    net[other]! += net[node]!;
    left[other]!--;
    if (left[other] === 1 && !isKnown(other)) leaves.push(other);
  }
  return amps;
}
