/**
 * The one-hot encoding of tours with the tightest penalty that an argument allows: (row sum - 1)^2 and
 * (column sum - 1)^2, each times A.
 *
 * Source: Hopfield and Tank, Biol. Cybern. 52, 1985; the penalty by the argument of `tourPenalty`.
 */

import type { Distances } from "./formats/tsplib.ts";
import { penaltyOf } from "./penalty.ts";
import type { EncodeOptions, Encoding, Penalty } from "./problem.ts";
import { encodeGrid, type GridOptions, largestDetour, shortestDistance } from "./tsp-grid.ts";

export interface OneHotOptions extends GridOptions, EncodeOptions {}

/**
 * The penalty weight A of (row sum - 1)^2 and (column sum - 1)^2, as small as this argument allows. Distances count from
 * the shortest one, which changes all tours alike, so that none is negative; D is the largest sum of a distance into a
 * city and one out of it.
 *
 * From any infeasible state single flips lead to a tour without ever costing anything. A bit whose row or column holds
 * another is taken away: its two penalties change by A (3 - 2 row sum) + A (3 - 2 column sum) <= 0, and no distance
 * grows. Then all sums are at most 1, and as many rows are empty as columns; putting an empty row's city at an empty
 * column saves 2 A and costs at most D. The last flip is such a one, or takes away the one bit too many in its row and
 * in its column, which saves 2 A. So every infeasible state lies at least 2 A - D above some tour, and A = (D + 1) / 2
 * makes that 1, the smallest difference of two tours' lengths. It says nothing of long tours, which may lie higher.
 */
export function tourPenalty(problem: Distances, weight?: number): Penalty {
  const detour = largestDetour(problem) - 2 * shortestDistance(problem);
  const chosen = weight ?? (detour + 1) / 2;
  const argument =
    "single flips lead from any infeasible state to a tour; none raises the energy, and the last lowers it by the gap at least";
  return penaltyOf(chosen, 2 * chosen - detour, argument);
}

/** Encodes tours as `encodeGrid` lays them out. @throws LimitError above MAX_ENCODED_SPINS. */
export function encodeOneHot(problem: Distances, options: OneHotOptions = {}): Encoding {
  const { fixFirst = true, penaltyWeight } = options;
  const penalty = tourPenalty(problem, penaltyWeight);
  // A (sum x - 1)^2 = 2 A (pairs) - A (bits) + A, for each row and each column.
  const pair = 2 * penalty.weight;
  const costs = { row: pair, column: pair, all: 0, each: -pair, origin: shortestDistance(problem) };
  return encodeGrid(problem, fixFirst, costs, fixFirst ? "one-hot" : "one-hot-free", penalty);
}
