import type { Pen } from "./canvas.ts";
import { type ColourMap, SHADES } from "./colour-map.ts";
import { quantityLabel, tickLabels } from "./labels.ts";
import { linearScale } from "./scale.ts";
import { AXIS, INK, LABEL_SIZE, MUTED, TICK_SIZE } from "./style.ts";
import { insideTicks } from "./ticks.ts";

/** Room in pixels for the bar, its labels and its title. */
export const COLOUR_BAR_WIDTH = 132;

const BAR = 14;

/** Draws the upright colour scale with its ticks; a scale of one value is one block of colour with that value. */
export function drawColourBar(
  pen: Pen,
  left: number,
  top: number,
  height: number,
  map: ColourMap,
  quantity: string,
  unit: string,
): void {
  pen.text(quantity, left, top - 24, { "font-size": LABEL_SIZE, fill: INK });
  const text = { "font-size": TICK_SIZE, fill: MUTED };
  if (!(map.high > map.low)) {
    pen.rect(left, top, BAR, BAR, { fill: map.colours[map.shade(map.low)]!, stroke: AXIS });
    pen.text(`${quantityLabel(map.low, unit)}, all`, left + BAR + 8, top + BAR / 2 + TICK_SIZE * 0.36, text);
    return;
  }
  const y = linearScale(map.low, map.high, top + height, top);
  for (let k = 0; k < SHADES; k++) {
    const upper = Math.round(top + height * (1 - (k + 1) / SHADES));
    const lower = Math.round(top + height * (1 - k / SHADES));
    pen.rect(left, upper, BAR, lower - upper, { fill: map.colours[k]!, "shape-rendering": "crispEdges" });
  }
  pen.rect(left, top, BAR, height, { fill: "none", stroke: AXIS });
  const ticks = insideTicks(map.low, map.high, { target: Math.min(6, Math.max(2, height / 36)) });
  const labels = tickLabels(ticks.values, ticks.step, unit);
  for (let k = 0; k < labels.length; k++) {
    const at = y(ticks.values[k]!);
    pen.line(left + BAR, at, left + BAR + 4, at, { stroke: AXIS });
    pen.text(labels[k]!, left + BAR + 8, at + TICK_SIZE * 0.36, text);
  }
}
