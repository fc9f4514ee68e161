/**
 * Hopfield and Tank's energy with parameters by rule instead of trial. With d_U and d_L the longest and the shortest
 * distance, rho = d_L / d_U and C free: D = 1 / d_U, B = 3 + C, A = B - rho, n' = n + 3 / C.
 *
 * Source: Talavan and Yanez, Neural Networks 15, 2002, section 4.
 */

import type { Distances } from "./formats/tsplib.ts";
import type { EncodeOptions, Encoding, Penalty } from "./problem.ts";
import { encodeGrid, type GridOptions, longestDistance, shortestDistance } from "./tsp-grid.ts";

/** C where no penalty weight is asked for: a bit too many costs half of the longest distance. */
const FREE_C = 1;

/**
 * Encodes tours as `encodeGrid` lays them out, energies times d_U so that a tour's is its length. `penaltyWeight` is
 * B d_U, the cost of two cities at one position, from which C follows. A fixed first city counts as one bit of the n'.
 * @throws LimitError above MAX_ENCODED_SPINS.
 */
export function encodeTalavanYanez(problem: Distances, options: GridOptions & EncodeOptions = {}): Encoding {
  const { fixFirst = true } = options;
  const longest = longestDistance(problem);
  const weight = options.penaltyWeight ?? (3 + FREE_C) * longest;
  const all = weight - 3 * longest;
  const bits = problem.n - (fixFirst ? 1 : 0);
  // C/2 (sum - n')^2 = C (pairs) + C (1/2 - n') (bits) + a constant, and C n' = C n + 3.
  const each = all / 2 - all * bits - 3 * longest;
  const costs = { row: weight - shortestDistance(problem), column: weight, all, each, origin: 0 };
  const penalty: Penalty = {
    weight,
    gap: null,
    argument:
      "the rule makes every tour stable and no infeasible corner so in the network with its diagonal; what infeasible states cost must be measured",
  };
  return encodeGrid(problem, fixFirst, costs, fixFirst ? "talavan-yanez" : "talavan-yanez-free", penalty);
}
