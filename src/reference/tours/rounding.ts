/** Tours from points of the relaxation: the point itself when it is one, else a greedy tour along its heavy edges. */

import { createUnion } from "./support-graph.ts";
import type { Cities } from "./tour-bound.ts";

/** The tour that these edges make when followed from city 0; null when they do not make one. */
export function tourOfEdges(
  { n, symmetric }: Cities,
  edges: readonly (readonly [number, number])[],
): Uint32Array | null {
  if (edges.length !== n) return null;
  const near: number[][] = Array.from({ length: n }, () => []);
  for (const [u, v] of edges) {
    near[u]!.push(v);
    if (symmetric) near[v]!.push(u);
  }
  const tour = new Uint32Array(n);
  const seen = new Uint8Array(n);
  let at = 0;
  for (let p = 0; p < n; p++) {
    tour[p] = at;
    seen[at] = 1;
    const next = near[at]!.find((city) => seen[city] === 0);
    if (next === undefined) return p === n - 1 && near[at]!.includes(0) ? tour : null;
    at = next;
  }
  return null;
}

/** Joins edges to a tour, those of large value first, then short ones. */
export function greedyTour(cities: Cities, values: Float64Array): Uint32Array {
  const { n, distances, symmetric } = cities;
  const order: number[] = [];
  for (let u = 0; u < n; u++) for (let v = symmetric ? u + 1 : 0; v < n; v++) if (u !== v) order.push(u * n + v);
  order.sort((a, b) => values[b]! - values[a]! || distances[a]! - distances[b]! || a - b);
  const out = new Uint8Array(n);
  const into = symmetric ? out : new Uint8Array(n);
  const limit = symmetric ? 2 : 1;
  const { find, unite } = createUnion(n);
  const chosen: [number, number][] = [];
  for (const at of order) {
    const u = Math.floor(at / n);
    const v = at % n;
    if (out[u]! >= limit || into[v]! >= limit) continue;
    // The last edge closes the path of all cities.
    if (find(u) === find(v) && chosen.length < n - 1) continue;
    unite(u, v);
    out[u]!++;
    into[v]!++;
    chosen.push([u, v]);
  }
  return tourOfEdges(cities, chosen)!;
}
