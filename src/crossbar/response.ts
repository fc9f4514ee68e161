import { type Crossbar, OFFSET_SOURCE } from "./crossbar.ts";
import { atFullSwing } from "./full-swing.ts";
import { referenceSiemens } from "./reference-siemens.ts";
import { reducedResponse } from "./wires/reduced-response.ts";

/**
 * What an array does to its summing lines, exactly: with v_j the output of source j (the supply where j = n) and u_k the
 * voltage of summing line k's end, the current into that end is
 *   I_i = sum_j transfer_ij v_j - load_i u_i + sum_k sneak_ik u_k.
 */
export interface ArrayResponse {
  /** rows * columns, row-major, siemens. */
  readonly transferSiemens: Float64Array;
  /** Conductance of each summing line to everything that drives it, a reference amplifier included: rows, siemens. */
  readonly loadSiemens: Float64Array;
  /** Coupling of summing lines through the resistance of word lines: rows * rows, zero diagonal, siemens; null without. */
  readonly sneakSiemens: Float64Array | null;
}

/** Responses of arrays with wires, which several judges of a run ask for. */
const reduced = new WeakMap<Crossbar, ArrayResponse>();

/**
 * Response of an array: sums of conductances with perfect wires, the reduction of the wire network with others; of devices that are
 * not ohmic that at full swing, see `atFullSwing`. What was reduced is kept with the crossbar, whose conductances must not be
 * changed afterwards.
 */
export function arrayResponse(crossbar: Crossbar): ArrayResponse {
  if (crossbar.wires === null) return nominalResponse(atFullSwing(crossbar));
  let response = reduced.get(crossbar);
  if (response === undefined) {
    response = reducedResponse(atFullSwing(crossbar));
    reduced.set(crossbar, response);
  }
  return response;
}

/** What the array would do if its wires were perfect and its devices ohmic. */
export function nominalResponse(crossbar: Crossbar): ArrayResponse {
  const { rows, bitLines, columns, wordLines, siemens } = crossbar;
  const transferSiemens = new Float64Array(rows * columns);
  // The reference amplifier takes its current away through as much conductance as its column holds.
  const loadSiemens = new Float64Array(rows).fill(referenceSiemens(crossbar));
  const offsetSiemens = new Float64Array(rows);
  for (const [line, { source, sign, share }] of wordLines.entries()) {
    const reference = bitLines > rows ? siemens[line * bitLines + rows]! : 0;
    for (let i = 0; i < rows; i++) {
      const g = siemens[line * bitLines + i]!;
      loadSiemens[i]! += g;
      if (source === OFFSET_SOURCE) offsetSiemens[i]! += share * g;
      else transferSiemens[i * columns + source]! += sign * share * (g - reference);
    }
  }
  for (let i = 0; i < rows; i++) {
    const mean = offsetSiemens[i]! / columns;
    if (mean !== 0) for (let j = 0; j < columns; j++) transferSiemens[i * columns + j]! -= mean;
  }
  return { transferSiemens, loadSiemens, sneakSiemens: null };
}

/**
 * Conductances of the word lines of one rail, summing lines as rows and sources as columns: rows * columns, row-major,
 * siemens. Rails of several shares are added with their shares.
 */
export function railSiemens(crossbar: Crossbar, sign: 1 | -1, values: Float64Array = crossbar.siemens): Float64Array {
  const { rows, bitLines, columns, wordLines } = crossbar;
  const rail = new Float64Array(rows * columns);
  for (const [line, wordLine] of wordLines.entries()) {
    if (wordLine.sign !== sign || wordLine.source === OFFSET_SOURCE) continue;
    for (let i = 0; i < rows; i++) {
      rail[i * columns + wordLine.source]! += wordLine.share * values[line * bitLines + i]!;
    }
  }
  return rail;
}
