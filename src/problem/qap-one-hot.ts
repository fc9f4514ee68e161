/**
 * The one-hot encoding of assignments: bit x_ik says that facility i stands at location k, and costs
 * sum f_ij d_kl x_ik x_jl. Every facility has one location; a location holds one facility, or one at most when there are
 * more locations than facilities.
 *
 * Source: Koopmans and Beckmann, Econometrica 25, 1957; the penalty by the argument of `assignmentPenalty`.
 */

import type { Spins } from "../network/index.ts";
import { addPair, bitQuadratic, quadraticEncoding } from "./bit-quadratic.ts";
import { penaltyOf } from "./penalty.ts";
import type { Decoded, EncodeOptions, Encoding, Penalty } from "./problem.ts";
import { requireSpins } from "./require-spins.ts";

/** Flows between facilities and distances between locations: sum f_ij d_p(i)p(j) is to be as small as possible. */
export interface Layout {
  /** Number of facilities, m. */
  readonly m: number;
  /** Number of locations, s >= m. */
  readonly s: number;
  /** m*m, row-major, integers; none negative when s > m. */
  readonly flows: Float64Array;
  /** s*s, row-major, integers. */
  readonly distances: Float64Array;
}

/** The location of each facility: m, no two the same. */
export type Assignment = Uint32Array;

/** A layout whose entries are not negative, with the cost that it leaves out, the same for all assignments. */
interface Reduced extends Layout {
  /** m*s: what facility i at location k costs alone. */
  readonly alone: Float64Array;
  readonly constant: number;
}

/** Smallest entry off the diagonal of an n*n matrix; 0 when there is none. */
function smallestOff(matrix: Float64Array, n: number): number {
  let smallest = n > 1 ? Number.POSITIVE_INFINITY : 0;
  for (let k = 0; k < n * n; k++) if (k % (n + 1) !== 0) smallest = Math.min(smallest, matrix[k]!);
  return smallest;
}

/** The entries off the diagonal counted from `base`, the diagonal 0; `sum` is that of the entries as they were. */
function countedFrom(base: number, matrix: Float64Array, n: number): { entries: Float64Array; sum: number } {
  let sum = 0;
  const entries = matrix.map((value, k) => {
    if (k % (n + 1) === 0) return 0;
    sum += value;
    return value - base;
  });
  return { entries, sum };
}

/**
 * Counts distances from the shortest: every pair of facilities pays at least that. Flows count from the smallest too when
 * every location is taken, for then all pairs of locations pay it.
 */
function reduce({ m, s, flows, distances }: Layout): Reduced {
  const least = m === s ? smallestOff(flows, m) : 0;
  const nearest = smallestOff(distances, s);
  const flow = countedFrom(least, flows, m);
  const distance = countedFrom(nearest, distances, s);
  let constant = nearest * flow.sum - least * nearest * m * (m - 1);
  if (least !== 0) constant += least * distance.sum;
  const alone = new Float64Array(m * s);
  for (let i = 0; i < m; i++) {
    const row = Float64Array.from({ length: s }, (_, k) => flows[i * (m + 1)]! * distances[k * (s + 1)]!);
    const cheapest = row.reduce((a, b) => Math.min(a, b));
    for (let k = 0; k < s; k++) alone[i * s + k] = row[k]! - cheapest;
    constant += cheapest;
  }
  return { m, s, flows: flow.entries, distances: distance.entries, alone, constant };
}

/** Rows of an n*n matrix, each in descending order; columns of its transpose. */
function sortedRows(matrix: Float64Array, n: number, transposed: boolean): Float64Array[] {
  return Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_, j) => matrix[transposed ? j * n + i : i * n + j]!)
      .sort()
      .reverse(),
  );
}

/**
 * The most that one facility costs at one location, however the others stand: a row of flows against a row of distances,
 * both descending, is their largest sum of products (rearrangement inequality).
 */
