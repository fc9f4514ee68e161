import { createRandom } from "../../core/index.ts";
import type { AnyProblem } from "../../problem/index.ts";
import { chooseLength, type MethodRun, type MethodSetSummary, summariseMethodSet } from "../../verify/index.ts";
import { enterRace } from "../race.ts";
import type { RaceReference } from "../race-reference.ts";
import { defaultSolvers } from "../race-report.ts";
import { compileWhole } from "./analog-runs.ts";
import { ANALOG, type Entered, type Measured, type MeasureSpec, type MethodOutcomes, measure } from "./measure.ts";
import { judged } from "./outcome.ts";
import { graphsLike, halves } from "./training.ts";

export interface ComparisonSpec extends MeasureSpec {
  /** At least one. */
  readonly problems: readonly AnyProblem[];
  /** Names of solvers; those that suit each task without. */
  readonly solvers?: readonly string[];
  /** Lengths of the anneal, time constants: none for the schedule's own, several to choose from. */
  readonly anneals: readonly number[];
  /** Sweeps of a solver's start: none for the solver's own default, several to choose from. */
  readonly sweeps: readonly number[];
}

/** A method's length, and where it is from. */
export interface UsedLength {
  /** null for the default. */
  readonly value: number | null;
  readonly unit: "time constants" | "sweeps";
  readonly from: "default" | "given" | "chosen";
}

/** How a length was chosen. */
export interface LengthChoice {
  readonly name: string;
  /** Size of the tasks that it was chosen on; null for all of them, where they differ or are of one size. */
  readonly n: number | null;
  readonly unit: UsedLength["unit"];
  /** Ascending. */
  readonly points: readonly { readonly length: number; readonly summary: MethodSetSummary }[];
  /** Index of the chosen one. */
  readonly chosen: number;
}

/** What lengths were chosen on. */
export interface Training {
  /** Whether its instances were generated for it. */
  readonly isGenerated: boolean;
  readonly tasks: readonly { readonly problem: AnyProblem; readonly reference: RaceReference }[];
  readonly choices: readonly LengthChoice[];
}

/** A method on a task. */
export interface Contender {
  readonly method: MethodOutcomes;
  readonly length: UsedLength;
  readonly runs: readonly MethodRun[];
}

/** All methods on a task that is scored. */
export interface ComparedTask {
  readonly problem: AnyProblem;
  readonly reference: RaceReference;
  readonly contenders: readonly Contender[];
}

export interface Comparison {
  /** null when no length was chosen. */
  readonly training: Training | null;
  readonly tasks: readonly ComparedTask[];
  readonly isComplete: boolean;
}

const unitOf = (name: string): UsedLength["unit"] => (name === ANALOG ? "time constants" : "sweeps");

/** The runs of one method and length on a task, judged. */
function runsAt({ methods, reference, problem }: Measured, name: string, length: number | null): MethodRun[] {
  const found = methods.find((method) => method.name === name && method.length === length);
  return judged(found?.outcomes ?? [], reference.objective, problem.sense);
}

/** Chooses the length of one method on tasks that are all measured at each. */
function choose(
  name: string,
  n: number | null,
  lengths: readonly number[],
  measured: readonly Measured[],
  seed: number,
): LengthChoice {
  const groups = lengths.map((length) => measured.map((task) => runsAt(task, name, length)));
  const points = lengths.map((length, k) => ({
    length,
    summary: summariseMethodSet(groups[k]!, createRandom(seed, "compare", "lengths", name, length)),
  }));
  return { name, n, unit: unitOf(name), points, chosen: chooseLength(groups) };
}

/** Chooses on all tasks, and on those of each size when there are several. */
function chooseAll(
  name: string,
  lengths: readonly number[],
  measured: readonly Measured[],
  seed: number,
): LengthChoice[] {
  // A solver of one kind of task is absent on others.
  const on = measured.filter(({ methods }) => methods.some((method) => method.name === name));
  if (lengths.length === 0 || on.length === 0) return [];
  const sizes = [...new Set(on.map(({ problem }) => problem.n))].sort((a, b) => a - b);
  const ofSize = (n: number) => on.filter(({ problem }) => problem.n === n);
  return [
    choose(name, null, lengths, on, seed),
    ...(sizes.length === 1 ? [] : sizes.map((n) => choose(name, n, lengths, ofSize(n), seed))),
  ];
}

/** Batches in which a solver of short runs is timed. */
const TRAINING_BATCHES = 1;
const SCORED_BATCHES = 3;

