import { drawShares } from "./share-plot.ts";

/** When each run of each solver reached its target. */
export interface TimeToTargetData {
  readonly title: string;
  readonly unit: "seconds" | "sweeps";
  /** Effort that every run had. */
  readonly budget: number;
  readonly solvers: readonly {
    readonly name: string;
    /** One entry a run, null when the run did not reach the target; at least one. */
    readonly times: readonly (number | null)[];
  }[];
}

/** Times below this share of the budget are drawn at its edge. */
const LEAST_SHARE = 1e-4;

/** Draws the share of runs that have reached the target by a time, for each solver. @returns SVG text. */
export function drawTimeToTarget(data: TimeToTargetData): Promise<string> {
  const { title, unit, budget, solvers } = data;
  const reached = solvers.flatMap(({ times }) => times.filter((time) => time !== null));
  const low = Math.max(LEAST_SHARE * budget, Math.min(budget / 10, ...reached) / 2);
  const series = solvers.map(({ name, times }) => {
    const at = times.filter((time) => time !== null).sort((a, b) => a - b);
    const hits = `${at.length}/${times.length}`;
    return { name: `${name} ${hits}`, at, shares: at.map((_, k) => (k + 1) / times.length) };
  });
  const isTimed = unit === "seconds";
  return drawShares({
    title,
    series,
    low,
    high: budget,
    unit: isTimed ? "s" : "",
    across: isTimed ? "Processor time" : "Sweeps",
    up: "Share of runs at the target",
  });
}