function dearestPlace({ m, s, flows, distances, alone }: Reduced): number {
  const [flowsOut, flowsIn] = [sortedRows(flows, m, false), sortedRows(flows, m, true)];
  const [awayFrom, towards] = [sortedRows(distances, s, false), sortedRows(distances, s, true)];
  let dearest = 0;
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < s; k++) {
      let cost = alone[i * s + k]!;
      for (let j = 0; j < m - 1; j++) {
        cost += flowsOut[i]![j]! * awayFrom[k]![j]! + flowsIn[i]![j]! * towards[k]![j]!;
      }
      dearest = Math.max(dearest, cost);
    }
  }
  return dearest;
}

/**
 * The penalty weight A, as small as this argument allows; no reduced flow or distance is negative, and D is the most that
 * one facility costs at one location.
 *
 * As many locations as facilities: A (row sum - 1)^2 + A (column sum - 1)^2. From any infeasible state single flips lead
 * to an assignment without ever costing anything. A bit whose row or column holds another is taken away: its penalties
 * change by A (3 - 2 row sum) + A (3 - 2 column sum) <= 0. Then an empty row's facility goes to an empty column, which
 * saves 2 A and costs at most D. The last flip is such a one, or takes away the one bit too many in both its row and its
 * column, which saves 2 A. So every infeasible state lies at least 2 A - D above some assignment: A = (D + 1) / 2.
 *
 * More locations: A (row sum - 1)^2 + A (pairs in a column). Taking a bit away changes them by A (3 - 2 row sum) -
 * A (column sum - 1) <= 0 again, and by at most -A when an assignment is left; putting a facility at an empty location,
 * of which there is one, saves A. So A = D + 1. Both gaps are 1, the smallest difference of two costs.
 */
function assignmentPenalty(layout: Reduced, weight?: number): Penalty {
  const isSquare = layout.m === layout.s;
  const dearest = dearestPlace(layout);
  const chosen = weight ?? (isSquare ? (dearest + 1) / 2 : dearest + 1);
  const argument =
    "single flips lead from any infeasible state to an assignment; none raises the energy, and the last lowers it by the gap at least";
  return penaltyOf(chosen, (isSquare ? 2 : 1) * chosen - dearest, argument);
}

/**
 * Encodes a layout with spin i * s + k for facility i at location k. O(m^2 s^2).
 * @throws LimitError above MAX_ENCODED_SPINS.
 */
export function encodeLayout(layout: Layout, options: EncodeOptions = {}): Encoding {
  const { m, s } = layout;
  const n = m * s;
  const cost = bitQuadratic(n, `${n} spins for ${m} facilities and ${s} locations`);
  const reduced = reduce(layout);
  const { flows, distances, alone, constant } = reduced;
  const penalty = assignmentPenalty(reduced, options.penaltyWeight);
  const columnPair = (m === s ? 2 : 1) * penalty.weight;
  for (let a = 0; a < n; a++) {
    const i = Math.floor(a / s);
    const k = a % s;
    cost.linear[a]! += alone[a]! - columnPair;
    for (let b = a + 1; b < n; b++) {
      const j = Math.floor(b / s);
      const l = b % s;
      if (j === i) addPair(cost, a, b, 2 * penalty.weight);
      else if (l === k) addPair(cost, a, b, columnPair);
      else addPair(cost, a, b, flows[i * m + j]! * distances[k * s + l]! + flows[j * m + i]! * distances[l * s + k]!);
    }
  }
  cost.offset += constant + (m === s ? m + s : m) * penalty.weight;
  return quadraticEncoding(cost, "one-hot", "min", penalty);
}

/** What facilities and locations are called in violations. */
export interface LayoutWords {
  /** "facility 3" for 2. */
  facility(i: number): string;
  /** "location 3" for 2. */
  location(k: number): string;
  /** "locations". */
  readonly locations: string;
  /** "facilities". */
  readonly facilities: string;
}

