import { BOTTOM_AXIS_HEIGHT, type PlotArea } from "./axis.ts";
import { paintPicture } from "./canvas.ts";
import { drawBottomTicks, drawLeftTicks, leftTicksWidth, logLabels, logScale, logTicks } from "./log-axis.ts";
import { staircasePath, TENTHS, TENTHS_TRANSFORM } from "./polyline.ts";
import { drawKey, drawTitle, keyHeight, keyWidth, seriesStroke, TITLE_HEIGHT } from "./series.ts";
import { PICTURE_WIDTH } from "./style.ts";

/** The best solutions of each run so far. */
export interface IncumbentPlotData {
  readonly title: string;
  readonly unit: "seconds" | "sweeps";
  readonly budget: number;
  readonly sense: "max" | "min";
  readonly reference: { readonly objective: number | null; readonly source: "proven" | "named" | "found" };
  readonly solvers: readonly {
    readonly name: string;
    readonly runs: readonly {
      readonly improvements: readonly { readonly at: number; readonly objective: number }[];
    }[];
  }[];
}

const PLOT_HEIGHT = 300;
const LEAST_SHARE = 1e-4;
/** Height in pixels of the strip below the logarithmic gaps, whose middle is a gap of zero. */
const ZERO_STRIP = 26;
const SOURCES = { proven: "the proven optimum", named: "the best known", found: "the best found" } as const;

/** Times at which the median over runs of the gap changes, with its values; infinite gaps are left out. */
function medianGaps(
  runs: IncumbentPlotData["solvers"][number]["runs"],
  gapOf: (objective: number) => number,
): { at: number[]; gaps: number[] } {
  const events = runs.flatMap(({ improvements }, r) => improvements.map(({ at, objective }) => ({ r, at, objective })));
  events.sort((a, b) => a.at - b.at);
  const present = new Float64Array(runs.length).fill(Number.POSITIVE_INFINITY);
  const at: number[] = [];
  const gaps: number[] = [];
  for (const event of events) {
    present[event.r] = gapOf(event.objective);
    const median = present.slice().sort()[Math.floor((runs.length - 1) / 2)]!;
    if (median === Number.POSITIVE_INFINITY || median === gaps.at(-1)) continue;
    at.push(event.at);
    gaps.push(median);
  }
  return { at, gaps };
}

/**
 * Draws, for each solver, how far its best solution so far is from the reference: the median over its runs, over time.
 * Both axes are logarithmic; a gap of zero has a place of its own below.
 * @returns SVG text.
 */
export function drawIncumbents(data: IncumbentPlotData): Promise<string> {
  const { title, unit, budget, solvers, reference } = data;
  const aim = reference.objective ?? 0;
  const size = aim === 0 ? 1 : Math.abs(aim) / 100;
  const rounding = 1e-9 * Math.max(1, Math.abs(aim));
  const gapOf = (objective: number) => {
    const gap = data.sense === "max" ? aim - objective : objective - aim;
    return gap <= rounding ? 0 : gap / size;
  };
  const curves = solvers.map(({ runs }) => medianGaps(runs, gapOf));
  const positive = curves.flatMap(({ gaps }) => gaps.filter((gap) => gap > 0));
  const low = Math.min(0.1, ...positive) / 1.5;
  const high = Math.max(10 * low, ...positive) * 1.2;
  const times = curves.flatMap(({ at }) => at);
  const first = Math.max(LEAST_SHARE * budget, Math.min(budget / 10, ...times));
  const names = solvers.map(({ name }) => name);
  const ticks = logTicks(low, high);
  const labels = logLabels(ticks, "").map((label) => (aim === 0 ? label : `${label} %`));
  const left = leftTicksWidth(labels) + 12;
  const right = PICTURE_WIDTH - keyWidth(names);
  const bottom = TITLE_HEIGHT + Math.max(PLOT_HEIGHT, keyHeight(names.length));
  const area: PlotArea = { left, right, top: TITLE_HEIGHT, bottom };
  return paintPicture({ width: PICTURE_WIDTH, height: bottom + BOTTOM_AXIS_HEIGHT, title }, (pen) => {
    const x = logScale(first, budget, area.left, area.right);
    const gaps = logScale(low, high, area.bottom - ZERO_STRIP, area.top + 6);
    const y = (gap: number) => (gap === 0 ? area.bottom - ZERO_STRIP / 2 : gaps(gap));
    drawTitle(pen, title, left, PICTURE_WIDTH - 12);
    const up = `Gap to ${SOURCES[reference.source]}, median`;
    drawLeftTicks(pen, area, y, [0, ...ticks], ["0", ...labels], up);
    const timeTicks = logTicks(first, budget);
    const isTimed = unit === "seconds";
    const across = isTimed ? "Processor time" : "Sweeps";
    drawBottomTicks(pen, area, x, timeTicks, logLabels(timeTicks, isTimed ? "s" : ""), across);
    const group = pen.group({ transform: TENTHS_TRANSFORM, fill: "none", "stroke-width": 2 * TENTHS });
    curves.forEach(({ at, gaps: own }, k) => {
      if (at.length === 0) return;
      const inside = at.map((time) => Math.min(budget, Math.max(first, time)));
      const shift = 1.5 * (k - (curves.length - 1) / 2);
      const shifted = (gap: number) => y(gap) + (gap === 0 ? shift : 0);
      const path = staircasePath(x, shifted, [...inside, budget], [...own, own.at(-1)!]);
      const { stroke, "stroke-dasharray": dash } = seriesStroke(k);
      const tenfold = dash
        ?.split(" ")
        .map((part) => Number(part) * TENTHS)
        .join(" ");
      group.path(path, tenfold === undefined ? { stroke } : { stroke, "stroke-dasharray": tenfold });
    });
    drawKey(pen, names, right + 12, area.top);
  });
}
