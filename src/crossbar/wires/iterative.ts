import { sumError } from "../../linalg/index.ts";
import {
  createLineIteration,
  ITERATION_ARRAYS,
  iterationDoubles,
  type LineIteration,
  STRONG_ARRAYS,
} from "./line-iteration.ts";
import { createLineMemory, type LineMemory, lineDoubles } from "./line-memory.ts";
import { BAND } from "./line-passes.ts";
import { createNetCurrents, type NetPlaces, netDoubles } from "./net-currents.ts";
import { farSiemens, type WireNetwork } from "./network.ts";

/** Fall of the preconditioned residual in one round, at most; each starts from the net currents computed anew, in doubled arithmetic. */
const ROUND = 1e-12;
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

/** Arrays of rows*columns besides those of the iteration. */
const OWN_ARRAYS = 5;

/**
 * A network for `LineSolver`, factored at the first solve, and again where another solver has taken the memory since.
 * An iteration costs about 50 operations a cell; 14 doubles a cell while it solves, 16 where a device conducts more than
 * its wire. Shorts take wires with some resistance in both directions.
 *
 * @param plain without the kernel, for tests
 */
export function createLineSolver(network: WireNetwork, plain = false): LineSolver {
  const { rows, columns, wordLineOhms, bitLineOhms, driverOhms, senseOhms, shorts } = network;
  const cells = rows * columns;
  const [wordEnd, bitEnd, far] = [wordLineOhms + driverOhms, bitLineOhms + senseOhms, farSiemens(network)];
  const strong: number[] = [];
  /** Most that the devices of one node conduct. */
  let deviceSiemens = 0;
  for (let x = 0; x < cells; x++) {
    const g = network.siemens[x]!;
    if (g > 2 / wordLineOhms && wordLineOhms > 0) strong.push(x);
    deviceSiemens = Math.max(deviceSiemens, Math.min(g, 2 / wordLineOhms));
  }
  const siemens = shorts.length === 0 ? network.siemens : network.siemens.map((g) => (g === Infinity ? 0 : g));
  const nodeSiemens = bitLineOhms > 0 ? deviceSiemens : deviceSiemens * rows;
  const wordSiemens = (wordLineOhms > 0 ? 2 / wordLineOhms : 0) + (wordEnd > 0 ? 2 / wordEnd : 0);
  const wireSiemens = (bitLineOhms > 0 ? 2 / bitLineOhms : 0) + (bitEnd > 0 ? 1 / bitEnd : 0);
  // The preconditioner takes strong devices for weaker ones, and so does its word.
  const enough = strong.length > 0 ? ENOUGH / 1000 : ENOUGH;
  let last: Factored | undefined;
  const factored = (): Factored => {
    if (last?.memory.isKept() !== true) last = factor(network, siemens, strong, plain);
    return last;
  };

  /** Sources alone, to begin with: each word line ends on bit lines at their sense points. As `LineIteration.drive`. */
  const begin = ({ memory, iteration, places }: Factored, volts: Float64Array, senseVolts: Float64Array): number => {
    const { values } = memory;
    const { p, q, pLow, qLow, wordNet, bitNet } = places;
    for (const place of [q, qLow, pLow, bitNet]) values.fill(0, place, place + cells);
    const isInjected = far > 0 || senseVolts.some((volt) => volt !== 0);
    if (isInjected) {
      for (let x = 0, j = 0; x < cells; x++, j = j + 1 === columns ? 0 : j + 1) {
        const amps = siemens[x]! * senseVolts[j]!;
        values[wordNet + x] = amps;
        values[bitNet + x] = -amps;
      }
      if (far > 0) for (let i = 0; i < rows; i++) values[wordNet + (i + 1) * columns - 1]! += far * volts[i]!;
      for (const x of shorts) {
        const j = x % columns;
        if (j > 0) values[wordNet + x - 1]! += senseVolts[j]! / wordLineOhms;
        if (j < columns - 1) values[wordNet + x + 1]! += senseVolts[j]! / wordLineOhms;
      }
    }
    const rz = iteration.drive(p, volts, isInjected);
    for (const x of shorts) values[p + x] = senseVolts[x % columns]!;
    return rz;
  };

  /** The preconditioner alone tells how large the next steps would be, to a factor that its quality leaves. */
  const nextShare = ({ memory, iteration, places }: Factored, smallest: number): number => {
    const { values, passes } = memory;
    const { x: dp, z: dq } = iteration.arrays;
    const { p, q, deviceAmps } = places;
    let next = passes.largestShare(dp, p, dq, q, places.siemens, deviceAmps, cells, smallest);
    for (const x of strong) {
      const g = siemens[x]!;
      const scale = Math.max(Math.abs(values[deviceAmps + x]!), g * smallest);
      const change = g * Math.abs(values[dp + x]! - values[dq + x]!);
      if (change > next * scale) next = change / scale;
    }
    return next;
  };

  return {
    solveInjected: (v, q, wordAmps, bitAmps) => {
      const { memory, iteration } = factored();
      const { x, z, r, injected } = iteration.arrays;
      memory.values.set(wordAmps, injected);
      memory.values.set(bitAmps, r);
      const iterations = iteration.finish(iteration.start(), SINGLE_ROUND, true);
      v.set(memory.values.subarray(z, z + cells));
      q.set(memory.values.subarray(x, x + cells));
      return iterations;
    },
    solve: (found, volts, senseVolts, tolerance) => {
      const state = factored();
      const { memory, iteration, places, netCurrents } = state;
      const { values, passes } = memory;
      const { p, pLow, q, qLow, deviceAmps } = places;
      const { x: bitSteps, z: wordSteps } = iteration.arrays;
      const sourceVolts = largestOf(volts) + largestOf(senseVolts);
      const addSteps = () => {
        passes.addSteps(p, pLow, wordSteps, cells);
        passes.addSteps(q, qLow, bitSteps, cells);
      };
      const first = begin(state, volts, senseVolts);
      let iterations = 0;
      // What rounding spoils in the first round, the next one mends: plain doubles will do.
      if (strong.length === 0) {
        iterations = iteration.finish(first, ROUND, false);
        addSteps();
      }
      const smallest = SMALLEST * sourceVolts;
      let [before, stalled] = [Number.POSITIVE_INFINITY, 0];
      for (let round = 0; ; round++) {
        const net = netCurrents(volts, senseVolts, found.outputAmps);
        const rounding =
          wireSiemens * largestOf(values.subarray(q, q + cells)) + (nodeSiemens + wordSiemens) * sourceVolts;
        const roundoff = ROUNDINGS * Number.EPSILON * rounding;
        // Where no current flows at all, that of a device at full voltage is the measure.
        const measure = net.largest > roundoff ? net.largest : deviceSiemens * sourceVolts;
        const rz = iteration.start();
        const next = nextShare(state, smallest);
        if (!(net.worst < STALLED * before)) stalled++;
        before = net.worst;
        const balanced = net.worst <= ENOUGH * measure;
        if ((next <= enough && balanced) || net.worst === 0 || stalled > 1 || round === MOST_ROUNDS) {
          const residual = measure === 0 ? 0 : net.worst / measure;
          const converged = net.worst <= Math.max(tolerance * measure, roundoff);
          for (let x = 0, j = 0; x < cells; x++, j = j + 1 === columns ? 0 : j + 1) {
            found.p[x] = values[p + x]! + values[pLow + x]!;
            const [above, ground] = [values[q + x]!, senseVolts[j]!];
            const volt = above + ground;
            found.q[x] = volt + (sumError(above, ground, volt) + values[qLow + x]!);
          }
          found.deviceAmps.set(values.subarray(deviceAmps, deviceAmps + cells));
          return { iterations, residual, converged };
        }
        iterations += iteration.finish(rz, Math.max(ROUND, Math.min(0.1, (0.1 * enough) / next)), true);
        addSteps();
      }
    },
  };
}

