import { tabuSearchAsync } from "../baseline/index.ts";
import type { ProgressSink } from "../core/index.ts";
import type { Spins } from "../network/index.ts";
import { scoreSpins } from "../problem/index.ts";
import {
  analyseLandscapeAsync,
  type Landscape,
  MAX_ENUMERATED_SPINS,
  MAX_LANDSCAPE_SPINS,
  proveAsync,
} from "../reference/index.ts";
import type { ReferenceVerdict } from "../verify/index.ts";
import type { Compiled } from "./compile.ts";

/** The reference in both currencies: the task's objective for people, energies and states for the verdict. */
export interface SolvedReference {
  readonly verdict: ReferenceVerdict;
  /** lower <= minimum energy <= upper. */
  readonly energy: { readonly lower: number; readonly upper: number };
  /** Every proven ground state up to symmetry; none when not proven or when there are too many to list. */
  readonly groundStates: readonly Spins[];
  readonly symmetric: boolean;
  /** The whole landscape up to 24 spins, else null. */
  readonly landscape: Landscape | null;
  /** Best state known. */
  readonly best: Spins;
}

/**
 * Proves the optimum of a compiled task, or bounds it: above the sizes that can be proven, a tabu search gives the best
 * state known, and the verdict says "not proven".
 *
 * @returns null when the lowest state that was found decodes to no solution of the task.
 * @param seed of the search; the proof has none.
 * @param now clock in milliseconds, for the reported time.
 */
export async function solveReference(
  compiled: Compiled,
  options: {
    readonly seed: number;
    readonly signal?: AbortSignal;
    readonly progress?: ProgressSink;
    readonly now: () => number;
  },
): Promise<SolvedReference | null> {
  const { network, scale, shift } = compiled.encoding;
  const hooks = {
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.progress === undefined ? {} : { progress: options.progress }),
  };
  const start = options.now();
  const incumbent =
    network.n <= MAX_ENUMERATED_SPINS
      ? undefined
      : (await tabuSearchAsync(network, { seed: options.seed, ...hooks })).spins;
  const found = await proveAsync(network, { ...hooks, ...(incumbent === undefined ? {} : { incumbent }) });
  const landscape = network.n <= MAX_LANDSCAPE_SPINS ? await analyseLandscapeAsync(network, hooks) : null;
  const best = found.groundStates[0]!;
  const { objective, feasible } = scoreSpins(compiled.problem, best, compiled.encoding.name);
  if (!feasible) return null;
  const atLower = found.proven ? objective : scale * found.lowerEnergy + shift;
  return {
    verdict: {
      objective,
      lower: Math.min(objective, atLower),
      upper: Math.max(objective, atLower),
      proven: found.proven,
      method: incumbent === undefined ? found.method : `${found.method} (tabu search, seed ${options.seed})`,
      seconds: (options.now() - start) / 1000,
    },
    energy: { lower: found.proven ? found.upperEnergy : found.lowerEnergy, upper: found.upperEnergy },
    groundStates: found.proven && !found.truncated ? found.groundStates : [],
    symmetric: found.symmetric,
    landscape,
    best,
  };
}
