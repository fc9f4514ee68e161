import { requireFinite } from "../core/index.ts";
import { BOTTOM_AXIS_HEIGHT, drawBottomAxis, drawLeftAxis, leftAxisWidth, type PlotArea } from "./axis.ts";
import { type Pen, paintPicture } from "./canvas.ts";
import { decimateMinMax } from "./decimate.ts";
import { finalLevels, spreadLabels } from "./final-levels.ts";
import { numberLabel } from "./labels.ts";
import { drawHeader, HEADER_HEIGHT, type LegendEntry } from "./legend.ts";
import { GREEN, MISS_COLOUR, SUCCESS_COLOUR } from "./palette.ts";
import { polylinePath, staircasePath, TENTHS, TENTHS_TRANSFORM } from "./polyline.ts";
import { extent, linearScale, type Scale } from "./scale.ts";
import { BACKGROUND, INK, MUTED, PICTURE_WIDTH, TICK_SIZE, textWidth } from "./style.ts";
import { insideTicks } from "./ticks.ts";

/** Energy of one run along time; arrays as long as `time`. */
export interface EnergyTrace {
  readonly seed: number;
  /** Seconds, not decreasing. */
  readonly time: ArrayLike<number>;
  /** Energy of the sign-rounded spins. */
  readonly energy: ArrayLike<number>;
  /** Energy of the continuous network (its Lyapunov function), in the same unit. */
  readonly continuous?: ArrayLike<number>;
}

/** What is known of the smallest energy: proven when lower equals upper; null where nothing is known. */
export interface EnergyReference {
  readonly lower: number | null;
  readonly upper: number | null;
  readonly proven: boolean;
}

export interface EnergyPlotData {
  readonly title: string;
  readonly traces: readonly EnergyTrace[];
  /** Seeds of the runs that reached the reference. */
  readonly successSeeds: readonly number[];
  readonly reference: EnergyReference | null;
}

const PLOT_HEIGHT = 300;
const MAX_POINTS = 600;
const CURVE_OPACITY = 0.75;
/** A bound further below the data than this many data spans would flatten the curves: it is named, not reached. */
const MAX_BOUND_SPANS = 1;

function energyRange(data: EnergyPlotData): [number, number] {
  const arrays = data.traces.flatMap((trace) =>
    trace.continuous === undefined ? [trace.energy] : [trace.energy, trace.continuous],
  );
  const { lower = null, upper = null } = data.reference ?? {};
  const known = [lower, upper].filter((bound) => bound !== null && Number.isFinite(bound)) as number[];
  const range = extent(...arrays) ?? extent(known) ?? [0, 1];
  const reach = MAX_BOUND_SPANS * (range[1] - range[0] || Math.abs(range[0]) || 1);
  const reachable = known.filter((bound) => bound >= range[0] - reach && bound <= range[1] + reach);
  const [low, high] = extent(range, reachable) as [number, number];
  // Room below, so that the line of the minimum does not lie on the axis.
  return [low - 0.04 * (high - low), high];
}

/** Where the minimum may lie when it is not proven. */
function drawBand(pen: Pen, area: PlotArea, y: Scale, reference: EnergyReference | null): void {
  if (reference === null || reference.proven || reference.lower === null || reference.upper === null) return;
  const clamp = (value: number): number => Math.max(area.top, Math.min(area.bottom, y(value)));
  const top = clamp(reference.upper);
  pen.rect(area.left, top, area.right - area.left, clamp(reference.lower) - top, { fill: GREEN, "fill-opacity": 0.14 });
}

function drawReferenceLine(pen: Pen, area: PlotArea, y: Scale, reference: EnergyReference | null): void {
  const line = reference?.upper ?? reference?.lower ?? null;
  if (line === null || y(line) < area.top || y(line) > area.bottom) return;
  pen.line(area.left, y(line), area.right, y(line), { stroke: GREEN, "stroke-width": 1.8, "stroke-dasharray": "7 4" });
}

/** Without a reference no run is a success or a miss. */
function runLegend(reference: EnergyReference | null, reached: number, others: number): LegendEntry[] {
  const entries: LegendEntry[] = [{ label: `reached (${reached})`, colour: SUCCESS_COLOUR, mark: "line" }];
  if (reference === null && reached === 0) entries.pop();
  const name = reference === null ? "runs" : "missed";
  entries.push({ label: `${name} (${others})`, colour: MISS_COLOUR, mark: "line" });
  return entries;
}

function referenceLegend(reference: EnergyReference | null): LegendEntry[] {
  if (reference === null) return [];
  const { lower, upper, proven } = reference;
  if (proven) return [{ label: `proven minimum ${numberLabel(upper ?? lower)}`, colour: GREEN, mark: "dash" }];
  const label = `not proven: minimum in ${numberLabel(lower)} \u2026 ${numberLabel(upper)}`;
  return lower === null && upper === null ? [] : [{ label, colour: GREEN, mark: "dash" }];
}

