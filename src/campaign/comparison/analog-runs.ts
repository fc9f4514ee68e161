import type { ScheduleName } from "../../circuit/index.ts";
import { scheduleFor, type TopologyName, withAnnealLength } from "../../circuit/index.ts";
import type { ProgressSink } from "../../core/index.ts";
import type { HardwareProfile, MapOptions } from "../../crossbar/index.ts";
import type { AnyProblem } from "../../problem/index.ts";
import type { Engine } from "../../simulate/index.ts";
import { type AnnealSpec, anneal } from "../anneal.ts";
import { type Compiled, compileProblem, type EncodingChoice } from "../compile.ts";
import type { Outcome } from "./outcome.ts";

/** The analog side of a comparison. */
export interface AnalogChoice {
  readonly profile: HardwareProfile;
  readonly deviceSeed: number;
  readonly map: MapOptions;
  readonly topology: TopologyName;
  /** The encoding's own without. */
  readonly schedule?: ScheduleName;
  readonly engine: Engine;
  readonly runs: number;
  /** Runs under way at once. */
  readonly concurrency: number;
  /** Wall-clock limit of one run. */
  readonly timeLimitSeconds: number;
}

/** Programs an array with the whole network of a task: software gets no other. @throws as `compileProblem` */
export function compileWhole(problem: AnyProblem, encoding: EncodingChoice, choice: AnalogChoice): Compiled {
  return compileProblem(problem, choice.profile, choice.deviceSeed, { ...encoding, presolve: false }, choice.map);
}

/** The schedule of an array with an anneal of this length; with the schedule's own length without. */
export function scheduleOf({ encoding }: Compiled, name: ScheduleName | undefined, annealTaus: number | undefined) {
  const schedule = scheduleFor(name, encoding.anneal?.schedule);
  return annealTaus === undefined ? schedule : withAnnealLength(schedule, annealTaus);
}

/**
 * Anneals a compiled task. Time is that of the circuit, energy what its currents draw from the supplies.
 * @param onOutcome called for each run as soon as it has ended, in no particular order; the next waits for its promise
 * @throws CancelledError when the signal is aborted.
 */
export async function runAnalog(
  compiled: Compiled,
  choice: AnalogChoice,
  spec: { seed: number; annealTaus?: number; signal?: AbortSignal; progress?: ProgressSink },
  onOutcome: (outcome: Outcome) => Promise<void> | undefined,
): Promise<void> {
  const { topology, engine, runs, concurrency, timeLimitSeconds } = choice;
  const annealSpec: AnnealSpec = {
    compiled,
    topology,
    schedule: scheduleOf(compiled, choice.schedule, spec.annealTaus),
    engine,
    seed: spec.seed,
    runs,
    concurrency,
    timeLimitSeconds,
    ...(spec.signal === undefined ? {} : { signal: spec.signal }),
    ...(spec.progress === undefined ? {} : { progress: spec.progress }),
    onAnneal: ({ seed, readout, score, joules }) => {
      const isAnswer = readout.settled && score.feasible;
      return onOutcome({ seed, objective: isAnswer ? score.objective : null, seconds: readout.endSeconds, joules });
    },
    onFailure: ({ seed }) => {
      onOutcome({ seed, objective: null, seconds: null, joules: null });
    },
  };
  await anneal(annealSpec);
}
