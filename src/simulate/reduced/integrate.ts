import type { Steps } from "../../core/index.ts";
import { integrateBatch } from "./batch.ts";
import type { Integration } from "./lane.ts";
import type { ReducedModel } from "./model.ts";
import type { MethodName } from "./step-method.ts";

export type { Integration } from "./lane.ts";

/**
 * Integrates a reduced network until its stop condition or its end, with steps from error control that never cross a
 * breakpoint. The explicit method serves where nothing is stiff: the one part that is always far faster than the network, an op-amp's
 * pole, stands alone on the diagonal and is filtered exactly, and a step costs products of the array alone, n * n each. Where small
 * capacitors or large gains hold its steps short for long, the implicit one takes over: a factorisation is size^3 / 3. It is a batch of one.
 *
 * @param method "auto" watches for stiffness, see `StiffnessWatch`
 * @throws ConvergenceError when the step becomes too small. @throws LimitError when the points no longer fit memory.
 */
export function* integrate(model: ReducedModel, method: MethodName = "auto"): Steps<Integration> {
  let run: Integration | undefined;
  let failure: unknown;
  yield* integrateBatch({
    count: 1,
    modelOf: () => model,
    onEnd: (_, result) => {
      run = result;
    },
    onFailure: (_, error) => {
      failure = error;
    },
    method,
  });
  if (run === undefined) throw failure;
  return run;
}
