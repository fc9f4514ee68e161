import { extent } from "./scale.ts";
import { enclosingTicks } from "./ticks.ts";

/** Equal bins: bin k holds the values in [start + k width, start + (k+1) width). */
export interface Bins {
  readonly start: number;
  readonly width: number;
  readonly count: number;
  indexOf(value: number): number;
}

/** Integer objectives spread over no more than this get a bin each. */
const MAX_UNIT_BINS = 40;
const TARGET_BINS = 16;

/** Bins that hold all finite values: one an integer where the values are few integers, else of round width. */
export function chooseBins(values: readonly number[]): Bins {
  const [low, high] = extent(values) ?? [0, 0];
  const integers = values.every(Number.isInteger);
  if (integers && high - low <= MAX_UNIT_BINS) {
    const start = low - 0.5;
    return { start, width: 1, count: high - low + 1, indexOf: (value) => Math.round(value - low) };
  }
  const ticks = enclosingTicks(low, high, { target: TARGET_BINS, integer: integers });
  const count = ticks.values.length - 1;
  const start = ticks.values[0]!;
  const indexOf = (value: number): number => Math.max(0, Math.min(count - 1, Math.floor((value - start) / ticks.step)));
  return { start, width: ticks.step, count, indexOf };
}
