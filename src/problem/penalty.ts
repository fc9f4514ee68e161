import { requireFinite } from "../core/index.ts";
import type { Penalty } from "./problem.ts";

/**
 * A penalty whose argument puts every infeasible state `gap` above the best feasible one; without a bound, and saying so,
 * when the weight is too small for the argument to hold.
 * @throws ArgumentError for a weight that is no finite number.
 */
export function penaltyOf(weight: number, gap: number, argument: string): Penalty {
  requireFinite("penaltyWeight", [weight], 1);
  if (gap > 0) return { weight, argument, gap };
  return { weight, argument: `no bound, for the weight is too small for this: ${argument}`, gap: null };
}
