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

/** Adds `factor` times the waveform at each of `times`, which do not fall, to `out`. */
export function addWaveform(out: Float64Array, waveform: Waveform, times: Float64Array, factor: number): void {
  if (waveform.kind === "dc") {
    for (let k = 0; k < out.length; k++) out[k]! += factor * waveform.value;
    return;
  }
  const { times: points, values } = waveform;
  const last = points.length - 1;
  let piece = 0;
  for (let k = 0; k < out.length; k++) {
    const t = times[k]!;
    while (piece < last && points[piece + 1]! <= t) piece++;
    out[k]! += factor * onPiece(points, values, piece, t);
  }
}

/** Value at t of the piece that begins at point `piece`; held before the first point and after the last. */
function onPiece(times: readonly number[], values: readonly number[], piece: number, t: number): number {
  const [start, from] = [times[piece]!, values[piece]!];
  if (t <= start || piece === times.length - 1) return from;
  return from + ((values[piece + 1]! - from) * (t - start)) / (times[piece + 1]! - start);
}

/** Waveforms on a stretch without breakpoints, where each is a straight line: value at its start and slope, a second. */
export interface Lines {
  readonly values: Float64Array;
  readonly slopes: Float64Array;
  /** Piece of each waveform that the last stretch lay in: the next one lies in the same or a later one. */
  readonly pieces: Int32Array;
}

/** Sets the lines of `waveforms` on [from, to]; stretches come in the order of time. */
export function linesInto(lines: Lines, waveforms: readonly Waveform[], from: number, to: number): void {
  for (let k = 0; k < waveforms.length; k++) {
    const waveform = waveforms[k]!;
    if (waveform.kind === "dc") {
      lines.values[k] = waveform.value;
      lines.slopes[k] = 0;
      continue;
    }
    const { times, values } = waveform;
    let piece = lines.pieces[k]!;
    while (piece < times.length - 1 && times[piece + 1]! <= from) piece++;
    lines.pieces[k] = piece;
    const start = onPiece(times, values, piece, from);
    // Points closer than a breakpoint's width may lie between.
    let end = piece;
    while (end < times.length - 1 && times[end + 1]! <= to) end++;
    lines.values[k] = start;
    lines.slopes[k] = (onPiece(times, values, end, to) - start) / (to - from);
  }
}
