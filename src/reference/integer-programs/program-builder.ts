import type { AnySolution } from "../../problem/index.ts";
import type { IntegerColumn, IntegerProgram, SparseLine } from "../linear-program/index.ts";

/** A task as a program to be minimised, and what values of its columns say of the task. */
export interface TaskProgram {
  readonly program: IntegerProgram;
  solutionOf(values: Float64Array): AnySolution;
}

/** A term of a row: coefficient times column. */
export type RowTerm = readonly [coefficient: number, column: number];

/** A program under construction. */
export interface ProgramBuilder {
  /** A column that is 0 or 1; returns its index. `upper` 0 keeps it 0. */
  bit(cost: number, upper?: number): number;
  /** A column with any value in [0, 1], for what bits force to be whole. */
  share(cost: number): number;
  row(terms: readonly RowTerm[], lower: number, upper: number): void;
  build(): IntegerProgram;
}

export function createProgramBuilder(): ProgramBuilder {
  const columns: IntegerColumn[] = [];
  const rows: SparseLine[] = [];
  // HiGHS takes no -0 amiss, but readers of programs do.
  const add = (cost: number, upper: number, isInteger: boolean) =>
    columns.push({ cost: cost + 0, lower: 0, upper, isInteger }) - 1;
  return {
    bit: (cost, upper = 1) => add(cost, upper, true),
    share: (cost) => add(cost, 1, false),
    row(terms, lower, upper) {
      const sums = new Map<number, number>();
      for (const [coefficient, column] of terms) sums.set(column, (sums.get(column) ?? 0) + coefficient);
      rows.push({ indices: [...sums.keys()], values: [...sums.values()], lower, upper });
    },
    build: () => ({ columns, rows }),
  };
}

/** The first n columns that are 1. */
export function onesOf(values: Float64Array, n: number): Uint32Array {
  return Uint32Array.from({ length: n }, (_, i) => i).filter((i) => values[i]! > 0.5);
}

/** The first n columns as spins, 1 being up. */
export function spinsOf(values: Float64Array, n: number): Int8Array {
  return Int8Array.from({ length: n }, (_, i) => (values[i]! > 0.5 ? 1 : -1));
}

/** The column of n rows of k that is largest in its row. */
export function rowsOf(values: Float64Array, n: number, k: number): Uint32Array {
  return Uint32Array.from({ length: n }, (_, v) => {
    const row = values.subarray(v * k, (v + 1) * k);
    return row.reduce((best, value, c) => (value > row[best]! ? c : best), 0);
  });
}
