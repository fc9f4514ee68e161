import { requireFinite, requireInteger } from "../core/index.ts";
import { BOTTOM_AXIS_HEIGHT, drawBottomAxis, drawLeftAxis, leftAxisWidth, type PlotArea } from "./axis.ts";
import { type Pen, paintPicture } from "./canvas.ts";
import { drawHeader, HEADER_HEIGHT, type LegendEntry } from "./legend.ts";
import { BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILLION } from "./palette.ts";
import { extent, linearScale, type Scale } from "./scale.ts";
import { MUTED, TICK_SIZE, textWidth } from "./style.ts";
import { enclosingTicks, type Ticks } from "./ticks.ts";

/** One curve, x ascending or not; as many y as x. */
export interface CurveSeries {
  readonly label: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Ends of an interval about each y, drawn as a bar. */
  readonly low?: ArrayLike<number>;
  readonly high?: ArrayLike<number>;
  /** A line with dots (default), a dashed line without, or dots alone. */
  readonly style?: "line" | "dash" | "dots";
}

export interface CurvesData {
  readonly title: string;
  readonly x: { readonly title: string; readonly log?: boolean };
  /** `low` and `high` fix the axis; else it encloses the data. */
  readonly y: { readonly title: string; readonly log?: boolean; readonly low?: number; readonly high?: number };
  readonly series: readonly CurveSeries[];
  /** Straight dashed lines across the plot, with a word. */
  readonly marks?: readonly { readonly axis: "x" | "y"; readonly at: number; readonly label: string }[];
}

const WIDTH = 560;
const PLOT_HEIGHT = 230;
const RIGHT_MARGIN = 22;
const COLOURS = [BLUE, VERMILLION, GREEN, ORANGE, PURPLE, SKY, GREY];
const LEGEND_ROW = 17;
/** More dots than this would hide their line. */
const MAX_DOTS = 40;

/** An axis with its map; a logarithmic one has ticks at powers of ten. */
interface Axis {
  readonly ticks: Ticks;
  scale(from: number, to: number): Scale;
}

function axisOf(low: number, high: number, log: boolean): Axis {
  if (!log) {
    const ticks = enclosingTicks(low, high, { target: 5 });
    return { ticks, scale: (from, to) => linearScale(ticks.low, ticks.high, from, to) };
  }
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log10(high) - 1e-9));
  const every = Math.max(1, Math.ceil((last - first) / 6));
  const values: number[] = [];
  for (let k = first; k <= last; k += every) values.push(10 ** k);
  // The step only sets the decimals of the labels, and those of powers of ten are their own.
  const ticks = { step: Math.min(1, values[0]!), values, low: 10 ** first, high: 10 ** last };
  return { ticks, scale: (from, to) => (value) => linearScale(first, last, from, to)(Math.log10(value)) };
}

function rangeOf(arrays: readonly ArrayLike<number>[], log: boolean): [number, number] {
  const usable = log ? arrays.map((a) => Array.from(a).filter((x) => x > 0)) : arrays;
  return extent(...usable) ?? (log ? [1, 10] : [0, 1]);
}

/** Legend entries broken into rows of at most `room` pixels. */
function legendRows(entries: readonly LegendEntry[], room: number): LegendEntry[][] {
  const rows: LegendEntry[][] = [[]];
  let used = 0;
  for (const entry of entries) {
    const width = 37 + textWidth(entry.label, TICK_SIZE);
    if (used + width > room && rows.at(-1)!.length > 0) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)!.push(entry);
    used += width;
  }
  return rows;
}

function drawSeries(pen: Pen, series: CurveSeries, colour: string, x: Scale, y: Scale, area: PlotArea): void {
  const { style = "line", low, high } = series;
  const clamp = (value: number) => Math.max(area.top, Math.min(area.bottom, value));
  const points = Array.from(series.x, (value, k) => [x(value), y(series.y[k]!)] as const).filter(
    ([px, py]) => Number.isFinite(px) && Number.isFinite(py),
  );
  if (low !== undefined && high !== undefined) {
    for (let k = 0; k < series.x.length; k++) {
      const px = x(series.x[k]!);
      const from = clamp(y(low[k]!));
      const to = clamp(y(high[k]!));
      if (!Number.isFinite(px + from + to) || Math.abs(from - to) < 1) continue;
      pen.line(px, from, px, to, { stroke: colour, "stroke-width": 1, "stroke-opacity": 0.7 });
    }
  }
  if (style !== "dots" && points.length > 1) {
    const path = points.map(([px, py], k) => `${k === 0 ? "M" : "L"}${px.toFixed(1)} ${clamp(py).toFixed(1)}`).join("");
    const dash = style === "dash" ? { "stroke-dasharray": "5 3" } : {};
    pen.path(path, { stroke: colour, "stroke-width": 1.6, fill: "none", "stroke-linejoin": "round", ...dash });
  }
  if (style === "dash" || (style === "line" && points.length > MAX_DOTS)) return;
  for (const [px, py] of points) pen.circle(px, clamp(py), 2.4, { fill: colour });
}

