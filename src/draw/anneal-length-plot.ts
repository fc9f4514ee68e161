import { ArgumentError } from "../core/index.ts";
import { BOTTOM_AXIS_HEIGHT, type PlotArea } from "./axis.ts";
import { type Pen, paintPicture } from "./canvas.ts";
import { drawBottomTicks, drawLeftTicks, leftTicksWidth, logLabels, logScale, logTicks } from "./log-axis.ts";
import { linearScale, type Scale } from "./scale.ts";
import { drawKey, drawTitle, keyHeight, keyWidth, seriesStroke, TITLE_HEIGHT } from "./series.ts";
import { PICTURE_WIDTH } from "./style.ts";

/** A value with its 95 % interval; null for an end that is infinite. */
export interface DrawnInterval {
  readonly value: number | null;
  readonly low: number;
  readonly high: number | null;
}

/** Runs of one anneal length. */
export interface AnnealLengthPoint {
  /** Above 0, in `lengthUnit`. */
  readonly length: number;
  readonly success: { readonly value: number; readonly low: number; readonly high: number };
  /** Time to solution, seconds; above 0. */
  readonly tts: DrawnInterval;
}

export interface AnnealLengthData {
  readonly title: string;
  /** What the length is, e.g. "Sweeps a start". */
  readonly quantity: string;
  /** SI unit of the length; "" for a plain number. */
  readonly lengthUnit: string;
  readonly series: readonly {
    readonly name: string;
    /** By length, ascending; at least one. */
    readonly points: readonly AnnealLengthPoint[];
    /** Index of the length that was chosen. */
    readonly chosen: number;
  }[];
}

const SUCCESS_HEIGHT = 170;
const TTS_HEIGHT = 190;
const BETWEEN = 18;
const SHARES = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** Line through the values, bars of the intervals, and a ring around the chosen value. */
function drawSeries(
  pen: Pen,
  k: number,
  x: Scale,
  y: Scale,
  area: PlotArea,
  lengths: readonly number[],
  values: readonly DrawnInterval[],
  chosen: number,
): void {
  const stroke = seriesStroke(k);
  const solid = { stroke: stroke.stroke };
  // A value that is not known is no point; where only its upper end is not, the bar runs off the plot.
  let before: { x: number; y: number } | undefined;
  lengths.forEach((length, at) => {
    const { value, low, high } = values[at]!;
    const across = x(length);
    const top = high === null ? area.top : Math.max(area.top, y(high));
    pen.line(across, Math.min(area.bottom, y(low)), across, top, {
      ...solid,
      "stroke-width": 1,
      "stroke-opacity": 0.6,
    });
    if (value === null) {
      before = undefined;
      return;
    }
    const up = y(value);
    if (before !== undefined) pen.line(before.x, before.y, across, up, { ...stroke, "stroke-width": 2 });
    before = { x: across, y: up };
    pen.circle(across, up, 2.5, { fill: stroke.stroke });
    if (at === chosen) pen.circle(across, up, 6.5, { fill: "none", ...solid, "stroke-width": 1.6 });
  });
}

/**
 * Draws success probability and time to solution against the length of an anneal, with 95 % intervals as bars; the chosen
 * length has a ring. @returns SVG text. @throws ArgumentError when there is no point.
 */
export function drawAnnealLength(data: AnnealLengthData): Promise<string> {
  const { title, series } = data;
  const points = series.flatMap((one) => one.points);
  if (points.length === 0) {
    throw new ArgumentError("there is nothing to draw", { code: "draw.empty", expected: "a length with its runs" });
  }
  const lengths = points.map(({ length }) => length);
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
  const times = points.flatMap(({ tts }) => [tts.low, tts.value ?? tts.low]);
  const [least, most] = [Math.min(...times) / 1.3, Math.max(...times) * 3];
  const timeTicks = logTicks(least, most);
  const timeLabels = logLabels(timeTicks, "s");
  const names = series.map(({ name }) => name);
  const left = Math.max(leftTicksWidth(timeLabels), 44) + 12;
  const right = PICTURE_WIDTH - keyWidth(names);
  const upper: PlotArea = { left, right, top: TITLE_HEIGHT, bottom: TITLE_HEIGHT + SUCCESS_HEIGHT };
  const top = upper.bottom + BETWEEN;
  const lower: PlotArea = {
    left,
    right,
    top,
    bottom: Math.max(top + TTS_HEIGHT, TITLE_HEIGHT + keyHeight(names.length)),
  };
  return paintPicture({ width: PICTURE_WIDTH, height: lower.bottom + BOTTOM_AXIS_HEIGHT, title }, (pen) => {
    const x = logScale(shortest / 1.2, longest * 1.2, left, right);
    const share = linearScale(0, 1, upper.bottom, upper.top + 6);
    const time = logScale(least, most, lower.bottom, lower.top);
    drawTitle(pen, title, left, PICTURE_WIDTH - 12);
    drawLeftTicks(pen, upper, share, SHARES, SHARES.map(String), "Success");
    drawLeftTicks(pen, lower, time, timeTicks, timeLabels, "TTS99");
    const ticks = logTicks(shortest / 1.2, longest * 1.2);
    drawBottomTicks(pen, lower, x, ticks, logLabels(ticks, data.lengthUnit), `${data.quantity} (ring: chosen)`);
    series.forEach((one, k) => {
      const own = one.points.map(({ length }) => length);
      drawSeries(
        pen,
        k,
        x,
        share,
        upper,
        own,
        one.points.map(({ success }) => success),
        one.chosen,
      );
      drawSeries(
        pen,
        k,
        x,
        time,
        lower,
        own,
        one.points.map(({ tts }) => tts),
        one.chosen,
      );
    });
    drawKey(pen, names, right + 12, upper.top);
  });
}
