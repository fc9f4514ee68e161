import { ArgumentError } from "../core/index.ts";

/** Of each solver: the share of the tasks that it solves within a factor of the fastest solver's time. */
export interface PerformanceProfile {
  readonly name: string;
  /** Factors at which the share rises, ascending, the first at least 1. */
  readonly factors: readonly number[];
  /** Share from each factor on. */
  readonly shares: readonly number[];
}

/**
 * Performance profiles of solvers over tasks.
 * @param times of each solver, one a task, above 0; infinite where it did not solve the task
 *
 * Source: Dolan and More, "Benchmarking optimization software with performance profiles", Math. Program. 91, 2002.
 * @throws ArgumentError when the solvers have times for different numbers of tasks, or none.
 */
export function performanceProfiles(
  names: readonly string[],
  times: readonly (readonly number[])[],
): PerformanceProfile[] {
  const tasks = times[0]?.length ?? 0;
  if (tasks === 0 || names.length !== times.length || times.some((own) => own.length !== tasks)) {
    throw new ArgumentError("the times do not make a table", {
      code: "argument.profile",
      received: `${names.length} solvers, ${times.map((own) => own.length).join(", ")} times`,
      expected: "a time for each solver and task",
    });
  }
  const least = Array.from({ length: tasks }, (_, k) => Math.min(...times.map((own) => own[k]!)));
  return names.map((name, s) => {
    const ratios = times[s]!.map((time, k) => time / least[k]!).filter((ratio) => Number.isFinite(ratio));
    const ascending = Float64Array.from(ratios).sort();
    const factors: number[] = [];
    const shares: number[] = [];
    ascending.forEach((ratio, k) => {
      if (ascending[k + 1] === ratio) return;
      factors.push(ratio);
      shares.push((k + 1) / tasks);
    });
    return { name, factors, shares };
  });
}
