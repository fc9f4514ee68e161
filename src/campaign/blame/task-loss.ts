import { energy, type Spins } from "../../network/index.ts";
import { decodeSpins, encodingMethod, problemKind } from "../../problem/index.ts";
import { liftState, type Prepared } from "../compile.ts";

/** What a state of the array's network costs against the optimum of the task. */
export interface TaskLoss {
  /** In units of the objective, 0 for an optimum. */
  readonly objective: number;
  /** Whether the state is a solution; an infeasible one is charged what its repair costs, or its excess of energy. */
  readonly feasible: boolean;
}

/**
 * What states lose on the true task: |objective - optimum| of the decoded solution. An infeasible state is charged the
 * loss of its repaired solution where the encoding has a rule for it, else its energy above the optimum's in units of the
 * objective, at least 0.
 *
 * @param best an optimal solution as a state of the encoding, its objective the reference
 */
export function taskLoss(prepared: Prepared, optimum: number, best: Spins): (spins: Spins) => TaskLoss {
  const { problem, encoding } = prepared;
  const { sense } = problem;
  const { score } = problemKind(problem.kind).solution;
  const method = encodingMethod(problem, encoding.name);
  const excess = (objective: number) => (sense === "min" ? objective - optimum : optimum - objective);
  const bestEnergy = energy(encoding.network, best);
  return (spins) => {
    const state = liftState(prepared, spins);
    const decoded = decodeSpins(problem, state, encoding.name);
    if (decoded.feasible) return { objective: excess(score(problem, decoded.solution).objective), feasible: true };
    if (method.repair !== undefined) {
      return { objective: excess(score(problem, method.repair(problem, state)).objective), feasible: false };
    }
    const above = Math.abs(encoding.scale) * (energy(encoding.network, state) - bestEnergy);
    return { objective: Math.max(0, above), feasible: false };
  };
}
