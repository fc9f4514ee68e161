import { LABEL_GAP, type PlotArea, TICK_LENGTH } from "./axis.ts";
import type { Pen } from "./canvas.ts";
import { numberLabel, quantityLabel } from "./labels.ts";
import type { Scale } from "./scale.ts";
import { AXIS, GRID, INK, LABEL_SIZE, MUTED, TICK_SIZE, textWidth } from "./style.ts";

/** Maps [low, high], both above 0, onto [from, to] by their logarithms; an empty domain maps to the middle. */
export function logScale(low: number, high: number, from: number, to: number): Scale {
  const span = Math.log(high / low);
  if (!(span > 0)) return () => (from + to) / 2;
  return (value) => from + (Math.log(value / low) / span) * (to - from);
}

/** Ranges of fewer decades have ticks at 2 and 5 too. */
const FEW_DECADES = 2;
const MOST_TICKS = 9;

/** Powers of ten within [low, high], with 2 and 5 times them in a short range, thinned in a long one; both above 0. */
export function logTicks(low: number, high: number): number[] {
  const slack = 1 + 1e-9;
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const mantissas = Math.log10(high / low) < FEW_DECADES ? [1, 2, 5] : [1];
  const every = Math.ceil((last - first) / MOST_TICKS);
  const ticks: number[] = [];
  for (let exponent = first; exponent <= last; exponent += Math.max(1, every)) {
    // Dividing by a power of ten is exact where multiplying by its inverse is not.
    for (const m of mantissas) ticks.push(exponent < 0 ? m / 10 ** -exponent : m * 10 ** exponent);
  }
  return ticks.filter((tick) => tick * slack >= low && tick <= high * slack);
}

/** Labels of such ticks: with a prefix before the unit, or plain. */
export function logLabels(ticks: readonly number[], unit: string): string[] {
  return ticks.map((tick) => (unit === "" ? numberLabel(tick, 3) : quantityLabel(tick, unit)));
}

/** Draws the bottom axis at these ticks, leaving out labels that would touch. */
export function drawBottomTicks(
  pen: Pen,
  area: PlotArea,
  x: Scale,
  ticks: readonly number[],
  labels: readonly string[],
  title: string,
): void {
  pen.line(area.left, area.bottom, area.right, area.bottom, { stroke: AXIS, "stroke-width": 1 });
  let free = Number.NEGATIVE_INFINITY;
  ticks.forEach((tick, k) => {
    const at = x(tick);
    pen.line(at, area.bottom, at, area.bottom + TICK_LENGTH, { stroke: AXIS, "stroke-width": 1 });
    const half = textWidth(labels[k]!, TICK_SIZE) / 2;
    if (at - half < free) return;
    free = at + half + 6;
    const text = { "text-anchor": "middle", "font-size": TICK_SIZE, fill: MUTED };
    pen.text(labels[k]!, at, area.bottom + TICK_LENGTH + 13, text);
  });
  const text = { "text-anchor": "middle", "font-size": LABEL_SIZE, fill: INK };
  pen.text(title, (area.left + area.right) / 2, area.bottom + 36, text);
}

/** Room in pixels that the labels and the turned title of such a left axis need. */
export function leftTicksWidth(labels: readonly string[]): number {
  return Math.ceil(Math.max(0, ...labels.map((label) => textWidth(label, TICK_SIZE))) + LABEL_GAP + 26);
}

/** Draws the left axis with its grid lines at these ticks. */
export function drawLeftTicks(
  pen: Pen,
  area: PlotArea,
  y: Scale,
  ticks: readonly number[],
  labels: readonly string[],
  title: string,
): void {
  ticks.forEach((tick, k) => {
    const at = y(tick);
    pen.line(area.left, at, area.right, at, { stroke: GRID, "stroke-width": 1 });
    const text = { "text-anchor": "end", "font-size": TICK_SIZE, fill: MUTED };
    pen.text(labels[k]!, area.left - LABEL_GAP, at + TICK_SIZE * 0.36, text);
  });
  pen.line(area.left, area.top, area.left, area.bottom, { stroke: AXIS, "stroke-width": 1 });
  const x = area.left - leftTicksWidth(labels) + LABEL_SIZE;
  const middle = (area.top + area.bottom) / 2;
  pen.text(title, x, middle, {
    "text-anchor": "middle",
    "font-size": LABEL_SIZE,
    fill: INK,
    transform: `rotate(-90 ${Math.round(x)} ${Math.round(middle)})`,
  });
}
