import { conjugateGradients, conjugateGradientWork, sumError } from "../../linalg/index.ts";
import { createCoarseLevel } from "./coarse.ts";
import {
  factorBitLinesInto,
  factorWordLinesInto,
  type LineEnds,
  solveBitLinesInto,
  solveWordLinesInPlace,
} from "./lines.ts";
import { createNetCurrents } from "./net-currents.ts";
import { farSiemens, type WireNetwork } from "./network.ts";

/** Fall of the preconditioned residual in one round; each starts from the net currents computed anew, in doubled arithmetic. */
const ROUND = 1e-9;
/** The same where there is one round alone. */
const SINGLE_ROUND = 1e-14;
const MOST_ROUNDS = 12;
/** A round that leaves more of the steps than this has met what doubles can do. */
const STALLED = 0.5;
/** What a voltage may lack, relative to itself, or to this share of the largest source where it is smaller. */
const VOLTAGE = 1e-13;
const SMALLEST = 1e-12;
/** Kirchhoff's law is one digit in so many of a voltage that rounding could move. */
const ROUNDINGS = 16;
const MOST_ITERATIONS = 2000;

const ends = (lines: number): LineEnds => ({ gain: new Float64Array(lines), share: new Float64Array(lines) });

/** What the kernels below share: one array factored, ready for any number of source voltages. */
export interface LineSolver {
  /**
   * Solves for all voltages and currents, written in place of `p` and `q` (rows*columns, `q` above its sense point: so measured,
   * currents of the wires do not cancel), `deviceAmps` (rows*columns) and `outputAmps` (columns). Each voltage is right to
   * 1e-13 of itself down to 1e-12 of the largest source. The residual is the largest net current into a node against
   * the largest of a branch, as the voltages stand before they are rounded to doubles; converged where it is below
   * `tolerance`, or what a double's rounding would make of it.
   */
  solve(
    found: {
      readonly p: Float64Array;
      readonly q: Float64Array;
      readonly deviceAmps: Float64Array;
      readonly outputAmps: Float64Array;
    },
    volts: Float64Array,
    senseVolts: Float64Array,
    tolerance: number,
  ): { iterations: number; residual: number; converged: boolean };
  /**
   * Voltages p of word line nodes and q of bit line nodes by amperes injected into them, sources and sense points at ground. The
   * number of iterations. A perfect wire takes its amperes at any of its cells.
   */
  solveInjected(p: Float64Array, q: Float64Array, wordAmps: Float64Array, bitAmps: Float64Array): number;
}

/**
 * Bit line voltages by conjugate gradients on the network with its word lines eliminated exactly, preconditioned by exact
 * solves of the bit lines and a coarse level. The matrix is never formed: one product is a solve of every word line. Shorts hold
 * their word line node at the voltage of the bit line. An iteration costs about 50 operations a cell; 13 doubles a cell.
 *
 * Shorts take wires with some resistance in both directions.
 */
