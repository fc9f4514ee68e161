import type { ConductionLaw } from "./device/index.ts";
import type { MappingName } from "./mappings/mapping.ts";
import type { TilePlan } from "./tiles.ts";

/** Source of an offset column: an amplifier that drives the inverted mean of all sources' outputs. */
export const OFFSET_SOURCE = -1;

/** What drives a word line: an output of a neuron, the supply, or the amplifier of an offset column. */
export interface WordLine {
  /** Neuron whose output drives it; n, the number of neurons, is the supply of the bias; or OFFSET_SOURCE. */
  readonly source: number;
  /** Output rail: the output itself or its inverse. */
  readonly sign: 1 | -1;
  /** Share of the output's swing that reaches the line. */
  readonly share: number;
}

/** Resistances of an array's wires and periphery, ohms; see `WiredArray`. */
export interface ArrayWires {
  readonly wordLineOhms: number;
  readonly bitLineOhms: number;
  readonly driverOhms: number;
  readonly senseOhms: number;
  /** Whether word lines are driven from both ends. */
  readonly doubleSided: boolean;
}

/** The law of an array's devices, and the supply that they see when a neuron is settled. */
export interface ArrayConduction extends ConductionLaw {
  readonly supplyVolts: number;
}

/**
 * What fluctuating devices add to the current of each bit line, in amperes a volt of output swing: the root of the sum of the
 * devices' variances, each times the square of the share of the swing that its word line takes. Plain data.
 */
export interface ReadNoise {
  /** bitLines, siemens. */
  readonly sigmaSiemens: Float64Array;
  /** Time after which the noise is another; null where the device does not say. */
  readonly correlationSeconds: number | null;
}

/**
 * A programmed crossbar as it lies on the chip: word lines are driven by outputs, bit line i is the summing line of neuron
 * i. In a differential pair each source drives two word lines, one a rail; see `mappings/` for the others. Plain data.
 */
export interface Crossbar {
  /** Name of the hardware profile it was programmed for. */
  readonly profile: string;
  /** How weights became conductances. */
  readonly mapping: MappingName;
  /** Summing lines: one a neuron, n. */
  readonly rows: number;
  /** Bit lines: n, or n + 1 with a reference column, whose current is taken from that of every summing line. */
  readonly bitLines: number;
  /** Sources of the word lines: n, or n + 1 with the supply of the bias. */
  readonly columns: number;
  /** Siemens per unit of weight: G+ - G- = weight * unitSiemens before errors. */
  readonly unitSiemens: number;
  /** Sources in order, the positive rail before the negative one. */
  readonly wordLines: readonly WordLine[];
  /** Programmed conductances: wordLines * bitLines, row-major, siemens. A position that holds no device is 0. */
  readonly siemens: Float64Array;
  /** What the programming aimed at, before quantisation and error; same layout. */
  readonly targetSiemens: Float64Array;
  /** Devices placed, those that hold 0 included. */
  readonly devices: number;
  /** How the array is split over tiles; null for one array of any size. */
  readonly tiles: TilePlan | null;
  /** Wires that the circuit must carry; null for perfect ones. */
  readonly wires: ArrayWires | null;
  /** Noise of the devices while the array is at work; absent where it is left out. */
  readonly readNoise?: ReadNoise;
  /** How all devices conduct; null for ohmic ones. */
  readonly conduction: ArrayConduction | null;
}
