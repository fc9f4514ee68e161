import { createCoarseLevel } from "./coarse.ts";
import type { LineMemory } from "./line-memory.ts";
import { BAND } from "./line-passes.ts";
import { factorBitLinesInto, factorWordLinesInto, type LineEnds } from "./lines.ts";
import { farSiemens, type WireNetwork } from "./network.ts";

const MOST_ITERATIONS = 2000;

/** Where the arrays of one factored network lie in its memory: rows*columns, and as many rows more as fill the last band. */
export interface LineArrays {
  /** Of the devices, 0 for strong ones. */
  readonly siemens: number;
  /** Steps of the bit line voltages. */
  readonly x: number;
  readonly r: number;
  readonly z: number;
  readonly d: number;
  readonly image: number;
  /** Amperes into word line nodes. */
  readonly injected: number;
}

/** Arrays of rows*columns that `createLineIteration` takes, and those that strong devices add. */
export const ITERATION_ARRAYS = 9;
export const STRONG_ARRAYS = 2;

/** Doubles besides those arrays, in so many arrays. */
export function iterationDoubles(rows: number, columns: number): readonly [number, number] {
  return [(BAND + 7) * (columns + BAND) + 3 * (rows + BAND), 14];
}

export interface LineIteration {
  readonly arrays: LineArrays;
  /**
   * Word line voltages v by sources of `volts` and, where it `isInjected`, `injected`, all bit lines at ground; begins as
   * `start`, with r += the currents of the devices at these voltages. Not for strong devices, whose r it leaves as it is.
   */
  drive(v: number, volts: Float64Array, isInjected: boolean): number;
  /** Sum of r z, with r += what `injected` sends into bit lines at ground, z the preconditioner's answer; x gets the word lines' volts. */
  start(): number;
  /**
   * Iterates from there, until r z has fallen to `tolerance`^2 of its first value; steps of bit lines into x, of word lines, where it
   * `isInjected` by `injected` too, into z.
   */
  finish(rz: number, tolerance: number, isInjected: boolean): number;
}

/**
 * Bit line voltages by conjugate gradients on the network with its word lines eliminated exactly, preconditioned by exact
 * solves of the bit lines and a coarse level. The matrix is never formed: one product is a solve of every word line. Each
 * iteration walks its vectors three times, a band of rows at once, so that all that happens to a row happens in a cache.
 *
 * @param strong cells whose device conducts more than its wire, shorts among them, ascending: the difference of voltages cancels,
 *   and their current is what the word line brings. Shorts hold their word line node at the voltage of the bit line.
 * Source: Golub and Van Loan, Matrix Computations, 4th edition, section 11.5.
 */
