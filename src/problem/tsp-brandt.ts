/**
 * The energy of Brandt and others: A/2 (row sum - 1)^2 + A/2 (column sum - 1)^2 + C/2 x(1 - x) + D/2 (both directions of
 * the length), without Hopfield and Tank's sum over all bits. A = 2 and D = 1 where 1 is the longest distance; C = 2 A
 * makes the diagonal zero, as every network here has it.
 *
 * Source: Brandt, Wang, Laub and Mitra, Proc. IEEE Int. Conf. Neural Networks II, 1988.
 */

import type { Distances } from "./formats/tsplib.ts";
import { penaltyOf } from "./penalty.ts";
import type { EncodeOptions, Encoding } from "./problem.ts";
import { encodeGrid, type GridOptions, largestDetour, longestDistance, shortestDistance } from "./tsp-grid.ts";

/**
 * Encodes tours as `encodeGrid` lays them out; `penaltyWeight` replaces A/2. The gap is that of `tourPenalty`, whose
 * argument needs distances of at least 0, for these here count from 0.
 * @throws LimitError above MAX_ENCODED_SPINS.
 */
export function encodeBrandt(problem: Distances, options: GridOptions & EncodeOptions = {}): Encoding {
  const { fixFirst = true } = options;
  const weight = options.penaltyWeight ?? longestDistance(problem);
  const gap = shortestDistance(problem) < 0 ? 0 : 2 * weight - largestDetour(problem);
  const argument =
    "no distance being negative, single flips lead from any infeasible state down to a tour, the last one by the gap at least";
  const costs = { row: 2 * weight, column: 2 * weight, all: 0, each: -2 * weight, origin: 0 };
  return encodeGrid(problem, fixFirst, costs, fixFirst ? "brandt" : "brandt-free", penaltyOf(weight, gap, argument));
}
