/** What studies of circuits share: their bench, their boards, and how they run. */

import { ArgumentError, type Steps } from "../../core/index.ts";
import { boardWires, type HardwareProfile, type MapOptions } from "../../crossbar/index.ts";
import type { CircuitBench, Study, StudyData, StudyResult } from "./study.ts";

/** The board and simulator of a study that cannot run without. */
export function requireBench({ bench }: StudyData): CircuitBench {
  if (bench !== undefined) return bench;
  throw new ArgumentError("this study needs a board and a SPICE simulator", {
    code: "memory.bench-missing",
    expected: "data.bench",
  });
}

/**
 * The same board with devices of `levels` conductances, 0 for as many as it has, programmed with an error of `sigma` of their
 * range, null for their own.
 */
export function flawedBoard(board: HardwareProfile, levels: number, sigma: number | null): HardwareProfile {
  const { device } = board;
  const source = "varied by the study";
  const siemens = (sigma ?? 0) * (device.onSiemens.value - device.offSiemens.value);
  const error = {
    kind: "constant",
    value: siemens,
    unit: "S",
    factor: 1,
    argument: { of: "conductance", unit: "S", divisor: 1 },
    measured: { low: 0, high: device.onSiemens.value },
    source,
  } as const;
  return {
    ...board,
    device: {
      ...device,
      ...(levels === 0 ? {} : { levels: { ...device.levels, value: levels } }),
      ...(sigma === null ? {} : { programming: { errors: [{ sigma: error }] } }),
    },
  };
}

/** An array as the board makes it: tiles of its size, its own wires unless they are left perfect. */
export function boardMap(board: HardwareProfile, isWired = true): MapOptions {
  const { rows, columns } = board.array;
  return {
    tiles: { rows: rows.value, columns: columns.value },
    ...(isWired ? { wires: boardWires(board) } : {}),
  };
}

/** A run that measures its cases in SPICE one after the other. */
export function runInSpice<Case, Found>(
  cases: readonly Case[],
  measure: (what: Case, seed: number, bench: CircuitBench) => Promise<Found>,
  finish: (found: readonly Found[]) => Steps<StudyResult>,
): Study["run"] {
  return async (seed: number, data: StudyData) => {
    const bench = requireBench(data);
    const found: Found[] = [];
    for (const [k, what] of cases.entries()) {
      bench.progress?.({ stage: "SPICE", done: k, total: cases.length });
      found.push(await measure(what, seed, bench));
    }
    return finish(found);
  };
}
