import type { Crossbar } from "../crossbar.ts";
import { OFFSET_SOURCE } from "../crossbar.ts";
import { referenceSiemens } from "../reference-siemens.ts";
import type { ArrayResponse } from "../response.ts";
import { createArraySolver } from "./solve-array.ts";

/**
 * Response of an array with wires, a solve a source and a solve a summing line: each source at 1 V with every sense point
 * at ground, then each sense point at 1 V with every source at 0 V. A reference column ends at a virtual ground, and its amplifier loads every line. Slow, and
 * independent of any elimination of the wires: the oracle of faster ways.
 *
 * @throws ConvergenceError where the wires' resistances lie too far from the devices'
 */
export function responseBySolves(crossbar: Crossbar): ArrayResponse {
  const { rows, bitLines, columns, wordLines, siemens, wires } = crossbar;
  const ohms = wires ?? { wordLineOhms: 0, bitLineOhms: 0 };
  const solver = createArraySolver({ rows: wordLines.length, columns: bitLines, siemens, ...ohms });
  const transferSiemens = new Float64Array(rows * columns);
  const loadSiemens = new Float64Array(rows);
  const sneakSiemens = new Float64Array(rows * rows);
  const volts = new Float64Array(wordLines.length);
  const referenceOf = (amps: Float64Array) => (bitLines > rows ? amps[rows]! : 0);
  for (let j = 0; j < columns; j++) {
    for (const [line, { source, sign, share }] of wordLines.entries()) {
      if (source === OFFSET_SOURCE) volts[line] = -share / columns;
      else volts[line] = source === j ? sign * share : 0;
    }
    const { outputAmps } = solver.solve(volts);
    for (let i = 0; i < rows; i++) transferSiemens[i * columns + j] = outputAmps[i]! - referenceOf(outputAmps);
  }
  volts.fill(0);
  const sense = new Float64Array(bitLines);
  for (let k = 0; k < rows; k++) {
    sense.fill(0);
    sense[k] = 1;
    const { outputAmps } = solver.solve(volts, sense);
    for (let i = 0; i < rows; i++) {
      const amps = outputAmps[i]! - referenceOf(outputAmps);
      if (i === k) loadSiemens[k] = -amps + referenceSiemens(crossbar);
      else sneakSiemens[i * rows + k] = amps;
    }
  }
  return { transferSiemens, loadSiemens, sneakSiemens };
}
