/**
 * What all one-hot encodings of tours share: bit x_ip says that city i stands at position p, a tour has one bit in every
 * row and every column, and neighbouring positions cost the distance between their cities. The encodings differ in what
 * two bits of one row, of one column, and any two bits cost.
 */

import { ProblemError } from "../core/index.ts";
import type { Spins, SummingLine } from "../network/index.ts";
import { denseCouplings } from "./dense-couplings.ts";
import type { Distances } from "./formats/tsplib.ts";
import type { Decoded, Encoding, Penalty } from "./problem.ts";
import { requireSpins } from "./require-spins.ts";

/** Whether city 1 is held at the first position, which leaves (n-1)^2 spins of n^2. */
export interface GridOptions {
  /** true by default. */
  readonly fixFirst?: boolean;
}

/**
 * Costs in units of length: row * (pairs of bits in one row) + column * (pairs in one column) + all * (pairs) + each *
 * (bits) + the distances between neighbouring positions, counted from `origin`.
 */
export interface GridCosts {
  readonly row: number;
  readonly column: number;
  readonly all: number;
  readonly each: number;
  readonly origin: number;
}

/** Number of rows and columns: cities and positions that are not fixed. */
export const sideOf = (n: number, fixFirst: boolean): number => (fixFirst ? n - 1 : n);

/** Smallest distance between two cities; every tour has n of them. */
export function shortestDistance({ n, distances }: Distances): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let k = 0; k < n * n; k++) if (k % (n + 1) !== 0) shortest = Math.min(shortest, distances[k]!);
  return shortest;
}

/** Largest distance between two cities. */
export function longestDistance({ n, distances }: Distances): number {
  let longest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < n * n; k++) if (k % (n + 1) !== 0) longest = Math.max(longest, distances[k]!);
  return longest;
}

