import { energy, type Spins } from "../../network/index.ts";
import { decodeSpins, encodeProblem, problemKind } from "../../problem/index.ts";
import { liftState, type Prepared } from "../compile.ts";

/** What a state of the array's network costs against the optimum of the task. */
export interface TaskLoss {
  /** In units of the objective, 0 for an optimum. */
  readonly objective: number;
  /** Whether the state is a solution. */
  readonly feasible: boolean;
}

/** 1 - overlap of two states, in [0, 2]. */
function missingOverlap(wanted: Spins, state: Spins): number {
  return (2 * state.reduce((flips, x, i) => flips + (x === wanted[i] ? 0 : 1), 0)) / state.length;
}

/**
 * What states lose on the true task: |objective - optimum| of the decoded solution. An infeasible state has no objective:
 * it is charged its energy above the optimum's in units of the objective, with the penalty that the encoding chooses for
 * itself, whatever penalty the array was given. That is the same scale, on which every violation costs. In recall, whose
 * spurious states may lie below the pattern wanted, it is charged the overlap with that pattern that is missing.
 *
 * @param best an optimal solution as a state of the encoding, its objective the reference
 */
export function taskLoss(prepared: Prepared, optimum: number, best: Spins): (spins: Spins) => TaskLoss {
  const { problem, encoding } = prepared;
  const { score } = problemKind(problem.kind).solution;
  const { network, scale } = encoding.penalty === null ? encoding : encodeProblem(problem, { encoding: encoding.name });
  const bestEnergy = energy(network, best);
  return (spins) => {
    const state = liftState(prepared, spins);
    const decoded = decodeSpins(problem, state, encoding.name);
    if (!decoded.feasible && problem.kind === "recall")
      return { objective: missingOverlap(best, state), feasible: false };
    if (!decoded.feasible) {
      return { objective: Math.max(0, Math.abs(scale) * (energy(network, state) - bestEnergy)), feasible: false };
    }
    const { objective } = score(problem, decoded.solution);
    return { objective: problem.sense === "min" ? objective - optimum : optimum - objective, feasible: true };
  };
}