const ascending = (lengths: readonly number[]) => [...new Set(lengths)].sort((a, b) => a - b);

/** Enters the methods on a task. @throws ArgumentError, ProblemError, HardwareError, LimitError where one does not fit */
function enter(problem: AnyProblem, spec: ComparisonSpec): Entered {
  const solvers = [...new Set(spec.solvers ?? defaultSolvers(problem))];
  const entrants = enterRace({ problem, encoding: spec.encoding, solvers });
  return { problem, compiled: compileWhole(problem, spec.encoding, spec.analog), entrants };
}

async function train(
  tasks: readonly Entered[],
  isGenerated: boolean,
  anneals: readonly number[],
  sweeps: readonly number[],
  spec: ComparisonSpec,
): Promise<{ training: Training; isComplete: boolean }> {
  const lengthsOf = (name: string) => {
    const lengths = name === ANALOG ? anneals : sweeps;
    return lengths.length > 1 ? lengths : [];
  };
  const measured: Measured[] = [];
  for (const task of tasks) {
    const found = await measure(task, lengthsOf, spec, TRAINING_BATCHES);
    if (!found.isComplete) break;
    measured.push(found);
  }
  const isComplete = measured.length === tasks.length;
  const names = [ANALOG, ...new Set(tasks.flatMap(({ entrants }) => entrants.map(({ solver }) => solver.name)))];
  const choices = names.flatMap((name) => chooseAll(name, lengthsOf(name), measured, spec.seed));
  return {
    training: { isGenerated, tasks: measured.map(({ problem, reference }) => ({ problem, reference })), choices },
    isComplete,
  };
}

/** The length at which a method is scored on a task of size n: chosen on tasks of that size if there were some. */
function usedLength(name: string, n: number, given: readonly number[], training: Training | null): UsedLength {
  const unit = unitOf(name);
  if (given.length === 0) return { value: null, unit, from: "default" };
  if (given.length === 1) return { value: given[0]!, unit, from: "given" };
  const choices = training?.choices.filter((one) => one.name === name) ?? [];
  const choice = choices.find((one) => one.n === n) ?? choices.find((one) => one.n === null);
  if (choice === undefined) return { value: null, unit, from: "default" };
  return { value: choice.points[choice.chosen]!.length, unit, from: "chosen" };
}

/**
 * Puts the analog array beside software on the same tasks. A run is one anneal of the circuit, or one start of a solver; both
 * go to their end, and succeed when their solution has the optimum. Where several lengths are given, each method's is
 * chosen on every second task of each size, or on generated ones when there is one task, and scored on the others.
 *
 * Everything but times of software repeats from the seeds, unless sweeps are chosen: solvers differ in what a start costs
 * beside its sweeps, so that their length is chosen by processor time. An interrupt ends it with what is there.
 * @throws ArgumentError, ProblemError, HardwareError, LimitError before the first run where a method does not fit a task.
 */
export async function compareMethods(spec: ComparisonSpec): Promise<Comparison> {
  const [anneals, sweeps] = [ascending(spec.anneals), ascending(spec.sweeps)];
  const isTrained = anneals.length > 1 || sweeps.length > 1;
  const isGenerated = isTrained && spec.problems.length === 1;
  const parts = isTrained && !isGenerated ? halves(spec.problems) : { training: [], scored: [...spec.problems] };
  const scored = parts.scored.map((problem) => enter(problem, spec));
  let training: Training | null = null;
  if (isTrained) {
    const problems = isGenerated ? graphsLike(spec.problems[0]!, spec.seed) : parts.training;
    const entered = problems.map((problem) => enter(problem, spec));
    const trained = await train(entered, isGenerated, anneals, sweeps, spec);
    training = trained.training;
    if (!trained.isComplete) return { training, tasks: [], isComplete: false };
  }
  const tasks: ComparedTask[] = [];
  let isComplete = true;
  for (const task of scored) {
    const lengthOf = (name: string) => usedLength(name, task.problem.n, name === ANALOG ? anneals : sweeps, training);
    const measured = await measure(task, (name) => [lengthOf(name).value], spec, SCORED_BATCHES);
    const { problem, reference, methods } = measured;
    const contenders = methods.map((method) => ({
      method,
      length: lengthOf(method.name),
      runs: judged(method.outcomes, reference.objective, problem.sense),
    }));
    tasks.push({ problem, reference, contenders });
    isComplete = measured.isComplete;
    if (!isComplete) break;
  }
  return { training, tasks, isComplete };
}
