import { conjugateGradients, conjugateGradientWork } from "../../linalg/index.ts";
import { createCoarseLevel } from "./coarse.ts";
import {
  factorBitLinesInto,
  factorWordLinesInto,
  type LineEnds,
  solveBitLinesInto,
  solveWordLinesInPlace,
} from "./lines.ts";
import { farSiemens, type WireNetwork } from "./network.ts";

/** Fall of the preconditioned residual in one round; the rounds start from the residual computed anew. */
const ROUND = 1e-14;
/** The same for a further round of which the first one's start says nothing. */
const LATER_ROUND = 1e-4;
const MOST_ROUNDS = 6;
/** Roundings that a node's current goes through, at their worst. */
const ROUNDINGS = 16;
const MOST_ITERATIONS = 2000;

const ends = (lines: number): LineEnds => ({ gain: new Float64Array(lines), share: new Float64Array(lines) });

/** What the kernels below share: one array factored, ready for any number of source voltages. */
export interface LineSolver {
  /**
   * Solves in place of q, from any start, for the bit line voltages above those of their sense points: so measured, currents of
   * the wires do not cancel. The residual is the largest net current into a node
   * against the largest of a branch; converged where it is below `tolerance`, or what rounding the voltages makes of it.
   */
  solve(
    q: Float64Array,
    volts: Float64Array,
    senseVolts: Float64Array,
    tolerance: number,
  ): { iterations: number; residual: number; converged: boolean };
  /** Word line voltages and device currents, positive into the bit line, for q as `solve` leaves it. */
  wordLinesInto(
    p: Float64Array,
    amps: Float64Array,
    q: Float64Array,
    volts: Float64Array,
    senseVolts: Float64Array,
  ): void;
  /**
   * Voltages p of word line nodes and q of bit line nodes by amperes injected into them, sources and sense points at ground; no
   * shorts. The number of iterations.
   */
  solveInjected(p: Float64Array, q: Float64Array, wordAmps: Float64Array, bitAmps: Float64Array): number;
}

