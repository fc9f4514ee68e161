import { requireFinite } from "../core/index.ts";
import { BOTTOM_AXIS_HEIGHT, drawBottomAxis, type PlotArea } from "./axis.ts";
import { type Pen, paintPicture } from "./canvas.ts";
import { numberLabel } from "./labels.ts";
import { drawHeader, HEADER_HEIGHT } from "./legend.ts";
import { BLUE, GREY, VERMILLION } from "./palette.ts";
import { extent, linearScale, type Scale } from "./scale.ts";
import { AXIS, BACKGROUND, GRID, INK, LABEL_SIZE, MUTED, PICTURE_WIDTH, TICK_SIZE, textWidth } from "./style.ts";
import { enclosingTicks } from "./ticks.ts";

/** One step of a waterfall: what it adds to the total, with its 95 % interval. */
export interface WaterfallPart {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface WaterfallData {
  readonly title: string;
  /** What is added up, with its unit. */
  readonly quantity: string;
  /** In the order in which they add up. */
  readonly parts: readonly WaterfallPart[];
  readonly total: number;
  readonly totalLabel: string;
}

const ROW_HEIGHT = 26;
const BAR_HEIGHT = 14;
/** Half the height of the end strokes of an interval. */
const CAP = 4;
const LABEL_GAP = 10;
/** Room at the right for the number behind a bar. */
const VALUE_ROOM = 64;

function drawInterval(pen: Pen, x: Scale, y: number, low: number, high: number): void {
  const stroke = { stroke: INK, "stroke-width": 1.25 };
  pen.line(x(low), y, x(high), y, stroke);
  for (const end of [low, high]) pen.line(x(end), y - CAP, x(end), y + CAP, stroke);
}

/** The number of a row, behind everything that its bar and interval cover. */
function drawValue(pen: Pen, x: Scale, y: number, value: number, right: number): void {
  pen.text(numberLabel(value, 3), x(right) + 7, y + TICK_SIZE * 0.36, {
    "font-size": TICK_SIZE,
    fill: INK,
    stroke: BACKGROUND,
    "stroke-width": 3,
    "paint-order": "stroke",
  });
}

/**
 * Draws how parts add up to a total: a row each, its bar beginning where the one above ended, with the 95 % interval of
 * the part; parts that lower the total in another colour.
 * @returns SVG text.
 * @throws ArgumentError for values that are not finite
 */
export async function drawWaterfall(data: WaterfallData): Promise<string> {
  const { parts, total, title, quantity } = data;
  for (const numbers of [parts.flatMap(({ value, low, high }) => [value, low, high]), [total]]) {
    requireFinite("part of a waterfall", numbers, numbers.length);
  }
  const starts = parts.map((_, k) => parts.slice(0, k).reduce((sum, { value }) => sum + value, 0));
  const ends = parts.flatMap(({ value, low, high }, k) => [value, low, high].map((v) => starts[k]! + v));
  const [low, high] = extent([0, total], ends)!;
  const ticks = enclosingTicks(low, high, { target: 7 });
  const labels = [...parts.map(({ label }) => label), data.totalLabel];
  const left = Math.ceil(Math.max(...labels.map((label) => textWidth(label, LABEL_SIZE)))) + LABEL_GAP + 8;
  const bottom = HEADER_HEIGHT + ROW_HEIGHT * labels.length + 6;
  const area: PlotArea = { left, right: PICTURE_WIDTH - VALUE_ROOM, top: HEADER_HEIGHT, bottom };
  const x = linearScale(ticks.low, ticks.high, area.left, area.right);
  const rowAt = (k: number) => area.top + ROW_HEIGHT * (k + 0.5);
  const legend = [
    { label: "loses", colour: VERMILLION, mark: "box" },
    ...(parts.some(({ value }) => value < 0) ? [{ label: "wins back", colour: BLUE, mark: "box" } as const] : []),
    { label: "95 % interval", colour: INK, mark: "line" },
  ] as const;
  return paintPicture({ width: PICTURE_WIDTH, height: bottom + BOTTOM_AXIS_HEIGHT, title }, (pen) => {
    drawHeader(pen, title, left, PICTURE_WIDTH - 24, legend);
    for (const value of ticks.values) pen.line(x(value), area.top, x(value), area.bottom, { stroke: GRID });
    drawBottomAxis(pen, area, x, ticks, { title: quantity, unit: "" });
    pen.line(x(0), area.top, x(0), area.bottom, { stroke: AXIS, "stroke-width": 1 });
    labels.forEach((label, k) => {
      const isTotal = k === parts.length;
      const part = parts[k] ?? { value: total, low: total, high: total };
      const start = isTotal ? 0 : starts[k]!;
      const end = start + part.value;
      const y = rowAt(k);
      pen.text(label, area.left - LABEL_GAP, y + LABEL_SIZE * 0.36, {
        "text-anchor": "end",
        "font-size": LABEL_SIZE,
        fill: part.value === 0 && part.low === part.high ? MUTED : INK,
        ...(isTotal ? { "font-weight": "600" } : {}),
      });
      const fill = isTotal ? GREY : part.value < 0 ? BLUE : VERMILLION;
      const width = Math.abs(x(end) - x(start));
      if (width > 0) pen.rect(Math.min(x(start), x(end)), y - BAR_HEIGHT / 2, width, BAR_HEIGHT, { fill });
      // The level that the next bar begins at.
      if (!isTotal) pen.line(x(end), y, x(end), rowAt(k + 1), { stroke: MUTED, "stroke-width": 1 });
      if (part.low !== part.high) drawInterval(pen, x, y, start + part.low, start + part.high);
      drawValue(pen, x, y, part.value, Math.max(start, end, start + part.high));
    });
  });
}

/** The waterfall of a loss over the layers of the hardware, in units of the objective. @throws as `drawWaterfall` */
export function drawLosses(
  title: string,
  gap: number,
  parts: readonly { readonly layer: string; readonly objective: number; readonly low: number; readonly high: number }[],
): Promise<string> {
  return drawWaterfall({
    title,
    quantity: "Loss, units of the objective",
    parts: parts.map(({ layer, objective, low, high }) => ({ label: layer, value: objective, low, high })),
    total: gap,
    totalLabel: "gap",
  });
}
