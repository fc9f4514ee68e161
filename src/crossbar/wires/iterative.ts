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

/** Fall of the preconditioned residual in one round, at most; each starts from the net currents computed anew, in doubled arithmetic. */
const ROUND = 1e-10;
/** The same where there is one round alone. */
const SINGLE_ROUND = 1e-14;
const MOST_ROUNDS = 12;
/** A round that leaves more of the steps than this has met what doubles can do. */
const STALLED = 0.5;
/** What a voltage or a current may lack by the preconditioner's word, relative to itself, or to what SMALLEST makes of the sources. */
const ENOUGH = 1e-15;
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

  /** Starts from bit lines at ground: the voltages of the word lines go to `v`, what drives the bit lines into `work.residual`. */
  const start = (v: Float64Array, wordAmps: Float64Array, bitAmps: Float64Array): void => {
    dq.fill(0);
    currentsInto(work.residual, v, dq, wordAmps, 1);
    for (let x = 0; x < cells; x++) work.residual[x]! += bitAmps[x]!;
    if (bitLineOhms > 0) return;
    // One node a line: amperes that cancel along it would leave their roundoff to the iteration.
    for (let x = 0; x < cells - columns; x++) {
      work.residual[x + columns]! += work.residual[x]!;
      work.residual[x] = 0;
    }
  };

  /** What follows on `start`, down to `tolerance` of it. */
  const finish = (v: Float64Array, q: Float64Array, wordAmps: Float64Array, tolerance: number): number => {
    q.fill(0);
    const limits = { tolerance, limit: MOST_ITERATIONS };
    const { iterations } = conjugateGradients(q, work, applyInto, preconditionInto, limits);
    currentsInto(work.image, v, q, wordAmps, 1);
    return iterations;
  };

  /** Most that the devices of one node conduct. */
  let deviceSiemens = 0;
  for (let x = 0; x < cells; x++) deviceSiemens = Math.max(deviceSiemens, leaks(x));
  const nodeSiemens = bitLineOhms > 0 ? deviceSiemens : deviceSiemens * rows;
  const wordSiemens = (wordLineOhms > 0 ? 2 / wordLineOhms : 0) + (wordEnd > 0 ? 2 / wordEnd : 0);
  const wireSiemens = (bitLineOhms > 0 ? 2 / bitLineOhms : 0) + (bitEnd > 0 ? 1 / bitEnd : 0);

  // The preconditioner takes strong devices for weaker ones, and so does its word.
  const enough = strong.length > 0 ? ENOUGH / 1000 : ENOUGH;

  return {
    solveInjected: (v, q, wordAmps, bitAmps) => {
      start(v, wordAmps, bitAmps);
      return finish(v, q, wordAmps, SINGLE_ROUND);
    },
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
      const smallest = SMALLEST * sourceVolts;
      let [before, stalled] = [Number.POSITIVE_INFINITY, 0];
      for (let round = 0; ; round++) {
        const net = netCurrents(currents, volts, senseVolts, wordNet, bitNet, deviceAmps, outputAmps);
        const rounding = wireSiemens * largestOf(q) + (nodeSiemens + wordSiemens) * sourceVolts;
        const roundoff = ROUNDINGS * Number.EPSILON * rounding;
        // Where no current flows at all, that of a device at full voltage is the measure.
        const measure = net.largest > roundoff ? net.largest : deviceSiemens * sourceVolts;
        start(dp, wordNet, bitNet);
        // The preconditioner alone tells how large the next steps would be, to a factor that its quality leaves.
        preconditionInto(work.preconditioned, work.residual);
        const z = work.preconditioned;
        let next = Math.max(largestShare(dp, p, smallest), largestShare(z, q, smallest));
        for (let x = 0; x < cells; x++) {
          const g = siemens[x]!;
          const scale = Math.max(Math.abs(deviceAmps[x]!), g * smallest);
          const change = g * Math.abs(dp[x]! - z[x]!);
          if (change > next * scale) next = change / scale;
        }
        if (!(net.worst < STALLED * before)) stalled++;
        before = net.worst;
        const balanced = net.worst <= ENOUGH * measure;
        if ((next <= enough && balanced) || net.worst === 0 || stalled > 1 || round === MOST_ROUNDS) {
          const residual = measure === 0 ? 0 : net.worst / measure;
          const converged = net.worst <= Math.max(tolerance * measure, roundoff);
          for (let x = 0, j = 0; x < cells; x++, j = j + 1 === columns ? 0 : j + 1) {
            p[x]! += pLow[x]!;
            const volt = q[x]! + senseVolts[j]!;
            q[x] = volt + (sumError(q[x]!, senseVolts[j]!, volt) + qLow[x]!);
          }
          return { iterations, residual, converged };
        }
        iterations += finish(dp, dq, wordNet, Math.max(ROUND, Math.min(0.1, (0.1 * enough) / next)));
        addSteps(p, pLow, dp);
        addSteps(q, qLow, dq);
      }
    },
  };
}

function largestOf(x: Float64Array): number {
  let largest = 0;
  for (let k = 0; k < x.length; k++) largest = Math.max(largest, Math.abs(x[k]!));
  return largest;
}

/** The largest step against the voltage that it changes, or against `smallest` where that is larger. */
function largestShare(steps: Float64Array, volts: Float64Array, smallest: number): number {
  let largest = 0;
  for (let x = 0; x < steps.length; x++) {
    const scale = Math.max(Math.abs(volts[x]!), smallest);
    const size = Math.abs(steps[x]!);
    if (size > largest * scale) largest = size / scale;
  }
  return largest;
}

/** Adds steps to doubled voltages. */
function addSteps(high: Float64Array, low: Float64Array, steps: Float64Array): void {
  for (let x = 0; x < high.length; x++) {
    const sum = high[x]! + steps[x]!;
    const rest = low[x]! + sumError(high[x]!, steps[x]!, sum);
    const volt = sum + rest;
    high[x] = volt;
    low[x] = sumError(sum, rest, volt);
  }
}
