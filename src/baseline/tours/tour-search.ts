import { ArgumentError, requireFinite, requireInteger } from "../../core/index.ts";

/** Distances between cities. */
export interface TourTask {
  /** Number of cities, 3 or more. */
  readonly n: number;
  /** n*n, row-major, from row to column; the diagonal is not looked at. */
  readonly distances: Float64Array;
  /** Whether d(i, j) = d(j, i) for all pairs. */
  readonly symmetric: boolean;
}

/** What all searches over tours take. */
export interface TourSearchOptions {
  readonly seed: number;
  /** Independent starts. */
  readonly restarts?: number;
  /** Kicks a start: jumps out of a tour that no move shortens. */
  readonly kicks?: number;
  /** Stops as soon as a tour this short is met. */
  readonly targetLength?: number;
  /** Called with each tour that is shorter than all before. */
  readonly onIncumbent?: (incumbent: TourIncumbent) => void;
}

/** A shortest tour so far. Plain data. */
export interface TourIncumbent {
  readonly length: number;
  /** The order of the cities: n. */
  readonly tour: Uint32Array;
  /** Starts and kicks made until then. */
  readonly sweeps: number;
}

/** The shortest tour met. Plain data. */
export interface TourSearchResult extends TourIncumbent {
  /** Starts that were run. */
  readonly restarts: number;
}

/** The options with a method's defaults. @throws ArgumentError for one out of range, or distances that are none. */
export function requireTourSearch(
  task: TourTask,
  options: TourSearchOptions,
  restarts: number,
  kicks: number,
): { seed: number; restarts: number; kicks: number; target: number } {
  requireInteger("n", task.n, 3);
  requireFinite("distances", task.distances, task.n ** 2);
  const found = { restarts, kicks, ...options };
  requireInteger("seed", found.seed, Number.MIN_SAFE_INTEGER);
  requireInteger("restarts", found.restarts, 1, 2 ** 30);
  requireInteger("kicks", found.kicks, 0, 2 ** 30);
  return { ...found, target: options.targetLength ?? Number.NEGATIVE_INFINITY };
}

/** @throws ArgumentError when distances depend on the direction, which moves that turn stretches around cannot bear. */
export function requireSymmetric({ symmetric }: TourTask, method: string): void {
  if (symmetric) return;
  throw new ArgumentError(`${method} turns stretches of the tour around`, {
    code: "argument.asymmetric",
    received: "distances that depend on the direction",
    expected: "symmetric distances, or another method (segment insertion)",
  });
}

/** Length of a closed tour. */
export function lengthOfTour({ n, distances }: TourTask, tour: ArrayLike<number>): number {
  let length = distances[tour[n - 1]! * n + tour[0]!]!;
  for (let p = 1; p < n; p++) length += distances[tour[p - 1]! * n + tour[p]!]!;
  return length;
}

/** Keeps the shortest of the tours that a search offers. */
export interface ShortestKept {
  length: number;
  readonly tour: Uint32Array;
  /** Takes a copy of a tour of this length when it is shorter. */
  offer(tour: ArrayLike<number>, length: number, sweeps: number): void;
}

/** A keeper without a tour; `length` is infinite until the first offer. */
export function keepShortest({ n }: TourTask, options: TourSearchOptions): ShortestKept {
  const best: ShortestKept = {
    length: Number.POSITIVE_INFINITY,
    tour: new Uint32Array(n),
    offer(tour, length, sweeps) {
      if (length >= best.length) return;
      best.length = length;
      best.tour.set(tour);
      options.onIncumbent?.({ length, tour: best.tour.slice(), sweeps });
    },
  };
  return best;
}
