import type { Waveform } from "../../circuit/index.ts";

/** Breakpoints closer than this share of the run are one. */
const SAME_SHARE = 1e-12;

/** Value of a waveform at time t; before the first and after the last point it is held. */
export function waveformAt(waveform: Waveform, t: number): number {
  if (waveform.kind === "dc") return waveform.value;
  const { times, values } = waveform;
  if (t <= times[0]!) return values[0]!;
  let low = 0;
  let high = times.length - 1;
  if (t >= times[high]!) return values[high]!;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= t) low = middle;
    else high = middle;
  }
  return values[low]! + ((values[high]! - values[low]!) * (t - times[low]!)) / (times[high]! - times[low]!);
}

/** Times in (0, end] at which some waveform bends, and `end` itself; increasing. */
export function breakpoints(waveforms: readonly Waveform[], end: number): Float64Array {
  const times = [end];
  for (const waveform of waveforms) {
    if (waveform.kind === "pwl") for (const t of waveform.times) if (t > 0 && t < end) times.push(t);
  }
  const sorted = Float64Array.from(new Set(times)).sort();
  const least = SAME_SHARE * end;
  // The end itself stays: of two that are one the later is kept.
  return sorted.filter((t, k) => k === sorted.length - 1 || sorted[k + 1]! - t > least);
}

/** Waveforms on a stretch without breakpoints, where each is a straight line: value at its start and slope, a second. */
export interface Lines {
  readonly values: Float64Array;
  readonly slopes: Float64Array;
}

/** Sets the lines of `waveforms` on [from, to]. */
export function linesInto(lines: Lines, waveforms: readonly Waveform[], from: number, to: number): void {
  for (let k = 0; k < waveforms.length; k++) {
    const start = waveformAt(waveforms[k]!, from);
    lines.values[k] = start;
    lines.slopes[k] = (waveformAt(waveforms[k]!, to) - start) / (to - from);
  }
}
