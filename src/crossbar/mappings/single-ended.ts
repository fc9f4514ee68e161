import { HardwareError } from "../../core/index.ts";
import type { HopfieldNetwork } from "../../network/index.ts";
import { allWeights, type DeviceRange } from "./mapping.ts";

/** One device a weight: w is held as baseSiemens + w * unitSiemens. */
export interface SingleEndedScale {
  /** Conductance that stands for a weight of zero. */
  readonly baseSiemens: number;
  readonly unitSiemens: number;
}

/**
 * Scale of single-ended devices that uses the whole range: the base lies in the middle for weights as large below zero as
 * above, at the on end when none is positive, and in between otherwise. Devices of a few levels put the base on the level
 * that leaves the largest unit: for a weight of zero is then held exactly, and the reference devices hold the same.
 *
 * @throws HardwareError when no level of the device leaves room on both sides.
 */
export function singleEndedScale(network: HopfieldNetwork, device: DeviceRange): SingleEndedScale {
  const { offSiemens, onSiemens, levels } = device;
  let low = 0;
  let high = 0;
  for (const w of allWeights(network)) {
    low = Math.min(low, w);
    high = Math.max(high, w);
  }
  const range = onSiemens - offSiemens;
  if (levels === 0) {
    const unitSiemens = range / (high - low);
    return { baseSiemens: offSiemens - low * unitSiemens, unitSiemens };
  }
  const step = range / (levels - 1);
  let best: SingleEndedScale = { baseSiemens: offSiemens, unitSiemens: 0 };
  for (let level = 0; level < levels; level++) {
    const below = low < 0 ? (level * step) / -low : Number.POSITIVE_INFINITY;
    const above = high > 0 ? ((levels - 1 - level) * step) / high : Number.POSITIVE_INFINITY;
    const unitSiemens = Math.min(below, above);
    if (unitSiemens > best.unitSiemens) best = { baseSiemens: offSiemens + level * step, unitSiemens };
  }
  if (best.unitSiemens > 0) return best;
  throw new HardwareError("single devices have too few levels for weights of both signs", {
    code: "hardware.levels",
    received: `${levels} levels`,
    expected: "at least 3, or differential pairs (--mapping differential-pair)",
  });
}
