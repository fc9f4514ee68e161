import type { SearchLength } from "../../baseline/index.ts";
import { createRandom, throwIfCancelled } from "../../core/index.ts";
import type { Score } from "../../problem/index.ts";
import type { Entrant } from "../race.ts";
import type { Outcome } from "./outcome.ts";

export interface SoftwareSpec {
  readonly entrant: Entrant;
  readonly sense: "max" | "min";
  /** Seed of the first run; run k has seed + k. */
  readonly seed: number;
  readonly runs: number;
  /** Sweeps of a run; the solver's own default without. */
  readonly sweeps?: number;
  /** Processor seconds after which a run is cut short. */
  readonly limitSeconds: number;
  /** Processor time of this process, seconds. */
  readonly processorSeconds: () => number;
  /** Lets timers and signals in now and then; nothing to wait for at most calls. */
  readonly pause: () => Promise<void> | undefined;
  readonly signal?: AbortSignal;
  /** Called for each run as soon as it has ended. */
  readonly onOutcome: (outcome: Outcome) => void;
}

/** How a solver's runs went beside their outcomes. */
export interface SoftwareTiming {
  /** Processor seconds of a run. */
  readonly seconds: number;
  /** Whether a run was cut short, so that outcomes depend on the machine. */
  readonly isCut: boolean;
}

/** Runs shorter than this are timed again many in a row. */
const SHORT_SECONDS = 0.1;
/** Processor time of one batch. */
const BATCH_SECONDS = 0.1;
const MAX_BATCH = 100_000;

/** Runs one call to its end or its limit. @returns processor seconds inside the solver */
async function call(
  spec: SoftwareSpec,
  seed: number,
  length: SearchLength,
  judge: (score: Score) => void,
  limit: number,
): Promise<{ spent: number; isCut: boolean }> {
  const { processorSeconds: clock } = spec;
  let entered = clock();
  const steps = spec.entrant.start(seed, judge, length);
  let spent = clock() - entered;
  for (;;) {
    throwIfCancelled(spec.signal);
    entered = clock();
    const { done } = steps.next();
    spent += clock() - entered;
    if (done === true) return { spent, isCut: false };
    if (spent > limit) return { spent, isCut: true };
    await spec.pause();
  }
}

/**
 * Time of one run among many in one call: what a search prepares before its first start is shared among them, as the
 * programming of an array is not counted on the analog side either. The least of the batches: the others were disturbed, or their code compiled.
 */
async function batchSeconds(spec: SoftwareSpec, about: number, batches: number): Promise<number> {
  const restarts = Math.min(MAX_BATCH, Math.max(2, Math.ceil(BATCH_SECONDS / Math.max(about, 1e-9))));
  const length = { restarts, ...(spec.sweeps === undefined ? {} : { sweeps: spec.sweeps }) };
  let least = about;
  for (let batch = 0; batch < batches; batch++) {
    const seed = createRandom(spec.seed, "compare", "timing", batch).uint32();
    const { spent } = await call(spec, seed, length, () => {}, Number.POSITIVE_INFINITY);
    least = Math.min(least, spent / restarts);
  }
  return least;
}

/**
 * Runs a solver `runs` times, one start a run, each to the end of its length whatever it finds on the way: a solver does
 * not know the optimum. The outcomes follow from the seeds alone unless a run is cut short. A solver whose starts are all
 * the same runs once.
 *
 * @param batches in which short runs are timed again
 * @throws CancelledError when the signal is aborted.
 */
export async function runSoftware(spec: SoftwareSpec, batches: number): Promise<SoftwareTiming> {
  const { entrant, sense, limitSeconds } = spec;
  const { name, isDeterministic } = entrant.solver;
  const runs = isDeterministic ? 1 : spec.runs;
  const length = { restarts: 1, ...(spec.sweeps === undefined ? {} : { sweeps: spec.sweeps }) };
  let total = 0;
  let isCut = false;
  for (let k = 0; k < runs; k++) {
    const seed = spec.seed + k;
    let best: number | null = null;
    const judge = ({ feasible, objective }: Score) => {
      if (!feasible) return;
      if (best === null || (sense === "max" ? objective > best : objective < best)) best = objective;
    };
    const ended = await call(spec, createRandom(seed, "compare", name).uint32(), length, judge, limitSeconds);
    total += ended.spent;
    isCut ||= ended.isCut;
    spec.onOutcome({ seed, objective: best, seconds: ended.spent, joules: null });
  }
  const mean = total / runs;
  const isShort = !isCut && !isDeterministic && mean < SHORT_SECONDS;
  return { seconds: isShort ? await batchSeconds(spec, mean, batches) : mean, isCut };
}
