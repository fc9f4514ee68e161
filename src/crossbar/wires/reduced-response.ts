import { type Crossbar, OFFSET_SOURCE } from "../crossbar.ts";
import { referenceSiemens } from "../reference-siemens.ts";
import type { ArrayResponse } from "../response.ts";
import { tileArrays } from "../tile-arrays.ts";
import { reduceWires } from "./reduce.ts";

/** What the arrays of a crossbar do between ends of word lines and of bit lines, all tiles together. */
interface LineResponse {
  /** bitLines * wordLines, row-major. */
  readonly transfer: Float64Array;
  /** bitLines * bitLines, row-major: loads on the diagonal, minus what sneaks beside it. */
  readonly load: Float64Array;
}

/** Adds up the reductions of the tiles, whose bit lines meet at the summing nodes. */
function lineResponse(crossbar: Crossbar): LineResponse {
  const { bitLines, wordLines, wires } = crossbar;
  const ohms = wires ?? { wordLineOhms: 0, bitLineOhms: 0 };
  const transfer = new Float64Array(bitLines * wordLines.length);
  const load = new Float64Array(bitLines * bitLines);
  for (const { lines, bits, siemens } of tileArrays(crossbar)) {
    const reduced = reduceWires({ rows: lines.length, columns: bits.length, siemens, ...ohms });
    for (const [y, bit] of bits.entries()) {
      for (const [x, line] of lines.entries()) {
        transfer[bit * wordLines.length + line]! += reduced.transferSiemens[y * lines.length + x]!;
      }
      for (const [z, other] of bits.entries())
        load[bit * bitLines + other]! -= reduced.sneakSiemens[y * bits.length + z]!;
      load[bit * bitLines + bit]! += reduced.loadSiemens[y]!;
    }
  }
  return { transfer, load };
}

/**
 * Response of an array with wires, by the reduction of each of its tiles to the ends of its lines. A reference column ends
 * at a virtual ground, its current is taken from that of every summing line, and its amplifier loads them: transfer and sneak
 * may then be of either sign.
 *
 * @throws ArgumentError, LimitError, see `reduceWires`
 */
export function reducedResponse(crossbar: Crossbar): ArrayResponse {
  const { rows, bitLines, columns, wordLines } = crossbar;
  const lines = wordLines.length;
  const { transfer, load } = lineResponse(crossbar);
  const hasReference = bitLines > rows;
  const transferSiemens = new Float64Array(rows * columns);
  const sneakSiemens = new Float64Array(rows * rows);
  const loadSiemens = new Float64Array(rows).fill(referenceSiemens(crossbar));
  for (let i = 0; i < rows; i++) {
    for (const [line, { source, sign, share }] of wordLines.entries()) {
      const reference = hasReference ? transfer[rows * lines + line]! : 0;
      const g = share * (transfer[i * lines + line]! - reference);
      if (source !== OFFSET_SOURCE) transferSiemens[i * columns + source]! += sign * g;
      else for (let j = 0; j < columns; j++) transferSiemens[i * columns + j]! -= g / columns;
    }
    for (let k = 0; k < rows; k++) {
      const out = load[i * bitLines + k]! - (hasReference ? load[rows * bitLines + k]! : 0);
      if (k === i) loadSiemens[i]! += out;
      else sneakSiemens[i * rows + k] = -out;
    }
  }
  return { transferSiemens, loadSiemens, sneakSiemens };
}
