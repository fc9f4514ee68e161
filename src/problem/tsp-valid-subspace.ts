/**
 * Tours confined to the valid subspace: the penalty is the squared distance of the bits from the plane on which all row
 * and column sums are 1. It costs a direction that leaves the plane the same whichever it is, and one within it nothing.
 *
 * Source: Aiyer, Niranjan and Fallside, IEEE Trans. Neural Networks 1, 1990; Gee and Prager, Neural Computation 6, 1994.
 */

import type { Distances } from "./formats/tsplib.ts";
import { penaltyOf } from "./penalty.ts";
import type { EncodeOptions, Encoding } from "./problem.ts";
import { encodeGrid, type GridOptions, shortestDistance, sideOf } from "./tsp-grid.ts";

/** Length of the best nearest-neighbour tour over all starts. O(n^3). */
function nearestNeighbourLength({ n, distances }: Distances): number {
  let best = Number.POSITIVE_INFINITY;
  for (let start = 0; start < n; start++) {
    const open = new Set(Array.from({ length: n }, (_, city) => city));
    open.delete(start);
    let length = 0;
    let at = start;
    while (open.size > 0) {
      let next = -1;
      for (const city of open) if (next < 0 || distances[at * n + city]! < distances[at * n + next]!) next = city;
      length += distances[at * n + next]!;
      open.delete(next);
      at = next;
    }
    best = Math.min(best, length + distances[at * n + start]!);
  }
  return best;
}

/**
 * Encodes tours as `encodeGrid` lays them out. With m rows, r_i and c_p what row and column sums exceed 1 by, and s the
 * sum of either, the squared distance from the plane is (sum r^2 + sum c^2) / m - s^2 / m^2. `penaltyWeight` is what one
 * missing bit costs.
 *
 * The gap: an infeasible state has a squared distance of at least (2 m - 1) / m^2, that of one bit missing. For |s| <= m
 * and s != 0 both sums of squares are at least |s|, and 2 |s| / m - s^2 / m^2 grows with |s|; for |s| > m they are at least
 * s^2 / m each; for s = 0 a row or a column has +1 and another -1, which makes 2 / m. Distances count from the shortest,
 * so that its length is at least 0, while the best tour is no longer than a nearest-neighbour one.
 *
 * @throws LimitError above MAX_ENCODED_SPINS.
 */
export function encodeValidSubspace(problem: Distances, options: GridOptions & EncodeOptions = {}): Encoding {
  const { fixFirst = true } = options;
  const side = sideOf(problem.n, fixFirst);
  const shortest = shortestDistance(problem);
  const tour = nearestNeighbourLength(problem) - problem.n * shortest;
  const missing = 2 * side - 1;
  const weight = options.penaltyWeight ?? missing * Math.ceil((tour + 1) / missing);
  const total = weight / missing;
  const line = side * total;
  const costs = {
    row: 2 * line,
    column: 2 * line,
    all: -2 * total,
    // line (r^2 + c^2) - total s^2, s being the number of bits less m.
    each: -2 * line - total * (1 - 2 * side),
    origin: shortest,
  };
  const argument =
    "an infeasible state is at least as far from the valid plane as one with a bit missing, and the best tour is no longer than a nearest-neighbour one";
  const penalty = penaltyOf(weight, weight - tour, argument);
  return encodeGrid(problem, fixFirst, costs, fixFirst ? "valid-subspace" : "valid-subspace-free", penalty);
}
