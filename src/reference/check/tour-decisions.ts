/** Distances of a tour task: n*n, row-major, whole numbers; the diagonal is not looked at. */
export interface TourTask {
  readonly n: number;
  readonly distances: Float64Array;
  readonly symmetric: boolean;
}

/** Whether an edge or arc is open, in every tour of the branch, or in none. */
export const OPEN = 0;
export const IN = 1;
export const OUT = 2;

/** The decisions of a branch: n*n, row-major, from row to column; an edge stands at both of its places. */
export interface Decisions {
  readonly task: TourTask;
  readonly state: Uint8Array;
  /** The arcs that are in, as indices of `state`; an edge once, from its smaller city. */
  readonly chosen: readonly number[];
}
