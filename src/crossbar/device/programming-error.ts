import { HardwareError } from "../../core/index.ts";
import { type Curve, evaluateCurve } from "../hardware/curve.ts";
import type { Device } from "../hardware/device-schema.ts";

/** Times after programming that a device's error was published for, seconds; empty when its curve states none. */
export function publishedSeconds(device: Device): number[] {
  return device.programming.errors.flatMap((e) => (e.afterSeconds === undefined ? [] : [e.afterSeconds.value]));
}

/**
 * The programming error's curve for a published time; the first when no time is asked for. With a drift law, the one
 * curve stands for its start.
 * @throws HardwareError listing the published times for any other: nothing is interpolated.
 */
export function programmingCurve(device: Device, afterSeconds: number | undefined): Curve {
  const { errors } = device.programming;
  if (afterSeconds === undefined || device.drift !== undefined) return errors[0]!.sigma;
  const found = errors.find((e) => e.afterSeconds?.value === afterSeconds);
  if (found) return found.sigma;
  const times = publishedSeconds(device);
  throw new HardwareError(`${device.name}: no programming error was published for this time`, {
    code: "hardware.published-time",
    field: "afterSeconds",
    received: `${afterSeconds} s`,
    expected: times.length === 0 ? "no time: the device's curve states none" : `one of ${times.join(", ")} s`,
  });
}

/**
 * A standard deviation in siemens from a curve by conductance, or by read current, whose deviation is a current.
 * @throws HardwareError when the conductance lies outside the curve's range.
 */
export function curveSigmaSiemens(device: Device, curve: Curve, siemens: number, what: string): number {
  const name = `${device.name}: ${what}`;
  if (curve.argument.of === "conductance") return evaluateCurve(curve, siemens, name);
  const volts = device.readVolts!.value;
  return evaluateCurve(curve, siemens * volts, name) / volts;
}

/**
 * Standard deviation of the programmed conductance around a target, siemens.
 * @throws HardwareError when the target lies outside the curve's range, or for a time that was not published.
 */
export function programmingSigmaSiemens(device: Device, targetSiemens: number, afterSeconds?: number): number {
  const curve = programmingCurve(device, afterSeconds);
  // A fit may fall below zero inside its range; a deviation does not.
  return Math.max(0, curveSigmaSiemens(device, curve, targetSiemens, "programming error"));
}
