import { createRandom, type ProgressSink, throwIfCancelled } from "../../core/index.ts";
import type { Spins } from "../../network/index.ts";
import type { Readout } from "../../readout/index.ts";
import type { Engine } from "../../simulate/index.ts";
import {
  type ErrorBudget,
  errorBudget,
  type MeanInterval,
  meanInterval,
  type Proportion,
  wilson,
} from "../../verify/index.ts";
import type { AnnealSpec } from "../anneal.ts";
import { type Compiled, programArray } from "../compile.ts";
import { type ArrayLayer, type ArrayLosses, arrayLosses } from "./array-losses.ts";
import { lowestState } from "./lowest-state.ts";
import { type RunLosses, runLosses } from "./run-losses.ts";
import { taskLoss } from "./task-loss.ts";

export interface BlameSpec extends Pick<AnnealSpec, "compiled" | "topology" | "schedule"> {
  readonly engine: Engine;
  /** Seeds of the runs on each device sample. */
  readonly seeds: readonly number[];
  /** Device samples: that of the campaign first, then others from seeds of their own. */
  readonly devices: number;
  /** Whether the minima of programmed networks beyond enumeration are proven. */
  readonly prove: boolean;
  /** Objective of the task's optimum, and optimal solutions as states of the encoding and of the array's network. */
  readonly optimum: number;
  readonly best: Spins;
  readonly groundStates: readonly Spins[];
  /** Readouts of runs on the campaign's own devices that are there already, by seed. */
  readonly readouts?: ReadonlyMap<number, Readout>;
  /** False leaves to the dynamics what real neurons add, and simulates nothing for it; true by default. */
  readonly splitNeurons?: boolean;
  readonly timeLimitSeconds?: number;
  readonly signal?: AbortSignal;
  readonly progress?: ProgressSink;
}

/** An interaction of two layers over the device samples. */
export interface MeanInteraction extends MeanInterval {
  readonly layers: readonly [ArrayLayer, ArrayLayer];
}

/** Which part of the hardware lost the optimum. Plain data. */
export interface Blame extends ErrorBudget {
  readonly runs: readonly RunLosses[];
  readonly arrays: readonly Omit<ArrayLosses, "minimum">[];
  /** Share of the device samples whose minimum is still an optimum of the task. */
  readonly kept: Proportion;
  readonly interactions: readonly MeanInteraction[];
  /** Runs that ended in no solution of the task. */
  readonly infeasible: number;
  /** Networks whose minimum was sought, and whether every one is proven. */
  readonly evaluations: number;
  readonly proven: boolean;
}

/** Losses below this part of the objective's size are the rounding of sums. */
export const NO_LOSS = 1e-9;

/** Device seed of sample k of a study: the campaign's own first. */
export function deviceSeedOf(deviceSeed: number, k: number): number {
  return k === 0 ? deviceSeed : createRandom(deviceSeed, "device-sample", k).integer(2 ** 31);
}

/**
 * Splits the loss of a campaign's runs over the layers of the hardware, over several device samples.
 * @throws HardwareError, SimulationError, CancelledError
 */
export async function blame(spec: BlameSpec): Promise<Blame> {
  const { compiled, optimum, best, groundStates, signal, progress } = spec;
  const loss = taskLoss(compiled, optimum, best);
  const hooks = signal === undefined ? {} : { signal };
  const limits = {
    ...hooks,
    ...(spec.timeLimitSeconds === undefined ? {} : { timeLimitSeconds: spec.timeLimitSeconds }),
  };
  const arrays: ArrayLosses[] = [];
  const samples: RunLosses[][] = [];
  const total = spec.devices * (1 + spec.seeds.length);
  let done = 0;
  const step = (stage: string) => progress?.({ stage, done: ++done, total });
  for (let k = 0; k < spec.devices; k++) {
    throwIfCancelled(signal);
    const deviceSeed = deviceSeedOf(compiled.deviceSeed, k);
    const sample: Compiled = k === 0 ? compiled : programArray(compiled, compiled.profile, deviceSeed, compiled.map);
    const array = await arrayLosses({
      network: compiled.network,
      profile: compiled.profile,
      map: compiled.map,
      deviceSeed,
      groundStates,
      loss,
      lowest: (network, candidates) =>
        lowestState(network, { seed: deviceSeed, prove: spec.prove, candidates, ...hooks }),
    });
    arrays.push(array);
    step("array");
    const runs: RunLosses[] = [];
    for (const seed of spec.seeds) {
      throwIfCancelled(signal);
      const { topology, schedule, engine, splitNeurons = true } = spec;
      const game = { topology, schedule, engine, limits, splitNeurons, loss };
      runs.push(await runLosses(game, sample, array, seed, k === 0 ? spec.readouts?.get(seed) : undefined));
      step("runs");
    }
    samples.push(runs);
  }
  const runs = samples.flat();
  const budget = errorBudget(samples.map((sample) => sample.map(({ losses }) => losses)));
  const slack = NO_LOSS * Math.max(1, Math.abs(optimum));
  const first = arrays[0]!;
  return {
    ...budget,
    runs,
    arrays: arrays.map(({ minimum: _minimum, ...rest }) => rest),
    kept: wilson(arrays.filter(({ total: lost }) => lost.feasible && lost.objective <= slack).length, arrays.length),
    interactions: first.interactions.map(({ layers }, k) => ({
      layers,
      ...meanInterval(arrays.map(({ interactions }) => [interactions[k]!.objective])),
    })),
    infeasible: runs.filter(({ feasible }) => !feasible).length,
    evaluations: arrays.reduce((sum, { evaluations }) => sum + evaluations, 0),
    proven: arrays.every(({ proven }) => proven),
  };
}
