import { ArgumentError, ConvergenceError } from "../../core/index.ts";
import { type ConductionLaw, lawSlope, lawVolts } from "../device/index.ts";
import { createLineSolver } from "./iterative.ts";
import { checkNetwork, checkVolts, farSiemens, type WiredArray, type WireNetwork } from "./network.ts";
import type { ArraySolution } from "./solve-array.ts";

const RESIDUAL = 1e-12;
const MOST_STEPS = 100;
const MOST_HALVINGS = 40;
/** Roundings that a node's current goes through, at their worst. */
const ROUNDINGS = 16;

/** What devices that are not ohmic carry: one of the two. */
export interface NonlinearDevices {
  /** V0 of i = siemens V0 sinh(v / V0), one for all devices or rows*columns; Infinity for an ohmic device. */
  readonly sinhVolts?: number | ArrayLike<number>;
  /** The law of all devices. */
  readonly conduction?: ConductionLaw;
}

/** An array whose devices are not ohmic. */
export interface NonlinearArray extends WiredArray, NonlinearDevices {
  readonly appliedVolts: ArrayLike<number>;
  readonly senseVolts?: ArrayLike<number>;
}

/** i / siemens of device x at a voltage, and its slope. */
interface DeviceLaw {
  volts(x: number, v: number): number;
  slope(x: number, v: number): number;
}

function lawOf({ sinhVolts, conduction }: NonlinearDevices, cells: number): DeviceLaw {
  if ((sinhVolts === undefined) === (conduction === undefined)) {
    wrong("conduction", sinhVolts === undefined ? "no law" : "two laws", "either sinhVolts or conduction");
  }
  if (conduction !== undefined) {
    return { volts: (_, v) => lawVolts(conduction, v), slope: (_, v) => lawSlope(conduction, v) };
  }
  const scale = checkSinhVolts(sinhVolts!, cells);
  return {
    volts: (x, v) => (scale[x] === Number.POSITIVE_INFINITY ? v : scale[x]! * Math.sinh(v / scale[x]!)),
    slope: (x, v) => Math.cosh(v / scale[x]!),
  };
}

function wrong(field: string, received: string, expected: string): never {
  throw new ArgumentError("wrong value", { code: "wires.value", field, received, expected });
}

function checkSinhVolts(given: number | ArrayLike<number>, cells: number): Float64Array {
  const volts = typeof given === "number" ? new Float64Array(cells).fill(given) : Float64Array.from(given);
  if (volts.length !== cells) wrong("sinhVolts", `${volts.length} numbers`, `one number, or ${cells}`);
  const bad = volts.findIndex((v) => !(v > 0));
  if (bad >= 0) wrong(`sinhVolts[${bad}]`, String(volts[bad]), "a voltage above 0, or Infinity");
  return volts;
}

/** Net currents into all nodes; the largest of them, and of a branch. */
interface Net {
  readonly word: Float64Array;
  readonly bit: Float64Array;
  worst: number;
  largest: number;
}

/**
 * Sets the net currents of voltages p of word line nodes and q of bit line nodes, q above its sense point. A perfect wire is one
 * node: what flows inside of it is left out, and the sum along it counts.
 */
function netInto(
  net: Net,
  network: WireNetwork,
  p: Float64Array,
  q: Float64Array,
  amps: Float64Array,
  volts: Float64Array,
): void {
  const { rows, columns, wordLineOhms, bitLineOhms, driverOhms, senseOhms } = network;
  const cells = rows * columns;
  const { word, bit } = net;
  const [wordEnd, bitEnd, far] = [wordLineOhms + driverOhms, bitLineOhms + senseOhms, farSiemens(network)];
  let largest = 0;
  const pass = (out: Float64Array, from: number, to: number, current: number): void => {
    if (from >= 0) out[from]! -= current;
    if (to >= 0) out[to]! += current;
    largest = Math.max(largest, Math.abs(current));
  };
  for (let x = 0; x < cells; x++) {
    word[x] = -amps[x]!;
    bit[x] = amps[x]!;
    largest = Math.max(largest, Math.abs(amps[x]!));
  }
  for (let x = 0; x < cells; x++) {
    const j = x % columns;
    if (j > 0 && wordLineOhms > 0) pass(word, x - 1, x, (p[x - 1]! - p[x]!) / wordLineOhms);
    // Between nodes of one bit line the sense point's voltage falls out.
    if (x >= columns && bitLineOhms > 0) pass(bit, x - columns, x, (q[x - columns]! - q[x]!) / bitLineOhms);
    if (x >= cells - columns && bitEnd > 0) pass(bit, x, -1, q[x]! / bitEnd);
    if (j === 0 && wordEnd > 0) pass(word, -1, x, (volts[(x / columns) | 0]! - p[x]!) / wordEnd);
    if (j === columns - 1 && far > 0) pass(word, -1, x, far * (volts[(x / columns) | 0]! - p[x]!));
  }
  let worst = 0;
  const line = (out: Float64Array, from: number, step: number, count: number, one: boolean, held: boolean): void => {
    if (one && held) return;
    let sum = 0;
    for (let k = 0, x = from; k < count; k++, x += step) {
      sum += out[x]!;
      if (!one) worst = Math.max(worst, Math.abs(out[x]!));
    }
    if (one) worst = Math.max(worst, Math.abs(sum));
  };
  for (let i = 0; i < rows; i++) line(word, i * columns, 1, columns, wordLineOhms === 0, wordEnd === 0);
  for (let j = 0; j < columns; j++) line(bit, j, columns, rows, bitLineOhms === 0, bitEnd === 0);
  net.worst = worst;
  net.largest = largest;
}

