import { HardwareError } from "../../core/index.ts";
import { evaluateCurve } from "../hardware/curve.ts";
import type { Device } from "../hardware/device-schema.ts";

/** Mean and standard deviation over devices of the drift exponent, by the conductance that was aimed at. */
export function driftExponent(
  device: Device,
  targetSiemens: number,
): { readonly mean: number; readonly sigma: number } {
  const { exponentMean, exponentSigma } = device.drift!;
  return {
    mean: evaluateCurve(exponentMean, targetSiemens, `${device.name}: mean drift exponent`),
    sigma: evaluateCurve(exponentSigma, targetSiemens, `${device.name}: deviation of the drift exponent`),
  };
}

/**
 * Share of the conductance that is left: (t / t0)^-nu.
 * @param deviate standard normal deviate of the device. A negative exponent is reflected: no device drifts upwards.
 * Source: Nandakumar et al., ICECS 2019; the reflection as in AIHWKIT's model of it.
 */
export function driftFactor(device: Device, targetSiemens: number, seconds: number, deviate: number): number {
  const { mean, sigma } = driftExponent(device, targetSiemens);
  return (seconds / device.drift!.startSeconds.value) ** -Math.abs(mean + sigma * deviate);
}

/**
 * Time of a read under the drift law, seconds; its start when none is asked for.
 * @throws HardwareError naming the range.
 */
export function driftSeconds(device: Device, afterSeconds: number | undefined): number {
  const start = device.drift!.startSeconds.value;
  const longest = device.drift!.longestSeconds.value;
  const seconds = afterSeconds ?? start;
  if (seconds >= start && seconds <= longest) return seconds;
  throw new HardwareError(`${device.name}: time outside the range of the drift law`, {
    code: "hardware.drift-time",
    field: "afterSeconds",
    received: `${seconds} s`,
    expected: `${start} to ${longest} s`,
  });
}
