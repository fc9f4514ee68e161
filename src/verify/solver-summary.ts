import { quantile } from "./bootstrap.ts";
import { wilson } from "./statistics.ts";
import { timeToSolution } from "./time-to-solution.ts";
import { sameObjective } from "./verdict.ts";

/** A solution better than all before in a run. */
export interface Improvement {
  /** Effort spent until then, seconds or sweeps. */
  readonly at: number;
  /** Objective on the task itself. */
  readonly objective: number;
}

/** One run of a solver. Plain data. */
export interface SolverRun {
  readonly seed: number;
  /** Starts begun; all but the last ran to their end. */
  readonly starts: number;
  /** Effort spent, seconds or sweeps. */
  readonly used: number;
  /** Feasible solutions only, ever better. */
  readonly improvements: readonly Improvement[];
}

/** A solver's runs against a reference; efforts in the unit of its runs. Numbers that are not known are null. */
export interface SolverSummary {
  readonly name: string;
  /** Best and mean final objective of the runs that found a feasible solution. */
  readonly objective: number | null;
  readonly meanObjective: number | null;
  readonly runs: number;
  /** Runs that found a feasible solution, and that reached the reference. */
  readonly feasible: number;
  readonly hits: number;
  readonly p: number;
  readonly pLow: number;
  readonly pHigh: number;
  /** Mean effort of a run. */
  readonly used: number;
  /** Median effort until the reference was reached, when half of the runs have. */
  readonly toTarget: number | null;
  readonly tts99: number | null;
  readonly tts99Low: number | null;
  readonly tts99High: number | null;
  /** Of each run, in the order of the runs, the effort until it reached the reference, or null. */
  readonly times: readonly (number | null)[];
}

/** Whether an objective reaches the reference. */
export function reaches(objective: number, reference: number, sense: "max" | "min"): boolean {
  return sameObjective(objective, reference) || (sense === "max" ? objective > reference : objective < reference);
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Sums up at least one run. @param reference null when nothing feasible is known: then no run has reached it */
export function summariseSolver(
  name: string,
  runs: readonly SolverRun[],
  reference: number | null,
  sense: "max" | "min",
): SolverSummary {
  const times = runs.map(({ improvements }) => {
    if (reference === null) return null;
    return improvements.find(({ objective }) => reaches(objective, reference, sense))?.at ?? null;
  });
  const finals = runs.flatMap(({ improvements }) => improvements.slice(-1)).map(({ objective }) => objective);
  const reached = times.map((time) => time ?? Number.POSITIVE_INFINITY);
  const hits = reached.filter(Number.isFinite).length;
  const { p, low: pLow, high: pHigh } = wilson(hits, runs.length);
  const effort = runs.reduce((sum, { used }, k) => sum + Math.min(used, reached[k]!), 0);
  const { tts99, low, high } = timeToSolution(hits, effort);
  const best = sense === "max" ? Math.max(...finals) : Math.min(...finals);
  return {
    name,
    objective: finite(best),
    meanObjective: finals.length === 0 ? null : finals.reduce((sum, value) => sum + value) / finals.length,
    runs: runs.length,
    feasible: finals.length,
    hits,
    p,
    pLow,
    pHigh,
    used: runs.reduce((sum, { used }) => sum + used, 0) / runs.length,
    toTarget: finite(quantile(Float64Array.from(reached).sort(), 0.5)),
    tts99: finite(tts99),
    tts99Low: finite(low),
    tts99High: finite(high),
    times,
  };
}