/**
 * The steady state of an array of devices that are not ohmic with its wires, by Newton's method on all nodes: each step solves
 * the array of the devices' differential conductances, and is halved while it does not bring the net currents down. The problem is
 * monotone, so that there is one solution; the residual falls quadratically close to it.
 *
 * @throws ArgumentError for wrong input, shorts and broken wires; ConvergenceError with the residual that is left
 */
export function solveNonlinearArray(
  array: NonlinearArray,
  options: { readonly tolerance?: number } = {},
): ArraySolution {
  const network = checkNetwork(array);
  const { rows, columns, siemens, wordLineOhms, bitLineOhms, driverOhms, senseOhms } = network;
  const cells = rows * columns;
  const law = lawOf(array, cells);
  const volts = checkVolts(array.appliedVolts, rows, "appliedVolts", "row");
  const sense = checkVolts(array.senseVolts ?? new Float64Array(columns), columns, "senseVolts", "column");
  if (network.shorts.length > 0) wrong("siemens", "a short", "finite conductances, for devices that are not ohmic");
  if (!(wordLineOhms + driverOhms + bitLineOhms + senseOhms < Number.POSITIVE_INFINITY)) {
    wrong("wordLineOhms", "a broken wire or end", "finite resistances, for devices that are not ohmic");
  }
  const tolerance = options.tolerance ?? RESIDUAL;
  const vector = () => new Float64Array(cells);
  const [p, q, amps, slope, dp, dq, nextP, nextQ, nextAmps] = Array.from({ length: 9 }, vector) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let net: Net = { word: vector(), bit: vector(), worst: 0, largest: 0 };
  let nextNet: Net = { word: vector(), bit: vector(), worst: 0, largest: 0 };
  const currents = (out: Float64Array, word: Float64Array, bit: Float64Array): void => {
    for (let x = 0, j = 0; x < cells; x++, j = j + 1 === columns ? 0 : j + 1) {
      const v = word[x]! - bit[x]! - sense[j]!;
      out[x] = siemens[x]! * law.volts(x, v);
    }
  };
  // From 0 V across each device where wires leave the choice: no current overflows there.
  for (let x = 0; x < cells; x++) {
    const held = wordLineOhms + driverOhms === 0;
    p[x] = held ? volts[Math.floor(x / columns)]! : sense[x % columns]!;
  }
  currents(amps, p, q);
  netInto(net, network, p, q, amps, volts);
  const nodeSiemens = (ohms: number, end: number) => (ohms > 0 ? 2 / ohms : 0) + (end > 0 ? 1 / end : 0);
  const wireSiemens = Math.max(
    nodeSiemens(wordLineOhms, wordLineOhms + driverOhms),
    nodeSiemens(bitLineOhms, bitLineOhms + senseOhms),
  );
  const span = [...volts, ...sense].reduce((largest, v) => Math.max(largest, Math.abs(v)), 0);
  const roundoff = ROUNDINGS * Number.EPSILON * wireSiemens * span;
  const residuals: number[] = [];
  let iterations = 0;
  for (let step = 0; ; step++) {
    const residual = net.largest === 0 ? 0 : net.worst / net.largest;
    residuals.push(residual);
    const enough = Math.max(tolerance * net.largest, roundoff);
    if (net.worst <= enough) break;
    const stuck = step === MOST_STEPS || !Number.isFinite(net.worst);
    let share = 1;
    if (!stuck) {
      for (let x = 0, j = 0; x < cells; x++, j = j + 1 === columns ? 0 : j + 1) {
        slope[x] = siemens[x]! * law.slope(x, p[x]! - q[x]! - sense[j]!);
      }
      const lines = createLineSolver({ ...network, siemens: slope });
      iterations += lines.solveInjected(dp, dq, net.word, net.bit);
      for (let halving = 0; halving <= MOST_HALVINGS; halving++, share /= 2) {
        for (let x = 0; x < cells; x++) {
          nextP[x] = p[x]! + share * dp[x]!;
          nextQ[x] = q[x]! + share * dq[x]!;
        }
        currents(nextAmps, nextP, nextQ);
        netInto(nextNet, network, nextP, nextQ, nextAmps, volts);
        if (nextNet.worst < net.worst) break;
      }
    }
    if (stuck || !(nextNet.worst < net.worst)) {
      throw new ConvergenceError("the voltages of the array do not converge", {
        code: "wires.convergence",
        received: `a relative Kirchhoff residual of ${residual.toExponential(1)} after ${step} Newton steps`,
        expected: `at most ${tolerance}; a softer law, or a larger tolerance`,
      });
    }
    p.set(nextP);
    q.set(nextQ);
    amps.set(nextAmps);
    [net, nextNet] = [nextNet, net];
  }
  const outputAmps = new Float64Array(columns);
  const endOhms = bitLineOhms + senseOhms;
  for (let j = 0; j < columns; j++) {
    if (endOhms > 0) outputAmps[j] = q[cells - columns + j]! / endOhms;
    else for (let x = j; x < cells; x += columns) outputAmps[j]! += amps[x]!;
    for (let x = j; x < cells; x += columns) q[x]! += sense[j]!;
  }
  return {
    outputAmps,
    deviceAmps: amps,
    wordLineVolts: p,
    bitLineVolts: q,
    residual: residuals.at(-1)!,
    method: "iterative",
    iterations,
    newtonResiduals: residuals,
  };
}
