import { runSteps, type StepOptions, type Steps } from "../../core/index.ts";
import { type Improve, iteratedSteps, type Queue } from "./iterated-search.ts";
import { type NeighbourLists, neighbourLists } from "./neighbour-lists.ts";
import { exchange, flip, next, previous, type Ring, stepsBetween } from "./ring.ts";
import { requireSymmetric, type TourSearchOptions, type TourSearchResult, type TourTask } from "./tour-search.ts";

const NEIGHBOURS = 10;
/** Longest stretch that is moved elsewhere. */
const STRETCH = 3;

/** Joins a to a near city and turns the path between around; returns by how much the tour is shorter. */
function turnPath(ring: Ring, { n, distances: d }: TourTask, near: NeighbourLists, a: number, queue: Queue): number {
  for (const forward of [true, false]) {
    const b = forward ? next(ring, a) : previous(ring, a);
    const old = d[a * n + b]!;
    for (let q = 0; q < near.k; q++) {
      const c = near.after[a * near.k + q]!;
      const open = old - d[a * n + c]!;
      if (open <= 0) break;
      const e = forward ? next(ring, c) : previous(ring, c);
      const gain = open + d[c * n + e]! - d[b * n + e]!;
      if (gain <= 0) continue;
      if (forward) flip(ring, b, c);
      else flip(ring, c, b);
      for (const touched of [a, b, c, e]) queue.push(touched);
      return gain;
    }
  }
  return 0;
}

/**
 * Moves a stretch of up to three cities that begins or ends in a to between two others, beside a near city of a, as it
 * runs or turned around; returns by how much the tour is shorter.
 */
function moveStretch(ring: Ring, { n, distances: d }: TourTask, near: NeighbourLists, a: number, queue: Queue): number {
  for (const isLast of [true, false]) {
    let first = a;
    let last = a;
    for (let size = 1; size <= STRETCH && size + 3 <= n; size++) {
      if (size > 1 && isLast) first = previous(ring, first);
      else if (size > 1) last = next(ring, last);
      const p = previous(ring, first);
      const q = next(ring, last);
      const saved = d[p * n + first]! + d[last * n + q]! - d[p * n + q]!;
      if (saved <= 0) continue;
      for (let r = 0; r < near.k; r++) {
        const t = near.after[a * near.k + r]!;
        if (saved - d[a * n + t]! <= 0) break;
        if (stepsBetween(ring, first, t) < size) continue;
        for (const isTurned of [false, true]) {
          // Between c and e: t comes after the stretch where its last city is a and it runs on, and so forth.
          const c = isLast === isTurned ? t : previous(ring, t);
          if (c === p || c === last) continue;
          const e = next(ring, c);
          const [head, tail] = isTurned ? [last, first] : [first, last];
          const gain = saved + d[c * n + e]! - d[c * n + head]! - d[tail * n + e]!;
          if (gain <= 0) continue;
          exchange(ring, first, last, q, c);
          if (isTurned) flip(ring, first, last);
          for (const touched of [p, q, first, last, c, e]) queue.push(touched);
          return gain;
        }
      }
    }
  }
  return 0;
}

/** Both moves until none shortens the tour. */
function createImprove(task: TourTask): Improve {
  const near = neighbourLists(task, NEIGHBOURS);
  return (ring, queue) => {
    let gained = 0;
    for (let city = queue.shift(); city >= 0; city = queue.shift()) {
      const gain = turnPath(ring, task, near, city, queue) || moveStretch(ring, task, near, city, queue);
      gained += gain;
      if (gain > 0) queue.push(city);
    }
    return gained;
  };
}

/** The search in slices; see `twoOpt`. */
export function twoOptSteps(task: TourTask, options: TourSearchOptions): Steps<TourSearchResult> {
  requireSymmetric(task, "2-opt");
  return iteratedSteps(task, options, "two-opt", { restarts: 100, kicks: 0 }, createImprove(task));
}

/**
 * 2-opt and Or-opt with neighbour lists and don't-look bits: paths are turned around and stretches of up to three cities
 * moved until no such move shortens the tour. 100 starts from nearest neighbour tours by default, without kicks.
 *
 * Source: Croes, Operations Research 6, 1958; Or, thesis, Northwestern University, 1976; neighbour lists and don't-look
 * bits after Bentley, ORSA J. Computing 4(4), 1992.
 * @throws ArgumentError for an option out of range, or distances that depend on the direction.
 * @throws CancelledError when the signal is aborted.
 */
export function twoOpt(task: TourTask, options: TourSearchOptions & StepOptions): TourSearchResult {
  return runSteps(twoOptSteps(task, options), options);
}
