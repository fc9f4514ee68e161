import { createRandom, runSteps, type StepOptions, type Steps, shuffle } from "../../core/index.ts";
import {
  keepShortest,
  lengthOfTour,
  requireTourSearch,
  type TourSearchOptions,
  type TourSearchResult,
  type TourTask,
} from "./tour-search.ts";

/** Distances looked at between two yields: some tens of milliseconds. */
const SLICE_WORK = 1e7;

/** From `first` always on to the nearest city that is left, into `tour` (n). O(n^2). */
export function nearestNeighbourInto(tour: Uint32Array, { n, distances }: TourTask, first: number): void {
  for (let p = 0; p < n; p++) tour[p] = p;
  tour[0] = first;
  tour[first] = 0;
  for (let p = 1; p < n; p++) {
    const row = tour[p - 1]! * n;
    let nearest = p;
    for (let q = p + 1; q < n; q++) {
      if (distances[row + tour[q]!]! < distances[row + tour[nearest]!]!) nearest = q;
    }
    const kept = tour[p]!;
    tour[p] = tour[nearest]!;
    tour[nearest] = kept;
  }
}

/** The search in slices; see `nearestNeighbourTour`. */
export function* nearestNeighbourSteps(
  task: TourTask,
  options: Omit<TourSearchOptions, "kicks">,
): Steps<TourSearchResult> {
  const { n } = task;
  const { seed, restarts, target } = requireTourSearch(task, options, n, 0);
  const best = keepShortest(task, options);
  const tour = new Uint32Array(n);
  const firsts = shuffle(
    Uint32Array.from({ length: n }, (_, city) => city),
    createRandom(seed, "nearest neighbour"),
  );
  const slice = Math.max(1, Math.floor(SLICE_WORK / (n * n)));
  const total = Math.min(n, restarts);
  let started = 0;
  while (started < total && best.length > target) {
    nearestNeighbourInto(tour, task, firsts[started]!);
    started++;
    best.offer(tour, lengthOfTour(task, tour), started);
    if (started % slice === 0) yield { stage: "tour", done: started, total };
  }
  yield { stage: "tour", done: started, total, note: `best length ${best.length}` };
  return { length: best.length, tour: best.tour, sweeps: started, restarts: started };
}

/**
 * Nearest neighbour tours, each from a city of its own; the best of all n by default.
 * @throws ArgumentError for an option out of range.
 * @throws CancelledError when the signal is aborted.
 */
export function nearestNeighbourTour(
  task: TourTask,
  options: Omit<TourSearchOptions, "kicks"> & StepOptions,
): TourSearchResult {
  return runSteps(nearestNeighbourSteps(task, options), options);
}
