import { runSteps, type StepOptions, type Steps } from "../../core/index.ts";
import { type Improve, iteratedSteps, type Queue } from "./iterated-search.ts";
import { neighbourLists } from "./neighbour-lists.ts";
import { flip, next, previous, type Ring, stepsBetween } from "./ring.ts";
import { requireSymmetric, type TourSearchOptions, type TourSearchResult, type TourTask } from "./tour-search.ts";

const NEIGHBOURS = 8;
/** Candidates tried at each level of a chain; one beyond these. */
const BREADTH = [5, 3, 2];
const MAX_DEPTH = 30;

/** Chains of exchanges until none shortens the tour. */
function createImprove(task: TourTask): Improve {
  const { n, distances: d } = task;
  const { k, after } = neighbourLists(task, NEIGHBOURS);
  const depth = Math.min(MAX_DEPTH, n);
  /** Ends of the edges that the chain has changed. */
  const touched: number[] = [];

  /**
   * Goes on with the tour in which t2 follows t1, where `gain` was gained when that edge is not counted: by edges out of
   * t2. Returns what the tour is shorter by when the chain ends, 0 with the tour as it was.
   */
  const extend = (ring: Ring, t1: number, t2: number, gain: number, level: number): number => {
    let tries = BREADTH[level] ?? 1;
    for (let q = 0; q < k && tries > 0; q++) {
      const t3 = after[t2 * k + q]!;
      const open = gain - d[t2 * n + t3]!;
      if (open <= 0) break;
      const t4 = previous(ring, t3);
      if (t3 === t1 || t4 === t2) continue;
      tries--;
      const reached = open + d[t4 * n + t3]!;
      flip(ring, t2, t4);
      const closed = reached - d[t4 * n + t1]!;
      const gained = closed > 0 ? closed : level + 1 < depth ? extend(ring, t1, t4, reached, level + 1) : 0;
      if (gained > 0) {
        touched.push(t2, t3, t4);
        return gained;
      }
      flip(ring, t4, t2);
    }
    return level === 0 ? reconnect(ring, t1, t2, gain) : 0;
  };

  /**
   * The exchange that no chain of flips begins with: t3 is joined to t2 and left by its successor t4, which parts the tour
   * in two; an edge of the part t2..t3 is opened to join t4 to it, either way round.
   */
  const reconnect = (ring: Ring, t1: number, t2: number, gain: number): number => {
    for (let q = 0; q < k && q < BREADTH[0]!; q++) {
      const t3 = after[t2 * k + q]!;
      const open = gain - d[t2 * n + t3]!;
      if (open <= 0) break;
      const t4 = next(ring, t3);
      if (t3 === t1 || t4 === t1 || t3 === t2) continue;
      const reached = open + d[t3 * n + t4]!;
      const size = stepsBetween(ring, t2, t3);
      for (let r = 0; r < k && r < BREADTH[1]!; r++) {
        const t5 = after[t4 * k + r]!;
        const joined = reached - d[t4 * n + t5]!;
        if (joined <= 0) break;
        const place = stepsBetween(ring, t2, t5);
        if (place > size) continue;
        for (const isSwap of [true, false]) {
          // The part is cut between v and w; t5 is v when both pieces are exchanged, w when both are turned around.
          if (isSwap ? place === size : place === 0) continue;
          const t6 = isSwap ? next(ring, t5) : previous(ring, t5);
          const [v, w] = isSwap ? [t5, t6] : [t6, t5];
          const further = joined + d[t5 * n + t6]!;
          const closed = further - d[t6 * n + t1]!;
          flip(ring, t2, v);
          flip(ring, w, t3);
          if (isSwap) flip(ring, v, w);
          const gained = closed > 0 ? closed : extend(ring, t1, t6, further, 2);
          if (gained > 0) {
            touched.push(t2, t3, t4, t5, t6);
            return gained;
          }
          if (isSwap) flip(ring, w, v);
          flip(ring, t3, w);
          flip(ring, v, t2);
        }
      }
    }
    return 0;
  };

  return (ring: Ring, queue: Queue) => {
    let gained = 0;
    for (let city = queue.shift(); city >= 0; city = queue.shift()) {
      for (const isForward of [true, false]) {
        // Running the other way is the same tour.
        if (!isForward) ring.backwards = !ring.backwards;
        const other = next(ring, city);
        touched.length = 0;
        const gain = extend(ring, city, other, d[city * n + other]!, 0);
        if (gain === 0) continue;
        gained += gain;
        for (const end of touched) queue.push(end);
        queue.push(other);
        queue.push(city);
        break;
      }
    }
    return gained;
  };
}

/** The search in slices; see `linKernighan`. */
export function linKernighanSteps(task: TourTask, options: TourSearchOptions): Steps<TourSearchResult> {
  requireSymmetric(task, "the search of Lin and Kernighan");
  return iteratedSteps(task, options, "lin-kernighan", { restarts: 300, kicks: 3 * task.n }, createImprove(task));
}

/**
 * Chained Lin and Kernighan: chains of up to 30 exchanges, five, three and two candidates tried at the first levels, and the
 * 3-exchanges that pass through two parts; then kicks by double bridges. 300 starts of 3 n kicks by default.
 *
 * Source: Lin and Kernighan, Operations Research 21(2), 1973; Applegate, Cook and Rohe, "Chained Lin-Kernighan for large
 * traveling salesman problems", INFORMS J. Computing 15(1), 2003.
 * @throws ArgumentError for an option out of range, or distances that depend on the direction.
 * @throws CancelledError when the signal is aborted.
 */
export function linKernighan(task: TourTask, options: TourSearchOptions & StepOptions): TourSearchResult {
  return runSteps(linKernighanSteps(task, options), options);
}
