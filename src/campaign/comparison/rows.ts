import { createRandom } from "../../core/index.ts";
import {
  type ExponentFit,
  fitExponent,
  type MethodSetSummary,
  type PerformanceProfile,
  performanceProfiles,
  type SizeSample,
  summariseMethod,
  summariseMethodSet,
} from "../../verify/index.ts";
import type { ComparedTask, Contender, UsedLength } from "./comparison.ts";
import type { MethodOutcomes } from "./measure.ts";
import { bestObjective } from "./outcome.ts";
import { isPublishedClass, publishedMachines } from "./published.ts";

/** What a method came to on a task; the field names are the command line's contract. null where nothing is known. */
export interface MethodRow {
  readonly name: string;
  readonly kind: "analog" | "software" | "quoted";
  /** Whose seconds: of the simulated circuit, of the processor, or of a publication. */
  readonly clock: "simulated" | "measured" | "quoted";
  readonly objective: number | null;
  readonly seconds: number | null;
  readonly hits: number | null;
  readonly runs: number | null;
  readonly p: number | null;
  readonly pLow: number | null;
  readonly pHigh: number | null;
  readonly tts99Seconds: number | null;
  readonly tts99Low: number | null;
  readonly tts99High: number | null;
  readonly joulesToSolution: number | null;
  readonly watts: number | null;
  readonly wattsFrom: "simulated" | "assumed" | "quoted" | null;
  readonly length: UsedLength | null;
  /** Whether runs were cut short by the limit of time, so that their outcomes depend on the machine. */
  readonly isCut: boolean;
  /** Whether the energy is an upper bound. */
  readonly isBound: boolean;
  readonly source: string | null;
}

const CLOCKS = { analog: "simulated", software: "measured" } as const;
const POWERS = { analog: "simulated", software: "assumed" } as const;

function contenderRow({ method, length, runs }: Contender, sense: "max" | "min"): MethodRow {
  const { name, kind, outcomes, isCut } = method;
  return {
    name,
    kind,
    clock: CLOCKS[kind],
    objective: bestObjective(outcomes, sense),
    ...summariseMethod(runs),
    wattsFrom: POWERS[kind],
    length,
    isCut,
    isBound: false,
    source: null,
  };
}

/** The published machines as rows: nothing but what their authors report. */
export function quotedRows(): MethodRow[] {
  return publishedMachines.map(({ name, seconds, tts99Seconds, watts, joulesToSolution, isBound, source }) => ({
    name,
    kind: "quoted",
    clock: "quoted",
    objective: null,
    seconds,
    hits: null,
    runs: null,
    p: null,
    pLow: null,
    pHigh: null,
    tts99Seconds,
    tts99Low: null,
    tts99High: null,
    joulesToSolution,
    watts,
    wattsFrom: watts === null ? null : "quoted",
    length: null,
    isCut: false,
    isBound,
    source,
  }));
}

/** All rows of a task; the published ones only where they are of its class. */
export function methodRows({ problem, contenders }: ComparedTask): MethodRow[] {
  const own = contenders.map((contender) => contenderRow(contender, problem.sense));
  return isPublishedClass(problem) ? [...own, ...quotedRows()] : own;
}

/** A method over a set of tasks. */
export interface SetRow {
  readonly name: string;
  readonly kind: MethodOutcomes["kind"];
  readonly summary: MethodSetSummary;
}

/** How a method's time to solution grows with the size. */
export interface SizeRow {
  readonly name: string;
  readonly points: readonly { readonly size: number; readonly time: number | null }[];
  /** null where most tasks of a size are not solved. */
  readonly fit: ExponentFit | null;
}

/** Several tasks together. */
export interface SetReport {
  readonly methods: readonly SetRow[];
  /** Each task one; times of different clocks, as they are. */
  readonly profile: readonly PerformanceProfile[] | null;
  /** Empty when all tasks are of one size. */
  readonly sizes: readonly SizeRow[];
}

/** Names of the methods that ran on every task, in their order. */
function jointNames(tasks: readonly ComparedTask[]): string[] {
  const names = tasks[0]?.contenders.map(({ method }) => method.name) ?? [];
  return names.filter((name) => tasks.every(({ contenders }) => contenders.some(({ method }) => method.name === name)));
}

function sizeRow(name: string, points: readonly { size: number; time: number | null }[], seed: number): SizeRow {
  const samples: SizeSample[] = [...new Set(points.map(({ size }) => size))].map((size) => ({
    size,
    values: points.filter((point) => point.size === size).map(({ time }) => time ?? Number.POSITIVE_INFINITY),
  }));
  const isFitted = samples.every(({ values }) => 2 * values.filter(Number.isFinite).length > values.length);
  const random = createRandom(seed, "compare", "sizes", name);
  return { name, points, fit: isFitted ? fitExponent(samples, "exponential", random) : null };
}

/** Sums up the methods that ran on all tasks; null for fewer than two tasks. */
export function setReport(tasks: readonly ComparedTask[], seed: number): SetReport | null {
  const names = jointNames(tasks);
  if (tasks.length < 2 || names.length === 0) return null;
  const found = names.map((name) =>
    tasks.map(({ contenders }) => contenders.find(({ method }) => method.name === name)!),
  );
  const methods = names.map((name, k) => {
    const summary = summariseMethodSet(
      found[k]!.map(({ runs }) => runs),
      createRandom(seed, "compare", "set", name),
    );
    return { name, kind: found[k]![0]!.method.kind, summary };
  });
  const times = found.map((own) => own.map(({ runs }) => summariseMethod(runs).tts99Seconds));
  const infinite = times.map((own) => own.map((time) => time ?? Number.POSITIVE_INFINITY));
  const profile = names.length < 2 ? null : performanceProfiles(names, infinite);
  const isSized = new Set(tasks.map(({ problem }) => problem.n)).size > 1;
  const sizes = isSized
    ? names.map((name, k) =>
        sizeRow(
          name,
          tasks.map(({ problem }, t) => ({ size: problem.n, time: times[k]![t]! })),
          seed,
        ),
      )
    : [];
  return { methods, profile, sizes };
}
