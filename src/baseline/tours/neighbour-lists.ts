import type { TourTask } from "./tour-search.ts";

/** The nearest cities of each city: entries i * k to (i + 1) * k, nearest first. */
export interface NeighbourLists {
  /** Length of a list, at most n - 1. */
  readonly k: number;
  /** Cities by their distance from i: n * k. */
  readonly after: Uint32Array;
  /** Cities by their distance to i: n * k; the same array when distances are symmetric. */
  readonly before: Uint32Array;
}

/** The lists of length `limit` at most. O(n^2 log n). */
export function neighbourLists({ n, distances, symmetric }: TourTask, limit: number): NeighbourLists {
  const k = Math.min(limit, n - 1);
  const listsBy = (distance: (i: number, j: number) => number): Uint32Array => {
    const lists = new Uint32Array(n * k);
    for (let i = 0; i < n; i++) {
      const others = Uint32Array.from({ length: n - 1 }, (_, j) => (j < i ? j : j + 1));
      others.sort((a, b) => distance(i, a) - distance(i, b) || a - b);
      lists.set(others.subarray(0, k), i * k);
    }
    return lists;
  };
  const after = listsBy((i, j) => distances[i * n + j]!);
  const before = symmetric ? after : listsBy((i, j) => distances[j * n + i]!);
  return { k, after, before };
}
