import type { Pen } from "./canvas.ts";
import { INK, TICK_SIZE, TITLE_SIZE, textWidth } from "./style.ts";

export interface LegendEntry {
  readonly label: string;
  readonly colour: string;
  readonly mark: "line" | "dash" | "box";
}

/** Baseline of the title, pixels from the top. */
const TITLE_BASELINE = 22;
/** Where the legend row sits below the title. */
const LEGEND_BASELINE = 42;

/** Height in pixels that title and legend take at the top of a picture. */
export const HEADER_HEIGHT = 54;

/** Shortens a title to fit `width` pixels. */
export function fitText(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  let kept = text;
  while (kept.length > 1 && textWidth(`${kept}\u2026`, size) > width) kept = kept.slice(0, -1);
  return `${kept}\u2026`;
}

/** Draws the title and, below it, the legend entries in one row from `left`. */
export function drawHeader(
  pen: Pen,
  title: string,
  left: number,
  right: number,
  entries: readonly LegendEntry[],
): void {
  pen.text(fitText(title, TITLE_SIZE, right - left), left, TITLE_BASELINE, {
    "font-size": TITLE_SIZE,
    "font-weight": "600",
    fill: INK,
  });
  let x = left;
  for (const { label, colour, mark } of entries) {
    const y = LEGEND_BASELINE - TICK_SIZE * 0.36;
    if (mark === "box") pen.rect(x, y - 5, 10, 10, { fill: colour });
    else {
      const dash = mark === "dash" ? { "stroke-dasharray": "5 3" } : {};
      pen.line(x, y, x + 18, y, { stroke: colour, "stroke-width": 2, ...dash });
    }
    x += mark === "box" ? 15 : 23;
    pen.text(label, x, LEGEND_BASELINE, { "font-size": TICK_SIZE, fill: INK });
    x += textWidth(label, TICK_SIZE) + 14;
  }
}