/** Which facilities and locations are not right, from how often each is taken. */
function tableViolations(
  { m, s }: Layout,
  placed: ArrayLike<number>,
  held: ArrayLike<number>,
  words: LayoutWords,
): string[] {
  const violations: string[] = [];
  for (let i = 0; i < m; i++) {
    if (placed[i] !== 1) violations.push(`${words.facility(i)} is at ${placed[i]} ${words.locations}`);
  }
  for (let k = 0; k < s; k++) {
    const isWrong = m === s ? held[k] !== 1 : held[k]! > 1;
    if (isWrong) violations.push(`${words.location(k)} holds ${held[k]} ${words.facilities}`);
  }
  return violations;
}

/** Decodes m*s spins, or says which facilities and locations are not right. @throws ProblemError for other spins. */
export function decodeLayout(layout: Layout, spins: Spins, words: LayoutWords): Decoded<Assignment> {
  const { m, s } = layout;
  requireSpins(spins, m * s, "facility and location");
  const solution = new Uint32Array(m);
  const placed = new Uint32Array(m);
  const held = new Uint32Array(s);
  for (let a = 0; a < m * s; a++) {
    if (spins[a] !== 1) continue;
    const i = Math.floor(a / s);
    solution[i] = a % s;
    placed[i]!++;
    held[a % s]!++;
  }
  const violations = tableViolations(layout, placed, held, words);
  return violations.length === 0 ? { feasible: true, solution } : { feasible: false, violations };
}

/** What keeps a list of locations from being an assignment; empty when nothing does. */
export function assignmentViolations(layout: Layout, assignment: Assignment, words: LayoutWords): string[] {
  const { m, s } = layout;
  if (assignment.length !== m)
    return [`there are ${assignment.length} ${words.locations} for ${m} ${words.facilities}`];
  const placed = new Uint32Array(m).fill(1);
  const held = new Uint32Array(s);
  for (let i = 0; i < m; i++) {
    if (assignment[i]! < s) held[assignment[i]!]!++;
    else placed[i] = 0;
  }
  return tableViolations(layout, placed, held, words);
}

/** The spins of an assignment. */
export function spinsOfAssignment({ m, s }: Layout, assignment: Assignment): Spins {
  const spins = new Int8Array(m * s).fill(-1);
  assignment.forEach((k, i) => {
    spins[i * s + k] = 1;
  });
  return spins;
}

/**
 * An assignment near a state: facilities in their order take the first of their locations that is still free; those left
 * then go, in their order, to the free location that costs least with what stands, the first of several.
 */
export function repairLayout({ m, s, flows, distances }: Layout, spins: Spins): Assignment {
  requireSpins(spins, m * s, "facility and location");
  const at = new Int32Array(m).fill(-1);
  const taken = new Uint8Array(s);
  const place = (i: number, k: number): void => {
    at[i] = k;
    taken[k] = 1;
  };
  for (let i = 0; i < m; i++) {
    const k = spins.subarray(i * s, (i + 1) * s).findIndex((spin, l) => spin === 1 && taken[l] === 0);
    if (k >= 0) place(i, k);
  }
  for (let i = 0; i < m; i++) {
    if (at[i]! >= 0) continue;
    let best = -1;
    let lowest = Number.POSITIVE_INFINITY;
    for (let k = 0; k < s; k++) {
      if (taken[k] === 1) continue;
      let cost = flows[i * (m + 1)]! * distances[k * (s + 1)]!;
      for (let j = 0; j < m; j++) {
        const l = at[j]!;
        if (l >= 0) cost += flows[i * m + j]! * distances[k * s + l]! + flows[j * m + i]! * distances[l * s + k]!;
      }
      if (cost >= lowest) continue;
      best = k;
      lowest = cost;
    }
    place(i, best);
  }
  return Uint32Array.from(at);
}