export function createLineIteration(
  network: WireNetwork,
  strong: readonly number[],
  memory: LineMemory,
): LineIteration {
  const { rows, columns, wordLineOhms, bitLineOhms, driverOhms, senseOhms } = network;
  const { values, passes } = memory;
  const cells = rows * columns;
  const padded = Math.ceil(rows / BAND) * BAND;
  const array = () => memory.take(padded * columns, cells);
  const [siemens, bitFactors] = [array(), array()];
  const wordFactors = memory.take(padded * columns, (padded - BAND) * columns);
  const [x, r, z, d, image, injected] = [array(), array(), array(), array(), array(), array()];
  const arrays = { siemens, x, r, z, d, image, injected };
  const strongVolts = strong.length > 0 ? array() : 0;
  const strongAmps = strong.length > 0 ? array() : 0;
  const [wordGain, tied, zeros] = [memory.take(padded), memory.take(padded), memory.take(columns + BAND)];
  const [bitGain, line, upper, lower] = [0, 0, 0, 0].map(() => memory.take(columns)) as [
    number,
    number,
    number,
    number,
  ];
  const weights = memory.take(rows);
  const scratch = memory.take(BAND * columns);
  const view = (place: number, count: number): Float64Array => values.subarray(place, place + count);

  const wordEnd = wordLineOhms + driverOhms;
  const bitEnd = bitLineOhms + senseOhms;
  const far = farSiemens(network);
  const wordEnds: LineEnds = { gain: view(wordGain, rows), share: new Float64Array(rows) };
  const bitEnds: LineEnds = { gain: view(bitGain, columns), share: new Float64Array(columns) };
  const factorView = view(wordFactors, padded * columns);
  factorWordLinesInto(factorView, wordEnds, network.siemens, rows, columns, wordLineOhms, wordEnd, far);
  // As seen from its bit line a short leads into two segments of a word line.
  const leaks = (cell: number) => Math.min(network.siemens[cell]!, 2 / wordLineOhms);
  factorBitLinesInto(view(bitFactors, cells), bitEnds, leaks, rows, columns, bitLineOhms, bitEnd);
  values.set(network.siemens, siemens);
  for (const cell of strong) values[siemens + cell] = 0;
  const coarse = createCoarseLevel(network);
  if (coarse !== undefined) values.set(coarse.weight, weights);
  const [upperView, lowerView] = [view(upper, columns), view(lower, columns)];
  /** Row at which the rows between each two rows of knots begin. */
  const begins = [0];
  for (let i = 0; i < rows; i++) while (begins.length <= (coarse?.above[i] ?? 0)) begins.push(i);
  begins.push(rows);
  const wire = bitLineOhms > 0 ? 1 / bitLineOhms : 0;
  const endWire = bitEnd > 0 ? 1 / bitEnd : 0;

  /** out = minus the currents into bit lines of a band at voltages d, v the word lines' where it is not 0; `strong` from `s` on. */
  const bandCurrents = (i: number, out: number, v: number, amps: number, tie: number, s: number): number => {
    const [at, count] = [i * columns, Math.min(BAND, rows - i) * columns];
    let end = s;
    while (end < strong.length && strong[end]! < at + count) end++;
    const hasStrong = end > s;
    const [source, volts] = [hasStrong ? strongAmps : amps, hasStrong && v === 0 ? strongVolts : v];
    if (hasStrong) {
      if (amps === 0) values.fill(0, source + at, source + at + count);
      else values.copyWithin(source + at, amps + at, amps + at + count);
      for (let k = s; k < end; k++) {
        const cell = strong[k]!;
        const j = cell % columns;
        const g = network.siemens[cell]!;
        if (g < Infinity) values[source + cell]! += g * values[d + cell]!;
        else {
          if (j > 0) values[source + cell - 1]! += values[d + cell]! / wordLineOhms;
          if (j < columns - 1) values[source + cell + 1]! += values[d + cell]! / wordLineOhms;
        }
      }
    }
    const [vAt, sourceAt] = [volts === 0 ? 0 : volts + at, source === 0 ? 0 : source + at];
    const [f, gain] = [wordFactors + at, wordGain + i];
    passes.wordBand(out + at, vAt, d + at, sourceAt, siemens + at, f, gain, tie, scratch, columns, wordLineOhms);
    for (let k = s; k < end; k++) {
      if (network.siemens[strong[k]!] === Infinity) values[volts + strong[k]!] = values[d + strong[k]!]!;
    }
    for (let k = s; k < end; k++) {
      const cell = strong[k]!;
      const at = volts + cell;
      const j = cell % columns;
      const own = values[at]!;
      let current = j === 0 ? -own / wordEnd : (values[at - 1]! - own) / wordLineOhms;
      if (j < columns - 1) current += (values[at + 1]! - own) / wordLineOhms;
      else current -= far * own;
      values[out + cell] = -(current + (amps === 0 ? 0 : values[amps + cell]!));
    }
    return end;
  };
  const allCurrents = (v: number, amps: number): void => {
    let s = 0;
    for (let i = 0; i < rows; i += BAND) s = bandCurrents(i, image, v, amps, zeros, s);
  };

  /** d = z + ratio d, image = A d; the sum of d image. */
  const applyInto = (ratio: number): number => {
    const turn = (i: number) => {
      if (i < rows) passes.direct(d + i * columns, z + i * columns, Math.min(BAND, rows - i) * columns, ratio);
    };
    let [dots, s] = [0, 0];
    turn(0);
    for (let i = 0; i < rows; i += BAND) {
      turn(i + BAND);
      s = bandCurrents(i, image, 0, 0, zeros, s);
      dots += passes.addWires(image, d, zeros, i, Math.min(BAND, rows - i), rows, columns, wire, endWire);
    }
    return dots;
  };

  /** x += step d, r -= step image, z = M^-1 r; the sum of r z. */
  const precondition = (step: number): number => {
    const [up, down] = coarse === undefined ? [0, 0] : [upper, lower];
    coarse?.clear();
    for (let k = 0; k < begins.length - 1; k++) {
      const end = begins[k + 1]!;
      upperView.fill(0);
      lowerView.fill(0);
      for (let i = begins[k]!; i < end; i += BAND) {
        const count = Math.min(BAND, end - i);
        passes.descendRows(z, r, x, d, image, bitFactors, i, count, columns, step, up, down, weights);
      }
      coarse?.restrict(k, upperView, lowerView);
    }
    coarse?.solve();
    coarse?.prolongInto(upperView, coarse.knots - 1);
    let dots = 0;
    let [above, below] = [lower, upper];
    for (let k = begins.length - 2; k >= 0; k--) {
      coarse?.prolongInto(view(above, columns), k);
      const top = coarse === undefined ? 0 : above;
      for (let end = begins[k + 1]!; end > begins[k]!; end -= BAND) {
        const i = Math.max(begins[k]!, end - BAND);
        const [f, gain, ohms] = [bitFactors, bitGain, bitLineOhms];
        dots += passes.ascendRows(z, r, f, gain, line, i, end - i, rows, columns, ohms, top, below, weights);
      }
      [above, below] = [below, above];
    }
    return dots;
  };

  /** First answer to r less `image`. */
  const settle = (): number => {
    if (bitLineOhms === 0) {
      // One node a line: amperes that cancel along it would leave their roundoff to the iteration.
      for (let cell = 0; cell < cells; cell++) {
        const above = cell < columns ? 0 : values[r + cell - columns]!;
        values[r + cell]! += above - values[image + cell]!;
      }
      values.fill(0, r, r + cells - columns);
      values.fill(0, image, image + cells);
    }
    return precondition(1);
  };

  return {
    arrays,
    drive: (v, volts, isInjected) => {
      const { share } = wordEnds;
      for (let i = 0; i < rows; i++) values[tied + i] = share[i]! * volts[i]!;
      values.fill(0, d, d + cells);
      let s = 0;
      for (let i = 0; i < rows; i += BAND) s = bandCurrents(i, image, v, isInjected ? injected : 0, tied + i, s);
      return settle();
    },
    start: () => {
      values.fill(0, d, d + cells);
      allCurrents(x, injected);
      return settle();
    },
    finish: (first, tolerance, isInjected) => {
      values.fill(0, x, x + cells);
      const goal = tolerance ** 2 * first;
      let [rz, ratio, iterations] = [first, 0, 0];
      while (rz > goal && iterations < MOST_ITERATIONS) {
        const curvature = applyInto(ratio);
        if (!(curvature > 0)) break;
        const next = precondition(rz / curvature);
        ratio = next / rz;
        rz = next;
        iterations++;
      }
      values.copyWithin(d, x, x + cells);
      allCurrents(z, isInjected ? injected : 0);
      return iterations;
    },
  };
}