export function createLineSolver(network: WireNetwork): LineSolver {
  const { rows, columns, wordLineOhms, bitLineOhms, driverOhms, senseOhms, shorts } = network;
  const cells = rows * columns;
  const wordEnd = wordLineOhms + driverOhms;
  const bitEnd = bitLineOhms + senseOhms;
  const wordFactors = new Float64Array(cells);
  const bitFactors = new Float64Array(cells);
  const [wordEnds, bitEnds] = [ends(rows), ends(columns)];
  const far = farSiemens(network);
  factorWordLinesInto(wordFactors, wordEnds, network.siemens, rows, columns, wordLineOhms, wordEnd, far);
  // As seen from its bit line a short leads into two segments of a word line.
  const leaks = (x: number) => Math.min(network.siemens[x]!, 2 / wordLineOhms);
  factorBitLinesInto(bitFactors, bitEnds, leaks, rows, columns, bitLineOhms, bitEnd);
  const coarse = createCoarseLevel(network);
  const siemens = shorts.length === 0 ? network.siemens : network.siemens.map((g) => (g === Infinity ? 0 : g));
  // Across a device that conducts more than its wire the difference of voltages cancels: the wire's current tells it better.
  const strong: number[] = [];
  if (wordLineOhms > 0) for (let x = 0; x < cells; x++) if (network.siemens[x]! > 2 / wordLineOhms) strong.push(x);
  const work = conjugateGradientWork(cells);
  const [dp, dq, wordNet] = [new Float64Array(cells), new Float64Array(cells), new Float64Array(cells)];
  const [pLow, qLow] = [new Float64Array(cells), new Float64Array(cells)];
  const netCurrents = createNetCurrents(network, siemens, strong);

  /** Adds to `amps` what the shorts inject into their neighbours. */
  const fromShorts = (amps: Float64Array, q: Float64Array): void => {
    for (let k = 0; k < shorts.length; k++) {
      const x = shorts[k]!;
      const j = x % columns;
      if (j > 0) amps[x - 1]! += q[x]! / wordLineOhms;
      if (j < columns - 1) amps[x + 1]! += q[x]! / wordLineOhms;
    }
  };

  /**
   * out = `factor` times the current that bit line voltages q and injected amperes send from the word lines into the bit lines,
   * sources at ground; the voltages of the word lines are written to `v`.
   */
  const currentsInto = (
    out: Float64Array,
    v: Float64Array,
    q: Float64Array,
    injected: Float64Array | undefined,
    factor: number,
  ): void => {
    for (let x = 0; x < cells; x++) v[x] = siemens[x]! * q[x]!;
    if (injected !== undefined) for (let x = 0; x < cells; x++) v[x]! += injected[x]!;
    fromShorts(v, q);
    solveWordLinesInPlace(v, wordFactors, wordEnds, rows, columns, wordLineOhms, undefined);
    for (let k = 0; k < shorts.length; k++) v[shorts[k]!] = q[shorts[k]!]!;
    for (let x = 0; x < cells; x++) out[x] = factor * siemens[x]! * (v[x]! - q[x]!);
    for (let k = 0; k < strong.length; k++) {
      const x = strong[k]!;
      const j = x % columns;
      let amps = j === 0 ? -v[x]! / wordEnd : (v[x - 1]! - v[x]!) / wordLineOhms;
      if (j < columns - 1) amps += (v[x + 1]! - v[x]!) / wordLineOhms;
      else amps -= far * v[x]!;
      out[x] = factor * (amps + (injected === undefined ? 0 : injected[x]!));
    }
  };

  const applyInto = (out: Float64Array, d: Float64Array): void => {
    currentsInto(out, dp, d, undefined, -1);
    if (bitLineOhms > 0) {
      const g = 1 / bitLineOhms;
      for (let x = 0; x < cells - columns; x++) {
        const amps = g * (d[x]! - d[x + columns]!);
        out[x]! += amps;
        out[x + columns]! -= amps;
      }
    }
    if (bitEnd > 0) for (let x = cells - columns; x < cells; x++) out[x]! += d[x]! / bitEnd;
  };
  const preconditionInto = (z: Float64Array, r: Float64Array): void => {
    solveBitLinesInto(z, r, bitFactors, bitEnds, rows, columns, bitLineOhms);
    coarse?.addCorrection(z, r);
  };

  /** As `solveInjected`, down to `tolerance` of the start. */
  const inject = (
    v: Float64Array,
    q: Float64Array,
    wordAmps: Float64Array,
    bitAmps: Float64Array,
    tolerance: number,
  ): number => {
    q.fill(0);
    currentsInto(work.residual, v, q, wordAmps, 1);
    for (let x = 0; x < cells; x++) work.residual[x]! += bitAmps[x]!;
    if (bitLineOhms === 0) {
      // One node a line: amperes that cancel along it would leave their roundoff to the iteration.
      for (let x = 0; x < cells - columns; x++) {
        work.residual[x + columns]! += work.residual[x]!;
        work.residual[x] = 0;
      }
    }
    const limits = { tolerance, limit: MOST_ITERATIONS };
    const { iterations } = conjugateGradients(q, work, applyInto, preconditionInto, limits);
    currentsInto(work.image, v, q, wordAmps, 1);
    return iterations;
  };

  /** Most that the devices of one node conduct. */
  let deviceSiemens = 0;
  for (let x = 0; x < cells; x++) deviceSiemens = Math.max(deviceSiemens, leaks(x));
  const nodeSiemens = bitLineOhms > 0 ? deviceSiemens : deviceSiemens * rows;
  const wireSiemens = (bitLineOhms > 0 ? 2 / bitLineOhms : 0) + (bitEnd > 0 ? 1 / bitEnd : 0);

  return {
    solveInjected: (v, q, wordAmps, bitAmps) => inject(v, q, wordAmps, bitAmps, SINGLE_ROUND),
    solve: ({ p, q, deviceAmps, outputAmps }, volts, senseVolts, tolerance) => {
      const sourceVolts = largestOf(volts) + largestOf(senseVolts);
      // Sources alone, to begin with: each word line ends on bit lines at their sense points.
      q.fill(0);
      qLow.fill(0);
      pLow.fill(0);
      for (let x = 0, j = 0; x < cells; x++, j = j + 1 === columns ? 0 : j + 1) p[x] = siemens[x]! * senseVolts[j]!;
      if (far > 0) for (let i = 0; i < rows; i++) p[(i + 1) * columns - 1]! += far * volts[i]!;
      for (const x of shorts) {
        const j = x % columns;
        if (j > 0) p[x - 1]! += senseVolts[j]! / wordLineOhms;
        if (j < columns - 1) p[x + 1]! += senseVolts[j]! / wordLineOhms;
      }
      solveWordLinesInPlace(p, wordFactors, wordEnds, rows, columns, wordLineOhms, volts);
      for (const x of shorts) p[x] = senseVolts[x % columns]!;
      const currents = { p, pLow, q, qLow };
      const bitNet = work.direction;
      let iterations = 0;
      // Largest step of a voltage in the last round, its share of the round before, and what may be left of a voltage.
      let [step, share, left] = [sourceVolts, 0, Number.POSITIVE_INFINITY];
      for (let round = 0; ; round++) {
        const net = netCurrents(currents, volts, senseVolts, wordNet, bitNet, deviceAmps, outputAmps);
        const roundoff = ROUNDINGS * Number.EPSILON * (wireSiemens * largestOf(q) + nodeSiemens * sourceVolts);
        // Where no current flows at all, that of a device at full voltage is the measure.
        const measure = net.largest > roundoff ? net.largest : deviceSiemens * sourceVolts;
        if (left <= VOLTAGE || net.worst === 0 || share > STALLED || round === MOST_ROUNDS) {
          const residual = measure === 0 ? 0 : net.worst / measure;
          const converged = net.worst <= Math.max(tolerance * measure, roundoff);
          for (let x = 0, j = 0; x < cells; x++, j = j + 1 === columns ? 0 : j + 1) {
            p[x]! += pLow[x]!;
            const volt = q[x]! + senseVolts[j]!;
            q[x] = volt + (sumError(q[x]!, senseVolts[j]!, volt) + qLow[x]!);
          }
          return { iterations, residual, converged };
        }
        iterations += inject(dp, dq, wordNet, bitNet, ROUND);
        const before = step;
        const smallest = SMALLEST * sourceVolts;
        const word = addSteps(p, pLow, dp, smallest);
        const bit = addSteps(q, qLow, dq, smallest);
        step = Math.max(word.largest, bit.largest);
        share = round === 0 ? 0 : step / before;
        left = Math.max(word.relative, bit.relative) * (round === 0 ? 1 : share);
      }
    },
  };
}

function largestOf(x: Float64Array): number {
  let largest = 0;
  for (let k = 0; k < x.length; k++) largest = Math.max(largest, Math.abs(x[k]!));
  return largest;
}

/** Adds steps to doubled voltages; the largest step, and the largest relative to its voltage or to `smallest`. */
function addSteps(
  high: Float64Array,
  low: Float64Array,
  steps: Float64Array,
  smallest: number,
): { largest: number; relative: number } {
  let [largest, relative] = [0, 0];
  for (let x = 0; x < high.length; x++) {
    const step = steps[x]!;
    const sum = high[x]! + step;
    const rest = low[x]! + sumError(high[x]!, step, sum);
    const volt = sum + rest;
    high[x] = volt;
    low[x] = sumError(sum, rest, volt);
    const size = Math.abs(step);
    if (size > largest) largest = size;
    const scale = Math.abs(volt) + smallest;
    if (size > relative * scale) relative = size / scale;
  }
  return { largest, relative };
}