function drawTraces(pen: Pen, data: EnergyPlotData, x: Scale, y: Scale): void {
  const success = new Set(data.successSeeds);
  const group = pen.group({
    transform: TENTHS_TRANSFORM,
    fill: "none",
    "stroke-linejoin": "round",
    "stroke-linecap": "round",
  });
  // Runs that missed first: the line of success stays visible where they share a level.
  const ordered = [...data.traces].sort((a, b) => Number(success.has(a.seed)) - Number(success.has(b.seed)));
  for (const trace of ordered) {
    if (trace.continuous === undefined) continue;
    const kept = decimateMinMax(trace.time, trace.continuous, MAX_POINTS);
    const colour = success.has(trace.seed) ? SUCCESS_COLOUR : MISS_COLOUR;
    const path = polylinePath(x, y, trace.time, trace.continuous, kept);
    group.path(path, { stroke: colour, "stroke-width": 0.9 * TENTHS, "stroke-opacity": 0.4 });
  }
  for (const trace of ordered) {
    const colour = success.has(trace.seed) ? SUCCESS_COLOUR : MISS_COLOUR;
    const path = staircasePath(x, y, trace.time, trace.energy);
    group.path(path, { stroke: colour, "stroke-width": 1.4 * TENTHS, "stroke-opacity": CURVE_OPACITY });
  }
}

function drawLevels(pen: Pen, area: PlotArea, y: Scale, data: EnergyPlotData): void {
  const levels = finalLevels(data.traces, data.reference);
  const places = spreadLabels(
    levels.map((level) => y(level.energy)),
    TICK_SIZE + 3,
    area.top,
    area.bottom,
  );
  levels.forEach((level, k) => {
    const from = y(level.energy);
    pen.path(`M${area.right + 2} ${from.toFixed(1)}L${area.right + 10} ${places[k]!.toFixed(1)}`, {
      stroke: MUTED,
      fill: "none",
    });
    pen.text(level.label, area.right + 13, places[k]! + TICK_SIZE * 0.36, { "font-size": TICK_SIZE, fill: INK });
  });
}

/**
 * Draws the energy of several runs along time as it falls to the proven minimum (dashed) or into the band that bounds it,
 * with the gap of each final level at the right.
 * @returns SVG text.
 * @throws ArgumentError when arrays differ in length or hold values that are not finite.
 */
export async function drawEnergy(data: EnergyPlotData): Promise<string> {
  for (const trace of data.traces) {
    requireFinite(`time of seed ${trace.seed}`, trace.time, trace.time.length);
    requireFinite(`energy of seed ${trace.seed}`, trace.energy, trace.time.length);
    if (trace.continuous !== undefined) {
      requireFinite(`continuous energy of seed ${trace.seed}`, trace.continuous, trace.time.length);
    }
  }
  const [start, end] = extent(...data.traces.map((trace) => trace.time)) ?? [0, 1];
  const ticks = insideTicks(...energyRange(data), { target: 6 });
  const timeTicks = insideTicks(start, end, { target: 6 });
  const energyText = { title: "Energy (units of the couplings)", unit: "" };
  const left = leftAxisWidth(ticks, energyText) + 6;
  const labels = finalLevels(data.traces, data.reference).map((level) => textWidth(level.label, TICK_SIZE));
  const right = PICTURE_WIDTH - Math.max(30, ...labels.map((width) => Math.ceil(width) + 22));
  const area: PlotArea = { left, right, top: HEADER_HEIGHT, bottom: HEADER_HEIGHT + PLOT_HEIGHT };
  const height = area.bottom + BOTTOM_AXIS_HEIGHT;
  const reached = data.traces.filter((trace) => data.successSeeds.includes(trace.seed)).length;
  return paintPicture({ width: PICTURE_WIDTH, height, title: data.title }, (pen) => {
    drawHeader(pen, data.title, left, PICTURE_WIDTH - 12, [
      ...runLegend(data.reference, reached, data.traces.length - reached),
      ...referenceLegend(data.reference),
    ]);
    const x = linearScale(timeTicks.low, timeTicks.high, area.left, area.right);
    const y = linearScale(ticks.low, ticks.high, area.bottom, area.top);
    drawLeftAxis(pen, area, y, ticks, energyText);
    drawBottomAxis(pen, area, x, timeTicks, { title: "Time", unit: "s" });
    drawBand(pen, area, y, data.reference);
    drawTraces(pen, data, x, y);
    drawReferenceLine(pen, area, y, data.reference);
    drawLevels(pen, area, y, data);
    if (data.traces.length === 0) {
      const middle = { "text-anchor": "middle", fill: MUTED, stroke: BACKGROUND, "stroke-width": 0 };
      pen.text("no energy traces", (area.left + area.right) / 2, (area.top + area.bottom) / 2, middle);
    }
  });
}
