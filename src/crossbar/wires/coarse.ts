import { addToSkyline, createSkyline, type Skyline, skylineCholesky, solveSkylineInPlace } from "../../linalg/index.ts";
import { farSiemens, type WireNetwork } from "./network.ts";

/** Knots a direction at most: 96^2 unknowns of bandwidth 97 factor in some hundredths of a second. */
const MOST_KNOTS = 96;
/** Distance of knots in units of the length over which the devices tie a word line to its bit lines. */
const SPACING = 1.5;

/** Piecewise linear functions along one direction: each node lies between two knots. */
interface Axis {
  readonly knots: number;
  /** Left knot of each node. */
  readonly left: Int32Array;
  /** Weight of the right knot. */
  readonly weight: Float64Array;
  /** Stiffness of the wire between the functions, times 1 ohm a segment; tridiagonal: diagonal, then next to it. */
  readonly stiffness: readonly [Float64Array, Float64Array];
  /** Inner products of the functions. */
  readonly mass: readonly [Float64Array, Float64Array];
}

/** `ends`: nodes that are tied to a source or a sense point, and by how many siemens. */
function createAxis(nodes: number, knots: number, siemens: number, ends: readonly [number, number][]): Axis {
  const left = new Int32Array(nodes);
  const weight = new Float64Array(nodes);
  const band = (): [Float64Array, Float64Array] => [new Float64Array(knots), new Float64Array(knots)];
  const [stiffness, mass] = [band(), band()];
  const add = ([diagonal, beside]: [Float64Array, Float64Array], k: number, a: number, b: number, factor: number) => {
    diagonal[k]! += factor * a * a;
    diagonal[k + 1]! += factor * b * b;
    beside[k]! += factor * a * b;
  };
  for (let i = 0; i < nodes; i++) {
    const position = (i * (knots - 1)) / (nodes - 1);
    left[i] = Math.min(knots - 2, Math.floor(position));
    weight[i] = position - left[i]!;
    add(mass, left[i]!, 1 - weight[i]!, weight[i]!, 1);
  }
  for (let i = 1; i < nodes; i++) {
    const [k, l] = [left[i - 1]!, left[i]!];
    // Differences of the functions over one segment, which may lie across a knot.
    const change = new Float64Array(3);
    change[0]! -= 1 - weight[i - 1]!;
    change[1]! -= weight[i - 1]!;
    change[l - k]! += 1 - weight[i]!;
    change[l - k + 1]! += weight[i]!;
    for (let a = 0; a < 3; a++) {
      if (k + a >= knots) continue;
      stiffness[0][k + a]! += siemens * change[a]! ** 2;
      if (a < 2 && k + a + 1 < knots) stiffness[1][k + a]! += siemens * change[a]! * change[a + 1]!;
    }
  }
  for (const [node, g] of ends) add(stiffness, left[node]!, 1 - weight[node]!, weight[node]!, g);
  return { knots, left, weight, stiffness, mass };
}

/**
 * The second level of the preconditioner: voltages that vary slowly and are the same on both wires of a cell, for which no
 * device carries current. Line solves alone barely see them, and what resists them are the wires, whose matrix
 * between tensor products of piecewise linear functions is a small banded one.
 *
 * Source: Smith, Bjorstad and Gropp, Domain Decomposition, 1996, section 2.2 (additive two-level method).
 */
export interface CoarseLevel {
  /** Knots along the bit lines. */
  readonly knots: number;
  /** The row of knots at or above each row of the array. */
  readonly above: Int32Array;
  /** Weight of the knots below it. */
  readonly weight: Float64Array;
  /** Begins a correction. */
  clear(): void;
  /** Adds amperes between the knots k and k + 1, summed onto each by its weight: one number a column. */
  restrict(k: number, upper: Float64Array, lower: Float64Array): void;
  solve(): void;
  /** Volts at the row of knots k, one a column. */
  prolongInto(row: Float64Array, k: number): void;
}

/** Undefined where the devices are too weak to tie the wires, so that line solves are enough. */
export function createCoarseLevel(network: WireNetwork): CoarseLevel | undefined {
  const { rows, columns, wordLineOhms, bitLineOhms, driverOhms, senseOhms, siemens } = network;
  if (rows < 4 || columns < 4 || wordLineOhms === 0 || bitLineOhms === 0) return undefined;
  let sum = 0;
  for (let x = 0; x < siemens.length; x++) sum += Math.min(siemens[x]!, 1 / wordLineOhms);
  const mean = sum / siemens.length;
  const knotsOf = (nodes: number, ohms: number) =>
    Math.min(MOST_KNOTS, nodes, Math.ceil(((nodes - 1) * Math.sqrt(ohms * mean)) / SPACING) + 1);
  const across = knotsOf(columns, wordLineOhms);
  const down = knotsOf(rows, bitLineOhms);
  if (across < 2 || down < 2) return undefined;
  const x = createAxis(columns, across, 1 / wordLineOhms, [
    [0, 1 / (wordLineOhms + driverOhms)],
    [columns - 1, farSiemens(network)],
  ]);
  const y = createAxis(rows, down, 1 / bitLineOhms, [[rows - 1, 1 / (bitLineOhms + senseOhms)]]);
  const matrix = assemble(x, y);
  if (!skylineCholesky(matrix)) return undefined;
  const coarse = new Float64Array(down * across);
  return {
    knots: down,
    above: y.left,
    weight: y.weight,
    clear: () => {
      coarse.fill(0);
    },
    restrict: (k, upper, lower) => {
      const target = k * across;
      for (let j = 0; j < columns; j++) {
        const at = target + x.left[j]!;
        const w = x.weight[j]!;
        coarse[at]! += (1 - w) * upper[j]!;
        coarse[at + 1]! += w * upper[j]!;
        coarse[at + across]! += (1 - w) * lower[j]!;
        coarse[at + across + 1]! += w * lower[j]!;
      }
    },
    solve: () => solveSkylineInPlace(matrix, coarse),
    prolongInto: (row, k) => {
      const base = k * across;
      for (let j = 0; j < columns; j++) {
        const at = base + x.left[j]!;
        row[j] = coarse[at]! + x.weight[j]! * (coarse[at + 1]! - coarse[at]!);
      }
    },
  };
}

/** Stiffness along the words times mass along the bits, and the other way round. */
function assemble(x: Axis, y: Axis): Skyline {
  const n = x.knots * y.knots;
  const first = new Int32Array(n);
  for (let i = 0; i < n; i++) first[i] = Math.max(0, i - x.knots - 1);
  const matrix = createSkyline(first);
  const at = ([diagonal, beside]: Axis["mass"], k: number, l: number) =>
    k === l ? diagonal[k]! : beside[Math.min(k, l)]!;
  for (let k = 0; k < y.knots; k++) {
    for (let l = 0; l < x.knots; l++) {
      for (const [dk, dl] of [
        [0, 0],
        [0, 1],
        [1, -1],
        [1, 0],
        [1, 1],
      ] as const) {
        const [k2, l2] = [k + dk, l + dl];
        if (k2 >= y.knots || l2 < 0 || l2 >= x.knots) continue;
        const value = at(y.stiffness, k, k2) * at(x.mass, l, l2) + at(y.mass, k, k2) * at(x.stiffness, l, l2);
        addToSkyline(matrix, k * x.knots + l, k2 * x.knots + l2, value);
      }
    }
  }
  return matrix;
}
