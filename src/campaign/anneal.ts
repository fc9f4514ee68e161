import {
  type AnnealSchedule,
  buildHopfieldCircuit,
  fitsNetlist,
  type HopfieldCircuit,
  isZero,
  neuronOffsets,
  type TopologyName,
} from "../circuit/index.ts";
import { CancelledError, EngineTimeoutError, type ProgressSink, SimulationError } from "../core/index.ts";
import type { Crossbar } from "../crossbar/index.ts";
import type { Spins } from "../network/index.ts";
import { problemKind, type Recall, repairSpins, type Score, scoreSpins } from "../problem/index.ts";
import { type Readout, readOut } from "../readout/index.ts";
import type { Engine, Waveforms } from "../simulate/index.ts";
import { energyDrawn, largestRise, lyapunovTrace, spinEnergyTrace, type Trace } from "../verify/index.ts";
import { type Compiled, liftState } from "./compile.ts";

export interface AnnealSpec {
  readonly compiled: Compiled;
  readonly topology: TopologyName;
  readonly schedule: AnnealSchedule;
  /** How the circuits hold the array's devices, see `devicesFor`; "elements" when absent. */
  readonly devices?: "elements" | "numbers";
  /** Whether infeasible states are repaired, and scored so beside the state as it settled; no by default. */
  readonly repair?: boolean;
  readonly engine: Engine;
  /** Seed of the first run; run k has seed + k, so that each can be repeated alone. */
  readonly seed: number;
  readonly runs: number;
  /** Runs under way at once. */
  readonly concurrency: number;
  /** Wall-clock limit of one run. */
  readonly timeLimitSeconds?: number;
  readonly signal?: AbortSignal;
  readonly progress?: ProgressSink;
  /** Called for each run as soon as it is there, in no particular order. */
  readonly onAnneal?: (anneal: Anneal) => void | Promise<void>;
  /** Called for each run that the simulator cannot finish. */
  readonly onFailure?: (failure: FailedRun) => void;
}

/** A run that the simulator could not finish; the others go on. */
export interface FailedRun {
  readonly seed: number;
  /** Stable code of the error, e.g. "simulate.convergence". */
  readonly code: string;
  readonly message: string;
  /** Whether it was stopped by the time limit. */
  readonly timedOut: boolean;
}

/** One settled (or unsettled) run with everything that does not need the reference. */
export interface Anneal {
  readonly seed: number;
  readonly engine: string;
  readonly hopfield: HopfieldCircuit;
  readonly waveforms: Waveforms;
  readonly readout: Readout;
  /** The state of the encoding that the settled spins stand for. */
  readonly state: Spins;
  readonly score: Score;
  /** Score of the repaired solution; null for a feasible state, undefined when no repair was asked for. */
  readonly repaired: Score | null | undefined;
  readonly joules: number;
  readonly energyTrace: Trace;
  /** Largest rise of the Lyapunov function over its range; null with noise or momentum, or devices that are not ohmic. */
  readonly lyapunovRise: number | null;
}

/** Whether the network under this schedule has a Lyapunov function: noise and momentum may lift the energy. */
export function isRelaxation(schedule: AnnealSchedule, { readNoise }: Pick<Crossbar, "readNoise"> = {}): boolean {
  return isZero(schedule.noise) && isZero(schedule.momentum) && readNoise === undefined;
}

/**
 * How circuits for this engine hold the array's devices: as numbers where the reduced engine gets an array that no netlist holds. Such
 * runs have no netlists.
 */
export function devicesFor({ crossbar }: Pick<Compiled, "crossbar">, engine: string): "elements" | "numbers" {
  return engine === "reduced" && !fitsNetlist(crossbar) ? "numbers" : "elements";
}

/** Spins of the array that a recall starts from: its cue, where presolve left a spin of it. */
function cueOf({ problem, presolved }: Compiled): { readonly start?: Spins } {
  if (problem.kind !== "recall") return {};
  const { probe } = problem as Recall;
  return { start: presolved === null ? probe : Int8Array.from(presolved.kept, (spin) => probe[spin]!) };
}

