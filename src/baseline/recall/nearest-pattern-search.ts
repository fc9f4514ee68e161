import { runSteps, type StepOptions, type Steps } from "../../core/index.ts";
import { productsInto, type RecallResult, type RecallTask, requireRecall } from "./recall-search.ts";

/** The search in slices; see `nearestPatternSearch`. */
export function* nearestPatternSteps(task: RecallTask): Steps<RecallResult> {
  const { n, patterns, probe } = task;
  const products = new Float64Array(requireRecall(task));
  productsInto(products, task, probe);
  const nearest = products.indexOf(products.reduce((most, product) => Math.max(most, product)));
  yield { stage: "recall", done: 1, total: 1 };
  return { spins: patterns.slice(nearest * n, (nearest + 1) * n), sweeps: 1 };
}

/**
 * The stored pattern that differs from the probe in the fewest cells, the first of several: what every memory is measured
 * against. O(p n).
 * @throws ArgumentError when the shapes do not fit.
 */
export function nearestPatternSearch(task: RecallTask, options: StepOptions = {}): RecallResult {
  return runSteps(nearestPatternSteps(task), options);
}
