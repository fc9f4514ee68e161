import { type MethodRun, reaches } from "../../verify/index.ts";

/** What one run of a method ended with, before it is known which objective counts as success. Plain data. */
export interface Outcome {
  readonly seed: number;
  /** Objective on the task itself; null without a feasible solution, or when the circuit has not settled. */
  readonly objective: number | null;
  /** null for a run that the simulator could not finish. */
  readonly seconds: number | null;
  readonly joules: number | null;
}

/** The outcomes as successes: the reference is reached. Without a reference no run is one. */
export function judged(outcomes: readonly Outcome[], reference: number | null, sense: "max" | "min"): MethodRun[] {
  return outcomes.map(({ objective, seconds, joules }) => ({
    success: objective !== null && reference !== null && reaches(objective, reference, sense),
    seconds,
    joules,
  }));
}

/** The best objective of outcomes; null without a feasible one. */
export function bestObjective(outcomes: readonly Outcome[], sense: "max" | "min"): number | null {
  const found = outcomes.flatMap(({ objective }) => (objective === null ? [] : [objective]));
  if (found.length === 0) return null;
  return found.reduce((a, b) => (sense === "max" ? Math.max(a, b) : Math.min(a, b)));
}
