import { BAND } from "./line-passes.ts";

/**
 * Exact solves of single lines: a line is a chain of resistors with a leak at each node, one end open and the other tied
 * through a resistance to a source. With e the conductance of all that lies beyond a node, the node included, a segment
 * of r ohms passes the share f = 1 / (1 + e r) of a voltage on. The recursion for e only adds and divides positive numbers,
 * so f is exact to a few roundoffs whatever r is, 0 included.
 */

/** What a line does at its tied end, one entry a line. */
export interface LineEnds {
  /** Volts of the end node an ampere injected there. */
  readonly gain: Float64Array;
  /** Volts of the end node a volt of the source. */
  readonly share: Float64Array;
}

/** Conductance of e behind r ohms. */
function behind(e: number, ohms: number): number {
  return e === Number.POSITIVE_INFINITY ? 1 / ohms : e / (1 + e * ohms);
}

function endInto(ends: LineEnds, line: number, e: number, endOhms: number): void {
  const blocked = e === Number.POSITIVE_INFINITY;
  if (endOhms === Number.POSITIVE_INFINITY) ends.gain[line] = blocked || e === 0 ? 0 : 1 / e;
  else ends.gain[line] = blocked ? 0 : endOhms / (1 + e * endOhms);
  ends.share[line] = blocked || endOhms === Number.POSITIVE_INFINITY ? 0 : 1 / (1 + e * endOhms);
}

/**
 * Shares of the word lines, tied at column 0.
 *
 * @param factors columns*BAND for each band of word lines, one band after the other, overwritten; 0 at a short, which holds its node
 * @param farSiemens from the last node to the source, for lines driven from both ends; 0 for an open end
 */
export function factorWordLinesInto(
  factors: Float64Array,
  ends: LineEnds,
  siemens: Float64Array,
  rows: number,
  columns: number,
  ohms: number,
  endOhms: number,
  farSiemens: number,
): void {
  for (let i = 0; i < rows; i++) {
    const last = (i + 1) * columns - 1;
    const band = (i - (i % BAND)) * columns + (i % BAND);
    let e = 0;
    for (let x = last; x >= i * columns; x--) {
      e = behind(e, ohms) + siemens[x]! + (x === last ? farSiemens : 0);
      factors[band + (x - i * columns) * BAND] = e === Number.POSITIVE_INFINITY ? 0 : 1 / (1 + e * ohms);
    }
    endInto(ends, i, e, endOhms);
  }
}

/** Shares of the bit lines, tied below the last row. `leaks` as `siemens`, all finite. */
export function factorBitLinesInto(
  factors: Float64Array,
  ends: LineEnds,
  leaks: (x: number) => number,
  rows: number,
  columns: number,
  ohms: number,
  endOhms: number,
): void {
  for (let j = 0; j < columns; j++) {
    let e = 0;
    for (let x = j; x < rows * columns; x += columns) {
      e = behind(e, ohms) + leaks(x);
      factors[x] = 1 / (1 + e * ohms);
    }
    endInto(ends, j, e, endOhms);
  }
}
