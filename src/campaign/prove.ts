import { tabuSearchAsync } from "../baseline/index.ts";
import { CancelledError } from "../core/index.ts";
import { type AnyProblem, encodeProblem } from "../problem/index.ts";
import {
  isProvenEncoded,
  MAX_ENUMERATED_SPINS,
  proveTaskAsync,
  type TaskProof,
  type TaskProofOptions,
  treeState,
} from "../reference/index.ts";

/**
 * Proves the optimum of a task, or bounds it: as `proveTaskAsync`, with a good state from a tabu search to begin with
 * where the proof goes through the network.
 */
export async function proveProblem(problem: AnyProblem, options: TaskProofOptions = {}): Promise<TaskProof> {
  if (!isProvenEncoded(problem) || options.incumbent !== undefined) return proveTaskAsync(problem, options);
  const { network } = encodeProblem(problem, options.encoding);
  if (network.n <= MAX_ENUMERATED_SPINS || treeState(network).isSatisfied) return proveTaskAsync(problem, options);
  const { signal, progress, seed = 1 } = options;
  try {
    const { spins } = await tabuSearchAsync(network, {
      seed,
      ...(signal === undefined ? {} : { signal }),
      ...(progress === undefined ? {} : { progress }),
    });
    return proveTaskAsync(problem, { ...options, incumbent: spins });
  } catch (error) {
    // Interrupted before there was a state: the proof says what one bound shows.
    if (error instanceof CancelledError) return proveTaskAsync(problem, options);
    throw error;
  }
}