/** The circuit of the run with this seed. @throws ArgumentError when the schedule wants a cue and the task has none */
export function circuitOfRun(
  spec: Pick<AnnealSpec, "compiled" | "topology" | "schedule" | "devices">,
  seed: number,
): HopfieldCircuit {
  const { compiled, topology, schedule } = spec;
  const { inputVolts } = neuronOffsets(compiled.profile, compiled.deviceSeed, compiled.crossbar.rows);
  return buildHopfieldCircuit(topology, {
    crossbar: compiled.crossbar,
    profile: compiled.profile,
    schedule,
    fieldScale: compiled.fieldScale,
    seed,
    instance: compiled.problem.name,
    ...(spec.devices === undefined ? {} : { devices: spec.devices }),
    ...cueOf(compiled),
    ...(compiled.lines === undefined ? {} : { lines: compiled.lines }),
    ...(inputVolts.some((v) => v !== 0) ? { inputOffsetVolts: inputVolts } : {}),
  });
}

/** Score of the solution that repairing an infeasible state gives; null for a feasible one. */
export function repairedScore({ problem, encoding }: Compiled, state: Spins, score: Score): Score | null {
  if (score.feasible) return null;
  return problemKind(problem.kind).solution.score(problem, repairSpins(problem, state, encoding.name));
}

/** Reads the end of a run with the comparators of the compiled array's chip. */
export function readCompiled(compiled: Compiled, hopfield: HopfieldCircuit, waveforms: Waveforms): Readout {
  const { profile, deviceSeed, crossbar } = compiled;
  return readOut(waveforms, hopfield, crossbar, neuronOffsets(profile, deviceSeed, crossbar.rows).comparatorVolts);
}

/** Reads and scores the waveforms of one run. */
export function examineRun(
  compiled: Compiled,
  schedule: AnnealSchedule,
  hopfield: HopfieldCircuit,
  waveforms: Waveforms,
  seed: number,
  engine: string,
  repair = false,
): Anneal {
  const readout = readCompiled(compiled, hopfield, waveforms);
  let lyapunovRise: number | null = null;
  // The Lyapunov function is that of ohmic devices.
  if (isRelaxation(schedule, compiled.crossbar) && compiled.crossbar.conduction === null) {
    const trace = lyapunovTrace(waveforms, hopfield, compiled.crossbar);
    const range = trace.values.reduce((a, b) => Math.max(a, b)) - trace.values.reduce((a, b) => Math.min(a, b));
    lyapunovRise = range === 0 ? 0 : largestRise(trace) / range;
  }
  const state = liftState(compiled, readout.spins);
  const score = scoreSpins(compiled.problem, state, compiled.encoding.name);
  return {
    seed,
    engine,
    hopfield,
    waveforms,
    readout,
    state,
    score,
    repaired: repair ? repairedScore(compiled, state, score) : undefined,
    joules: energyDrawn(waveforms, hopfield, compiled.profile),
    energyTrace: spinEnergyTrace(waveforms, hopfield, compiled.network),
    lyapunovRise,
  };
}

/**
 * Anneals a compiled task `runs` times, `concurrency` runs at once. The result of run k depends on seed + k alone. Each
 * run goes to `onAnneal` as it ends; one that the simulator cannot finish goes to `onFailure`, and the others go on.
 *
 * @throws CancelledError
 */
export async function anneal(spec: AnnealSpec): Promise<void> {
  const { compiled, schedule, engine, seed, runs, signal } = spec;
  const limits = {
    ...(signal === undefined ? {} : { signal }),
    ...(spec.timeLimitSeconds === undefined ? {} : { timeLimitSeconds: spec.timeLimitSeconds }),
  };
  let next = 0;
  let done = 0;
  let failed = false;
  const work = async (): Promise<void> => {
    while (next < runs && !failed) {
      if (signal?.aborted) throw new CancelledError();
      const k = next++;
      const hopfield = circuitOfRun(spec, seed + k);
      try {
        const waveforms = await engine.simulate({ circuit: hopfield.circuit }, limits);
        await spec.onAnneal?.(examineRun(compiled, schedule, hopfield, waveforms, seed + k, engine.name, spec.repair));
      } catch (error) {
        if (!(error instanceof SimulationError)) throw error;
        const timedOut = error instanceof EngineTimeoutError;
        spec.onFailure?.({ seed: seed + k, code: error.code, message: error.message, timedOut });
      }
      done++;
      spec.progress?.({ stage: "settle", done, total: runs, note: `seed ${seed + k}` });
    }
  };
  // A thread that takes several runs at a time must find them waiting.
  const waiting = spec.concurrency * (engine.sideBySide?.(compiled.crossbar.rows) ?? 1);
  const workers = Array.from({ length: Math.min(waiting, runs) }, () =>
    work().catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  const outcomes = await Promise.allSettled(workers);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}
