import { energy, type HopfieldNetwork, hammingDistance, isSingleFlipStable, type Spins } from "../network/index.ts";
import type { Score } from "../problem/index.ts";
import type { Readout } from "../readout/index.ts";
import { tts99, wilson } from "./statistics.ts";

/** The best that is known of an instance, in the task's own objective. */
export interface ReferenceVerdict {
  /** Objective of the best state known. */
  readonly objective: number;
  /** Bounds on the optimum; equal to `objective` when proven. */
  readonly lower: number;
  readonly upper: number;
  readonly proven: boolean;
  readonly method: string;
  /** Wall-clock time of the proof: the one figure that differs from run to run. */
  readonly seconds: number;
}

/** What one run came to. Field names are the command line's contract. */
export interface RunVerdict {
  readonly seed: number;
  readonly engine: string;
  readonly settled: boolean;
  /** Why it did not settle, or an empty string. */
  readonly unsettledBecause: string;
  readonly settleSeconds: number | null;
  /** Length of the run until it stopped. */
  readonly endSeconds: number;
  /** Objective of the decoded solution; null when the state decodes to none. */
  readonly objective: number | null;
  readonly feasible: boolean;
  /** Only where repair was asked for: what an infeasible state is worth after it; null for a feasible one. */
  readonly repaired?: { readonly objective: number } | null;
  readonly energy: number;
  /** |objective - reference objective|; null without either. */
  readonly gap: number | null;
  /** No single flip lowers the energy of the network that the array carries, without its errors. */
  readonly stable: boolean;
  /** Hamming distance to the nearest ground state of that network, up to symmetry; null unless all of them are known. */
  readonly hamming: number | null;
  readonly marginVolts: number;
  /** Energy drawn from the supplies. */
  readonly joules: number;
  /** Settled, feasible and with the reference's objective. */
  readonly success: boolean;
  /** Largest rise of the Lyapunov function between samples over its range; null with noise or momentum, which may lift it. */
  readonly lyapunovRise: number | null;
  /** The state of the task's encoding: the settled spins, and those that presolve took out. */
  readonly spins: readonly number[];
}

/** The summary over runs; null where no run succeeded. */
export interface Summary {
  /** Runs that were asked for and ended, those that the simulator could not finish included. */
  readonly runs: number;
  readonly settled: number;
  readonly successes: number;
  readonly p: number;
  readonly pLow: number;
  readonly pHigh: number;
  /** Mean length of a run. */
  readonly runSeconds: number;
  readonly tts99Seconds: number | null;
  readonly tts99Low: number | null;
  readonly tts99High: number | null;
  /** Mean energy of a run times the number of runs for 99 %. */
  readonly joulesToSolution: number | null;
  /** Mean of objective / reference objective over feasible runs; null when there is none or the reference is zero. */
  readonly meanRatio: number | null;
}

/** Objectives this close, relative to their size, are equal: sums of a few thousand doubles differ by less. */
const OBJECTIVE_TOLERANCE = 1e-9;

export function sameObjective(a: number, b: number): boolean {
  return Math.abs(a - b) <= OBJECTIVE_TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
}

/** Judges the readout of one run against the reference. */
export function judgeRun(input: {
  readonly seed: number;
  readonly engine: string;
  readonly readout: Readout;
  /** The state of the encoding that the spins of the readout stand for; these themselves without it. */
  readonly state?: Spins;
  readonly score: Score;
  /** Score after repair, when that was asked for; null for a feasible state. */
  readonly repaired?: Score | null;
  /** The network that the array carries. */
  readonly network: HopfieldNetwork;
  /** Null when the proof was interrupted. */
  readonly reference: ReferenceVerdict | null;
  /** Every proven ground state, or none. */
  readonly groundStates: readonly Spins[];
  /** Whether s and -s are the same solution. */
  readonly symmetric: boolean;
  readonly joules: number;
  readonly lyapunovRise: number | null;
}): RunVerdict {
  const { readout, score, reference, network } = input;
  const objective = Number.isFinite(score.objective) ? score.objective : null;
  let hamming: number | null = null;
  for (const ground of input.groundStates) {
    const d = hammingDistance(readout.spins, ground, input.symmetric);
    if (hamming === null || d < hamming) hamming = d;
  }
  return {
    seed: input.seed,
    engine: input.engine,
    settled: readout.settled,
    unsettledBecause: readout.unsettledBecause,
    settleSeconds: readout.settleSeconds,
    endSeconds: readout.endSeconds,
    objective,
    feasible: score.feasible,
    ...(input.repaired === undefined
      ? {}
      : { repaired: input.repaired === null ? null : { objective: input.repaired.objective } }),
    energy: energy(network, readout.spins),
    gap: reference === null || objective === null ? null : Math.abs(objective - reference.objective),
    stable: isSingleFlipStable(network, readout.spins),
    hamming,
    marginVolts: readout.marginVolts,
    joules: input.joules,
    success:
      reference !== null && readout.settled && score.feasible && sameObjective(score.objective, reference.objective),
    lyapunovRise: input.lyapunovRise,
    spins: [...(input.state ?? readout.spins)],
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

function meanRatio(runs: readonly RunVerdict[], reference: number): number | null {
  const objectives = runs.filter((r) => r.feasible).map((r) => r.objective ?? Number.NaN);
  if (reference === 0 || objectives.length === 0) return null;
  return objectives.reduce((sum, objective) => sum + objective, 0) / objectives.length / reference;
}

/**
 * Sums up runs: success probability with Wilson's interval, carried through to the time and energy to solution.
 * @param failures runs that the simulator could not finish: they count as runs without success.
 */
export function summarise(runs: readonly RunVerdict[], reference: ReferenceVerdict, failures = 0): Summary {
  const successes = runs.filter((r) => r.success).length;
  const { p, low, high } = wilson(successes, runs.length + failures);
  const mean = (of: (r: RunVerdict) => number) => runs.reduce((sum, r) => sum + of(r), 0) / runs.length;
  const runSeconds = mean((r) => r.endSeconds);
  const seconds = tts99(p, runSeconds);
  return {
    runs: runs.length + failures,
    settled: runs.filter((r) => r.settled).length,
    successes,
    p,
    pLow: low,
    pHigh: high,
    runSeconds,
    tts99Seconds: finite(seconds),
    tts99Low: finite(tts99(high, runSeconds)),
    tts99High: finite(tts99(low, runSeconds)),
    joulesToSolution: finite((mean((r) => r.joules) * seconds) / runSeconds),
    meanRatio: meanRatio(runs, reference.objective),
  };
}
