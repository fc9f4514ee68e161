import { solvers as allSolvers, whyUnfit } from "../baseline/index.ts";
import type { AnyProblem } from "../problem/index.ts";
import { type PerformanceProfile, performanceProfiles, type SolverSummary } from "../verify/index.ts";
import type { RaceBudget, RaceResult } from "./race.ts";

/** A race with the task that it was on. */
export interface RaceEntry {
  readonly file: string;
  readonly problem: AnyProblem;
  readonly result: RaceResult;
}

/** Too weak or too close to another to be raced unless asked for. */
const UNASKED = new Set(["greedy", "random", "bifurcation-discrete", "chaotic", "mean-field"]);

/** The solvers that are raced on a task unless others are asked for: its own where it has some, else general ones. */
export function defaultSolvers(problem: AnyProblem): string[] {
  const fit = allSolvers.filter((solver) => whyUnfit(solver, problem) === null && !UNASKED.has(solver.name));
  const own = fit.filter(({ on }) => on !== "network");
  const isTour = problem.kind === "tsp";
  return (isTour ? own : fit).map(({ name }) => name);
}

/** Names of the fields that hold an effort: in seconds "tts99Seconds", in sweeps "tts99Sweeps". */
function summaryJson({ trace: _, times, ...summary }: RaceResult["solvers"][number], unit: RaceBudget["unit"]) {
  const { name, objective, used, hits, tts99, tts99Low, tts99High, toTarget, ...rest } = summary;
  const suffix = unit === "seconds" ? "Seconds" : "Sweeps";
  return {
    name,
    objective,
    [unit]: used,
    hits,
    [`tts99${suffix}`]: tts99,
    [`tts99Low${suffix}`]: tts99Low,
    [`tts99High${suffix}`]: tts99High,
    [`toTarget${suffix}`]: toTarget,
    ...rest,
    times,
  };
}

/** A race as --json prints it; with `isTraced` also what every run found when. */
export function raceJson({ file, problem, result }: RaceEntry, budget: RaceBudget, isTraced: boolean) {
  const { kind, name, n, sense } = problem;
  const { reference, solvers, isComplete } = result;
  return {
    task: { kind, name, n, sense, file },
    budget,
    // In sweeps the bytes repeat: no clock is in them.
    reference: budget.unit === "seconds" ? reference : { ...reference, seconds: null },
    solvers: solvers.map((solver) => ({
      ...summaryJson(solver, budget.unit),
      ...(isTraced ? { trace: solver.trace } : {}),
    })),
    complete: isComplete,
  };
}

/** Effort below this share of the budget is taken as it, so that ratios of tiny times do not rule a profile. */
const LEAST_SHARE = 1e-3;

/**
 * Performance profiles over all races that every solver took part in, each seed a task of its own; null without two
 * solvers or one such race.
 */
export function raceProfiles(entries: readonly RaceEntry[], budget: RaceBudget): PerformanceProfile[] | null {
  const names = [...new Set(entries.flatMap(({ result }) => result.solvers.map(({ name }) => name)))];
  const joint = entries.filter(({ result }) => result.solvers.length === names.length);
  const least = LEAST_SHARE * budget.amount;
  const timesOf = (solver: Pick<SolverSummary, "times">, runs: number) =>
    solver.times.slice(0, runs).map((time) => (time === null ? Number.POSITIVE_INFINITY : Math.max(time, least)));
  const times = names.map((name) =>
    joint.flatMap(({ result: { solvers } }) => {
      const runs = Math.min(...solvers.map((solver) => solver.runs));
      return timesOf(solvers.find((solver) => solver.name === name)!, runs);
    }),
  );
  return names.length < 2 || times[0]!.length === 0 ? null : performanceProfiles(names, times);
}
