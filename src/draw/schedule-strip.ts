import type { PlotArea } from "./axis.ts";
import type { Pen } from "./canvas.ts";
import { quantityLabel } from "./labels.ts";
import { polylinePath, TENTHS, TENTHS_TRANSFORM } from "./polyline.ts";
import { extent, linearScale, type Scale } from "./scale.ts";
import { AXIS, GRID, INK, MUTED, TICK_SIZE } from "./style.ts";

/** A piecewise-linear control signal: value held before the first and after the last point. */
export interface ScheduleSignal {
  /** Label at the left of its strip; short. */
  readonly name: string;
  /** Seconds, increasing. */
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  /** SI unit of the values; plain numbers when absent. */
  readonly unit?: string;
}

/** Height in pixels of one strip with the gap below it. */
export const STRIP_HEIGHT = 48;
const GAP = 12;

/** The signal from `start` to `end` with the held ends made explicit. */
function spread(signal: ScheduleSignal, start: number, end: number): { times: number[]; values: number[] } {
  const times: number[] = [];
  const values: number[] = [];
  const last = signal.times.length - 1;
  if (last < 0) return { times, values };
  const at = (time: number): number => {
    if (time <= signal.times[0]!) return signal.values[0]!;
    for (let k = 1; k <= last; k++) {
      if (time > signal.times[k]!) continue;
      const span = signal.times[k]! - signal.times[k - 1]!;
      const fraction = span > 0 ? (time - signal.times[k - 1]!) / span : 1;
      return signal.values[k - 1]! + fraction * (signal.values[k]! - signal.values[k - 1]!);
    }
    return signal.values[last]!;
  };
  const push = (time: number, value: number): void => {
    times.push(time);
    values.push(value);
  };
  push(start, at(start));
  for (let k = 0; k <= last; k++) {
    if (signal.times[k]! > start && signal.times[k]! < end) push(signal.times[k]!, signal.values[k]!);
  }
  push(end, at(end));
  return { times, values };
}

/**
 * Draws one signal as a strip that holds zero and all its values, its name at the left, its largest value beside it and
 * its lowest one when that is negative.
 */
export function drawScheduleStrip(
  pen: Pen,
  area: PlotArea,
  x: Scale,
  span: readonly [startSeconds: number, endSeconds: number],
  signal: ScheduleSignal,
): void {
  const { times, values } = spread(signal, span[0], span[1]);
  const [low, high] = extent(values, [0]) ?? [0, 1];
  const bottom = area.bottom - GAP;
  const y = linearScale(low, high > low ? high : low + 1, bottom, area.top);
  const right = { "text-anchor": "end", "font-size": TICK_SIZE };
  pen.line(area.left, area.top, area.right, area.top, { stroke: GRID });
  pen.line(area.left, bottom, area.right, bottom, { stroke: AXIS });
  if (low < 0) pen.text(quantityLabel(low, signal.unit ?? ""), area.left - 7, bottom + 1, { ...right, fill: MUTED });
  pen.text(signal.name, area.left - 7, low < 0 ? (area.top + bottom) / 2 + 5 : bottom, { ...right, fill: INK });
  if (high > low)
    pen.text(quantityLabel(high, signal.unit ?? ""), area.left - 7, area.top + 8, { ...right, fill: MUTED });
  const indices = times.map((_, index) => index);
  pen.group({ transform: TENTHS_TRANSFORM }).path(polylinePath(x, y, times, values, indices), {
    fill: "none",
    stroke: INK,
    "stroke-width": 1.4 * TENTHS,
    "stroke-linejoin": "round",
  });
}
