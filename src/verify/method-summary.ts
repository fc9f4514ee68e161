import type { Random } from "../core/index.ts";
import { bootstrap } from "./bootstrap.ts";
import { median } from "./fit-exponent.ts";
import { tts99, wilson } from "./statistics.ts";

/** One run of a method, analog or software, from its start to its end. Plain data. */
export interface MethodRun {
  readonly success: boolean;
  /** Length and energy of the run; null for one that could not be finished, which counts as one without success. */
  readonly seconds: number | null;
  readonly joules: number | null;
}

/** Runs of a method on one task; null where nothing finite is known. The field names are the command line's contract. */
export interface MethodSummary {
  readonly runs: number;
  readonly hits: number;
  readonly p: number;
  readonly pLow: number;
  readonly pHigh: number;
  /** Mean length of a run. */
  readonly seconds: number | null;
  readonly tts99Seconds: number | null;
  readonly tts99Low: number | null;
  readonly tts99High: number | null;
  /** Mean power of the runs times the time to solution. */
  readonly joulesToSolution: number | null;
  readonly watts: number | null;
}

/** A value over a set of tasks with its 95 % bootstrap interval; null where it is infinite. */
export interface SetInterval {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Runs of a method on a set of tasks. */
export interface MethodSetSummary {
  readonly tasks: number;
  /** Tasks with a success. */
  readonly solved: number;
  readonly runs: number;
  readonly hits: number;
  /** Mean length of all runs. */
  readonly seconds: number | null;
  /** Mean over the tasks. */
  readonly p: SetInterval;
  /** Medians over the tasks. */
  readonly tts99Seconds: SetInterval;
  readonly joulesToSolution: SetInterval;
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Mean of the numbers that are known; NaN without one. */
function meanKnown(runs: readonly MethodRun[], of: (run: MethodRun) => number | null): number {
  let sum = 0;
  let known = 0;
  for (const run of runs) {
    const value = of(run);
    if (value === null) continue;
    sum += value;
    known++;
  }
  return sum / known;
}

const hitsOf = (runs: readonly MethodRun[]) => runs.reduce((sum, { success }) => sum + Number(success), 0);
const secondsOf = (runs: readonly MethodRun[]) => meanKnown(runs, ({ seconds }) => seconds);

/** Time to solution; infinite without a success, whatever a run takes. */
function timeOf(runs: readonly MethodRun[]): number {
  const hits = hitsOf(runs);
  return hits === 0 ? Number.POSITIVE_INFINITY : tts99(hits / runs.length, secondsOf(runs));
}

const wattsOf = (runs: readonly MethodRun[]) => meanKnown(runs, ({ joules }) => joules) / secondsOf(runs);

/**
 * Sums up the runs of a method on one task: Wilson's interval of the success probability, carried through to
 * T max(1, ln 0.01 / ln(1 - p)), T the mean length of a run.
 * @throws ArgumentError without a run.
 */
export function summariseMethod(runs: readonly MethodRun[]): MethodSummary {
  const hits = hitsOf(runs);
  const { p, low, high } = wilson(hits, runs.length);
  const seconds = secondsOf(runs);
  const watts = wattsOf(runs);
  const time = timeOf(runs);
  return {
    runs: runs.length,
    hits,
    p,
    pLow: low,
    pHigh: high,
    seconds: finite(seconds),
    tts99Seconds: finite(time),
    tts99Low: finite(tts99(high, seconds)),
    tts99High: finite(tts99(low, seconds)),
    joulesToSolution: finite(watts * time),
    watts: finite(watts),
  };
}

/**
 * Sums up the runs of a method on a set of tasks: mean success probability, median time and energy to solution, with
 * bootstrap intervals over the tasks and over the runs of each.
 * @param groups the runs of each task, at least one each
 * @throws ArgumentError when there is nothing to draw from.
 */
export function summariseMethodSet(groups: readonly (readonly MethodRun[])[], random: Random): MethodSetSummary {
  const interval = (statistic: (runs: readonly MethodRun[]) => number, join: (values: readonly number[]) => number) => {
    const { value, low, high } = bootstrap(groups, (drawn) => join(drawn.map(statistic)), random);
    return { value: finite(value), low: finite(low), high: finite(high) };
  };
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const share = (runs: readonly MethodRun[]) => hitsOf(runs) / runs.length;
  const energy = (runs: readonly MethodRun[]) => {
    const time = timeOf(runs);
    return Number.isFinite(time) ? wattsOf(runs) * time : time;
  };
  return {
    tasks: groups.length,
    solved: groups.filter((runs) => hitsOf(runs) > 0).length,
    runs: groups.reduce((sum, runs) => sum + runs.length, 0),
    hits: groups.reduce((sum, runs) => sum + hitsOf(runs), 0),
    seconds: finite(secondsOf(groups.flat())),
    p: interval(share, mean),
    tts99Seconds: interval(timeOf, median),
    joulesToSolution: interval(energy, median),
  };
}

/**
 * Index of the run length to choose: the one that leaves the fewest tasks without a success, and of these the one with the
 * least mean of ln TTS over the tasks that it solves; of equals the first. A guess at the success of a length that has
 * none would let the shortest win.
 * @param lengths of each length, the runs of each task
 */
export function chooseLength(lengths: readonly (readonly (readonly MethodRun[])[])[]): number {
  const scores = lengths.map((groups) => {
    const times = groups.map(timeOf).filter(Number.isFinite);
    const mean = times.reduce((sum, time) => sum + Math.log(time), 0) / times.length;
    return { unsolved: groups.length - times.length, mean };
  });
  const isBetter = (a: (typeof scores)[number], b: (typeof scores)[number]) =>
    a.unsolved < b.unsolved || (a.unsolved === b.unsolved && a.mean < b.mean);
  return scores.reduce((chosen, score, k) => (isBetter(score, scores[chosen]!) ? k : chosen), 0);
}
