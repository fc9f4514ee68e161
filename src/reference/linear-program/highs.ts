/** The linear programs of HiGHS, compiled to WebAssembly: its dual simplex, started again from the last basis. */

import type { BasisInput, Highs, InitOptions, RawModelApi, RawResult } from "highs";
import type {
  LinearProgram,
  LinearProgramFactory,
  ProgramColumn,
  ProgramStatus,
  SparseLine,
} from "./linear-program.ts";

const OPTIMAL = 7;
const INFEASIBLE = 8;
const ITERATION_LIMIT = 14;
const NO_LIMIT = 2 ** 31 - 1;

/** The value of a call. */
export function read<T>(result: RawResult<T>): T {
  if (result.status === -1) throw new Error("HiGHS gave no value");
  return result.value;
}

/** Packs lines to compressed form, `count` being the number of lines of the other kind. */
export function packed(lines: readonly SparseLine[]) {
  const starts = new Int32Array(lines.length + 1);
  lines.forEach((line, k) => {
    starts[k + 1] = starts[k]! + line.indices.length;
  });
  return {
    lower: Float64Array.from(lines, (line) => line.lower),
    upper: Float64Array.from(lines, (line) => line.upper),
    starts,
    indices: Int32Array.from(lines.flatMap((line) => line.indices)),
    values: Float64Array.from(lines.flatMap((line) => line.values)),
  };
}

function createProgram(highs: Highs): LinearProgram {
  const model: RawModelApi = highs.raw.createModel();
  model.setOptionValue("output_flag", false);
  model.setOptionValue("presolve", "off");
  model.setOptionValue("solver", "simplex");
  let limit = NO_LIMIT;
  let rows = 0;
  let columns = 0;

  const run = (): ProgramStatus => {
    // The WebAssembly build stops on what would be an exception in C++.
    try {
      model.run();
      const status = model.getModelStatus();
      if (status === OPTIMAL) return "optimal";
      if (status === INFEASIBLE) return "infeasible";
      return status === ITERATION_LIMIT ? "stopped" : "failed";
    } catch {
      return "failed";
    }
  };
  return {
    addColumns: (added: readonly ProgramColumn[]) => {
      if (added.length === 0) return;
      const { lower, upper, starts, indices, values } = packed(added);
      const matrix = { format: "csc", numRows: rows, numCols: added.length, starts, indices, values } as const;
      model.addCols({ cost: Float64Array.from(added, (column) => column.cost), lower, upper, matrix });
      columns += added.length;
    },
    addRows: (added) => {
      if (added.length === 0) return;
      const { lower, upper, starts, indices, values } = packed(added);
      const matrix = { format: "csr", numRows: added.length, numCols: columns, starts, indices, values } as const;
      model.addRows({ lower, upper, matrix });
      rows += added.length;
    },
    deleteRows: (deleted) => {
      if (deleted.length === 0) return;
      model.deleteRows({ kind: "set", indices: Int32Array.from(deleted) });
      rows -= deleted.length;
    },
    setBounds: (column, lower, upper) => {
      model.changeColBounds(column, lower, upper);
    },
    solve: (maxIterations = NO_LIMIT) => {
      if (maxIterations !== limit) {
        model.setOptionValue("simplex_iteration_limit", maxIterations);
        limit = maxIterations;
      }
      const status = run();
      if (status !== "failed") return status;
      // A basis that has gone bad is the usual reason.
      try {
        model.clearSolver();
      } catch {
        return status;
      }
      return run();
    },
    objective: () => model.getObjectiveValue(),
    values: () => read(model.getSolution()).colValue,
    rowDuals: () => read(model.getSolution()).rowDual,
    ray: () => {
      try {
        const { value } = model.getDualRay();
        return value?.values ?? null;
      } catch {
        return null;
      }
    },
    basis: () => read(model.getBasis()),
    setBasis: (basis) => {
      model.setBasis(basis as BasisInput);
    },
    dispose: () => model.dispose(),
  };
}

/** Loads the module itself. */
export async function loadModule(options: InitOptions): Promise<Highs> {
  // The package types its ES module as a CommonJS one, whose default export would be nested.
  const { default: load } = (await import("highs")) as unknown as { default: (options: InitOptions) => Promise<Highs> };
  return load(options);
}

/**
 * Loads HiGHS (3.5 MB of WebAssembly, some 50 ms) and returns what makes its programs. Where a bundler moves the binary,
 * `options` say where it is (`locateFile`) or hold it (`wasmBinary`).
 */
export async function loadHighs(options: InitOptions = {}): Promise<LinearProgramFactory> {
  const highs = await loadModule(options);
  return () => createProgram(highs);
}