/** A factored network in its memory. */
interface Factored {
  readonly memory: LineMemory;
  readonly iteration: LineIteration;
  readonly places: NetPlaces;
  readonly netCurrents: ReturnType<typeof createNetCurrents>;
}

function factor(network: WireNetwork, siemens: Float64Array, strong: readonly number[], plain: boolean): Factored {
  const { rows, columns } = network;
  const size = Math.ceil(rows / BAND) * BAND * columns;
  const arrays = ITERATION_ARRAYS + OWN_ARRAYS + (strong.length > 0 ? STRONG_ARRAYS : 0);
  const [iterationSize, iterationArrays] = iterationDoubles(rows, columns);
  const [netSize, netArrays] = netDoubles(columns);
  const doubles = lineDoubles(arrays * size + iterationSize + netSize, arrays + iterationArrays + netArrays);
  const memory = createLineMemory(doubles, plain);
  const iteration = createLineIteration(network, strong, memory);
  const take = () => memory.take(size, rows * columns);
  const { r: bitNet, injected: wordNet, siemens: devices } = iteration.arrays;
  const voltages = { p: take(), pLow: take(), q: take(), qLow: take() };
  const places = { ...voltages, siemens: devices, wordNet, bitNet, deviceAmps: take() };
  return { memory, iteration, places, netCurrents: createNetCurrents(network, siemens, strong, memory, places) };
}

function largestOf(x: Float64Array): number {
  let largest = 0;
  for (let k = 0; k < x.length; k++) largest = Math.max(largest, Math.abs(x[k]!));
  return largest;
}
