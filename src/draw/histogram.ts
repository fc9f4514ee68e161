import { BOTTOM_AXIS_HEIGHT, drawBottomAxis, drawLeftAxis, leftAxisWidth, type PlotArea } from "./axis.ts";
import { type Bins, chooseBins } from "./bins.ts";
import { type Pen, paintPicture } from "./canvas.ts";
import { numberLabel } from "./labels.ts";
import { drawHeader, HEADER_HEIGHT, type LegendEntry } from "./legend.ts";
import { GREEN, INFEASIBLE_COLOUR, MISS_COLOUR, SUCCESS_COLOUR } from "./palette.ts";
import { linearScale, type Scale } from "./scale.ts";
import { BACKGROUND, MUTED, PICTURE_WIDTH } from "./style.ts";
import { insideTicks } from "./ticks.ts";

/** One run's result; null where the state has no objective. */
export interface ObjectiveResult {
  readonly objective: number | null;
  readonly feasible: boolean;
  /** Whether the run reached the reference. */
  readonly success: boolean;
}

export interface HistogramData {
  readonly title: string;
  readonly runs: readonly ObjectiveResult[];
  readonly sense: "max" | "min";
  /** The proven optimum, or the best value known; null when there is none. */
  readonly optimum: { readonly value: number; readonly proven: boolean } | null;
  /** What the objective is, e.g. "cut weight". */
  readonly quantity?: string;
}

const PLOT_HEIGHT = 220;
/** A bar wider than this looks like a wall. */
const MAX_BAR = 48;
/** Space above the tallest bar, as a factor, for the line of the optimum to be seen over it. */
const HEADROOM = 1.15;
/** Bins on either side of the data, at the least, so that a lone bar stands in the middle. */
const MARGIN_BINS = 1;

const CLASSES = [
  { label: "reached", colour: SUCCESS_COLOUR },
  { label: "missed", colour: MISS_COLOUR },
  { label: "infeasible", colour: INFEASIBLE_COLOUR },
] as const;

function classOf(run: ObjectiveResult): number {
  if (!run.feasible) return 2;
  return run.success ? 0 : 1;
}

/** Runs of each class in each bin; class-major. */
function countRuns(runs: readonly (ObjectiveResult & { objective: number })[], bins: Bins): number[][] {
  const counts = CLASSES.map(() => new Array<number>(bins.count).fill(0));
  for (const run of runs) counts[classOf(run)]![bins.indexOf(run.objective)]! += 1;
  return counts;
}

function drawBars(pen: Pen, bins: Bins, counts: readonly number[][], x: Scale, y: Scale): void {
  const slot = x(bins.width) - x(0);
  const width = Math.max(1, Math.min(MAX_BAR, slot - (slot > 6 ? 2 : 0.5)));
  for (let bin = 0; bin < bins.count; bin++) {
    let below = 0;
    const left = x(bins.start + (bin + 0.5) * bins.width) - width / 2;
    for (let kind = 0; kind < CLASSES.length; kind++) {
      const count = counts[kind]![bin]!;
      if (count === 0) continue;
      const top = y(below + count);
      pen.rect(left, top, width, y(below) - top, {
        fill: CLASSES[kind]!.colour,
        stroke: BACKGROUND,
        "stroke-width": 0.5,
      });
      below += count;
    }
  }
}

/**
 * Draws how many runs ended at which objective, with the proven optimum (or best known value) as a dashed line.
 * @returns SVG text.
 */
export async function drawHistogram(data: HistogramData): Promise<string> {
  const isScored = (run: ObjectiveResult): run is ObjectiveResult & { objective: number } =>
    run.objective !== null && Number.isFinite(run.objective);
  const runs = data.runs.filter(isScored);
  const optimum = data.optimum !== null && Number.isFinite(data.optimum.value) ? data.optimum : null;
  const bins = chooseBins([...runs.map((run) => run.objective), ...(optimum === null ? [] : [optimum.value])]);
  const counts = countRuns(runs, bins);
  const tallest = Math.max(1, ...counts[0]!.map((_, bin) => counts.reduce((sum, kind) => sum + kind[bin]!, 0)));
  const ticks = insideTicks(0, tallest * HEADROOM, { target: 5, integer: true });
  const margin = Math.max(MARGIN_BINS, (8 - bins.count) / 2);
  const low = bins.start - margin * bins.width;
  const high = bins.start + (bins.count + margin) * bins.width;
  const objectiveTicks = insideTicks(low, high, { target: 9, integer: bins.width >= 1 });
  const countText = { title: "Runs", unit: "" };
  const left = leftAxisWidth(ticks, countText) + 12;
  const area: PlotArea = { left, right: PICTURE_WIDTH - 22, top: HEADER_HEIGHT, bottom: HEADER_HEIGHT + PLOT_HEIGHT };
  const height = area.bottom + BOTTOM_AXIS_HEIGHT;
  const legend: LegendEntry[] = [];
  CLASSES.forEach(({ label, colour }, kind) => {
    const total = counts[kind]!.reduce((sum, count) => sum + count, 0);
    // Without a reference no run is a success or a miss.
    const name = optimum === null && kind === 1 ? "feasible" : label;
    if (total > 0 || (kind < 2 && optimum !== null)) legend.push({ label: `${name} (${total})`, colour, mark: "box" });
  });
  if (optimum !== null) {
    const label = `${optimum.proven ? "proven optimum" : "best known, not proven:"} ${numberLabel(optimum.value)}`;
    legend.push({ label, colour: GREEN, mark: "dash" });
  }
  const better = data.sense === "max" ? "more is better" : "less is better";
  const unscored = data.runs.length - runs.length;
  const aside = unscored === 0 ? better : `${better}; ${unscored} of ${data.runs.length} runs have no objective`;
  return paintPicture({ width: PICTURE_WIDTH, height, title: data.title }, (pen) => {
    drawHeader(pen, data.title, left, area.right, legend);
    const x = linearScale(low, high, area.left, area.right);
    const y = linearScale(0, ticks.high, area.bottom, area.top);
    drawLeftAxis(pen, area, y, ticks, countText);
    drawBars(pen, bins, counts, x, y);
    drawBottomAxis(pen, area, x, objectiveTicks, { title: `${data.quantity ?? "Objective"} (${aside})`, unit: "" });
    if (optimum !== null) {
      const at = x(optimum.value);
      const bin = bins.indexOf(optimum.value);
      // It ends on the bar of its own bin, for across the bar it could not be seen.
      const foot = y(counts.reduce((sum, kind) => sum + kind[bin]!, 0));
      pen.line(at, area.top, at, foot, { stroke: GREEN, "stroke-width": 2, "stroke-dasharray": "7 4" });
    }
    if (runs.length === 0) {
      const middle = { "text-anchor": "middle", fill: MUTED };
      pen.text("no scored runs", (area.left + area.right) / 2, (area.top + area.bottom) / 2, middle);
    }
  });
}