/** Largest d_ji + d_ik over different cities i, j and k: the most that putting a city between two others costs. */
export function largestDetour({ n, distances }: Distances): number {
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
 * Encodes tours; spin (i - f) * (n - f) + (p - f) is city i at position p, f being 1 when the first city is fixed. The
 * costs of pairs and bits are the same for every tour, so that their sum only moves the shift: the objective is
 * scale E + shift for every tour, whatever the costs. Integers stay integers.
 *
 * The field scale is the mean coupling of two bits that exclude each other, half of what a bit feels from its row and its
 * column: in units of it a self-coupling of -2 cancels what the zero diagonal leaves out of the penalties' squares.
 *
 * @throws LimitError above MAX_ENCODED_SPINS.
 */
export function encodeGrid(
  { n, distances }: Distances,
  fixFirst: boolean,
  costs: GridCosts,
  name: string,
  penalty: Penalty,
): Encoding {
  const { row, column, all, each, origin } = costs;
  const side = sideOf(n, fixFirst);
  const first = n - side;
  const spins = side * side;
  const weights = denseCouplings(spins, `${spins} spins for ${n} cities`);
  const bias = new Float64Array(spins);
  const lastPosition = n - 1;
  let pairs = 0;
  let singles = 0;
  for (let a = 0; a < spins; a++) {
    const i = Math.floor(a / side) + first;
    const p = (a % side) + first;
    let single = each;
    if (fixFirst && p === 1) single += distances[i]! - origin;
    if (fixFirst && p === lastPosition) single += distances[i * n]! - origin;
    singles += single;
    // In spins a cost q of two bits is q / 4 (1 + s_a + s_b + s_a s_b), a cost of one bit half of it (1 + s_a).
    bias[a]! -= 2 * single;
    for (let b = a + 1; b < spins; b++) {
      const j = Math.floor(b / side) + first;
      const q = (b % side) + first;
      let cost = all;
      if (i === j) cost += row;
      else {
        if (p === q) cost += column;
        if (q === p + 1 || (!fixFirst && p === lastPosition && q === 0)) cost += distances[i * n + j]! - origin;
        if (p === q + 1 || (!fixFirst && q === lastPosition && p === 0)) cost += distances[j * n + i]! - origin;
      }
      if (cost === 0) continue;
      weights[a * spins + b] = -cost;
      weights[b * spins + a] = -cost;
      bias[a]! -= cost;
      bias[b]! -= cost;
      pairs += cost;
    }
  }
  const tour = (all * side * (side - 1)) / 2 + each * side;
  return {
    name,
    network: { n: spins, weights, bias, constant: 0 },
    scale: 1 / 4,
    shift: n * origin - tour + pairs / 4 + singles / 2,
    penalty,
    lines: gridLines(side, costs),
    anneal: { schedule: "tour", fieldScale: (row + column + all) / 2 },
  };
}

/**
 * What the costs of rows, columns and all pairs couple, as lines: each asks for one bit of its row or column, the last for
 * as many bits as a tour has.
 */
function gridLines(side: number, { row, column, all }: GridCosts): SummingLine[] {
  const lines: SummingLine[] = [];
  const add = (weight: number, count: number, member: (k: number) => number, bits: number) => {
    if (weight !== 0)
      lines.push({
        members: Uint32Array.from({ length: count }, (_, k) => member(k)),
        weight,
        offset: count - 2 * bits,
      });
  };
  for (let i = 0; i < side; i++) add(row, side, (p) => i * side + p, 1);
  for (let p = 0; p < side; p++) add(column, side, (i) => i * side + p, 1);
  add(all, side * side, (k) => k, side);
  return lines;
}

/** Whether n^2 or (n-1)^2 spins fix the first city. @throws ProblemError for another number or value of spins. */
function fixesFirst(n: number, spins: Spins): boolean {
  const fixFirst = spins.length === (n - 1) ** 2;
  if (!fixFirst && spins.length !== n * n) {
    throw new ProblemError("the solution has the wrong length", {
      code: "problem.solution-length",
      received: `${spins.length} spins`,
      expected: `${n * n} spins, or ${(n - 1) ** 2} with the first city fixed`,
    });
  }
  requireSpins(spins, spins.length, "city and position");
  return fixFirst;
}

/**
 * Decodes n^2 or (n-1)^2 spins to the order of the cities, or says which cities and positions are not right.
 * @throws ProblemError for another number of spins.
 */
export function decodeGrid({ n }: Distances, spins: Spins): Decoded<Uint32Array> {
  const side = sideOf(n, fixesFirst(n, spins));
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

/**
 * Gives every position a city that has a bit there and no other position, for as many positions as can be: a largest
 * matching by augmenting paths, positions and cities in their order. -1 where none is left.
 */
function matchPositions(spins: Spins, side: number): Int32Array {
  const cityAt = new Int32Array(side).fill(-1);
  const positionOf = new Int32Array(side).fill(-1);
  const seen = new Uint8Array(side);
  const place = (position: number): boolean => {
    for (let city = 0; city < side; city++) {
      if (spins[city * side + position] !== 1 || seen[city] === 1) continue;
      seen[city] = 1;
      if (positionOf[city]! >= 0 && !place(positionOf[city]!)) continue;
      positionOf[city] = position;
      cityAt[position] = city;
      return true;
    }
    return false;
  };
  for (let position = 0; position < side; position++) {
    seen.fill(0);
    place(position);
  }
  return cityAt;
}

/**
 * A tour nearest to a state in Hamming distance: as many bits as can be stay, by a largest matching of positions and
 * cities. A position that gets none then takes, in the order of positions, the city left over that is nearest to the one
 * before it. A state that is a tour stays as it is. O(n^3).
 *
 * @throws ProblemError for a wrong number or value of spins.
 */
export function repairGrid({ n, distances }: Distances, spins: Spins): Uint32Array {
  const side = sideOf(n, fixesFirst(n, spins));
  const first = n - side;
  const matched = matchPositions(spins, side);
  const order = Uint32Array.from({ length: n }, (_, p) => (p < first ? 0 : matched[p - first]! + first));
  const left = new Set(Array.from({ length: side }, (_, city) => city + first));
  for (const city of matched) left.delete(city + first);
  for (let p = first; p < n; p++) {
    if (matched[p - first]! >= 0) continue;
    // Before the first position stands the last one; where that is empty too, the lowest city is as good as any.
    const before = p > 0 ? order[p - 1]! : matched[side - 1]! >= 0 ? matched[side - 1]! : null;
    let chosen = -1;
    for (const city of left) {
      if (chosen < 0 || (before !== null && distances[before * n + city]! < distances[before * n + chosen]!))
        chosen = city;
    }
    order[p] = chosen;
    left.delete(chosen);
  }
  return order;
}
