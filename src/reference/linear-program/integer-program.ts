/** Integer programs in HiGHS: its branch and cut, run once from the model to an answer. */

import type { Highs, InitOptions } from "highs";
import { loadModule, packed, read } from "./highs.ts";
import type { SparseLine } from "./linear-program.ts";

/** Minimise sum cost x within bounds of columns and rows. */
export interface IntegerProgram {
  readonly columns: readonly IntegerColumn[];
  /** Their indices are columns, each at most once in a row. */
  readonly rows: readonly SparseLine[];
}

export interface IntegerColumn {
  readonly cost: number;
  readonly lower: number;
  readonly upper: number;
  /** Whether only whole numbers will do. */
  readonly isInteger: boolean;
}

/** `stopped` says that a limit came first, `failed` that there is no answer. */
export type IntegerStatus = "optimal" | "infeasible" | "stopped" | "failed";

export interface IntegerAnswer {
  readonly status: IntegerStatus;
  /** The best values known, one a column; null when there are none. */
  readonly values: Float64Array | null;
}

/**
 * Solves a program to no gap at all, as far as its tolerances of 1e-6 tell. The answer is HiGHS's word: no certificate.
 * `seconds` end the run, which nothing else can interrupt; 60 by default.
 */
export type IntegerSolver = (program: IntegerProgram, seconds?: number) => IntegerAnswer;

const OPTIMAL = 7;
const INFEASIBLE = 8;
const TIME_LIMIT = 13;
/** HiGHS calls a program without a solution this when its presolve cannot tell which of the two it is. */
const UNBOUNDED_OR_INFEASIBLE = 9;

function statusOf(code: number, isBounded: boolean): IntegerStatus {
  if (code === OPTIMAL) return "optimal";
  if (code === INFEASIBLE || (code === UNBOUNDED_OR_INFEASIBLE && isBounded)) return "infeasible";
  return code === TIME_LIMIT ? "stopped" : "failed";
}

function solve(highs: Highs, { columns, rows }: IntegerProgram, seconds: number): IntegerAnswer {
  const model = highs.raw.createModel();
  const { lower, upper, starts, indices, values } = packed(rows);
  // The WebAssembly build stops on what would be an exception in C++.
  try {
    model.setOptionValue("output_flag", false);
    model.setOptionValue("time_limit", seconds);
    model.setOptionValue("mip_rel_gap", 0);
    model.setOptionValue("mip_abs_gap", 0);
    model.passModel({
      numCols: columns.length,
      numRows: rows.length,
      colCost: Float64Array.from(columns, (column) => column.cost),
      colLower: Float64Array.from(columns, (column) => column.lower),
      colUpper: Float64Array.from(columns, (column) => column.upper),
      rowLower: lower,
      rowUpper: upper,
      matrix: { format: "csr", numRows: rows.length, numCols: columns.length, starts, indices, values },
      integrality: Int32Array.from(columns, (column) => (column.isInteger ? 1 : 0)),
    });
    model.run();
    const isBounded = columns.every((column) => Number.isFinite(column.lower) && Number.isFinite(column.upper));
    const status = statusOf(model.getModelStatus(), isBounded);
    if (status === "infeasible" || status === "failed") return { status, values: null };
    const found = Float64Array.from(read(model.getSolution()).colValue);
    return { status, values: found.length === columns.length ? found : null };
  } catch {
    return { status: "failed", values: null };
  } finally {
    model.dispose();
  }
}

/** Loads HiGHS, as `loadHighs`, and returns what solves integer programs. */
export async function loadIntegerSolver(options: InitOptions = {}): Promise<IntegerSolver> {
  const highs = await loadModule(options);
  return (program, seconds = 60) => solve(highs, program, seconds);
}