function drawMarks(pen: Pen, data: CurvesData, area: PlotArea, x: Scale, y: Scale): void {
  for (const { axis, at, label } of data.marks ?? []) {
    const stroke = { stroke: MUTED, "stroke-width": 1, "stroke-dasharray": "2 3" };
    const text = { "font-size": TICK_SIZE, fill: MUTED };
    if (axis === "x") {
      const px = x(at);
      pen.line(px, area.top, px, area.bottom, stroke);
      const isRight = px + textWidth(label, TICK_SIZE) + 6 > area.right;
      pen.text(label, isRight ? px - 4 : px + 4, area.bottom - 6, {
        ...text,
        "text-anchor": isRight ? "end" : "start",
      });
    } else {
      const py = y(at);
      pen.line(area.left, py, area.right, py, stroke);
      pen.text(label, area.left + 4, py - 4, text);
    }
  }
}

/**
 * Draws curves over one pair of axes, linear or logarithmic, with intervals, reference lines and a legend. Points that a
 * logarithmic axis cannot show are left out.
 * @returns SVG text.
 * @throws ArgumentError when arrays differ in length or hold values that are not finite.
 */
export async function drawCurves(data: CurvesData): Promise<string> {
  requireInteger("number of series", data.series.length, 1);
  for (const { label, x, y, low, high } of data.series) {
    requireFinite(`x of ${label}`, x, x.length);
    requireFinite(`y of ${label}`, y, x.length);
    if (low !== undefined) requireFinite(`low of ${label}`, low, x.length);
    if (high !== undefined) requireFinite(`high of ${label}`, high, x.length);
  }
  const marks = data.marks ?? [];
  const [xLow, xHigh] = rangeOf(
    [...data.series.map(({ x }) => x), marks.filter(({ axis }) => axis === "x").map(({ at }) => at)],
    data.x.log === true,
  );
  const [yLow, yHigh] = rangeOf(
    [
      ...data.series.flatMap(({ y, low, high }) => [y, ...(low ? [low] : []), ...(high ? [high] : [])]),
      marks.filter(({ axis }) => axis === "y").map(({ at }) => at),
    ],
    data.y.log === true,
  );
  const horizontal = axisOf(xLow, xHigh, data.x.log === true);
  const vertical = axisOf(data.y.low ?? yLow, data.y.high ?? yHigh, data.y.log === true);
  const yText = { title: data.y.title, unit: "" };
  const left = leftAxisWidth(vertical.ticks, yText) + 10;
  const entries = data.series.map(({ label, style }, k): LegendEntry => {
    return {
      label,
      colour: COLOURS[k % COLOURS.length]!,
      mark: style === "dash" ? "dash" : style === "dots" ? "box" : "line",
    };
  });
  const rows = legendRows(entries, WIDTH - RIGHT_MARGIN - left);
  const top = HEADER_HEIGHT + (rows.length - 1) * LEGEND_ROW;
  const area: PlotArea = { left, right: WIDTH - RIGHT_MARGIN, top, bottom: top + PLOT_HEIGHT };
  const height = area.bottom + BOTTOM_AXIS_HEIGHT;
  return paintPicture({ width: WIDTH, height, title: data.title }, (pen) => {
    drawHeader(pen, data.title, left, area.right, rows[0]!);
    rows.slice(1).forEach((row, k) => {
      drawHeader(pen.group({ transform: `translate(0 ${(k + 1) * LEGEND_ROW})` }), "", left, area.right, row);
    });
    const x = horizontal.scale(area.left, area.right);
    const y = vertical.scale(area.bottom, area.top);
    drawLeftAxis(pen, area, y, vertical.ticks, yText);
    drawBottomAxis(pen, area, x, horizontal.ticks, { title: data.x.title, unit: "" });
    drawMarks(pen, data, area, x, y);
    data.series.forEach((series, k) => {
      drawSeries(pen, series, COLOURS[k % COLOURS.length]!, x, y, area);
    });
  });
}
