import { numberLabel } from "./labels.ts";
import type { ReportData, ReportRun } from "./report-data.ts";

/** The best objective of the feasible runs; null when there is none. */
export function bestObjective(runs: readonly ReportRun[], sense: "max" | "min"): number | null {
  let best: number | null = null;
  for (const run of runs) {
    if (!run.feasible || run.objective === null || !Number.isFinite(run.objective)) continue;
    if (best === null || (sense === "max" ? run.objective > best : run.objective < best)) best = run.objective;
  }
  return best;
}

function runCount(count: number): string {
  return count === 1 ? "1 run" : `${count} runs`;
}

/** The outcome in one sentence: how many runs reached what, and whether that is proven to be the optimum. */
export function verdictSentence(data: Pick<ReportData, "task" | "reference" | "runs" | "summary">): string {
  const { task, reference, runs, summary } = data;
  if (summary.runs === 0) return "No run was made.";
  const of = `${summary.successes} of ${runCount(summary.runs)}`;
  const best = bestObjective(runs, task.sense);
  const bestText = best === null ? "no run gave a feasible state" : `the best run reached ${numberLabel(best)}`;
  if (reference === null || reference.objective === null) return `Not proven: no reference was computed; ${bestText}.`;
  const value = numberLabel(reference.objective);
  if (!reference.proven) {
    const reached = summary.successes > 0 ? `${of} reached it` : bestText;
    const { lower, upper } = reference;
    const bounds =
      lower === null && upper === null ? "" : ` (bounds ${numberLabel(lower)} \u2026 ${numberLabel(upper)})`;
    return `Not proven: best known ${value}${bounds}; ${reached}.`;
  }
  const head = `${of} settled in the proven optimum ${value}`;
  if (summary.successes > 0) return `${head}.`;
  if (best === null) return `${head}; ${bestText}.`;
  return `${head}; ${bestText}, a gap of ${numberLabel(Math.abs(best - reference.objective))}.`;
}
