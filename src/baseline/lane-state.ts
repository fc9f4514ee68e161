import type { Random } from "../core/index.ts";
import type { Spins } from "../network/index.ts";
import type { LaneCouplings, Lanes } from "./lane-couplings.ts";

/** A state for sweeps on SIMD lanes, with its fields as incremental updates keep them. Plain data. */
export interface LaneState {
  /** Times the couplings' scale: padded. */
  readonly fields: Lanes;
  /** 0 for a spin of +1 and -1 for one of -1: padded. */
  readonly signs: Lanes;
  /** Eight interleaved streams of xoshiro128+, spin i drawing from stream i % 8: words 0 of all, words 1 and so on. */
  readonly streams: Uint32Array;
}

/** Streams that are drawn from side by side. */
export const STREAMS = 8;

/** The state with every spin +1, its streams seeded from `random`. */
export function upState({ upFields }: LaneCouplings, random: Random): LaneState {
  const state = { fields: upFields.slice(), signs: upFields.slice().fill(0), streams: new Uint32Array(4 * STREAMS) };
  seedStreams(state, random);
  return state;
}

/** Starts the streams anew. */
export function seedStreams({ streams }: LaneState, random: Random): void {
  // A state of zeros would stay one.
  for (let k = 0; k < streams.length; k++) streams[k] = k < STREAMS ? random.uint32() | 1 : random.uint32();
}

/** The spins of a state, into `out` (n). */
export function spinsInto(out: Spins, { signs }: LaneState): void {
  for (let i = 0; i < out.length; i++) out[i] = 1 + 2 * signs[i]!;
}

/** sum_i s_i (h_i + b_i) / 2 of a state in the network's unit, which is its constant minus its energy when `exact`. */
export function depthOf({ n, bias, scale }: LaneCouplings, { fields, signs }: LaneState): number {
  let twice = 0;
  for (let i = 0; i < n; i++) twice += (1 + 2 * signs[i]!) * (fields[i]! + bias[i]!);
  return twice / (2 * scale);
}
