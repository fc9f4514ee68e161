import type { HopfieldNetwork } from "../../network/index.ts";
import type { WordLine } from "../crossbar.ts";

/** Names of the mappings, one file each. */
export const MAPPING_NAMES = ["differential-pair", "reference-column", "offset-column", "bit-slicing"] as const;
export type MappingName = (typeof MAPPING_NAMES)[number];

/** What a device can hold, siemens; 0 levels: continuous. */
export interface DeviceRange {
  readonly offSiemens: number;
  readonly onSiemens: number;
  readonly levels: number;
}

/** What a mapping lays out for a network, before any device is programmed. */
export interface ArrayPlan {
  /** In the order of sources. */
  readonly wordLines: readonly WordLine[];
  /** n summing lines, and one more for a reference column. */
  readonly bitLines: number;
  /** Siemens per unit of weight. */
  readonly unitSiemens: number;
  /** Slices that a weight is spread over; 1 without slicing. */
  readonly slices: number;
  /**
   * Conductance that devices of weight zero hold without effect on any sum, so that they may be left out; null when a
   * device of weight zero is needed all the same.
   */
  readonly idleSiemens: number | null;
  /** Target of the device at a word line and a bit line, siemens; undefined where the mapping places none. */
  target(wordLine: number, bitLine: number): number | undefined;
}

/** How weights become conductances. */
export interface Mapping {
  readonly name: MappingName;
  readonly description: string;
  /**
   * @param largest largest magnitude of weight or bias, above 0.
   * @param slices number of slices asked for; only bit slicing has more than one.
   * @throws HardwareError when devices of this kind cannot hold the weights.
   */
  plan(network: HopfieldNetwork, device: DeviceRange, largest: number, slices?: number): ArrayPlan;
}

/** Sources of the word lines: the neurons, and the supply where a spin has a bias. */
export function sourceCount({ n, bias }: HopfieldNetwork): number {
  return bias.some((b) => b !== 0) ? n + 1 : n;
}

/** Weight of a source at summing line i: the bias where the source is the supply. */
export function weightOf({ n, weights, bias }: HopfieldNetwork, i: number, source: number): number {
  return source < n ? weights[i * n + source]! : bias[i]!;
}

/** All weights and biases, one after the other. */
export function* allWeights({ weights, bias }: HopfieldNetwork): Generator<number> {
  for (const w of weights) yield w;
  for (const b of bias) yield b;
}
