/**
 * The first energy of tours on a network: A/2 and B/2 for ordered pairs of bits in one row and in one column, C/2 (sum of
 * all bits - n')^2 and D/2 (both directions of the length), with A = B = D = 500, C = 200 and n' = 1.5 n where the
 * cities lie in a square of side 1. It shares its one-hot grid with the other encodings.
 *
 * Source: Hopfield and Tank, Biol. Cybern. 52, 1985, equation 7 and the constants of their ten cities.
 */

import type { Distances } from "./formats/tsplib.ts";
import type { EncodeOptions, Encoding, Penalty } from "./problem.ts";
import { encodeGrid, type GridOptions, longestDistance } from "./tsp-grid.ts";

/** The published constants, with n' as a multiple of n. */
export const HOPFIELD_TANK = { a: 500, b: 500, c: 200, d: 500, bitsPerCity: 1.5 } as const;

/** The side of the square is rounded up to a multiple of this, so that C is an integer when distances are. */
const SIDE_STEP = 5;

/**
 * Encodes tours as `encodeGrid` lays them out. Divided by D the energy of a tour is its length, plus C/2 (n - n')^2: n'
 * beyond n makes every bit cheaper by the same C (n' - n) and so moves the shift, never the order of tours. The longest
 * distance, rounded up to a multiple of 5, stands for the square's side, for a task may have no coordinates.
 * `penaltyWeight` replaces A = B and takes C with it. A fixed first city counts as one bit of the n'.
 *
 * @throws LimitError above MAX_ENCODED_SPINS.
 */
export function encodeHopfieldTank(problem: Distances, options: GridOptions & EncodeOptions = {}): Encoding {
  const { fixFirst = true } = options;
  const { a, c, d, bitsPerCity } = HOPFIELD_TANK;
  const side = SIDE_STEP * Math.ceil(Math.max(longestDistance(problem), 1) / SIDE_STEP);
  const weight = options.penaltyWeight ?? (a / d) * side;
  const all = (weight * c) / a;
  const bits = bitsPerCity * problem.n - (fixFirst ? 1 : 0);
  // C/2 (sum - n')^2 = C (pairs) + C (1/2 - n') (bits) + a constant.
  const costs = { row: weight, column: weight, all, each: all / 2 - all * bits, origin: 0 };
  const penalty: Penalty = {
    weight,
    gap: null,
    argument: "the constants were found by trial: what infeasible states cost must be measured",
  };
  return encodeGrid(problem, fixFirst, costs, fixFirst ? "hopfield-tank" : "hopfield-tank-free", penalty);
}
