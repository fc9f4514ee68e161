import { type Curve, usableRange } from "../hardware/curve.ts";
import type { Device } from "../hardware/device-schema.ts";
import { curveSigmaSiemens } from "./programming-error.ts";

/** A stretch of the standard deviation against the conductance that was aimed at. */
export interface ErrorCurve {
  /** Time after programming; null where the curve states none. */
  readonly afterSeconds: number | null;
  /** Measured, carried on beyond what was measured, or assumed altogether. */
  readonly basis: "measured" | "extrapolated" | "assumed";
  readonly siemens: readonly number[];
  readonly sigmaSiemens: readonly number[];
}

/** Conductances beyond this many times the highest one say nothing about the device. */
const BEYOND = 2;

function stretch(device: Device, curve: Curve, low: number, high: number, points: number) {
  const siemens = Array.from({ length: points + 1 }, (_, k) => low + (k / points) * (high - low));
  const sigmaSiemens = siemens.map((g) => Math.max(0, curveSigmaSiemens(device, curve, g, "programming error")));
  return { siemens, sigmaSiemens };
}

/**
 * The programming error of a device over the range of its curves, up to twice its highest conductance: for each
 * published time the measured stretch first, then the extrapolated ones on either side. Plain data.
 */
export function errorCurves(device: Device, points = 100): ErrorCurve[] {
  const highest = BEYOND * device.onSiemens.value;
  return device.programming.errors.flatMap(({ afterSeconds, sigma }) => {
    const perSiemens = sigma.argument.of === "conductance" ? 1 : device.readVolts!.value;
    const inSiemens = (argument: number) => Math.min(highest, argument / perSiemens);
    const { low, high } = usableRange(sigma);
    const ends = [low, sigma.measured.low, sigma.measured.high, high].map(inSiemens) as [
      number,
      number,
      number,
      number,
    ];
    const time = { afterSeconds: afterSeconds?.value ?? null };
    return [
      { basis: sigma.assumed === true ? "assumed" : "measured", from: ends[1], to: ends[2] } as const,
      { basis: "extrapolated", from: ends[0], to: ends[1] } as const,
      { basis: "extrapolated", from: ends[2], to: ends[3] } as const,
    ]
      .filter(({ from, to }) => to > from)
      .map(({ basis, from, to }) => ({ ...time, basis, ...stretch(device, sigma, from, to, points) }));
  });
}
