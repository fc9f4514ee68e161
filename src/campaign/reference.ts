import { tabuSearchAsync } from "../baseline/index.ts";
import type { ProgressSink } from "../core/index.ts";
import type { Spins } from "../network/index.ts";
import { scoreSpins } from "../problem/index.ts";
import {
  analyseLandscapeAsync,
  BRIEF_LANDSCAPE_SPINS,
  type Landscape,
  MAX_ENUMERATED_SPINS,
  proveAsync,
} from "../reference/index.ts";
import type { ReferenceVerdict } from "../verify/index.ts";
import { liftState, type Prepared } from "./compile.ts";

/** The reference in both currencies: the task's objective for people, energies and states for the verdict. */
export interface SolvedReference {
  readonly verdict: ReferenceVerdict;
  /** lower <= minimum energy <= upper, the same for the encoding's network and for what presolve left of it. */
  readonly energy: { readonly lower: number; readonly upper: number };
  /**
   * Every proven ground state, up to symmetry, of the network that the array carries, of which presolve keeps one at
   * least; none when not proven or when there are too many to list.
   */
  readonly groundStates: readonly Spins[];
  readonly symmetric: boolean;
  /** The whole landscape of that network up to 24 spins, else null. */
  readonly landscape: Landscape | null;
  /** Best state known of the encoding's network. */
  readonly best: Spins;
}

interface ReferenceOptions {
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly progress?: ProgressSink;
  readonly now: () => number;
}

/** The reference of a task of which presolve left nothing. */
function presolvedReference(prepared: Prepared, seconds: number): SolvedReference | null {
  const best = liftState(prepared, new Int8Array(0));
  const { objective, feasible } = scoreSpins(prepared.problem, best, prepared.encoding.name);
  if (!feasible) return null;
  const { constant } = prepared.network;
  return {
    verdict: { objective, lower: objective, upper: objective, proven: true, method: "presolve", seconds },
    energy: { lower: constant, upper: constant },
    groundStates: [],
    symmetric: false,
    landscape: null,
    best,
  };
}

/**
 * Proves the optimum of a task, or bounds it: above the sizes that can be proven, a tabu search gives the best state
 * known, and the verdict says "not proven". What is proven is the minimum of the network that presolve left.
 *
 * @returns null when the lowest state that was found decodes to no solution of the task.
 * @param options seed of the search (the proof has none); clock in milliseconds, for the reported time
 */
export async function solveReference(prepared: Prepared, options: ReferenceOptions): Promise<SolvedReference | null> {
  const { problem, encoding, presolved, network } = prepared;
  const { scale, shift } = encoding;
  const hooks = {
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.progress === undefined ? {} : { progress: options.progress }),
  };
  const start = options.now();
  if (network.n === 0) return presolvedReference(prepared, (options.now() - start) / 1000);
  // The constant that presolve leaves would hide from the bounds which energies can occur.
  const { constant } = network;
  const bare = { ...network, constant: 0 };
  const incumbent =
    network.n <= MAX_ENUMERATED_SPINS
      ? undefined
      : (await tabuSearchAsync(bare, { seed: options.seed, ...hooks })).spins;
  const found = await proveAsync(bare, { ...hooks, ...(incumbent === undefined ? {} : { incumbent }) });
  const landscape = network.n <= BRIEF_LANDSCAPE_SPINS ? await analyseLandscapeAsync(network, hooks) : null;
  const best = liftState(prepared, found.groundStates[0]!);
  const { objective, feasible } = scoreSpins(problem, best, encoding.name);
  if (!feasible) return null;
  const atLower = found.proven ? objective : scale * (found.lowerEnergy + constant) + shift;
  const after =
    presolved === null || presolved.steps.length === 0
      ? ""
      : `, presolve having left ${network.n} of ${presolved.n} spins`;
  const search = incumbent === undefined ? "" : ` (tabu search, seed ${options.seed})`;
  return {
    verdict: {
      objective,
      lower: Math.min(objective, atLower),
      upper: Math.max(objective, atLower),
      proven: found.proven,
      method: `${found.method}${search}${after}`,
      seconds: (options.now() - start) / 1000,
    },
    energy: {
      lower: (found.proven ? found.upperEnergy : found.lowerEnergy) + constant,
      upper: found.upperEnergy + constant,
    },
    groundStates: found.proven && !found.truncated ? found.groundStates : [],
    symmetric: found.symmetric,
    landscape,
    best,
  };
}
