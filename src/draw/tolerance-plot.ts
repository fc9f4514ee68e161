import { ArgumentError, requireFinite } from "../core/index.ts";
import { drawLeftAxis, leftAxisWidth, type PlotArea } from "./axis.ts";
import { type Pen, paintPicture } from "./canvas.ts";
import { numberLabel } from "./labels.ts";
import { drawHeader, HEADER_HEIGHT } from "./legend.ts";
import { BLUE, VERMILLION } from "./palette.ts";
import type { Scale } from "./scale.ts";
import { linearScale } from "./scale.ts";
import { AXIS, BACKGROUND, INK, LABEL_SIZE, MUTED, PICTURE_WIDTH, TICK_SIZE, textWidth } from "./style.ts";
import { enclosingTicks } from "./ticks.ts";

/** A share with its 95 % interval, at one value of a quantity. */
export interface TolerancePoint {
  /** 0 is the ideal, and stands apart at the left. */
  readonly value: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** A share against one quantity of the hardware. */
export interface TolerancePanel {
  readonly title: string;
  /** The quantity with its unit. */
  readonly quantity: string;
  /** Whether less is worse, as for levels: the axis then runs backwards. */
  readonly lessIsWorse: boolean;
  readonly points: readonly TolerancePoint[];
  /** Named points beside the curve, e.g. published devices. */
  readonly marks: readonly (TolerancePoint & { readonly label: string })[];
}

export interface TolerancePlotData {
  readonly title: string;
  /** What the share is of. */
  readonly share: string;
  readonly panels: readonly TolerancePanel[];
}

const PANEL_HEIGHT = 190;
const PANEL_GAP = 26;
/** Room below a panel for its axis, and above it for its title. */
const PANEL_AXIS = 44;
const PANEL_TITLE = 22;
/** Width of the slot of the ideal, left of the logarithmic axis. */
const IDEAL_SLOT = 34;
const KEY_ROW = 17;
const HALO = { stroke: BACKGROUND, "stroke-width": 3, "paint-order": "stroke" } as const;

/** 1, 2 and 5 times powers of ten in a range. */
function decadeTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let e = Math.floor(Math.log10(low)); e <= Math.ceil(Math.log10(high)); e++) {
    for (const m of [1, 2, 5]) {
      const value = Number((m * 10 ** e).toPrecision(1));
      if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) ticks.push(value);
    }
  }
  return ticks;
}

/** Where a value stands: the ideal in its slot, all others on a logarithmic axis. */
function valueScale(panel: TolerancePanel, area: PlotArea): { x: Scale; ticks: readonly number[] } {
  const values = [...panel.points, ...panel.marks].map(({ value }) => value).filter((value) => value > 0);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const [first, last] = panel.lessIsWorse ? [high, low] : [low, high];
  const [a, b] = [Math.log(first), Math.log(last)];
  const left = area.left + IDEAL_SLOT;
  const right = area.right - 12;
  const x = (value: number) => {
    if (value === 0) return area.left + IDEAL_SLOT / 3;
    return a === b ? (left + right) / 2 : left + ((Math.log(value) - a) / (b - a)) * (right - left);
  };
  return { x, ticks: values.length === 0 ? [] : decadeTicks(low, high) };
}

function drawValueAxis(pen: Pen, area: PlotArea, panel: TolerancePanel, x: Scale, ticks: readonly number[]): void {
  pen.line(area.left, area.bottom, area.right, area.bottom, { stroke: AXIS, "stroke-width": 1 });
  const middle = { "text-anchor": "middle", "font-size": TICK_SIZE, fill: MUTED };
  const label = (text: string, at: number) => pen.text(text, at, area.bottom + 16, middle);
  if (panel.points.some(({ value }) => value === 0)) label("ideal", x(0));
  // Labels that would touch the one before are left out, their ticks stay.
  let reach = panel.points.some(({ value }) => value === 0) ? x(0) + textWidth("ideal", TICK_SIZE) / 2 : area.left;
  for (const value of [...ticks].sort((p, q) => x(p) - x(q))) {
    pen.line(x(value), area.bottom, x(value), area.bottom + 4, { stroke: AXIS, "stroke-width": 1 });
    const text = numberLabel(value, 3);
    const half = textWidth(text, TICK_SIZE) / 2;
    if (x(value) - half < reach + 6) continue;
    label(text, x(value));
    reach = x(value) + half;
  }
  pen.text(panel.quantity, (area.left + area.right) / 2, area.bottom + 35, {
    "text-anchor": "middle",
    "font-size": LABEL_SIZE,
    fill: INK,
  });
}

/** Names of all marks, each once, in the order in which they come: their numbers in the picture. */
function markNames(panels: readonly TolerancePanel[]): string[] {
  return [...new Set(panels.flatMap(({ marks }) => marks.map(({ label }) => label)))];
}

