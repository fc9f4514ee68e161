/**
 * The Gilmore-Lawler bound of a partial assignment of facilities to locations.
 *
 * Source: Gilmore, J. SIAM 10, 1962; Lawler, Management Sci. 9, 1963; in the form of Burkard, Dell'Amico and Martello,
 * Assignment Problems, section 7.5.
 */

import { assignmentBound } from "./linear-assignment.ts";

/**
 * A quadratic assignment: facility i at location p(i) costs sum_ij flow_ij distance_p(i)p(j) + sum_i linear_i,p(i), to be
 * minimised. All matrices n*n, row-major, whole numbers, diagonals included.
 */
export interface AssignmentTask {
  readonly n: number;
  readonly flow: Float64Array;
  readonly distance: Float64Array;
  readonly linear?: Float64Array;
}

/** Least sum_j a_j b_s(j) over all orders s: one sorted up, the other down. Both are sorted in place. */
function leastProduct(a: Float64Array, b: Float64Array): number {
  a.sort();
  b.sort();
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[a.length - 1 - j]!;
  return sum;
}

/**
 * The bound on the cost of every completion; exact when all are placed. O(m^3 log m + m^2 n) for m free facilities.
 * Exact sums as long as the task keeps to `assignmentMagnitude` below 2^52.
 *
 * @param location of each facility, -1 when it is free
 */
export function gilmoreLawlerBound(task: AssignmentTask, location: Int32Array): number {
  const { n, flow, distance, linear } = task;
  const taken = new Uint8Array(n);
  for (const l of location) if (l >= 0) taken[l] = 1;
  const placed: number[] = [];
  const facilities: number[] = [];
  const locations: number[] = [];
  for (let i = 0; i < n; i++) {
    (location[i]! < 0 ? facilities : placed).push(i);
    if (taken[i] === 0) locations.push(i);
  }
  let fixed = 0;
  for (const i of placed) {
    const k = location[i]!;
    fixed += linear?.[i * n + k] ?? 0;
    for (const j of placed) fixed += flow[i * n + j]! * distance[k * n + location[j]!]!;
  }
  const m = facilities.length;
  const costs = new Float64Array(m * m);
  const others = Math.max(0, m - 1);
  const flows = new Float64Array(others);
  const distances = new Float64Array(others);
  facilities.forEach((i, row) => {
    locations.forEach((k, column) => {
      let cost = flow[i * n + i]! * distance[k * n + k]! + (linear?.[i * n + k] ?? 0);
      for (const j of placed) {
        const l = location[j]!;
        cost += flow[i * n + j]! * distance[k * n + l]! + flow[j * n + i]! * distance[l * n + k]!;
      }
      let filled = 0;
      for (const j of facilities) if (j !== i) flows[filled++] = flow[i * n + j]!;
      filled = 0;
      for (const l of locations) if (l !== k) distances[filled++] = distance[k * n + l]!;
      costs[row * m + column] = cost + leastProduct(flows, distances);
    });
  });
  return fixed + assignmentBound(costs, m);
}

/**
 * No number or sum that the bound takes is larger in magnitude. The largest costs of the rows sum to at most 2 T with T the
 * sum of |flow| times the largest |distance| and the linear part; a price is the length of a path through rows, forth and
 * back, each at most once; and there are n prices.
 */
export function assignmentMagnitude({ n, flow, distance, linear }: AssignmentTask): number {
  const total = (values: Float64Array): number => values.reduce((sum, value) => sum + Math.abs(value), 0);
  const longest = distance.reduce((largest, d) => Math.max(largest, Math.abs(d)), 0);
  return 8 * (n + 1) * (total(flow) * longest + (linear === undefined ? 0 : total(linear)));
}

function gcd(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/**
 * A whole number of which every cost is a multiple: the products of the greatest common divisors, twice that when one
 * matrix is symmetric and the other's pairs have even sums, and so on; 1 with diagonals or a linear part.
 */
export function costStep({ n, flow, distance, linear }: AssignmentTask): number {
  const divisors = (values: Float64Array) => {
    let symmetric = true;
    let bare = true;
    let single = 0;
    let pairs = 0;
    for (let i = 0; i < n; i++) {
      if (values[i * n + i] !== 0) bare = false;
      for (let j = 0; j < i; j++) {
        const a = values[i * n + j]!;
        const b = values[j * n + i]!;
        if (a !== b) symmetric = false;
        single = gcd(gcd(single, a), b);
        pairs = gcd(pairs, a + b);
      }
    }
    return { symmetric, bare, single, pairs };
  };
  const f = divisors(flow);
  const d = divisors(distance);
  if (linear !== undefined || !(f.bare || d.bare)) return 1;
  // With one matrix symmetric a pair of facilities costs flow_ij (distance_kl + distance_lk), or the like.
  const products = [f.single * d.single];
  if (f.symmetric) products.push(f.single * d.pairs);
  if (d.symmetric) products.push(f.pairs * d.single);
  return Math.max(1, ...products);
}
