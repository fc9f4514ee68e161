import type { Pen } from "./canvas.ts";
import { fitText } from "./legend.ts";
import { BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILLION } from "./palette.ts";
import { INK, TICK_SIZE, TITLE_SIZE, textWidth } from "./style.ts";

const COLOURS = [BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, GREY] as const;
const DASHES = ["", "6 3", "2 3", "8 3 2 3"] as const;

/** Colour and dashes of the k-th of several curves: no two alike among the first 28. */
export function seriesStroke(k: number): { readonly stroke: string; readonly "stroke-dasharray"?: string } {
  const stroke = COLOURS[k % COLOURS.length]!;
  const dash = DASHES[Math.floor(k / COLOURS.length) % DASHES.length]!;
  return dash === "" ? { stroke } : { stroke, "stroke-dasharray": dash };
}

/** Height in pixels that a title alone takes at the top of a picture. */
export const TITLE_HEIGHT = 36;
const LINE_HEIGHT = 18;
const MARK = 20;
const MAX_NAME = 260;

/** Draws the title above a plot. */
export function drawTitle(pen: Pen, title: string, left: number, right: number): void {
  const text = { "font-size": TITLE_SIZE, "font-weight": "600", fill: INK };
  pen.text(fitText(title, TITLE_SIZE, right - left), left, 22, text);
}

/** Room in pixels that a key of these names needs to the right of a plot. */
export function keyWidth(names: readonly string[]): number {
  const widest = Math.max(0, ...names.map((name) => textWidth(name, TICK_SIZE)));
  return MARK + 20 + Math.min(MAX_NAME, Math.ceil(widest));
}

/** Height in pixels of a key. */
export function keyHeight(count: number): number {
  return count * LINE_HEIGHT;
}

/** Draws the names of the curves, one below the other, to the right of a plot. */
export function drawKey(pen: Pen, names: readonly string[], left: number, top: number): void {
  names.forEach((name, k) => {
    const y = top + (k + 0.5) * LINE_HEIGHT;
    pen.line(left, y, left + MARK, y, { ...seriesStroke(k), "stroke-width": 2 });
    const label = fitText(name, TICK_SIZE, MAX_NAME);
    pen.text(label, left + MARK + 6, y + TICK_SIZE * 0.36, { "font-size": TICK_SIZE, fill: INK });
  });
}
