/**
 * The one-hot encoding of tours: bit x_ip says that city i stands at position p, every row and every column holds one
 * bit, and neighbouring positions cost the distance between their cities. With the first city fixed at the first
 * position, (n-1)^2 spins are left of n^2.
 *
 * Source: Hopfield and Tank, Biol. Cybern. 52, 1985; the penalty by the argument of `tourPenalty`.
 */

import { ProblemError } from "../core/index.ts";
import type { Spins } from "../network/index.ts";
import { requireEncodable } from "./dense-couplings.ts";
import type { Distances } from "./formats/tsplib.ts";
import { penaltyOf } from "./penalty.ts";
import type { Decoded, Encoding, Penalty } from "./problem.ts";
import { encodeQubo } from "./qubo.ts";
import { requireSpins } from "./require-spins.ts";

export interface OneHotOptions {
  /** Whether city 1 is held at the first position; true by default. */
  readonly fixFirst?: boolean;
  /** Penalty weight in place of the one that `tourPenalty` chooses. */
  readonly penaltyWeight?: number;
}

/** Smallest distance between two cities; every tour has n of them. */
function shortestDistance({ n, distances }: Distances): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let k = 0; k < n * n; k++) if (k % (n + 1) !== 0) shortest = Math.min(shortest, distances[k]!);
  return shortest;
}

/** Largest d_ji + d_ik over different cities i, j and k: the most that putting a city between two others costs. */
function largestDetour({ n, distances }: Distances): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (j === i) continue;
      for (let k = 0; k < n; k++) {
        if (k === i || k === j) continue;
        largest = Math.max(largest, distances[j * n + i]! + distances[i * n + k]!);
      }
    }
  }
  return largest;
}

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

/** Number of rows and columns: cities and positions that are not fixed. */
const sideOf = (n: number, fixFirst: boolean): number => (fixFirst ? n - 1 : n);

/**
 * Encodes tours; spin (i - f) * (n - f) + (p - f) is city i at position p, f being 1 when the first city is fixed.
 * @throws LimitError above MAX_ENCODED_SPINS.
 */
export function encodeOneHot(problem: Distances, options: OneHotOptions = {}): Encoding {
  const { n, distances } = problem;
  const { fixFirst = true, penaltyWeight } = options;
  const side = sideOf(n, fixFirst);
  const first = n - side;
  const spins = side * side;
  requireEncodable(spins, `${spins} spins for ${n} cities`);
  const penalty = tourPenalty(problem, penaltyWeight);
  const shortest = shortestDistance(problem);
  const spin = (city: number, position: number): number => (city - first) * side + (position - first);

  const from: number[] = [];
  const to: number[] = [];
  const weights: number[] = [];
  const couple = (a: number, b: number, weight: number): void => {
    from.push(a);
    to.push(b);
    weights.push(weight);
  };
  // A (sum x - 1)^2 = 2 A (sum of pairs) - A (sum of bits) + A, for each row and each column.
  const linear = new Float64Array(spins).fill(-2 * penalty.weight);
  for (let i = first; i < n; i++) {
    for (let p = first; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        couple(spin(i, p), spin(i, q), 2 * penalty.weight);
        couple(spin(p, i), spin(q, i), 2 * penalty.weight);
      }
      for (let j = first; j < n; j++) {
        if (j === i || (fixFirst && p === n - 1)) continue;
        couple(spin(i, p), spin(j, (p + 1) % n), distances[i * n + j]! - shortest);
      }
    }
    if (!fixFirst) continue;
    linear[spin(i, 1)]! += distances[i]! - shortest;
    linear[spin(i, n - 1)]! += distances[i * n]! - shortest;
  }
  const encoding = encodeQubo({
    kind: "qubo",
    name: "tours",
    sense: "min",
    n: spins,
    from: Uint32Array.from(from),
    to: Uint32Array.from(to),
    weights: Float64Array.from(weights),
    linear,
    offset: 2 * side * penalty.weight + n * shortest,
  });
  return { ...encoding, name: fixFirst ? "one-hot" : "one-hot-free", penalty };
}

/**
 * Decodes n^2 or (n-1)^2 spins to the order of the cities, or says which cities and positions are not right.
 * @throws ProblemError for another number of spins.
 */
export function decodeOneHot({ n }: Distances, spins: Spins): Decoded<Uint32Array> {
  const fixFirst = spins.length === (n - 1) ** 2;
  const side = sideOf(n, fixFirst);
  if (!fixFirst && spins.length !== n * n) {
    throw new ProblemError("the solution has the wrong length", {
      code: "problem.solution-length",
      received: `${spins.length} spins`,
      expected: `${n * n} spins, or ${(n - 1) ** 2} with the first city fixed`,
    });
  }
  requireSpins(spins, side * side, "city and position");
  const first = n - side;
  const order = new Uint32Array(n);
  const visits = new Uint32Array(side);
  const held = new Uint32Array(side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      if (spins[row * side + column] !== 1) continue;
      visits[row]!++;
      held[column]!++;
      order[column + first] = row + first;
    }
  }
  const violations: string[] = [];
  visits.forEach((count, row) => {
    if (count !== 1) violations.push(`city ${row + first + 1} is visited ${count} times`);
  });
  held.forEach((count, column) => {
    if (count !== 1) violations.push(`position ${column + first + 1} holds ${count} cities`);
  });
  return violations.length === 0 ? { feasible: true, solution: order } : { feasible: false, violations };
}

/** The spins of a tour, which starts at city 1 when that is fixed: any tour is turned so. */
export function encodeTour({ n }: Distances, order: Uint32Array, fixFirst = true): Spins {
  const side = sideOf(n, fixFirst);
  const first = n - side;
  const start = fixFirst ? order.indexOf(0) : 0;
  const spins = new Int8Array(side * side).fill(-1);
  for (let p = first; p < n; p++) spins[(order[(start + p) % n]! - first) * side + (p - first)] = 1;
  return spins;
}
