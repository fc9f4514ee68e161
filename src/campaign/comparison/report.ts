import type { assumptions } from "../../crossbar/index.ts";
import type { AnyProblem } from "../../problem/index.ts";
import type { ComparedTask, Comparison, Training } from "./comparison.ts";
import { isPublishedClass, PUBLISHED_CLASS } from "./published.ts";
import { methodRows, setReport } from "./rows.ts";

/** What was asked for, as the answer repeats it. */
export interface ComparisonSettings {
  readonly profile: string;
  /** Numbers of the profile that are assumed. */
  readonly assumptions: ReturnType<typeof assumptions>;
  readonly topology: string;
  readonly mapping: string;
  /** The encoding's own where null. */
  readonly schedule: string | null;
  readonly engine: string;
  readonly anneals: readonly number[];
  readonly runs: number;
  readonly sweeps: readonly number[];
  readonly seeds: number;
  readonly limitSeconds: number;
  readonly softwareWatts: number;
  readonly seed: number;
  readonly deviceSeed: number;
}

const taskJson = ({ kind, name, n, sense }: AnyProblem) => ({ kind, name, n, sense });

/** Why published machines stand, or do not stand, beside a task. */
export function quotedNote(problem: AnyProblem): string {
  return isPublishedClass(problem)
    ? `quoted rows are measurements of their authors on other instances of this class: ${PUBLISHED_CLASS}`
    : `published machines are quoted beside ${PUBLISHED_CLASS} only`;
}

function trainingJson({ isGenerated, tasks, choices }: Training) {
  return {
    generated: isGenerated,
    tasks: tasks.map(({ problem, reference }) => {
      const { objective, proven, method } = reference;
      return { ...taskJson(problem), reference: { objective, proven, method } };
    }),
    lengths: choices.map(({ name, n, unit, points, chosen }) => ({
      name,
      n,
      unit,
      chosen: points[chosen]!.length,
      points: points.map(({ length, summary }) => ({ length, ...summary })),
    })),
  };
}

const comparedJson = (task: ComparedTask) => ({
  task: taskJson(task.problem),
  reference: task.reference,
  solvers: methodRows(task),
  quoted: quotedNote(task.problem),
});

/** A comparison as --json prints it: one task is the object itself, several stand in `comparisons`. */
export function comparisonJson(
  { training, tasks, isComplete }: Comparison,
  settings: ComparisonSettings,
  files: number,
) {
  const compared = tasks.map(comparedJson);
  const common = {
    settings,
    training: training === null ? null : trainingJson(training),
    complete: isComplete,
  };
  if (files === 1 && compared.length === 1) return { ...compared[0]!, ...common };
  return { comparisons: compared, set: setReport(tasks, settings.seed), ...common };
}
