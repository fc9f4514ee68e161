import type { Device } from "../hardware/device-schema.ts";
import { createCellRandom } from "./cell-random.ts";
import { driftFactor, driftSeconds } from "./drift.ts";
import type { FaultMap } from "./fault-map.ts";
import { nearestLevel } from "./levels.ts";
import { programmingCurve, programmingSigmaSiemens, publishedSeconds } from "./programming-error.ts";
import { readSigmaSiemens } from "./read-noise.ts";
import { faultOf, faultStream } from "./sample-faults.ts";
import { temperatureFactor } from "./temperature.ts";

/** Effects of a device, each drawn from a stream of its own; conduction is a law of the whole array, and nothing is drawn for it. */
export const DEVICE_EFFECTS = [
  "levels",
  "programming",
  "faults",
  "drift",
  "temperature",
  "read-noise",
  "conduction",
] as const;
export type DeviceEffect = (typeof DEVICE_EFFECTS)[number];

export interface SamplerOptions {
  /** Time after programming: a published one, or any within the drift law; the first published one by default. */
  readonly afterSeconds?: number;
  /** Temperature; the one that the conductances are stated at by default. */
  readonly kelvin?: number;
  /** Effects that are at work; all by default. */
  readonly effects?: readonly DeviceEffect[];
  /** Faults that are known, in place of ones drawn from the device's rates. */
  readonly faults?: FaultMap;
}

/** Draws what becomes of the devices of an array. A cell is a whole number below 2^32 that names a device. */
export interface DeviceSampler {
  /** Conductance after programming towards a target, siemens, at least 0: levels, programming error, faults. */
  program(cell: number, targetSiemens: number): number;
  /**
   * Conductance that a read meets, siemens, at least 0: drift, temperature and noise on top of `program`.
   * @param read counts the reads, each with noise of its own; the drift exponent stays with the device.
   */
  readSiemens(cell: number, targetSiemens: number, programmedSiemens: number, read?: number): number;
  /** Standard deviation over reads around the conductance that drift and temperature leave, siemens; 0 without read noise. */
  readSigmaSiemens(cell: number, targetSiemens: number, programmedSiemens: number): number;
}

/** Draws of one device that a verify window may take; past them the last one is kept at the window's edge. */
const VERIFY_DRAWS = 1000;

/**
 * A sampler of a device's departures from its targets: the same seed gives the same devices, cell by cell, whatever
 * the order of the calls and whichever effects are left out.
 *
 * @throws HardwareError when the time was not published, when temperature or time lie outside their ranges, or when
 * the error's curve does not cover the device's own range of conductances.
 */
export function createDeviceSampler(device: Device, options: SamplerOptions, seed: number): DeviceSampler {
  const on = new Set<DeviceEffect>(options.effects ?? DEVICE_EFFECTS);
  const programming = createCellRandom(seed, "programming");
  const drift = createCellRandom(seed, "drift");
  const noise = createCellRandom(seed, "read-noise");
  const faults = faultStream(seed);
  const known = options.faults === undefined ? undefined : new Map(options.faults.faults.map((f) => [f.cell, f]));

  const { afterSeconds } = options;
  const seconds =
    device.drift === undefined
      ? (afterSeconds ?? publishedSeconds(device)[0] ?? 0)
      : driftSeconds(device, afterSeconds);
  programmingCurve(device, afterSeconds);
  if (on.has("programming")) {
    for (const end of [device.offSiemens.value, device.onSiemens.value])
      programmingSigmaSiemens(device, end, afterSeconds);
  }
  const warmth = on.has("temperature") ? temperatureFactor(device, options.kelvin) : 1;
  const window = device.programming.verifyWindowSiemens?.value;

  const error = (cell: number, level: number): number => {
    const sigma = programmingSigmaSiemens(device, level, afterSeconds);
    if (sigma === 0) return 0;
    let drawn = sigma * programming.gaussian(cell);
    if (window === undefined) return drawn;
    for (let draw = 1; Math.abs(drawn) > window && draw < VERIFY_DRAWS; draw++) {
      drawn = sigma * programming.gaussian(cell, draw);
    }
    return Math.min(window, Math.max(-window, drawn));
  };
  const aged = (cell: number, targetSiemens: number, programmedSiemens: number): number => {
    const drifts = device.drift !== undefined && on.has("drift");
    const factor = drifts ? driftFactor(device, targetSiemens, seconds, drift.gaussian(cell)) : 1;
    return programmedSiemens * factor * warmth;
  };
  const sigmaOf = (programmedSiemens: number, siemens: number): number =>
    on.has("read-noise") ? readSigmaSiemens(device, programmedSiemens, siemens, seconds) : 0;
  return {
    program(cell, targetSiemens) {
      if (on.has("faults")) {
        const fault = known === undefined ? faultOf(device, cell, faults) : known.get(cell);
        if (fault) return fault.siemens;
      }
      const level = on.has("levels") ? nearestLevel(device, targetSiemens) : targetSiemens;
      return on.has("programming") ? Math.max(0, level + error(cell, level)) : level;
    },
    readSiemens(cell, targetSiemens, programmedSiemens, read = 0) {
      const siemens = aged(cell, targetSiemens, programmedSiemens);
      const sigma = sigmaOf(programmedSiemens, siemens);
      return sigma === 0 ? siemens : Math.max(0, siemens + sigma * noise.gaussian(cell, read));
    },
    readSigmaSiemens(cell, targetSiemens, programmedSiemens) {
      return sigmaOf(programmedSiemens, aged(cell, targetSiemens, programmedSiemens));
    },
  };
}