function drawPanel(pen: Pen, area: PlotArea, panel: TolerancePanel, names: readonly string[]): void {
  const { x, ticks } = valueScale(panel, area);
  const y = linearScale(0, 1, area.bottom, area.top);
  pen.text(panel.title, area.left, area.top - 8, { "font-size": LABEL_SIZE, "font-weight": "600", fill: INK });
  drawLeftAxis(pen, area, y, enclosingTicks(0, 1, { target: 5 }), { title: "", unit: "" });
  drawValueAxis(pen, area, panel, x, ticks);
  const points = [...panel.points].sort((p, q) => x(p.value) - x(q.value));
  const interval = ({ value, low, high }: TolerancePoint, colour: string, width: number) =>
    pen.line(x(value), y(low), x(value), y(high), { stroke: colour, "stroke-width": width, "stroke-opacity": 0.45 });
  for (const point of points) interval(point, BLUE, 4);
  const curve = points.filter(({ value }) => value > 0);
  for (let k = 1; k < curve.length; k++) {
    const [p, q] = [curve[k - 1]!, curve[k]!];
    pen.line(x(p.value), y(p.share), x(q.value), y(q.share), { stroke: BLUE, "stroke-width": 1.5 });
  }
  for (const { value, share } of points) pen.circle(x(value), y(share), 3, { fill: BLUE });
  for (const mark of panel.marks) {
    interval(mark, VERMILLION, 2);
    pen.rect(x(mark.value) - 3.5, y(mark.share) - 3.5, 7, 7, { fill: VERMILLION });
  }
  // Numbers of marks that stand on one spot go one below the other, or above it.
  const placed: [number, number][] = [];
  for (const { value, share, label } of panel.marks) {
    const at = x(value) + 5;
    const step = share > 0.5 ? 12 : -12;
    let line = y(share) + (share > 0.5 ? 15 : -7);
    while (placed.some(([px, py]) => Math.abs(px - at) < 15 && Math.abs(py - line) < 11)) line += step;
    placed.push([at, line]);
    pen.text(String(names.indexOf(label) + 1), at, line, { "font-size": TICK_SIZE, fill: VERMILLION, ...HALO });
  }
}

/**
 * Draws a share against the quality of the hardware, a panel for each quantity: measured points with their 95 % intervals,
 * and numbered marks, named below.
 * @returns SVG text.
 * @throws ArgumentError for values that are not finite, negative ones, and no panel
 */
export async function drawTolerance(data: TolerancePlotData): Promise<string> {
  const { panels, title } = data;
  const all = panels.flatMap(({ points, marks }) => [...points, ...marks]);
  const numbers = all.flatMap(({ value, share, low, high }) => [value, share, low, high]);
  requireFinite("share against hardware", numbers, numbers.length);
  if (panels.length === 0 || numbers.some((x) => x < 0)) {
    throw new ArgumentError("there is nothing to draw", {
      code: "draw.tolerance",
      received: panels.length === 0 ? "no panel" : "a negative number",
      expected: "panels of values and shares, at least 0",
    });
  }
  const columns = Math.min(2, panels.length);
  const rows = Math.ceil(panels.length / columns);
  const axis = leftAxisWidth(enclosingTicks(0, 1, { target: 5 }), { title: "", unit: "" }) + 10;
  const width = (PICTURE_WIDTH - 16 - columns * axis - (columns - 1) * PANEL_GAP) / columns;
  const rowHeight = PANEL_TITLE + PANEL_HEIGHT + PANEL_AXIS;
  const names = markNames(panels);
  const keyRows = Math.ceil(names.length / 3);
  const height = HEADER_HEIGHT + rows * rowHeight + (keyRows === 0 ? 6 : keyRows * KEY_ROW + 22);
  const legend = [
    { label: `${data.share}, 95 % interval`, colour: BLUE, mark: "line" },
    ...(names.length === 0
      ? []
      : [{ label: "published devices, numbered below", colour: VERMILLION, mark: "box" } as const]),
  ] as const;
  return paintPicture({ width: PICTURE_WIDTH, height, title }, (pen) => {
    drawHeader(pen, title, axis, PICTURE_WIDTH - 16, legend);
    panels.forEach((panel, k) => {
      const left = axis + (k % columns) * (width + axis + PANEL_GAP);
      const top = HEADER_HEIGHT + PANEL_TITLE + Math.floor(k / columns) * rowHeight;
      drawPanel(pen, { left, right: left + width, top, bottom: top + PANEL_HEIGHT }, panel, names);
    });
    names.forEach((name, k) => {
      const x = axis + (k % 3) * ((PICTURE_WIDTH - 16 - axis) / 3);
      const y = HEADER_HEIGHT + rows * rowHeight + 16 + Math.floor(k / 3) * KEY_ROW;
      pen.text(`${k + 1}  ${name}`, x, y, { "font-size": TICK_SIZE, fill: INK });
    });
  });
}
