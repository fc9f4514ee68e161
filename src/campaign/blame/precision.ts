import type { AnnealSchedule, TopologyName } from "../../circuit/index.ts";
import { ArgumentError, createRandom, NetlistError, type ProgressSink, throwIfCancelled } from "../../core/index.ts";
import type { Spins } from "../../network/index.ts";
import type { Engine } from "../../simulate/index.ts";
import { clusteredProportion, type Proportion, wilson } from "../../verify/index.ts";
import { type Compiled, type Prepared, programArray } from "../compile.ts";
import { solveReference } from "../reference.ts";
import { activeLayers } from "./array-losses.ts";
import { deviceSeedOf, NO_LOSS } from "./blame.ts";
import type { Hardware, Knob } from "./knobs.ts";
import { simulateRun } from "./run-losses.ts";
import { type TaskLoss, taskLoss } from "./task-loss.ts";
import { idealHardware, keepsOptimum } from "./what-if.ts";

/** A task with its optimum, the instance of a study. */
export interface StudyTask {
  readonly prepared: Prepared;
  readonly groundStates: readonly Spins[];
  readonly optimum: number;
  /** Whether the optimum is proven, or the best known. */
  readonly proven: boolean;
  loss(spins: Spins): TaskLoss;
}

/** How arrays are made and settled in a study. */
export interface PrecisionSpec {
  readonly tasks: readonly StudyTask[];
  /** Board whose ranges and neurons are kept; its departures are made ideal but for the knob in turn. */
  readonly hardware: Hardware;
  readonly deviceSeed: number;
  /** Device samples an instance and value. */
  readonly devices: number;
  /** Runs on each device sample; 0 asks for the landscape alone. */
  readonly runs: number;
  readonly seed: number;
  readonly topology: TopologyName;
  readonly schedule: (prepared: Prepared) => AnnealSchedule;
  readonly engine: Engine;
  readonly prove: boolean;
  readonly timeLimitSeconds?: number;
  readonly signal?: AbortSignal;
  readonly progress?: ProgressSink;
}

/** What one instance did at one value of a knob. Plain data. */
export interface TaskCounts {
  readonly task: string;
  readonly samples: number;
  readonly kept: number;
  readonly runs: number;
  readonly reached: number;
}

/** Shares over all instances at one value of a knob. Plain data. */
export interface PrecisionPoint {
  readonly knob: string;
  readonly value: number;
  /** Arrays that were programmed. */
  readonly samples: number;
  /** Share of them whose network has its minimum at an optimum of the task, with Wilson's interval. */
  readonly kept: Proportion;
  readonly runs: number;
  /** Share of the runs that ended in an optimum; null without runs, or when the engine does not take the circuit. */
  readonly reached: Proportion | null;
  readonly tasks: readonly TaskCounts[];
}

/** Prepares an instance: its optimum, proven where that takes some ten seconds. @throws ArgumentError without one */
export async function studyTask(
  prepared: Prepared,
  options: { readonly seed: number; readonly now: () => number; readonly signal?: AbortSignal },
): Promise<StudyTask> {
  const reference = await solveReference(prepared, options);
  if (reference === null) {
    throw new ArgumentError("the lowest state that is known decodes to no solution, so that no loss can be told", {
      code: "precision.reference",
      received: prepared.problem.name,
      expected: "a task whose optimum is known",
    });
  }
  const { verdict, best, groundStates, arrayBest } = reference;
  return {
    prepared,
    groundStates: groundStates.length > 0 ? groundStates : [arrayBest],
    optimum: verdict.objective,
    proven: verdict.proven,
    loss: taskLoss(prepared, verdict.objective, best),
  };
}

/** Whether two arrays of this hardware differ at all; levels and wires alone give every sample the same array. */
function differs({ profile, map }: Hardware): boolean {
  const layers = activeLayers(profile, map.wires !== undefined);
  const { faults } = profile.device;
  const stuck = faults === undefined ? 0 : faults.stuckOn.rate.value + faults.stuckOff.rate.value;
  return layers.includes("programming") || stuck > 0;
}

