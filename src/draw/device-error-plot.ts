import { requireFinite } from "../core/index.ts";
import { BOTTOM_AXIS_HEIGHT, drawBottomAxis, drawLeftAxis, leftAxisWidth, type PlotArea } from "./axis.ts";
import { type Pen, paintPicture } from "./canvas.ts";
import { quantityLabel } from "./labels.ts";
import { drawHeader, HEADER_HEIGHT, type LegendEntry } from "./legend.ts";
import { BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILLION } from "./palette.ts";
import { polylinePath, TENTHS, TENTHS_TRANSFORM } from "./polyline.ts";
import { extent, linearScale, type Scale } from "./scale.ts";
import { BACKGROUND, INK, MUTED, PICTURE_WIDTH, TICK_SIZE } from "./style.ts";
import { enclosingTicks, insideTicks } from "./ticks.ts";

/** A stretch of a device's programming error; arrays as long as each other. */
export interface DeviceErrorStretch {
  /** Time after programming; null where none was published. */
  readonly afterSeconds: number | null;
  /** What is not measured is dashed. */
  readonly basis: "measured" | "extrapolated" | "assumed";
  readonly siemens: readonly number[];
  readonly sigmaSiemens: readonly number[];
}

export interface DeviceErrorPlotData {
  readonly title: string;
  readonly stretches: readonly DeviceErrorStretch[];
  /** Ends of what can be programmed. */
  readonly offSiemens: number;
  readonly onSiemens: number;
  /** The levels between them; null when they are continuous. */
  readonly levelSiemens: readonly number[] | null;
}

const PLOT_HEIGHT = 260;
/** Height of the strip at the bottom that shows what can be programmed. */
const STRIP = 16;
/** More levels than this are a continuum to the eye. */
const MAX_LEVELS = 128;
const COLOURS = [BLUE, VERMILLION, GREEN, ORANGE, PURPLE, SKY];
const DAY_SECONDS = 86400;

function timeLabel(seconds: number | null): string {
  if (seconds === null) return "programming error";
  if (seconds === 0) return "at once";
  if (seconds % DAY_SECONDS === 0) return `after ${seconds / DAY_SECONDS} d`;
  return `after ${quantityLabel(seconds, "s", 4)}`;
}

function drawStretches(
  pen: Pen,
  data: DeviceErrorPlotData,
  colours: ReadonlyMap<number | null, string>,
  x: Scale,
  y: Scale,
) {
  const group = pen.group({ transform: TENTHS_TRANSFORM, fill: "none", "stroke-linejoin": "round" });
  for (const { afterSeconds, basis, siemens, sigmaSiemens } of data.stretches) {
    const indices = siemens.map((_, k) => k);
    group.path(polylinePath(x, y, siemens, sigmaSiemens, indices), {
      stroke: colours.get(afterSeconds)!,
      "stroke-width": 2 * TENTHS,
      ...(basis === "measured" ? {} : { "stroke-dasharray": `${5 * TENTHS} ${4 * TENTHS}` }),
    });
  }
}

/** The strip of what can be programmed: a bar from off to on, or a stroke for each level. */
function drawLevels(pen: Pen, area: PlotArea, x: Scale, data: DeviceErrorPlotData): void {
  const top = area.bottom - STRIP;
  const levels = data.levelSiemens;
  const left = x(data.offSiemens);
  const right = x(data.onSiemens);
  pen.rect(left, top + 4, Math.max(1, right - left), STRIP - 8, { fill: GREY, "fill-opacity": 0.25 });
  if (levels !== null && levels.length <= MAX_LEVELS) {
    for (const level of levels) pen.line(x(level), top, x(level), area.bottom, { stroke: INK, "stroke-width": 1.5 });
  }
  const text = levels === null ? "programmable range, continuous" : `${levels.length} levels`;
  pen.text(text, (left + right) / 2, top - 4, {
    "text-anchor": "middle",
    "font-size": TICK_SIZE,
    fill: MUTED,
    stroke: BACKGROUND,
    "stroke-width": 3,
    "paint-order": "stroke",
  });
}

/**
 * Draws the standard deviation of a device's programming error against the conductance aimed at, a curve for each
 * published time, dashed where it was not measured, above what can be programmed.
 * @returns SVG text.
 * @throws ArgumentError when arrays differ in length or hold values that are not finite.
 */
export async function drawDeviceError(data: DeviceErrorPlotData): Promise<string> {
  for (const { siemens, sigmaSiemens } of data.stretches) {
    requireFinite("conductance", siemens, siemens.length);
    requireFinite("programming error", sigmaSiemens, siemens.length);
  }
  const times = [...new Set(data.stretches.map((s) => s.afterSeconds))];
  const colours = new Map(times.map((time, k) => [time, COLOURS[k % COLOURS.length]!]));
  const [low, high] = extent([data.offSiemens, data.onSiemens], ...data.stretches.map((s) => s.siemens))!;
  const [, tallest] = extent([0], ...data.stretches.map((s) => s.sigmaSiemens))!;
  const ticks = enclosingTicks(0, tallest === 0 ? data.onSiemens / 100 : tallest, { target: 5 });
  const xTicks = insideTicks(low, high, { target: 8 });
  const sigmaText = { title: "Standard deviation", unit: "S" };
  const left = leftAxisWidth(ticks, sigmaText) + 8;
  const bottom = HEADER_HEIGHT + PLOT_HEIGHT + STRIP;
  const area: PlotArea = { left, right: PICTURE_WIDTH - 24, top: HEADER_HEIGHT, bottom };
  const legend: LegendEntry[] = times.map((time) => ({
    label: timeLabel(time),
    colour: colours.get(time)!,
    mark: "line",
  }));
  for (const basis of ["extrapolated", "assumed"] as const) {
    if (data.stretches.some((s) => s.basis === basis)) legend.push({ label: basis, colour: MUTED, mark: "dash" });
  }
  const height = area.bottom + BOTTOM_AXIS_HEIGHT;
  return paintPicture({ width: PICTURE_WIDTH, height, title: data.title }, (pen) => {
    drawHeader(pen, data.title, left, area.right, legend);
    const x = linearScale(xTicks.low, xTicks.high, area.left, area.right);
    const y = linearScale(ticks.low, ticks.high, area.bottom - STRIP, area.top);
    drawLeftAxis(pen, area, y, ticks, sigmaText);
    drawBottomAxis(pen, area, x, xTicks, { title: "Target conductance", unit: "S" });
    drawLevels(pen, area, x, data);
    drawStretches(pen, data, colours, x, y);
  });
}
