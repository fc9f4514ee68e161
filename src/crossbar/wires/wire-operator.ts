import type { WiredArray } from "./network.ts";
import { reducedAmps, reduceWires } from "./reduce.ts";
import { createArraySolver } from "./solve-array.ts";

/** What an array passes to its sense points. */
export interface WireOperator {
  /** Reduced to a matrix, or a solve of the wires a product. */
  readonly form: "matrix" | "solves";
  /** Amperes into each sense point, columns, at the voltages of sources (rows) and sense points (columns). */
  apply(volts: ArrayLike<number>, senseVolts: ArrayLike<number>): Float64Array;
}

/** A solve a cell, in multiplications of a product: 250 to 400 ns against 2.3 ns (bench/reduction.js), at some eight iterations. */
const SOLVE_WORK = 130;

/**
 * Time of `reduceWires` in multiplications of a product, to some third up to 1024 x 512: with m lines across and l along, some 330 a
 * cell for numbering and small blocks, 0.3 m (m + l)^2 for large ones (the kernel does some twenty multiplications in the time of one), 2.6
 * an entry for the matrix of all ends.
 */
export function reductionWork(rows: number, columns: number): number {
  const ends = rows + columns;
  return 330 * rows * columns + (0.3 * Math.min(rows, columns) + 2.6) * ends * ends;
}

/**
 * An array as an operator in the form that `products` products cost least in: the matrix costs `reductionWork` once and a
 * multiplication an entry, a solve some 130 a cell each time: the matrix pays from the fourth product on at 96 x 48, from
 * the sixth at 512 x 256. Both are exact to 1e-11 of the largest current.
 *
 * @throws ArgumentError, LimitError, see `reduceWires` and `createArraySolver`
 */
export function createWireOperator(array: WiredArray, products: number): WireOperator {
  const { rows, columns } = array;
  const matrix = reductionWork(rows, columns) + products * columns * (rows + columns);
  if (matrix <= products * SOLVE_WORK * rows * columns) {
    const reduced = reduceWires(array);
    return { form: "matrix", apply: (volts, senseVolts) => reducedAmps(reduced, volts, senseVolts) };
  }
  const solver = createArraySolver(array);
  return { form: "solves", apply: (volts, senseVolts) => solver.solve(volts, senseVolts).outputAmps };
}
