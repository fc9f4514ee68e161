import { drawShares } from "./share-plot.ts";

export interface PerformanceProfileData {
  readonly title: string;
  readonly solvers: readonly {
    readonly name: string;
    /** Ascending, at least 1. */
    readonly factors: readonly number[];
    /** Share of the tasks solved within each factor of the fastest solver's time. */
    readonly shares: readonly number[];
  }[];
}

/** Draws performance profiles. @returns SVG text. */
export function drawPerformanceProfile({ title, solvers }: PerformanceProfileData): Promise<string> {
  const most = Math.max(2, ...solvers.flatMap(({ factors }) => factors));
  return drawShares({
    title,
    series: solvers.map(({ name, factors, shares }) => ({ name, at: factors, shares })),
    low: 1,
    high: most * 1.2,
    unit: "",
    across: "Time, as a multiple of the fastest solver's",
    up: "Share of tasks solved",
  });
}
