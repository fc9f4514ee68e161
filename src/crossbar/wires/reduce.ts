import { createRandom } from "../../core/index.ts";
import type { ResistorLayout } from "./dissection.ts";
import { checkNetwork, type WiredArray, type WireNetwork } from "./network.ts";
import { createArraySolver } from "./solve-array.ts";
import { eliminateNodes, type ResistorNetwork } from "./star-mesh.ts";

/**
 * What an array with its wires does at its ends, exactly: with v_i the voltage of source i and u_j that of sense point j,
 * the current into sense point j is sum_i transfer_ji v_i - load_j u_j + sum_k sneak_jk u_k, and what source i sends out is
 * drive_i v_i - sum_j transfer_ji u_j - sum_k cross_ik v_k. All conductances are at least 0, siemens.
 */
export interface ReducedWires {
  readonly rows: number;
  readonly columns: number;
  /** columns * rows, row-major: sense point by source. */
  readonly transferSiemens: Float64Array;
  /** columns: all that hangs on a sense point. */
  readonly loadSiemens: Float64Array;
  /** columns * columns, symmetric, zero diagonal. */
  readonly sneakSiemens: Float64Array;
  /** The sources' own block, where it was asked for. */
  readonly drivers: {
    /** rows. */
    readonly driveSiemens: Float64Array;
    /** rows * rows, symmetric, zero diagonal. */
    readonly crossSiemens: Float64Array;
  } | null;
}

/** The array as a list of resistors, each at a cell: word line nodes, bit line nodes, sources, sense points. */
function listResistors(network: WireNetwork): ResistorNetwork & { readonly layout: ResistorLayout } {
  const { rows, columns, wordLineOhms, bitLineOhms, driverOhms, senseOhms, doubleSided } = network;
  const cells = rows * columns;
  const sources = 2 * cells;
  const senses = sources + rows;
  const count = 3 * cells + (doubleSided ? rows : 0);
  const [from, to] = [new Int32Array(count), new Int32Array(count)];
  const [x, y] = [new Int32Array(count), new Int32Array(count)];
  const siemens = new Float64Array(count);
  const endSiemens = 1 / (wordLineOhms + driverOhms);
  let k = 0;
  const add = (i: number, j: number, a: number, b: number, g: number): void => {
    y[k] = i;
    x[k] = j;
    from[k] = a;
    to[k] = b;
    siemens[k++] = g;
  };
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const word = i * columns + j;
      const bit = cells + word;
      add(i, j, word, bit, network.siemens[word]!);
      if (j === 0) add(i, j, sources + i, word, endSiemens);
      if (j < columns - 1) add(i, j, word, word + 1, 1 / wordLineOhms);
      else if (doubleSided) add(i, j, sources + i, word, endSiemens);
      if (i < rows - 1) add(i, j, bit, bit + columns, 1 / bitLineOhms);
      else add(i, j, senses + j, bit, 1 / (bitLineOhms + senseOhms));
    }
  }
  const terminals = Int32Array.from({ length: rows + columns }, (_, t) => sources + t);
  return { nodes: senses + columns, from, to, siemens, terminals, layout: { x, y } };
}

/**
 * Reduces an array with its wires to its ends, block of cells by block of cells, see `eliminateNodes`: nothing is ever
 * subtracted, so that every conductance is exact to some roundoffs. With m lines across and l along some 6 m (m + l)^2
 * multiplications; 4096 x 2048 takes a minute and 2.6 GB.
 *
 * @throws ArgumentError, LimitError for wrong input, see `checkNetwork`; ArgumentError where a path without resistance joins
 * two ends
 */
export function reduceWires(array: WiredArray, options: { readonly drivers?: boolean } = {}): ReducedWires {
  const network = checkNetwork(array);
  const { rows, columns } = network;
  const resistors = listResistors(network);
  const all = eliminateNodes(resistors, resistors.layout);
  const n = rows + columns;
  const block = (fromRow: number, height: number, fromColumn: number, width: number): Float64Array => {
    const out = new Float64Array(height * width);
    for (let i = 0; i < height; i++) {
      const at = (fromRow + i) * n + fromColumn;
      out.set(all.subarray(at, at + width), i * width);
    }
    return out;
  };
  const sums = (from: number, count: number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += all[(from + i) * n + k]!;
      return sum;
    });
  return {
    rows,
    columns,
    transferSiemens: block(rows, columns, 0, rows),
    loadSiemens: sums(rows, columns),
    sneakSiemens: block(rows, columns, rows, columns),
    drivers: options.drivers ? { driveSiemens: sums(0, rows), crossSiemens: block(0, rows, 0, rows) } : null,
  };
}

/**
 * How far a reduction is from the exact solve of the array: the largest difference of a sense point's current at random voltages on all
 * sources and sense points, against the largest such current. It costs one solve.
 *
 * @throws ConvergenceError, LimitError where the array itself cannot be solved
 */
export function reductionError(array: WiredArray, reduced: ReducedWires): number {
  const { rows, columns } = reduced;
  const random = createRandom(1, "reduction");
  const volts = Float64Array.from({ length: rows }, () => 2 * random.uniform() - 1);
  const senseVolts = Float64Array.from({ length: columns }, () => 2 * random.uniform() - 1);
  const { outputAmps } = createArraySolver(array).solve(volts, senseVolts);
  const amps = reducedAmps(reduced, volts, senseVolts);
  let [difference, largest] = [0, 0];
  for (let j = 0; j < columns; j++) {
    difference = Math.max(difference, Math.abs(amps[j]! - outputAmps[j]!));
    largest = Math.max(largest, Math.abs(outputAmps[j]!));
  }
  return largest === 0 ? difference : difference / largest;
}

/** Current into each sense point, amperes, for given voltages of sources and sense points. */
export function reducedAmps(
  { rows, columns, transferSiemens, loadSiemens, sneakSiemens }: ReducedWires,
  volts: ArrayLike<number>,
  senseVolts: ArrayLike<number>,
): Float64Array {
  return Float64Array.from({ length: columns }, (_, j) => {
    let amps = -loadSiemens[j]! * senseVolts[j]!;
    for (let i = 0; i < rows; i++) amps += transferSiemens[j * rows + i]! * volts[i]!;
    for (let k = 0; k < columns; k++) amps += sneakSiemens[j * columns + k]! * senseVolts[k]!;
    return amps;
  });
}
