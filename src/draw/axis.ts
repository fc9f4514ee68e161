import type { Pen } from "./canvas.ts";
import { tickLabels } from "./labels.ts";
import type { Scale } from "./scale.ts";
import { AXIS, GRID, INK, LABEL_SIZE, MUTED, TICK_SIZE, textWidth } from "./style.ts";
import type { Ticks } from "./ticks.ts";

/** Pixel edges of the plotting area. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface AxisText {
  readonly title: string;
  /** SI unit of the tick labels; "" for plain numbers. */
  readonly unit: string;
}

export const TICK_LENGTH = 4;
export const LABEL_GAP = 7;

/** Room in pixels that the labels and the turned title of a left axis need. */
export function leftAxisWidth(ticks: Ticks, text: AxisText): number {
  const widths = tickLabels(ticks.values, ticks.step, text.unit).map((label) => textWidth(label, TICK_SIZE));
  return Math.ceil(Math.max(0, ...widths) + LABEL_GAP + (text.title === "" ? 4 : 26));
}

/** Height in pixels below the area that a bottom axis with its title needs. */
export const BOTTOM_AXIS_HEIGHT = 46;

/** Draws the left axis with its horizontal grid lines. */
export function drawLeftAxis(pen: Pen, area: PlotArea, scale: Scale, ticks: Ticks, text: AxisText): void {
  const labels = tickLabels(ticks.values, ticks.step, text.unit);
  for (let k = 0; k < labels.length; k++) {
    const y = scale(ticks.values[k]!);
    pen.line(area.left, y, area.right, y, { stroke: GRID, "stroke-width": 1 });
    pen.text(labels[k]!, area.left - LABEL_GAP, y + TICK_SIZE * 0.36, {
      "text-anchor": "end",
      "font-size": TICK_SIZE,
      fill: MUTED,
    });
  }
  pen.line(area.left, area.top, area.left, area.bottom, { stroke: AXIS, "stroke-width": 1 });
  if (text.title === "") return;
  const x = area.left - leftAxisWidth(ticks, text) + LABEL_SIZE;
  const y = (area.top + area.bottom) / 2;
  pen.text(text.title, x, y, {
    "text-anchor": "middle",
    "font-size": LABEL_SIZE,
    fill: INK,
    transform: `rotate(-90 ${Math.round(x)} ${Math.round(y)})`,
  });
}

/** Draws the bottom axis: line, ticks, labels (thinned until none touch) and title. */
export function drawBottomAxis(pen: Pen, area: PlotArea, scale: Scale, ticks: Ticks, text: AxisText): void {
  pen.line(area.left, area.bottom, area.right, area.bottom, { stroke: AXIS, "stroke-width": 1 });
  const labels = tickLabels(ticks.values, ticks.step, text.unit);
  const widest = Math.max(0, ...labels.map((label) => textWidth(label, TICK_SIZE))) + 10;
  const spacing = labels.length > 1 ? scale(ticks.values[1]!) - scale(ticks.values[0]!) : widest;
  const every = Math.max(1, Math.ceil(widest / Math.max(1, spacing)));
  for (let k = 0; k < labels.length; k++) {
    const x = scale(ticks.values[k]!);
    pen.line(x, area.bottom, x, area.bottom + TICK_LENGTH, { stroke: AXIS, "stroke-width": 1 });
    if (k % every !== 0) continue;
    pen.text(labels[k]!, x, area.bottom + TICK_LENGTH + 13, {
      "text-anchor": "middle",
      "font-size": TICK_SIZE,
      fill: MUTED,
    });
  }
  pen.text(text.title, (area.left + area.right) / 2, area.bottom + 36, {
    "text-anchor": "middle",
    "font-size": LABEL_SIZE,
    fill: INK,
  });
}
