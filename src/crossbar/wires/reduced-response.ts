import { type Crossbar, OFFSET_SOURCE } from "../crossbar.ts";
import { referenceSiemens } from "../reference-siemens.ts";
import type { ArrayResponse } from "../response.ts";
import { reduceWires } from "./reduce.ts";

/**
 * Response of an array with wires, by its reduction to the ends of its lines. A reference column ends at a virtual ground, and its
 * current is taken from that of every summing line: transfer and sneak may then be of either sign, and its amplifier loads every line.
 *
 * @throws ArgumentError, LimitError, see `reduceWires`
 */
export function reducedResponse(crossbar: Crossbar): ArrayResponse {
  const { rows, bitLines, columns, wordLines, siemens, wires } = crossbar;
  const lines = wordLines.length;
  const ohms = wires ?? { wordLineOhms: 0, bitLineOhms: 0 };
  const reduced = reduceWires({ rows: lines, columns: bitLines, siemens, ...ohms });
  const hasReference = bitLines > rows;
  const transferSiemens = new Float64Array(rows * columns);
  const sneakSiemens = new Float64Array(rows * rows);
  const loadSiemens = reduced.loadSiemens.slice(0, rows);
  for (let i = 0; i < rows; i++) {
    for (const [line, { source, sign, share }] of wordLines.entries()) {
      const reference = hasReference ? reduced.transferSiemens[rows * lines + line]! : 0;
      const g = share * (reduced.transferSiemens[i * lines + line]! - reference);
      if (source !== OFFSET_SOURCE) transferSiemens[i * columns + source]! += sign * g;
      else for (let j = 0; j < columns; j++) transferSiemens[i * columns + j]! -= g / columns;
    }
    for (let k = 0; k < rows; k++) {
      const reference = hasReference ? reduced.sneakSiemens[rows * bitLines + k]! : 0;
      if (k === i) loadSiemens[i]! += reference + referenceSiemens(crossbar);
      else sneakSiemens[i * rows + k] = reduced.sneakSiemens[i * bitLines + k]! - reference;
    }
  }
  return { transferSiemens, loadSiemens, sneakSiemens };
}
