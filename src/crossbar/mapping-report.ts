import type { HopfieldNetwork } from "../network/index.ts";
import type { Crossbar, ReadNoise } from "./crossbar.ts";
import { type ConductionGains, conductionGains } from "./full-swing.ts";
import type { HardwareProfile } from "./hardware/index.ts";
import { deviceRange, quantisedSiemens } from "./map.ts";
import type { MappingName } from "./mappings/index.ts";
import { programmedWeights } from "./programmed-weights.ts";

/** Size of an error over all couplings and biases, in units of weight. */
export interface WeightError {
  readonly rms: number;
  readonly largest: number;
}

/** What an array holds against what was wanted. Plain data; wires are not looked at. */
export interface MappingReport {
  readonly mapping: MappingName;
  readonly wordLines: number;
  readonly bitLines: number;
  /** Devices placed, those at an off conductance of 0 included. */
  readonly devices: number;
  /** Siemens per unit of weight. */
  readonly unitSiemens: number;
  /** Largest magnitude that was wanted. */
  readonly largestWeight: number;
  /** Share of the devices' range, from off to on, that the targets span. */
  readonly rangeUsed: number;
  /**
   * Held minus wanted, and its parts: targets rounded to the devices' levels, programming after that, and what conduction at full
   * swing makes of it beyond a gain that all weights have in common.
   */
  readonly error: WeightError;
  readonly quantisation: WeightError;
  readonly programming: WeightError;
  readonly conduction: WeightError;
  /** The gains in common of devices that are not ohmic; null for ohmic ones. */
  readonly gains: ConductionGains | null;
  /** By how much weights at small signal differ from those at full swing, which the network has when it is settled. */
  readonly smallSignal: WeightError;
  /** Coupling of each neuron with itself, which was wanted to be 0. */
  readonly selfCoupling: WeightError;
  /** max |W_ij - W_ji| over max |W_ij|. */
  readonly asymmetry: number;
  /** Standard deviation of the noise that the devices add to a summing line while outputs are at their ends; absent without it. */
  readonly readNoise?: WeightError & { readonly correlationSeconds: number | null };
}

/** Error of each coupling by its cause, self-couplings included: rows * columns each, row-major, in units of weight. */
export interface MappingErrors {
  readonly rows: number;
  readonly columns: number;
  readonly quantisation: Float64Array;
  readonly programming: Float64Array;
  readonly conduction: Float64Array;
  /** Weights at small signal less those at full swing: no part of the error, but the path to full swing goes through it. */
  readonly smallSignal: Float64Array;
}

/** Differences below this share of the largest weight are the rounding of sums of conductances, and count as none. */
const ROUNDING_SHARE = 1e-11;

function largestOf({ weights, bias }: HopfieldNetwork): number {
  let largest = 0;
  for (const w of weights) largest = Math.max(largest, Math.abs(w));
  for (const b of bias) largest = Math.max(largest, Math.abs(b));
  return largest;
}

/** Weights and biases at full swing as one matrix, but for the gain that conduction gives them all: rows * columns. */
function asMatrix(crossbar: Crossbar): Float64Array {
  const { rows, columns } = crossbar;
  const { weights, bias } = programmedWeights({ ...crossbar, wires: null });
  const gain = conductionGains(crossbar)?.fullSwing ?? 1;
  return Float64Array.from({ length: rows * columns }, (_, k) => {
    const [i, j] = [Math.floor(k / columns), k % columns];
    return (j < rows ? weights[i * rows + j]! : bias[i]!) / gain;
  });
}

/** Where each coupling of a programmed array departs from the network, by cause. */
export function mappingErrors(network: HopfieldNetwork, crossbar: Crossbar, profile: HardwareProfile): MappingErrors {
  const { rows, columns } = crossbar;
  const ohmic: Crossbar = { ...crossbar, conduction: null };
  const held = asMatrix(ohmic);
  const rounded = asMatrix({ ...ohmic, siemens: quantisedSiemens(crossbar, profile) });
  const atSwing = crossbar.conduction === null ? held : asMatrix(crossbar);
  const gains = conductionGains(crossbar);
  const ratio = gains === null ? 1 : gains.smallSignal / gains.fullSwing;
  const wanted = (k: number) => {
    const [i, j] = [Math.floor(k / columns), k % columns];
    return j < rows ? network.weights[i * rows + j]! : network.bias[i]!;
  };
  const least = ROUNDING_SHARE * largestOf(network);
  const snapped = (error: number) => (Math.abs(error) <= least ? 0 : error);
  return {
    rows,
    columns,
    quantisation: rounded.map((w, k) => snapped(w - wanted(k))),
    programming: held.map((w, k) => snapped(w - rounded[k]!)),
    conduction: atSwing.map((w, k) => snapped(w - held[k]!)),
    smallSignal: atSwing.map((w, k) => snapped(ratio * held[k]! - w)),
  };
}

function sizeOf(values: readonly number[]): WeightError {
  let squares = 0;
  let largest = 0;
  for (const value of values) {
    squares += value * value;
    largest = Math.max(largest, Math.abs(value));
  }
  return { rms: values.length === 0 ? 0 : Math.sqrt(squares / values.length), largest };
}

/** Sums up what an array holds against the network that it was mapped from. */
export function mappingReport(network: HopfieldNetwork, crossbar: Crossbar, profile: HardwareProfile): MappingReport {
  const { rows, columns, siemens, targetSiemens, devices } = crossbar;
  const { quantisation, programming, conduction, smallSignal } = mappingErrors(network, crossbar, profile);
  const onDiagonal = (k: number) => Math.floor(k / columns) === k % columns;
  const off = (values: Float64Array) => [...values].filter((_, k) => !onDiagonal(k));
  const error = quantisation.map((w, k) => w + programming[k]! + conduction[k]!);
  const { offSiemens, onSiemens } = deviceRange(profile);
  // Where positions hold no device the mapping is one of pairs, whose unused device stays off.
  const held = devices < siemens.length ? [offSiemens, ...targetSiemens.filter((g) => g > 0)] : [...targetSiemens];
  const span = held.reduce((a, b) => Math.max(a, b)) - held.reduce((a, b) => Math.min(a, b));
  return {
    mapping: crossbar.mapping,
    wordLines: crossbar.wordLines.length,
    bitLines: crossbar.bitLines,
    devices,
    unitSiemens: crossbar.unitSiemens,
    largestWeight: largestOf(network),
    rangeUsed: span / (onSiemens - offSiemens),
    error: sizeOf(off(error)),
    quantisation: sizeOf(off(quantisation)),
    programming: sizeOf(off(programming)),
    conduction: sizeOf(off(conduction)),
    gains: conductionGains(crossbar),
    smallSignal: sizeOf(off(smallSignal)),
    selfCoupling: sizeOf(Array.from({ length: rows }, (_, i) => error[i * columns + i]!)),
    asymmetry: programmedWeights({ ...crossbar, wires: null }).asymmetry,
    ...(crossbar.readNoise === undefined ? {} : { readNoise: noiseOf(crossbar, crossbar.readNoise) }),
  };
}

/** Read noise of the summing lines, a reference column's included in each. */
function noiseOf({ rows, bitLines, unitSiemens }: Crossbar, { sigmaSiemens, correlationSeconds }: ReadNoise) {
  const reference = bitLines > rows ? sigmaSiemens[rows]! : 0;
  const lines = Array.from({ length: rows }, (_, i) => Math.hypot(sigmaSiemens[i]!, reference) / unitSiemens);
  return { ...sizeOf(lines), correlationSeconds };
}
