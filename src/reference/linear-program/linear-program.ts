/**
 * What the tour proof asks of a linear program solver: minimise a linear objective over columns within bounds and rows
 * within bounds, change it and solve it again from the last basis. Whatever it answers is checked or only steers the
 * search, so that a wrong answer costs time and never the proof.
 */

/** One row or column of a sparse matrix: indices of the other kind, with their coefficients. */
export interface SparseLine {
  readonly indices: readonly number[];
  readonly values: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

export interface ProgramColumn extends SparseLine {
  readonly cost: number;
}

/** `stopped` says that the iterations ran out, `failed` that there is no answer. */
export type ProgramStatus = "optimal" | "infeasible" | "stopped" | "failed";

/** A basis, to be handed back as it came. */
export type ProgramBasis = unknown;

export interface LinearProgram {
  addColumns(columns: readonly ProgramColumn[]): void;
  addRows(rows: readonly SparseLine[]): void;
  /** Deletes rows given in increasing order; the others move up. */
  deleteRows(rows: readonly number[]): void;
  setBounds(column: number, lower: number, upper: number): void;
  solve(maxIterations?: number): ProgramStatus;
  objective(): number;
  /** One for each column. */
  values(): Float64Array;
  /** One for each row: the change of the minimum with the row's bound, so not negative for a row bounded below. */
  rowDuals(): Float64Array;
  /** After `infeasible`: multipliers of the rows that show it, of either sign; null when there are none to be had. */
  ray(): Float64Array | null;
  basis(): ProgramBasis;
  setBasis(basis: ProgramBasis): void;
  dispose(): void;
}

/** Makes empty programs. */
export type LinearProgramFactory = () => LinearProgram;