/**
 * Bit line voltages by conjugate gradients on the network with its word lines eliminated exactly, preconditioned by exact
 * solves of the bit lines and a coarse level. The matrix is never formed: one product is a solve of every word line. Shorts hold
 * their word line node at the voltage of the bit line. An iteration costs about 50 operations a cell; 10 doubles a cell.
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
  const p = new Float64Array(cells);
  const bitVolts = new Float64Array(cells);

  /** Bit line voltages against ground. */
  const aboveGround = (q: Float64Array, senseVolts: Float64Array): Float64Array => {
    for (let x = 0, j = 0; x < cells; x++, j = j + 1 === columns ? 0 : j + 1) bitVolts[x] = q[x]! + senseVolts[j]!;
    return bitVolts;
  };

  /** Adds to `amps` what the shorts inject into their neighbours. */
  const fromShorts = (amps: Float64Array, q: Float64Array): void => {
    for (let k = 0; k < shorts.length; k++) {
      const x = shorts[k]!;
      const j = x % columns;
      if (j > 0) amps[x - 1]! += q[x]! / wordLineOhms;
      if (j < columns - 1) amps[x + 1]! += q[x]! / wordLineOhms;
    }
  };

  /** out = `factor` times the current into the bit lines; the voltages of the word lines are written to `v`. */
  const currentsInto = (
    out: Float64Array,
    v: Float64Array,
    q: Float64Array,
    volts: Float64Array | undefined,
    factor: number,
  ): void => {
    for (let x = 0; x < cells; x++) v[x] = siemens[x]! * q[x]!;
    if (far > 0 && volts !== undefined) for (let i = 0; i < rows; i++) v[(i + 1) * columns - 1]! += far * volts[i]!;
    fromShorts(v, q);
    solveWordLinesInPlace(v, wordFactors, wordEnds, rows, columns, wordLineOhms, volts);
    for (let k = 0; k < shorts.length; k++) v[shorts[k]!] = q[shorts[k]!]!;
    for (let x = 0; x < cells; x++) out[x] = factor * siemens[x]! * (v[x]! - q[x]!);
    for (let k = 0; k < strong.length; k++) {
      const x = strong[k]!;
      const [i, j] = [Math.floor(x / columns), x % columns];
      const source = volts === undefined ? 0 : volts[i]!;
      let amps = j === 0 ? (source - v[x]!) / wordEnd : (v[x - 1]! - v[x]!) / wordLineOhms;
      if (j < columns - 1) amps += (v[x + 1]! - v[x]!) / wordLineOhms;
      else amps += far * (source - v[x]!);
      out[x] = factor * amps;
    }
  };

  /** Adds `factor` times the current that leaves each bit line node along its wire; the largest current in a wire. */
  const addBitLines = (out: Float64Array, q: Float64Array, factor: number): number => {
    let largest = 0;
    if (bitLineOhms > 0) {
      const g = 1 / bitLineOhms;
      for (let x = 0; x < cells - columns; x++) {
        const amps = g * (q[x]! - q[x + columns]!);
        out[x]! += factor * amps;
        out[x + columns]! -= factor * amps;
        largest = Math.max(largest, Math.abs(amps));
      }
    }
    if (bitEnd > 0) {
      for (let x = cells - columns; x < cells; x++) {
        out[x]! += (factor * q[x]!) / bitEnd;
        largest = Math.max(largest, Math.abs(q[x]!) / bitEnd);
      }
    }
    return largest;
  };

  const applyInto = (out: Float64Array, d: Float64Array): void => {
    currentsInto(out, p, d, undefined, -1);
    addBitLines(out, d, 1);
  };
  const preconditionInto = (z: Float64Array, r: Float64Array): void => {
    solveBitLinesInto(z, r, bitFactors, bitEnds, rows, columns, bitLineOhms);
    coarse?.addCorrection(z, r);
  };

  /** Largest net current into a node; a perfect wire is one node. */
  const largestNet = (net: Float64Array): number => {
    let worst = 0;
    if (bitLineOhms > 0) for (let x = 0; x < cells; x++) worst = Math.max(worst, Math.abs(net[x]!));
    else if (bitEnd > 0) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let x = j; x < cells; x += columns) sum += net[x]!;
        worst = Math.max(worst, Math.abs(sum));
      }
    }
    return worst;
  };

  /** Most that the devices of one node conduct. */
  let deviceSiemens = 0;
  for (let x = 0; x < cells; x++) deviceSiemens = Math.max(deviceSiemens, leaks(x));
  const nodeSiemens = bitLineOhms > 0 ? deviceSiemens : deviceSiemens * rows;
  const wireSiemens = (bitLineOhms > 0 ? 2 / bitLineOhms : 0) + (bitEnd > 0 ? 1 / bitEnd : 0);

  return {
    solveInjected: (v, q, wordAmps, bitAmps) => {
      v.set(wordAmps);
      solveWordLinesInPlace(v, wordFactors, wordEnds, rows, columns, wordLineOhms, undefined);
      for (let x = 0; x < cells; x++) work.residual[x] = bitAmps[x]! + siemens[x]! * v[x]!;
      if (bitLineOhms === 0) {
        // One node a line: amperes that cancel along it would leave their roundoff to the iteration.
        for (let x = 0; x < cells - columns; x++) {
          work.residual[x + columns]! += work.residual[x]!;
          work.residual[x] = 0;
        }
      }
      q.fill(0);
      const limits = { tolerance: ROUND, limit: MOST_ITERATIONS };
      const { iterations } = conjugateGradients(q, work, applyInto, preconditionInto, limits);
      for (let x = 0; x < cells; x++) v[x] = wordAmps[x]! + siemens[x]! * q[x]!;
      solveWordLinesInPlace(v, wordFactors, wordEnds, rows, columns, wordLineOhms, undefined);
      return iterations;
    },
    wordLinesInto: (v, amps, q, volts, senseVolts) => currentsInto(amps, v, aboveGround(q, senseVolts), volts, 1),
    solve: (q, volts, senseVolts, tolerance) => {
      const sourceVolts = largestOf(volts) + largestOf(senseVolts);
      const grounded = senseVolts.every((v) => v === 0);
      let iterations = 0;
      let scale: number | undefined;
      let residual = Number.POSITIVE_INFINITY;
      for (let round = 0; ; round++) {
        currentsInto(work.residual, p, aboveGround(q, senseVolts), volts, 1);
        const device = largestOf(work.residual);
        const wire = addBitLines(work.residual, q, -1);
        // What rounding the voltages alone changes in the currents of a node.
        const roundoff = ROUNDINGS * Number.EPSILON * (wireSiemens * largestOf(q) + nodeSiemens * sourceVolts);
        const largest = Math.max(device, wire);
        // Where no current flows at all, that of a device at full voltage is the measure.
        const measure = largest > roundoff ? largest : deviceSiemens * sourceVolts;
        const before = residual;
        residual = measure === 0 ? 0 : largestNet(work.residual) / measure;
        const converged = residual * measure <= Math.max(tolerance * measure, roundoff);
        if (round > 0 && (converged || residual > before / 2 || round === MOST_ROUNDS)) {
          return { iterations, residual, converged };
        }
        // Shorts between sense points start with currents far above those that they end with.
        const known = grounded ? scale : undefined;
        const done = conjugateGradients(q, work, applyInto, preconditionInto, {
          tolerance: round === 0 || grounded ? ROUND : LATER_ROUND,
          limit: MOST_ITERATIONS,
          scale: known,
        });
        scale = done.scale;
        iterations += done.iterations;
      }
    },
  };
}

function largestOf(x: Float64Array): number {
  let largest = 0;
  for (let k = 0; k < x.length; k++) largest = Math.max(largest, Math.abs(x[k]!));
  return largest;
}
