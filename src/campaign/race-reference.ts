import { CancelledError, type ProgressSink, throwIfCancelled } from "../core/index.ts";
import type { AnyProblem } from "../problem/index.ts";
import { isProvenEncoded } from "../reference/index.ts";
import { type EncodingChoice, prepareProblem } from "./compile.ts";
import { proveProblem } from "./prove.ts";
import { solveReference } from "./reference.ts";

/** The objective that counts as success in a race, and where it is from. */
export interface RaceReference {
  /** null when no feasible solution is known. */
  readonly objective: number | null;
  /** Bounds of the optimum, where they are known. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly proven: boolean;
  /** "proven", "named" by the user, or the best that was "found". */
  readonly source: "proven" | "named" | "found";
  readonly method: string;
  readonly seconds: number | null;
}

/** What a proof gave. */
export type RaceProof = Pick<RaceReference, "objective" | "lower" | "upper" | "proven" | "method" | "seconds">;

/** Networks beyond this are not tried: a single bound takes minutes. */
const MAX_SPINS = 1000;

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

async function proveEncoded(
  problem: AnyProblem,
  choice: EncodingChoice,
  options: { seed: number; signal: AbortSignal; now: () => number; progress?: ProgressSink },
): Promise<RaceProof | null> {
  const prepared = prepareProblem(problem, { ...choice, presolve: true });
  if (prepared.network.n > MAX_SPINS) return null;
  const found = await solveReference(prepared, options);
  return found?.verdict ?? null;
}

/**
 * The optimum of a task where a proof of it is cached or made within a limit; else what the proof knows at its limit, or
 * null.
 * @param options clock in milliseconds
 * @throws CancelledError when the signal, not the limit, ends it.
 */
export async function proveForRace(
  problem: AnyProblem,
  choice: EncodingChoice,
  limitSeconds: number,
  options: { seed: number; signal?: AbortSignal; now: () => number; progress?: ProgressSink },
): Promise<RaceProof | null> {
  if (limitSeconds === 0) return null;
  const started = options.now();
  const limit = AbortSignal.timeout(1000 * limitSeconds);
  const signal = options.signal === undefined ? limit : AbortSignal.any([options.signal, limit]);
  try {
    if (isProvenEncoded(problem)) return await proveEncoded(problem, choice, { ...options, signal });
    const { objective, lower, upper, proven, method } = await proveProblem(problem, { ...options, signal });
    throwIfCancelled(options.signal);
    const seconds = (options.now() - started) / 1000;
    return { objective, lower: finite(lower), upper: finite(upper), proven, method, seconds };
  } catch (error) {
    if (error instanceof CancelledError && options.signal?.aborted !== true) return null;
    throw error;
  }
}

const better = (a: number | null, b: number | null, sense: "max" | "min"): number | null => {
  if (a === null || b === null) return a ?? b;
  return sense === "max" ? Math.max(a, b) : Math.min(a, b);
};

/** The reference of a race: a proven optimum, else the value that the user names, else the best that was found. */
export function chooseReference(
  proof: RaceProof | null,
  target: number | undefined,
  found: number | null,
  sense: "max" | "min",
): RaceReference {
  if (proof?.proven === true) return { ...proof, source: "proven" };
  const { lower = null, upper = null, seconds = null } = proof ?? {};
  const bounds = { lower, upper, seconds, proven: false };
  if (target !== undefined) return { objective: target, ...bounds, source: "named", method: "named by the user" };
  const objective = better(found, proof?.objective ?? null, sense);
  return { objective, ...bounds, source: "found", method: "best found in this race or by the proof, not proven" };
}
