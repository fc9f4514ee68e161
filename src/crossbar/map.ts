import { createRandom, HardwareError, LimitError } from "../core/index.ts";
import type { HopfieldNetwork } from "../network/index.ts";
import type { HardwareProfile } from "./profile.ts";

/**
 * A programmed crossbar of differential pairs. Row i is the summing line of neuron i; column j < n is driven by neuron
 * j's outputs, and column n, when there is a bias, by the supply. Plain data.
 */
export interface Crossbar {
  /** Name of the hardware profile it was programmed for. */
  readonly profile: string;
  readonly rows: number;
  /** rows, or rows + 1 with the bias column. */
  readonly columns: number;
  /** Siemens per unit of weight: G+ - G- = weight * unitSiemens before errors. */
  readonly unitSiemens: number;
  /** Programmed conductances G+ and G-: rows*columns, row-major, siemens. Diagonal positions hold no device. */
  readonly positiveSiemens: Float64Array;
  readonly negativeSiemens: Float64Array;
  /** What the programming aimed at, before quantisation and error; same layout. */
  readonly positiveTargetSiemens: Float64Array;
  readonly negativeTargetSiemens: Float64Array;
}

/** Positions that a crossbar may have: its four arrays of doubles then take 2 GiB. */
const MAX_POSITIONS = 2 ** 26;

/** Nearest of `levels` equally spaced values from low to high; levels = 0 leaves the value alone. */
function quantise(value: number, low: number, high: number, levels: number): number {
  if (levels === 0) return value;
  const step = (high - low) / (levels - 1);
  return low + Math.round((value - low) / step) * step;
}

/**
 * Maps a network to conductances: the largest magnitude of weight or bias takes the whole range from off to on, the
 * device of a pair that is not used stays off. Then quantisation to the profile's levels and a Gaussian programming
 * error, each device from its own stream of `seed`, kept within the range as write-and-verify does.
 *
 * @throws HardwareError when all weights and biases are zero.
 * @throws LimitError when the crossbar would not fit into memory.
 */
export function mapToCrossbar(network: HopfieldNetwork, profile: HardwareProfile, seed: number): Crossbar {
  const { n, weights, bias } = network;
  const off = profile.device.offSiemens.value;
  const on = profile.device.onSiemens.value;
  const levels = profile.device.levels.value;
  const sigma = profile.device.programmingSigmaSiemens.value;

  let largest = 0;
  for (const w of weights) largest = Math.max(largest, Math.abs(w));
  for (const b of bias) largest = Math.max(largest, Math.abs(b));
  if (largest === 0) {
    throw new HardwareError("every weight and bias is zero: there is nothing to program", {
      code: "hardware.empty",
      received: `${n} spins without couplings`,
      expected: "at least one coupling or bias",
    });
  }
  const unitSiemens = (on - off) / largest;
  const columns = bias.some((b) => b !== 0) ? n + 1 : n;
  const size = n * columns;
  if (size > MAX_POSITIONS) {
    throw new LimitError("the crossbar is too large", {
      code: "hardware.size",
      received: `${n} rows, ${columns} columns`,
      expected: `at most ${MAX_POSITIONS} positions`,
    });
  }
  const crossbar: Crossbar = {
    profile: profile.name,
    rows: n,
    columns,
    unitSiemens,
    positiveSiemens: new Float64Array(size),
    negativeSiemens: new Float64Array(size),
    positiveTargetSiemens: new Float64Array(size),
    negativeTargetSiemens: new Float64Array(size),
  };
  const random = createRandom(seed, "programming");
  const program = (target: number): number => {
    const level = quantise(target, off, on, levels);
    return sigma === 0 ? level : Math.min(on, Math.max(off, level + sigma * random.gaussian()));
  };
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < columns; j++) {
      if (i === j) continue;
      const w = j < n ? weights[i * n + j]! : bias[i]!;
      const k = i * columns + j;
      const magnitude = off + Math.abs(w) * unitSiemens;
      crossbar.positiveTargetSiemens[k] = w > 0 ? magnitude : off;
      crossbar.negativeTargetSiemens[k] = w < 0 ? magnitude : off;
      crossbar.positiveSiemens[k] = program(crossbar.positiveTargetSiemens[k]!);
      crossbar.negativeSiemens[k] = program(crossbar.negativeTargetSiemens[k]!);
    }
  }
  return crossbar;
}

/** What the array really holds, in units of weight. */
export interface ProgrammedWeights {
  /** (G+ - G-) / unitSiemens: n*n, row-major; not symmetric in general, for each pair has its own devices. */
  readonly weights: Float64Array;
  /** Bias column in units of weight: n. */
  readonly bias: Float64Array;
  /** max |W_ij - W_ji| over max |W_ij|. A Lyapunov function is sure only when it is 0. */
  readonly asymmetry: number;
}

/** Reads a crossbar back as weights. */
export function programmedWeights(crossbar: Crossbar): ProgrammedWeights {
  const { rows: n, columns, unitSiemens, positiveSiemens, negativeSiemens } = crossbar;
  const weights = new Float64Array(n * n);
  const bias = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < columns; j++) {
      const w = (positiveSiemens[i * columns + j]! - negativeSiemens[i * columns + j]!) / unitSiemens;
      if (j < n) weights[i * n + j] = w;
      else bias[i] = w;
    }
  }
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      largest = Math.max(largest, Math.abs(weights[i * n + j]!), Math.abs(weights[j * n + i]!));
      difference = Math.max(difference, Math.abs(weights[i * n + j]! - weights[j * n + i]!));
    }
  }
  return { weights, bias, asymmetry: largest === 0 ? 0 : difference / largest };
}

/** Sum of all conductances that load each row, siemens: rows. */
export function rowTotalsSiemens(crossbar: Crossbar): Float64Array {
  const { rows, columns, positiveSiemens, negativeSiemens } = crossbar;
  const totals = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      totals[i]! += positiveSiemens[i * columns + j]! + negativeSiemens[i * columns + j]!;
    }
  }
  return totals;
}
