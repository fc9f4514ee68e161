import { ArgumentError, requireFinite, requireInteger } from "../core/index.ts";
import { type EdgeList, MAX_TOTAL_WEIGHT, MAX_VERTICES } from "./formats/edge-list.ts";
import { sortEdges } from "./formats/sort-edges.ts";

/** @throws ArgumentError unless edge e joins two different vertices of [0, n). */
export function requireEdge(e: number, from: ArrayLike<number>, to: ArrayLike<number>, n: number): void {
  requireInteger(`from[${e}]`, from[e]!, 0, n - 1);
  requireInteger(`to[${e}]`, to[e]!, 0, n - 1);
  if (from[e] === to[e]) {
    throw new ArgumentError(`edge ${e} joins a vertex to itself`, {
      code: "problem.self-loop",
      received: `${from[e]} ${to[e]}`,
      expected: "two different vertices",
    });
  }
}

/**
 * Edges in any order and either direction as an edge list: sorted, from < to, and -0 becomes 0.
 *
 * @param from m vertices in [0, n)
 * @param to m vertices in [0, n)
 * @param weights m finite numbers
 * @throws ArgumentError for a size, vertex or weight out of range, a self-loop or a repeated edge.
 */
export function createEdgeList(
  n: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  weights: ArrayLike<number>,
): EdgeList {
  requireInteger("n", n, 1, MAX_VERTICES);
  const m = from.length;
  requireFinite("to", to, m);
  requireFinite("weights", weights, m);
  const low = new Uint32Array(m);
  const high = new Uint32Array(m);
  let total = 0;
  for (let e = 0; e < m; e++) {
    requireEdge(e, from, to, n);
    low[e] = Math.min(from[e]!, to[e]!);
    high[e] = Math.max(from[e]!, to[e]!);
    total += Math.abs(weights[e]!);
  }
  requireTotal(total);
  const { order, repeated } = sortEdges(n, low, high);
  if (repeated !== undefined) {
    throw new ArgumentError(`edge ${repeated.again} repeats edge ${repeated.first}`, {
      code: "problem.duplicate-edge",
      received: `${from[repeated.again]} ${to[repeated.again]}`,
      expected: "each edge once",
    });
  }
  return {
    n,
    from: Uint32Array.from(order, (e) => low[e]!),
    to: Uint32Array.from(order, (e) => high[e]!),
    weights: Float64Array.from(order, (e) => weights[e]! + 0),
  };
}

/** @throws ArgumentError when magnitudes that sum to `total` could overflow in an energy. */
export function requireTotal(total: number): void {
  requireFinite("sum of |weights|", [total <= MAX_TOTAL_WEIGHT ? total : Number.POSITIVE_INFINITY], 1);
}