/** Runs of one array that ended in an optimum; null when the engine does not take its circuit. */
async function runsReaching(spec: PrecisionSpec, task: StudyTask, array: Compiled, seeds: readonly number[]) {
  const { topology, engine, signal, timeLimitSeconds } = spec;
  const limits = {
    ...(signal === undefined ? {} : { signal }),
    ...(timeLimitSeconds === undefined ? {} : { timeLimitSeconds }),
  };
  const game = { topology, schedule: spec.schedule(task.prepared), engine, limits };
  let reached = 0;
  for (const seed of seeds) {
    throwIfCancelled(signal);
    try {
      const { spins } = await simulateRun(game, array, seed);
      const { objective, feasible } = task.loss(spins);
      if (feasible && objective <= NO_LOSS * Math.max(1, Math.abs(task.optimum))) reached++;
    } catch (error) {
      if (error instanceof NetlistError && error.code === "reduced.scope") return null;
      throw error;
    }
  }
  return reached;
}

/**
 * Programs samples of every instance on one hardware and counts which keep the ground state, and which runs then reach
 * it. Hardware without chance is programmed once an instance, whose runs are then independent.
 *
 * @throws HardwareError, SimulationError, CancelledError
 */
export async function measurePoint(
  spec: PrecisionSpec,
  hardware: Hardware,
  name: { readonly knob: string; readonly value: number },
): Promise<PrecisionPoint> {
  const { tasks, prove, signal } = spec;
  const chance = differs(hardware);
  const devices = chance ? spec.devices : 1;
  const runsEach = chance ? spec.runs : spec.runs * spec.devices;
  const counts: TaskCounts[] = [];
  const clusters: { successes: number; trials: number }[] = [];
  let simulated = runsEach > 0;
  for (const [t, task] of tasks.entries()) {
    // Devices of their own for every instance: the same errors in all of them would be one sample.
    const firstSeed = t === 0 ? spec.deviceSeed : createRandom(spec.deviceSeed, "instance", t).integer(2 ** 31);
    let kept = 0;
    let reached = 0;
    for (let k = 0; k < devices; k++) {
      throwIfCancelled(signal);
      const deviceSeed = deviceSeedOf(firstSeed, k);
      const array = programArray(task.prepared, hardware.profile, deviceSeed, hardware.map);
      const { groundStates, loss } = task;
      const question = { groundStates, prove, loss, ...(signal === undefined ? {} : { signal }) };
      if (await keepsOptimum(question, array.crossbar, deviceSeed)) kept++;
      if (!simulated) continue;
      const seeds = Array.from({ length: runsEach }, (_, r) => spec.seed + k * runsEach + r);
      const successes = await runsReaching(spec, task, array, seeds);
      simulated = successes !== null;
      if (successes === null) continue;
      reached += successes;
      if (chance) clusters.push({ successes, trials: runsEach });
      else for (let r = 0; r < runsEach; r++) clusters.push({ successes: r < successes ? 1 : 0, trials: 1 });
    }
    const runs = simulated ? devices * runsEach : 0;
    counts.push({ task: task.prepared.problem.name, samples: devices, kept, runs, reached: simulated ? reached : 0 });
  }
  const sum = (of: (count: TaskCounts) => number) => counts.reduce((total, count) => total + of(count), 0);
  const samples = sum((c) => c.samples);
  return {
    ...name,
    samples,
    kept: wilson(
      sum((c) => c.kept),
      samples,
    ),
    runs: sum((c) => c.runs),
    reached: simulated ? clusteredProportion(clusters) : null,
    tasks: counts,
  };
}

/** After so many values in a row at which nothing is kept or reached, the worse ones are not tried. */
const HOPELESS = 2;

/**
 * Measures how a set of instances bears each knob of the hardware, all others ideal: from the ideal down its ladder,
 * until nothing is kept or reached any more. Each point is yielded as soon as it is measured.
 *
 * @param ladders knobs with the values to try; a knob's own ladder when there are none
 * @throws as `measurePoint`
 */
export async function* precisionStudy(
  spec: PrecisionSpec,
  ladders: readonly { readonly knob: Knob; readonly values?: readonly number[] }[],
): AsyncGenerator<PrecisionPoint> {
  const ideal = idealHardware(spec.hardware);
  for (const { knob, values = knob.ladder } of ladders) {
    let hopeless = 0;
    for (const [k, value] of values.entries()) {
      if (hopeless === HOPELESS) break;
      const point = await measurePoint(spec, knob.turn(ideal, value), { knob: knob.name, value });
      hopeless = point.kept.p === 0 && (point.reached?.p ?? 0) === 0 ? hopeless + 1 : 0;
      spec.progress?.({ stage: knob.name, done: k + 1, total: values.length });
      yield point;
    }
  }
}
