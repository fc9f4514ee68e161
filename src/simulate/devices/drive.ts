import { formatSpiceNumber } from "../../circuit/index.ts";

/** The voltage on a device against time. */
export type Drive =
  | { readonly kind: "sine"; readonly volts: number; readonly hertz: number }
  /** Straight lines between points; the first and last value hold outside. Times strictly increase. */
  | { readonly kind: "pwl"; readonly times: readonly number[]; readonly volts: readonly number[] };

/** Volts at time t; a scan of the points, so cheap only for few of them or with `from`, a point not after t. */
export function driveVolts(drive: Drive, t: number, from = 0): number {
  if (drive.kind === "sine") return drive.volts * Math.sin(2 * Math.PI * drive.hertz * t);
  const { times, volts } = drive;
  let k = from;
  while (k < times.length && times[k]! <= t) k++;
  if (k === 0) return volts[0]!;
  if (k === times.length) return volts[k - 1]!;
  const share = (t - times[k - 1]!) / (times[k]! - times[k - 1]!);
  return volts[k - 1]! + share * (volts[k]! - volts[k - 1]!);
}

/** The drive as the words of a SPICE source. */
export function driveWords(drive: Drive): string {
  if (drive.kind === "sine") return `SIN(0 ${formatSpiceNumber(drive.volts)} ${formatSpiceNumber(drive.hertz)})`;
  const points = drive.times.map((t, k) => `${formatSpiceNumber(t)} ${formatSpiceNumber(drive.volts[k]!)}`);
  return `PWL(${points.join(" ")})`;
}

/** Straight lines from 0 V through `peaks` and back to 0 V at a constant number of volts a second. */
export function ramp(voltsPerSecond: number, ...peaks: number[]): Drive {
  const volts = [0, ...peaks, 0];
  const times = [0];
  for (let k = 1; k < volts.length; k++) {
    times.push(times[k - 1]! + Math.abs(volts[k]! - volts[k - 1]!) / voltsPerSecond);
  }
  return { kind: "pwl", times, volts };
}
