/** Quadratic assignments, and the tasks that are such. */

import type { AnyProblem, Placement, Qap } from "../../problem/index.ts";

/**
 * Facility i at location p(i) costs sum_ij flow_ij distance_p(i)p(j) + sum_i linear_i,p(i), to be minimised. All matrices
 * n*n, row-major, whole numbers, diagonals included.
 */
export interface QuadraticAssignment {
  readonly n: number;
  readonly flow: Float64Array;
  readonly distance: Float64Array;
  readonly linear?: Float64Array;
}

/** A task as an assignment: objective = cost / divisor, and the first `placed` facilities are the task's own. */
export interface AssignedTask {
  readonly assignment: QuadraticAssignment;
  readonly divisor: number;
  readonly placed: number;
}

/** Above this a single bound, of O(n^3), takes seconds. */
export const MAX_ASSIGNED_FACILITIES = 256;

/** Costs and bounds stay exact below it. */
const MAX_MAGNITUDE = 2 ** 52;

function assignmentOfQap({ n, flows, distances }: Qap): AssignedTask {
  return { assignment: { n, flow: flows, distance: distances }, divisor: 1, placed: n };
}

/**
 * Cells are facilities, and facilities without flow stand on the slots left empty. Flows stand in both directions, which
 * counts each wire twice: the bound of a symmetric task is the better one.
 */
function assignmentOfPlacement({ rows, columns, cells, nets }: Placement): AssignedTask {
  const n = rows * columns;
  const flow = new Float64Array(n * n);
  for (const { weight, cells: ends } of nets) {
    for (const i of ends) for (const j of ends) if (i !== j) flow[i * n + j]! += weight;
  }
  const distance = Float64Array.from({ length: n * n }, (_, e) => {
    const [k, l] = [Math.floor(e / n), e % n];
    return Math.abs(Math.floor(k / columns) - Math.floor(l / columns)) + Math.abs((k % columns) - (l % columns));
  });
  return { assignment: { n, flow, distance }, divisor: 2, placed: cells.length };
}

/** No cost, price or bound is larger: prices are lengths of paths that use each row at most once, forth and back. */
function magnitudeOf({ n, flow, distance, linear }: QuadraticAssignment): number {
  const total = (values: Float64Array): number => values.reduce((sum, value) => sum + Math.abs(value), 0);
  const longest = distance.reduce((most, d) => Math.max(most, Math.abs(d)), 0);
  return 8 * (n + 1) * (total(flow) * longest + (linear === undefined ? 0 : total(linear)));
}

/** The task as an assignment; null when it is none, is too large, or has entries too large for exact bounds. */
export function assignedTaskOf(problem: AnyProblem): AssignedTask | null {
  if (problem.kind !== "qap" && problem.kind !== "placement") return null;
  const n = problem.kind === "qap" ? problem.n : problem.rows * problem.columns;
  if (n > MAX_ASSIGNED_FACILITIES) return null;
  const task = problem.kind === "qap" ? assignmentOfQap(problem) : assignmentOfPlacement(problem);
  return magnitudeOf(task.assignment) < MAX_MAGNITUDE ? task : null;
}

/** The cost of putting facility i at location[i]. O(n^2). */
export function assignmentCost({ n, flow, distance, linear }: QuadraticAssignment, location: Int32Array): number {
  let cost = 0;
  for (let i = 0; i < n; i++) {
    const row = location[i]! * n;
    cost += linear?.[i * n + location[i]!] ?? 0;
    for (let j = 0; j < n; j++) cost += flow[i * n + j]! * distance[row + location[j]!]!;
  }
  return cost;
}

function gcd(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/** Greatest common divisor off the diagonal, and whether the matrix is symmetric, and whether its diagonal is 0. */
function structureOf(matrix: Float64Array, n: number) {
  let divisor = 0;
  let symmetric = true;
  let bare = true;
  for (let i = 0; i < n; i++) {
    if (matrix[i * n + i] !== 0) bare = false;
    for (let j = 0; j < i; j++) {
      divisor = gcd(gcd(divisor, matrix[i * n + j]!), matrix[j * n + i]!);
      if (matrix[i * n + j] !== matrix[j * n + i]) symmetric = false;
    }
  }
  return { divisor, symmetric, bare };
}

/** A whole number that divides every cost: of symmetric matrices each pair counts twice. */
export function costGrid({ n, flow, distance, linear }: QuadraticAssignment): number {
  const f = structureOf(flow, n);
  const d = structureOf(distance, n);
  if (linear !== undefined || !(f.bare || d.bare)) return 1;
  return Math.max(1, f.divisor * d.divisor * (f.symmetric && d.symmetric ? 2 : 1));
}

/** A bound that takes no time: each flow at the distance that suits it best, each facility where it is cheapest. */
export function lowestCost({ n, flow, distance, linear }: QuadraticAssignment): number {
  let shortest = Number.POSITIVE_INFINITY;
  let longest = Number.NEGATIVE_INFINITY;
  for (const d of distance) {
    shortest = Math.min(shortest, d);
    longest = Math.max(longest, d);
  }
  let cost = 0;
  for (const f of flow) cost += f * (f < 0 ? longest : shortest);
  for (let i = 0; i < (linear === undefined ? 0 : n); i++) {
    cost += linear!.subarray(i * n, (i + 1) * n).reduce((a, b) => Math.min(a, b));
  }
  return cost;
}
