import { CancelledError, type ProgressSink } from "../../core/index.ts";
import type { AnyProblem } from "../../problem/index.ts";
import type { Compiled, EncodingChoice } from "../compile.ts";
import type { Entrant } from "../race.ts";
import { chooseReference, proveForRace, type RaceReference } from "../race-reference.ts";
import { type AnalogChoice, runAnalog } from "./analog-runs.ts";
import { bestObjective, type Outcome } from "./outcome.ts";
import { runSoftware } from "./software-runs.ts";

/** A task with what takes it on. */
export interface Entered {
  readonly problem: AnyProblem;
  readonly compiled: Compiled;
  readonly entrants: readonly Entrant[];
}

/** Runs of one method at one length. */
export interface MethodOutcomes {
  /** "analog", or the name of the solver. */
  readonly name: string;
  readonly kind: "analog" | "software";
  /** Time constants of the anneal, or sweeps of a start; null for the method's own default. */
  readonly length: number | null;
  /** By seed, those that have ended. */
  outcomes: readonly Outcome[];
  /** Whether a run was cut short by the limit of time. */
  isCut: boolean;
}

/** All runs on one task. */
export interface Measured {
  readonly problem: AnyProblem;
  readonly reference: RaceReference;
  readonly methods: readonly MethodOutcomes[];
  /** False when it was interrupted. */
  readonly isComplete: boolean;
}

export interface MeasureSpec {
  readonly encoding: EncodingChoice;
  readonly analog: AnalogChoice;
  readonly solverRuns: number;
  /** Processor seconds after which a solver's run is cut short. */
  readonly limitSeconds: number;
  /** Power of the processor core that a solver runs on. */
  readonly softwareWatts: number;
  /** Seed of the first run of each method; run k has seed + k. */
  readonly seed: number;
  readonly proofSeconds: number;
  /** Processor time of this process, seconds. */
  readonly processorSeconds: () => number;
  /** Clock, milliseconds. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
  readonly progress?: ProgressSink;
}

/** The lengths at which a method runs: null for its own default, no length to leave it out. */
export type Lengths = (name: string) => readonly (number | null)[];

/** The name of the analog side among the methods. */
export const ANALOG = "analog";

const PAUSE_MILLISECONDS = 50;

/** Lets timers and signals in when the last time was a while ago. */
function createPause(now: () => number): () => Promise<void> | undefined {
  let paused = now();
  return () => {
    if (now() - paused < PAUSE_MILLISECONDS) return;
    paused = now();
    return new Promise<void>((resume) => setTimeout(resume, 0));
  };
}

async function measureAnalog(
  { problem, compiled }: Entered,
  method: MethodOutcomes,
  { analog, seed, signal, progress, now }: MeasureSpec,
): Promise<void> {
  // Runs of a few milliseconds follow one another without a turn of the event loop in which a signal could arrive.
  const pause = createPause(now);
  const ended: Outcome[] = [];
  const at = method.length === null ? "" : `, ${method.length} time constants`;
  const note = (seedNote = "") => `${problem.name}${at}, ${seedNote}`;
  const options = {
    seed,
    ...(method.length === null ? {} : { annealTaus: method.length }),
    ...(signal === undefined ? {} : { signal }),
    ...(progress === undefined
      ? {}
      : { progress: (p: Parameters<ProgressSink>[0]) => progress({ ...p, note: note(p.note) }) }),
  };
  method.outcomes = ended;
  try {
    await runAnalog(compiled, analog, options, (outcome) => {
      ended.push(outcome);
      return pause();
    });
  } finally {
    ended.sort((a, b) => a.seed - b.seed);
  }
}

async function measureSoftware(
  { problem }: Entered,
  entrant: Entrant,
  method: MethodOutcomes,
  spec: MeasureSpec,
  batches: number,
): Promise<void> {
  const { seed, solverRuns: runs, signal, progress } = spec;
  const ended: Outcome[] = [];
  const note = `${problem.name}, ${method.name}${method.length === null ? "" : `, ${method.length} sweeps`}`;
  method.outcomes = ended;
  const timing = await runSoftware(
    {
      entrant,
      sense: problem.sense,
      seed,
      runs,
      ...(method.length === null ? {} : { sweeps: method.length }),
      limitSeconds: spec.limitSeconds,
      processorSeconds: spec.processorSeconds,
      pause: createPause(spec.now),
      ...(signal === undefined ? {} : { signal }),
      onOutcome: (outcome) => {
        ended.push(outcome);
        progress?.({ stage: "search", done: ended.length, total: runs, note });
      },
    },
    batches,
  );
  method.isCut = timing.isCut;
  const { seconds } = timing;
  const joules = spec.softwareWatts * seconds;
  method.outcomes = ended.map((outcome) => ({ ...outcome, seconds, joules }));
}

/**
 * Proves a task and runs every method on it at its lengths. An interrupt ends it with what is there.
 * @param batches batches of runs in which a solver of short runs is timed
 */
export async function measure(
  entered: Entered,
  lengths: Lengths,
  spec: MeasureSpec,
  batches: number,
): Promise<Measured> {
  const { problem, entrants } = entered;
  const methods: MethodOutcomes[] = [];
  const begin = (name: string, kind: MethodOutcomes["kind"], length: number | null): MethodOutcomes => {
    const method = { name, kind, length, outcomes: [], isCut: false };
    methods.push(method);
    return method;
  };
  let proof: Awaited<ReturnType<typeof proveForRace>> = null;
  let isComplete = true;
  try {
    proof = await proveForRace(problem, spec.encoding, spec.proofSeconds, {
      seed: spec.seed,
      now: spec.now,
      ...(spec.signal === undefined ? {} : { signal: spec.signal }),
      ...(spec.progress === undefined ? {} : { progress: spec.progress }),
    });
    for (const length of lengths(ANALOG)) await measureAnalog(entered, begin(ANALOG, "analog", length), spec);
    for (const entrant of entrants) {
      const { name } = entrant.solver;
      for (const length of lengths(name)) {
        await measureSoftware(entered, entrant, begin(name, "software", length), spec, batches);
      }
    }
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    isComplete = false;
  }
  const ended = methods.filter(({ outcomes }) => outcomes.length > 0);
  const best = bestObjective(
    ended.flatMap(({ outcomes }) => outcomes),
    problem.sense,
  );
  return { problem, reference: chooseReference(proof, undefined, best, problem.sense), methods: ended, isComplete };
}
