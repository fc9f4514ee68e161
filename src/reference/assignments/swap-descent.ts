/** Good assignments by exchanging the locations of two facilities, from random starts. */

import type { Progress, Random, Steps } from "../../core/index.ts";
import { assignmentCost, type QuadraticAssignment } from "./quadratic-assignment.ts";

/** Starts at most, and the products that they may take together: a second or so. */
const STARTS = 200;
const MOST_PRODUCTS = 2e8;
/** Rounds of all exchanges that a descent takes, roughly. */
const ROUNDS = 6;

/** How much the cost changes when facilities a and b change places. O(n). */
function exchangeChange(task: QuadraticAssignment, location: Int32Array, a: number, b: number): number {
  const { n, flow, distance, linear } = task;
  const k = location[a]!;
  const l = location[b]!;
  const [kk, kl, lk, ll] = [distance[k * n + k]!, distance[k * n + l]!, distance[l * n + k]!, distance[l * n + l]!];
  let change = (flow[a * n + a]! - flow[b * n + b]!) * (ll - kk) + (flow[a * n + b]! - flow[b * n + a]!) * (lk - kl);
  if (linear !== undefined) {
    change += linear[a * n + l]! + linear[b * n + k]! - linear[a * n + k]! - linear[b * n + l]!;
  }
  for (let j = 0; j < n; j++) {
    if (j === a || j === b) continue;
    const p = location[j]!;
    change += (flow[a * n + j]! - flow[b * n + j]!) * (distance[l * n + p]! - distance[k * n + p]!);
    change += (flow[j * n + a]! - flow[j * n + b]!) * (distance[p * n + l]! - distance[p * n + k]!);
  }
  return change;
}

/** Exchanges pairs as long as one lowers the cost. */
export function descend(task: QuadraticAssignment, location: Int32Array): void {
  const { n } = task;
  let isBetter = true;
  while (isBetter) {
    isBetter = false;
    for (let a = 0; a < n; a++) {
      for (let b = a + 1; b < n; b++) {
        if (exchangeChange(task, location, a, b) >= 0) continue;
        const k = location[a]!;
        location[a] = location[b]!;
        location[b] = k;
        isBetter = true;
      }
    }
  }
}

/** Random starts in a row, each descended from, `offer` being called with every result. */
export function* goodAssignments(
  task: QuadraticAssignment,
  random: Random,
  offer: (location: Int32Array, cost: number) => void,
  progress: () => Progress,
): Steps<void> {
  const { n } = task;
  const starts = Math.max(1, Math.min(STARTS, Math.floor(MOST_PRODUCTS / (ROUNDS * n ** 3))));
  const location = new Int32Array(n);
  for (let start = 0; start < starts; start++) {
    for (let i = 0; i < n; i++) {
      const j = random.integer(i + 1);
      location[i] = location[j]!;
      location[j] = i;
    }
    descend(task, location);
    offer(location, assignmentCost(task, location));
    if (start % 16 === 15 || n > 64) yield progress();
  }
}
