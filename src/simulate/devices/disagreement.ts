import type { DeviceWaveforms } from "./integrate-device.ts";

/** Largest distances between two runs of one device, as shares of the reference's own range. */
export interface Disagreement {
  readonly state: number;
  readonly amps: number;
}

function range(values: Float64Array): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const v of values) {
    low = Math.min(low, v);
    high = Math.max(high, v);
  }
  return high - low;
}

/** Distance of each sample (t, v) from the band that `values` fill within `slack` seconds of t; the largest. */
function outsideBand(
  time: Float64Array,
  sampled: Float64Array,
  reference: DeviceWaveforms,
  values: Float64Array,
  slack: number,
): number {
  const at = (k: number, t: number) => {
    if (k <= 0) return values[0]!;
    if (k >= values.length) return values[values.length - 1]!;
    const span = reference.time[k]! - reference.time[k - 1]!;
    const share = span > 0 ? (t - reference.time[k - 1]!) / span : 1;
    return values[k - 1]! + share * (values[k]! - values[k - 1]!);
  };
  let worst = 0;
  let first = 0;
  let end = 0;
  for (let j = 0; j < time.length; j++) {
    while (first < values.length && reference.time[first]! < time[j]! - slack) first++;
    while (end < values.length && reference.time[end]! <= time[j]! + slack) end++;
    const [left, right] = [at(first, time[j]! - slack), at(end, time[j]! + slack)];
    let low = Math.min(left, right);
    let high = Math.max(left, right);
    for (let k = first; k < end; k++) {
      low = Math.min(low, values[k]!);
      high = Math.max(high, values[k]!);
    }
    worst = Math.max(worst, sampled[j]! - high, low - sampled[j]!);
  }
  return worst;
}

/**
 * How far a run is from a reference in every sample, where a sample may be early or late by a share of the run: a device
 * that runs away does so in a millionth of the run, and a small shift in time would count as its whole range.
 *
 * @param slack share of the run's length by which a sample may be shifted.
 */
export function deviceDisagreement(run: DeviceWaveforms, reference: DeviceWaveforms, slack: number): Disagreement {
  const seconds = slack * reference.time[reference.time.length - 1]!;
  const share = (mine: Float64Array, theirs: Float64Array) => {
    const scale = range(theirs);
    const distance = outsideBand(run.time, mine, reference, theirs, seconds);
    // A state at rest has no range: then its own size.
    return distance / (scale > 0 ? scale : Math.max(Math.abs(theirs[0]!), 1e-12));
  };
  return { state: share(run.state, reference.state), amps: share(run.amps, reference.amps) };
}
