import { ArgumentError } from "../core/index.ts";
import { BOTTOM_AXIS_HEIGHT, type PlotArea } from "./axis.ts";
import { type Pen, paintPicture } from "./canvas.ts";
import { numberLabel } from "./labels.ts";
import { drawBottomTicks, drawLeftTicks, leftTicksWidth, logLabels, logScale, logTicks } from "./log-axis.ts";
import { linearScale, type Scale } from "./scale.ts";
import { drawKey, drawTitle, keyHeight, keyWidth, seriesStroke, TITLE_HEIGHT } from "./series.ts";
import { PICTURE_WIDTH } from "./style.ts";
import { insideTicks } from "./ticks.ts";

/** How a time to solution grows with the size. */
export interface SizePlotData {
  readonly title: string;
  /** What the size is, e.g. "Spins". */
  readonly quantity: string;
  readonly unit: "seconds" | "sweeps";
  readonly series: readonly {
    readonly name: string;
    /** One entry an instance; times above 0, null for an instance that was never solved. */
    readonly points: readonly { readonly size: number; readonly time: number | null }[];
    /** time = factor * exp(exponent * size), or factor * size^exponent; null without a fit. */
    readonly fit: {
      readonly law: "exponential" | "power";
      readonly exponent: { readonly value: number; readonly low: number; readonly high: number };
      readonly factor: number;
    } | null;
  }[];
}

type Series = SizePlotData["series"][number];

const PLOT_HEIGHT = 320;
const SAMPLES = 40;

/** The fitted law in words, with its interval. */
function lawText({ name, fit }: Series): string {
  if (fit === null) return name;
  const { value, low, high } = fit.exponent;
  const number = (x: number) => (Number.isFinite(x) ? numberLabel(x, 2) : "?");
  const law = fit.law === "exponential" ? `exp(${number(value)} n)` : `n^${number(value)}`;
  return `${name}: ${law} (${number(low)} to ${number(high)})`;
}

/** The fitted curve, and the band between the ends of the exponent's interval, turned about the middle of the sizes. */
function drawFit(pen: Pen, k: number, { fit, points }: Series, x: Scale, y: Scale, area: PlotArea): void {
  if (fit === null) return;
  const sizes = points.map(({ size }) => size);
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  const along = (size: number) => (fit.law === "power" ? Math.log(size) : size);
  const middle = (along(low) + along(high)) / 2;
  const centre = Math.log(fit.factor) + fit.exponent.value * middle;
  const at = Array.from({ length: SAMPLES + 1 }, (_, s) => low + ((high - low) * s) / SAMPLES);
  const point = (size: number, exponent: number) => {
    const up = y(Math.exp(centre + exponent * (along(size) - middle)));
    return `${x(size).toFixed(1)} ${Math.min(area.bottom, Math.max(area.top, up)).toFixed(1)}`;
  };
  const { stroke } = seriesStroke(k);
  const ends = [fit.exponent.low, fit.exponent.high].map((end) => (Number.isFinite(end) ? end : fit.exponent.value));
  const steep = (size: number, isUpper: boolean) =>
    along(size) >= middle === isUpper ? Math.max(...ends) : Math.min(...ends);
  const upper = at.map((size) => point(size, steep(size, true)));
  const lower = at.map((size) => point(size, steep(size, false))).reverse();
  pen.path(`M${[...upper, ...lower].join("L")}Z`, { fill: stroke, "fill-opacity": 0.13 });
  const curve = at.map((size) => point(size, fit.exponent.value));
  pen.path(`M${curve.join("L")}`, { fill: "none", ...seriesStroke(k), "stroke-width": 2 });
}

/**
 * Draws the time to solution of every instance against its size, with the fitted law and the band of its exponent's
 * interval. Instances that were never solved stand as crosses at the top.
 * @returns SVG text. @throws ArgumentError when no instance was solved.
 */
export function drawSizes(data: SizePlotData): Promise<string> {
  const { title, series } = data;
  const points = series.flatMap((one) => one.points);
  const times = points.flatMap(({ time }) => (time === null ? [] : [time]));
  if (times.length === 0) {
    throw new ArgumentError("there is nothing to draw", {
      code: "draw.empty",
      expected: "an instance that was solved",
    });
  }
  const sizes = points.map(({ size }) => size);
  const [low, high] = [Math.min(...times) / 2, Math.max(...times) * 4];
  const ticks = logTicks(low, high);
  const labels = logLabels(ticks, data.unit === "seconds" ? "s" : "");
  const names = series.map(lawText);
  const left = leftTicksWidth(labels) + 12;
  const right = PICTURE_WIDTH - keyWidth(names);
  const bottom = TITLE_HEIGHT + Math.max(PLOT_HEIGHT, keyHeight(names.length));
  const area: PlotArea = { left, right, top: TITLE_HEIGHT, bottom };
  return paintPicture({ width: PICTURE_WIDTH, height: bottom + BOTTOM_AXIS_HEIGHT, title }, (pen) => {
    const room = (Math.max(...sizes) - Math.min(...sizes)) / 20 || 1;
    const x = linearScale(Math.min(...sizes) - room, Math.max(...sizes) + room, left, right);
    const y = logScale(low, high, area.bottom, area.top);
    const { values } = insideTicks(Math.min(...sizes) - room, Math.max(...sizes) + room, { target: 6, integer: true });
    drawTitle(pen, title, left, PICTURE_WIDTH - 12);
    drawLeftTicks(pen, area, y, ticks, labels, data.unit === "seconds" ? "TTS99" : "TTS99, sweeps");
    drawBottomTicks(pen, area, x, values, logLabels(values, ""), data.quantity);
    series.forEach((one, k) => {
      drawFit(pen, k, one, x, y, area);
      const { stroke } = seriesStroke(k);
      for (const { size, time } of one.points) {
        const across = x(size) + 3 * (k - (series.length - 1) / 2);
        if (time === null) {
          const cross = `M${across - 3} ${area.top + 2}l6 6m0 -6l-6 6`;
          pen.path(cross, { fill: "none", stroke, "stroke-width": 1.4 });
        } else pen.circle(across, y(time), 2.6, { fill: stroke, "fill-opacity": 0.55 });
      }
    });
    drawKey(pen, names, right + 12, area.top);
  });
}
