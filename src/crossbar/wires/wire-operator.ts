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

/** Multiplications of a solve a cell: some ten iterations of some fifty. */
const SOLVE_WORK = 500;

/**
 * Multiplications that `reduceWires` takes at most: with m lines across and l along, the front of m rows meets l terminals one
 * after the other.
 */
export function reductionWork(rows: number, columns: number): number {
  const [across, along] = [Math.min(rows, columns), Math.max(rows, columns)];
  return (across * ((across + along) ** 3 - across ** 3)) / 6;
}

/**
 * An array as an operator in the form that `products` products cost least in: the matrix costs `reductionWork` once and a
 * multiplication an entry, a solve some 500 a cell each time. Both are exact to 1e-11 of the largest current.
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
