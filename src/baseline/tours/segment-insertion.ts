import { runSteps, type StepOptions, type Steps } from "../../core/index.ts";
import { type Improve, iteratedSteps, type Queue } from "./iterated-search.ts";
import { type NeighbourLists, neighbourLists } from "./neighbour-lists.ts";
import { exchange, next, previous, type Ring, stepsBetween } from "./ring.ts";
import type { TourSearchOptions, TourSearchResult, TourTask } from "./tour-search.ts";

const NEIGHBOURS = 10;

/**
 * The best exchange of two stretches that gives a nearer successor, a | b..c | e..f | g to a | e..f | b..c | g, with e
 * near to a and f near before b; returns by how much the tour is shorter.
 */
function insert(ring: Ring, { n, distances: d }: TourTask, near: NeighbourLists, a: number, queue: Queue): number {
  const { k, after, before } = near;
  const b = next(ring, a);
  let most = 0;
  let found = -1;
  let end = -1;
  for (let q = 0; q < k; q++) {
    const e = after[a * k + q]!;
    const open = d[a * n + b]! - d[a * n + e]!;
    if (open <= 0) break;
    const c = previous(ring, e);
    if (c === a) continue;
    const reached = open + d[c * n + e]!;
    const room = stepsBetween(ring, e, a);
    for (let r = 0; r < k; r++) {
      const f = before[b * k + r]!;
      const gain = reached - d[f * n + b]!;
      if (gain <= 0) break;
      if (f === a || stepsBetween(ring, e, f) >= room) continue;
      const g = next(ring, f);
      const gained = gain + d[f * n + g]! - d[c * n + g]!;
      if (gained <= most) continue;
      most = gained;
      found = e;
      end = f;
    }
  }
  if (found < 0) return 0;
  const c = previous(ring, found);
  const g = next(ring, end);
  exchange(ring, b, c, found, end);
  for (const touched of [a, b, c, found, end, g]) queue.push(touched);
  return most;
}

function createImprove(task: TourTask): Improve {
  const near = neighbourLists(task, NEIGHBOURS);
  return (ring, queue) => {
    let gained = 0;
    for (let city = queue.shift(); city >= 0; city = queue.shift()) {
      gained += insert(ring, task, near, city, queue);
      // A change after the city before may need its own turn: the move looks at successors only.
      const gain = insert(ring, task, near, previous(ring, city), queue);
      gained += gain;
    }
    return gained;
  };
}

/** The search in slices; see `segmentInsertion`. */
export function segmentInsertionSteps(task: TourTask, options: TourSearchOptions): Steps<TourSearchResult> {
  return iteratedSteps(task, options, "insertion", { restarts: 10, kicks: 100 * task.n }, createImprove(task));
}

/**
 * Or-3opt: two stretches of any length that follow each other are exchanged, neither turned around, until no such move
 * over neighbour lists shortens the tour; then kicks by double bridges. For distances of any kind, also those that depend on
 * the direction. 10 starts of 100 n kicks by default.
 *
 * Source: Or, thesis, Northwestern University, 1976; Kanellakis and Papadimitriou, Operations Research 28(5), 1980; the
 * kicks after Martin, Otto and Felten, Complex Systems 5(3), 1991.
 * @throws ArgumentError for an option out of range.
 * @throws CancelledError when the signal is aborted.
 */
export function segmentInsertion(task: TourTask, options: TourSearchOptions & StepOptions): TourSearchResult {
  return runSteps(segmentInsertionSteps(task, options), options);
}
