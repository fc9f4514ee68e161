import { requireFinite, requireInteger } from "../core/index.ts";
import { BOTTOM_AXIS_HEIGHT, drawBottomAxis, type PlotArea } from "./axis.ts";
import { paintPicture } from "./canvas.ts";
import { numberLabel } from "./labels.ts";
import { drawHeader, HEADER_HEIGHT, type LegendEntry } from "./legend.ts";
import { BLUE, VERMILLION } from "./palette.ts";
import { extent, linearScale } from "./scale.ts";
import { AXIS, GRID, INK, LABEL_SIZE, TICK_SIZE, textWidth } from "./style.ts";
import { enclosingTicks } from "./ticks.ts";

export interface BarsData {
  readonly title: string;
  /** What the bars measure. */
  readonly quantity: string;
  readonly bars: readonly {
    readonly label: string;
    readonly value: number;
    /** Ends of an interval about the value. */
    readonly low?: number;
    readonly high?: number;
    /** A published value, drawn as a mark across the bar. */
    readonly published?: number;
  }[];
}

const WIDTH = 560;
const ROW = 26;
const BAR = 14;

/**
 * Draws named values as horizontal bars from zero, with their intervals and, where there is one, the published value.
 * @returns SVG text.
 * @throws ArgumentError when there is no bar or a value is not finite.
 */
export async function drawBars(data: BarsData): Promise<string> {
  requireInteger("number of bars", data.bars.length, 1);
  const all = data.bars.flatMap(({ value, low = value, high = value, published = value }) => [
    value,
    low,
    high,
    published,
  ]);
  requireFinite("values", all, all.length);
  const [lowest, highest] = extent([0], all) as [number, number];
  const ticks = enclosingTicks(lowest, highest, { target: 5 });
  const left = 16 + Math.max(...data.bars.map(({ label }) => textWidth(label, LABEL_SIZE)));
  const top = HEADER_HEIGHT;
  const area: PlotArea = { left, right: WIDTH - 60, top, bottom: top + ROW * data.bars.length + 6 };
  const legend: LegendEntry[] = [{ label: "measured here", colour: BLUE, mark: "box" }];
  if (data.bars.some(({ published }) => published !== undefined)) {
    legend.push({ label: "published", colour: VERMILLION, mark: "line" });
  }
  return paintPicture({ width: WIDTH, height: area.bottom + BOTTOM_AXIS_HEIGHT, title: data.title }, (pen) => {
    drawHeader(pen, data.title, 12, WIDTH - 12, legend);
    const x = linearScale(ticks.low, ticks.high, area.left, area.right);
    for (const value of ticks.values) pen.line(x(value), area.top, x(value), area.bottom, { stroke: GRID });
    data.bars.forEach(({ label, value, low, high, published }, k) => {
      const middle = area.top + ROW * (k + 0.5) + 3;
      pen.text(label, area.left - 8, middle + LABEL_SIZE * 0.36, {
        "text-anchor": "end",
        "font-size": LABEL_SIZE,
        fill: INK,
      });
      pen.rect(Math.min(x(0), x(value)), middle - BAR / 2, Math.abs(x(value) - x(0)), BAR, {
        fill: BLUE,
        "fill-opacity": 0.75,
      });
      if (low !== undefined && high !== undefined)
        pen.line(x(low), middle, x(high), middle, { stroke: INK, "stroke-width": 1.2 });
      if (published !== undefined) {
        pen.line(x(published), middle - ROW * 0.4, x(published), middle + ROW * 0.4, {
          stroke: VERMILLION,
          "stroke-width": 2,
        });
      }
      const end = Math.max(x(0), x(value), x(high ?? value), x(published ?? value));
      pen.text(numberLabel(value, 3), end + 6, middle + TICK_SIZE * 0.36, { "font-size": TICK_SIZE, fill: INK });
    });
    pen.line(x(0), area.top, x(0), area.bottom, { stroke: AXIS });
    drawBottomAxis(pen, area, x, ticks, { title: data.quantity, unit: "" });
  });
}
