/**
 * The Gilmore-Lawler bound of partial assignments. A free facility at a free location costs at least what it shares with
 * the facilities placed, and the flows to the free ones in ascending order against the distances in descending order; the
 * bound is the linear assignment of these costs.
 *
 * Source: Gilmore, J. SIAM 10, 1962; Lawler, Management Sci. 9, 1963. Placing a facility never lowers the bound, and its
 * reduced cost at a location is at most what the bound rises by when it is placed there.
 */

import { createLinearAssignment } from "./linear-assignment.ts";
import type { QuadraticAssignment } from "./quadratic-assignment.ts";

/** The bound with scratch of its own; what it fills is valid until the next call of `bound`. */
export interface PartialBound {
  /** Facilities and locations that are free, ascending; the first `free` entries count. */
  readonly facilities: Int32Array;
  readonly locations: Int32Array;
  /** By how much the bound rises at least when row a's facility is placed at column b's location: free*free, row-major. */
  readonly reduced: Float64Array;
  /** A whole assignment near the bound. */
  readonly completion: Int32Array;
  /** Number of free facilities. */
  free(): number;
  /** Bounds the cost of all completions; exact when one facility at most is free. O(m^3 + n^2) for m free facilities. */
  bound(location: Int32Array): number;
}

/** For each row of a matrix the other columns, by their entries. */
function orders(matrix: Float64Array, n: number, sign: 1 | -1): Int32Array {
  const order = new Int32Array(n * n);
  for (let i = 0; i < n; i++) {
    const columns = Array.from({ length: n }, (_, j) => j);
    columns.sort((a, b) => sign * (matrix[i * n + a]! - matrix[i * n + b]!));
    order.set(columns, i * n);
  }
  return order;
}

export function createPartialBound(task: QuadraticAssignment): PartialBound {
  const { n, flow, distance, linear } = task;
  const solver = createLinearAssignment(n);
  const byFlow = orders(flow, n, 1);
  const byDistance = orders(distance, n, -1);
  const facilities = new Int32Array(n);
  const locations = new Int32Array(n);
  const placed = new Int32Array(n);
  const isTaken = new Uint8Array(n);
  const costs = new Float64Array(n * n);
  const reduced = new Float64Array(n * n);
  const flows = new Float64Array(n);
  const distances = new Float64Array(n * n);
  const completion = new Int32Array(n);
  let m = 0;

  const split = (location: Int32Array): void => {
    isTaken.fill(0);
    m = 0;
    for (let i = 0; i < n; i++) {
      if (location[i]! < 0) facilities[m++] = i;
      else {
        placed[i - m] = i;
        isTaken[location[i]!] = 1;
      }
    }
    let next = 0;
    for (let k = 0; k < n; k++) if (isTaken[k] === 0) locations[next++] = k;
    // The free locations' distances to each other, a row for each, descending.
    for (let b = 0; b < m; b++) {
      const k = locations[b]!;
      let filled = b * n;
      for (let t = k * n; t < (k + 1) * n; t++) {
        const l = byDistance[t]!;
        if (isTaken[l] === 0 && l !== k) distances[filled++] = distance[k * n + l]!;
      }
    }
  };

  const fill = (location: Int32Array): void => {
    for (let a = 0; a < m; a++) {
      const i = facilities[a]!;
      let filled = 0;
      for (let t = i * n; t < (i + 1) * n; t++) {
        const j = byFlow[t]!;
        if (location[j]! < 0 && j !== i) flows[filled++] = flow[i * n + j]!;
      }
      for (let b = 0; b < m; b++) {
        const k = locations[b]!;
        let cost = flow[i * n + i]! * distance[k * n + k]! + (linear === undefined ? 0 : linear[i * n + k]!);
        for (let p = 0; p < n - m; p++) {
          const j = placed[p]!;
          const l = location[j]!;
          cost += flow[i * n + j]! * distance[k * n + l]! + flow[j * n + i]! * distance[l * n + k]!;
        }
        for (let t = 0; t < m - 1; t++) cost += flows[t]! * distances[b * n + t]!;
        costs[a * m + b] = cost;
      }
    }
  };

  return {
    facilities,
    locations,
    reduced,
    completion,
    free: () => m,
    bound(location) {
      split(location);
      fill(location);
      let value = 0;
      for (let p = 0; p < n - m; p++) {
        const i = placed[p]!;
        const k = location[i]!;
        if (linear !== undefined) value += linear[i * n + k]!;
        for (let q = 0; q < n - m; q++) value += flow[i * n + placed[q]!]! * distance[k * n + location[placed[q]!]!]!;
      }
      value += solver.solve(costs, m);
      completion.set(location);
      for (let a = 0; a < m; a++) {
        completion[facilities[a]!] = locations[solver.columnOf[a]!]!;
        for (let b = 0; b < m; b++) {
          reduced[a * m + b] = costs[a * m + b]! - solver.rowPrice[a]! - solver.columnPrice[b]!;
        }
      }
      return value;
    },
  };
}
