import { BOTTOM_AXIS_HEIGHT, drawLeftAxis, leftAxisWidth, type PlotArea } from "./axis.ts";
import { paintPicture } from "./canvas.ts";
import { drawBottomTicks, logLabels, logScale, logTicks } from "./log-axis.ts";
import { staircasePath, TENTHS, TENTHS_TRANSFORM } from "./polyline.ts";
import { linearScale } from "./scale.ts";
import { drawKey, drawTitle, keyHeight, keyWidth, seriesStroke, TITLE_HEIGHT } from "./series.ts";
import { PICTURE_WIDTH } from "./style.ts";
import { enclosingTicks } from "./ticks.ts";

/** A share that rises in steps. */
export interface RisingShare {
  readonly name: string;
  /** Where it rises, ascending, above 0. */
  readonly at: readonly number[];
  /** Its value from there on, in [0, 1]. */
  readonly shares: readonly number[];
}

const PLOT_HEIGHT = 280;
const SHARES = enclosingTicks(0, 1, { target: 5 });
const SHARE_TEXT = { unit: "" };
/** Neighbouring curves that coincide are parted by this many pixels. */
const APART = 1.5;

/** Draws shares over a logarithmic axis from `low` to `high`, both above 0. @returns SVG text. */
export function drawShares(plot: {
  readonly title: string;
  readonly series: readonly RisingShare[];
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  readonly across: string;
  readonly up: string;
}): Promise<string> {
  const { series, low, high, unit } = plot;
  const text = { ...SHARE_TEXT, title: plot.up };
  const names = series.map(({ name }) => name);
  const left = leftAxisWidth(SHARES, text) + 12;
  const right = PICTURE_WIDTH - keyWidth(names);
  const bottom = TITLE_HEIGHT + Math.max(PLOT_HEIGHT, keyHeight(names.length));
  const area: PlotArea = { left, right, top: TITLE_HEIGHT, bottom };
  const height = bottom + BOTTOM_AXIS_HEIGHT;
  return paintPicture({ width: PICTURE_WIDTH, height, title: plot.title }, (pen) => {
    const x = logScale(low, high, area.left, area.right);
    const y = linearScale(0, 1, area.bottom, area.top + 6);
    const ticks = logTicks(low, high);
    drawTitle(pen, plot.title, left, PICTURE_WIDTH - 12);
    drawLeftAxis(pen, area, y, SHARES, text);
    drawBottomTicks(pen, area, x, ticks, logLabels(ticks, unit), plot.across);
    const curves = pen.group({ transform: TENTHS_TRANSFORM, fill: "none", "stroke-width": 2 * TENTHS });
    series.forEach(({ at, shares }, k) => {
      const inside = at.map((value) => Math.min(high, Math.max(low, value)));
      const shifted = (share: number) => y(share) + APART * (k - (series.length - 1) / 2) * (share > 0 ? 1 : 0.5);
      const path = staircasePath(x, shifted, [low, ...inside, high], [0, ...shares, shares.at(-1) ?? 0]);
      const { stroke, "stroke-dasharray": dash } = seriesStroke(k);
      const tenfold = dash
        ?.split(" ")
        .map((part) => Number(part) * TENTHS)
        .join(" ");
      curves.path(path, tenfold === undefined ? { stroke } : { stroke, "stroke-dasharray": tenfold });
    });
    drawKey(pen, names, right + 12, area.top);
  });
}
