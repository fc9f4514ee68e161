import type { DeviceWaveforms } from "./integrate-device.ts";

/** Single numbers read off the waveforms of a device. */

/** Linear interpolation of `values` at time t. */
export function valueAt(w: DeviceWaveforms, values: Float64Array, t: number): number {
  let k = w.time.findIndex((x) => x >= t);
  if (k < 0) k = w.time.length - 1;
  if (k === 0) return values[0]!;
  const span = w.time[k]! - w.time[k - 1]!;
  const share = span > 0 ? Math.min(1, (t - w.time[k - 1]!) / span) : 1;
  return values[k - 1]! + share * (values[k]! - values[k - 1]!);
}

/** First time at which the state crosses `level`; NaN when it does not. */
export function crossingSeconds(w: DeviceWaveforms, level: number): number {
  const above = w.state[0]! > level;
  const k = w.state.findIndex((x) => x > level !== above);
  if (k < 1) return Number.NaN;
  const share = (level - w.state[k - 1]!) / (w.state[k]! - w.state[k - 1]!);
  return w.time[k - 1]! + share * (w.time[k]! - w.time[k - 1]!);
}

/** Least resistance on the samples of at least a tenth of the largest voltage. */
export function leastOhms(w: DeviceWaveforms): number {
  const largest = w.volts.reduce((a, v) => Math.max(a, Math.abs(v)), 0);
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < w.volts.length; k++) {
    if (Math.abs(w.volts[k]!) >= 0.1 * largest) least = Math.min(least, w.volts[k]! / w.amps[k]!);
  }
  return least;
}

/** Largest and smallest of an array. */
export const largest = (values: Float64Array): number => values.reduce((a, v) => Math.max(a, v), -Infinity);
export const smallest = (values: Float64Array): number => values.reduce((a, v) => Math.min(a, v), Infinity);

/** Voltage at the sample of the smallest current. */
export const voltsOfSmallestAmps = (w: DeviceWaveforms): number => w.volts[w.amps.indexOf(smallest(w.amps))]!;
