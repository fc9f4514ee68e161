import { CancelledError } from "../core/index.ts";
import { judgeRun, type RunVerdict, type Summary, summarise } from "../verify/index.ts";
import { type Anneal, type AnnealSpec, anneal, type FailedRun } from "./anneal.ts";
import type { Prepared } from "./compile.ts";
import { type SolvedReference, solveReference } from "./reference.ts";

/** The whole answer to one task: proof, runs and their summary. */
export interface Solution {
  readonly reference: SolvedReference | null;
  readonly anneals: readonly Anneal[];
  readonly runs: readonly RunVerdict[];
  /** Runs that the simulator could not finish. */
  readonly failures: readonly FailedRun[];
  readonly summary: Summary | null;
  /** Why the campaign ended before its end, or undefined. */
  readonly interrupted?: unknown;
}

/** Judges anneals against the reference; without one the gaps stay unknown. */
export function judge(
  { network }: Pick<Prepared, "network">,
  anneals: readonly Anneal[],
  reference: SolvedReference | null,
): RunVerdict[] {
  return anneals.map((a) =>
    judgeRun({
      seed: a.seed,
      engine: a.engine,
      readout: a.readout,
      state: a.state,
      score: a.score,
      ...(a.repaired === undefined ? {} : { repaired: a.repaired }),
      network,
      reference: reference?.verdict ?? null,
      groundStates: reference?.groundStates ?? [],
      symmetric: reference?.symmetric ?? false,
      joules: a.joules,
      lyapunovRise: a.lyapunovRise,
    }),
  );
}

/**
 * Anneals a task and proves its optimum at the same time. When either part fails or is cancelled the other is stopped,
 * and what is already there comes back with the reason in `interrupted`: nothing computed is lost.
 */
export async function solve(spec: AnnealSpec & { readonly now: () => number }): Promise<Solution> {
  const stop = new AbortController();
  const signal = spec.signal === undefined ? stop.signal : AbortSignal.any([spec.signal, stop.signal]);
  const finished: Anneal[] = [];
  const failures: FailedRun[] = [];
  let reason: unknown;
  const orStop = async <T>(work: Promise<T>): Promise<T | null> => {
    try {
      return await work;
    } catch (error) {
      if (reason === undefined || reason instanceof CancelledError) reason = error;
      stop.abort();
      return null;
    }
  };
  const [reference] = await Promise.all([
    orStop(
      solveReference(spec.compiled, {
        seed: spec.seed,
        signal,
        now: spec.now,
        ...(spec.progress === undefined ? {} : { progress: spec.progress }),
      }),
    ),
    orStop(
      anneal({
        ...spec,
        signal,
        onAnneal: async (a) => {
          finished.push(a);
          await spec.onAnneal?.(a);
        },
        onFailure: (failure) => {
          failures.push(failure);
          spec.onFailure?.(failure);
        },
      }),
    ),
  ]);
  const anneals = finished.sort((a, b) => a.seed - b.seed);
  failures.sort((a, b) => a.seed - b.seed);
  const runs = judge(spec.compiled, anneals, reference);
  return {
    reference,
    anneals,
    runs,
    failures,
    summary: reference === null || runs.length === 0 ? null : summarise(runs, reference.verdict, failures.length),
    ...(reason === undefined ? {} : { interrupted: reason }),
  };
}
