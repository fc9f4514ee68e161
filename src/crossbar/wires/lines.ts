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
 * @param factors rows*columns, overwritten; 0 at a short, which holds its node
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
    let e = 0;
    for (let x = last; x >= i * columns; x--) {
      e = behind(e, ohms) + siemens[x]! + (x === last ? farSiemens : 0);
      factors[x] = e === Number.POSITIVE_INFINITY ? 0 : 1 / (1 + e * ohms);
    }
    endInto(ends, i, e, endOhms);
  }
}

/** Volts of word line nodes by injected amperes, in place; sources of `volts`, 0 when undefined. */
export function solveWordLinesInPlace(
  amps: Float64Array,
  factors: Float64Array,
  ends: LineEnds,
  rows: number,
  columns: number,
  ohms: number,
  volts: Float64Array | undefined,
): void {
  const { gain, share } = ends;
  let i = 0;
  // Four rows at a time: one recursion alone would wait for its own additions.
  for (; i + 3 < rows; i += 4) {
    const [a, b, c, d] = [i * columns, (i + 1) * columns, (i + 2) * columns, (i + 3) * columns];
    let [ya, yb, yc, yd] = [0, 0, 0, 0];
    for (let j = columns - 1; j > 0; j--) {
      ya += amps[a + j]!;
      yb += amps[b + j]!;
      yc += amps[c + j]!;
      yd += amps[d + j]!;
      amps[a + j] = ya;
      amps[b + j] = yb;
      amps[c + j] = yc;
      amps[d + j] = yd;
      ya *= factors[a + j]!;
      yb *= factors[b + j]!;
      yc *= factors[c + j]!;
      yd *= factors[d + j]!;
    }
    let xa = gain[i]! * (ya + amps[a]!);
    let xb = gain[i + 1]! * (yb + amps[b]!);
    let xc = gain[i + 2]! * (yc + amps[c]!);
    let xd = gain[i + 3]! * (yd + amps[d]!);
    if (volts !== undefined) {
      xa += share[i]! * volts[i]!;
      xb += share[i + 1]! * volts[i + 1]!;
      xc += share[i + 2]! * volts[i + 2]!;
      xd += share[i + 3]! * volts[i + 3]!;
    }
    amps[a] = xa;
    amps[b] = xb;
    amps[c] = xc;
    amps[d] = xd;
    for (let j = 1; j < columns; j++) {
      xa = factors[a + j]! * (ohms * amps[a + j]! + xa);
      xb = factors[b + j]! * (ohms * amps[b + j]! + xb);
      xc = factors[c + j]! * (ohms * amps[c + j]! + xc);
      xd = factors[d + j]! * (ohms * amps[d + j]! + xd);
      amps[a + j] = xa;
      amps[b + j] = xb;
      amps[c + j] = xc;
      amps[d + j] = xd;
    }
  }
  for (; i < rows; i++) {
    const row = i * columns;
    let y = 0;
    for (let x = row + columns - 1; x > row; x--) {
      y += amps[x]!;
      amps[x] = y;
      y *= factors[x]!;
    }
    let v = gain[i]! * (y + amps[row]!) + (volts === undefined ? 0 : share[i]! * volts[i]!);
    amps[row] = v;
    for (let x = row + 1; x < row + columns; x++) {
      v = factors[x]! * (ohms * amps[x]! + v);
      amps[x] = v;
    }
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

/** Volts of bit line nodes by injected amperes into `volts`, the ends at ground. Row by row, so that memory is read in order. */
export function solveBitLinesInto(
  volts: Float64Array,
  amps: Float64Array,
  factors: Float64Array,
  ends: LineEnds,
  rows: number,
  columns: number,
  ohms: number,
): void {
  const last = (rows - 1) * columns;
  for (let x = 0; x < columns; x++) volts[x] = amps[x]!;
  for (let x = columns; x < last + columns; x++) {
    volts[x] = amps[x]! + factors[x - columns]! * volts[x - columns]!;
  }
  for (let j = 0; j < columns; j++) volts[last + j]! *= ends.gain[j]!;
  for (let x = last - 1; x >= 0; x--) volts[x] = factors[x]! * (ohms * volts[x]! + volts[x + columns]!);
}
