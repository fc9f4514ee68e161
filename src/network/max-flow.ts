/**
 * A graph for flows, flat. Arcs come in pairs: arc a and its reverse a ^ 1. `first` (nodes + 1) and `arcs` list the arcs
 * that leave each node.
 */
export interface FlowGraph {
  readonly nodes: number;
  readonly first: Int32Array;
  readonly arcs: Int32Array;
  /** Node that arc a leads to. */
  readonly head: Int32Array;
  /** What arc a can still carry, at least 0; overwritten by `maximiseFlow`. */
  readonly residual: Float64Array;
}

/** Builds the lists of arcs from the nodes that they leave (`tail`) and lead to. */
export function flowGraph(nodes: number, tail: Int32Array, head: Int32Array, residual: Float64Array): FlowGraph {
  const first = new Int32Array(nodes + 1);
  for (const u of tail) first[u + 1]!++;
  for (let u = 0; u < nodes; u++) first[u + 1]! += first[u]!;
  const arcs = new Int32Array(tail.length);
  const next = first.slice();
  for (let a = 0; a < tail.length; a++) arcs[next[tail[a]!]!++] = a;
  return { nodes, first, arcs, head, residual };
}

/** Distance of each node from the source in arcs that can still carry something, -1 where it cannot be reached. */
function levelsInto(level: Int32Array, queue: Int32Array, graph: FlowGraph, source: number): number {
  const { first, arcs, head, residual } = graph;
  level.fill(-1);
  level[source] = 0;
  queue[0] = source;
  let size = 1;
  let looked = 0;
  for (let at = 0; at < size; at++) {
    const u = queue[at]!;
    for (let k = first[u]!; k < first[u + 1]!; k++) {
      looked++;
      const v = head[arcs[k]!]!;
      if (level[v]! >= 0 || !(residual[arcs[k]!]! > 0)) continue;
      level[v] = level[u]! + 1;
      queue[size++] = v;
    }
  }
  return looked;
}

/**
 * Sends as much flow from source to sink as the residuals allow and leaves what is left of them. Exact for integers and
 * other dyadic capacities; for any others it ends too, for each path empties one arc entirely.
 *
 * Source: Dinic, Soviet Math. Doklady 11, 1970.
 *
 * @param budget arcs to look at before giving up
 * @returns the arcs looked at, more than `budget` when it gave up: the flow is then not the largest.
 */
export function maximiseFlow(graph: FlowGraph, source: number, sink: number, budget: number): number {
  const { nodes, first, arcs, head, residual } = graph;
  const level = new Int32Array(nodes);
  const queue = new Int32Array(nodes);
  const next = new Int32Array(nodes);
  const path = new Int32Array(nodes);
  let looked = 0;
  for (;;) {
    looked += levelsInto(level, queue, graph, source);
    if (level[sink]! < 0 || looked > budget) return looked;
    next.set(first.subarray(0, nodes));
    let length = 0;
    let u = source;
    for (;;) {
      if (u === sink) {
        let least = Number.POSITIVE_INFINITY;
        for (let p = 0; p < length; p++) least = Math.min(least, residual[path[p]!]!);
        let empty = length;
        for (let p = length - 1; p >= 0; p--) {
          residual[path[p]!]! -= least;
          residual[path[p]! ^ 1]! += least;
          if (residual[path[p]!]! === 0) empty = p;
        }
        looked += length;
        // On from the tail of the first arc that is now empty.
        length = empty;
        u = head[path[empty]! ^ 1]!;
        continue;
      }
      let advanced = false;
      for (; next[u]! < first[u + 1]!; next[u]!++) {
        looked++;
        const a = arcs[next[u]!]!;
        const v = head[a]!;
        if (level[v] !== level[u]! + 1 || !(residual[a]! > 0)) continue;
        path[length++] = a;
        u = v;
        advanced = true;
        break;
      }
      if (advanced) continue;
      if (length === 0) break;
      // A dead end: nothing reaches the sink from here in this phase.
      level[u] = -1;
      u = head[path[--length]! ^ 1]!;
      if (looked > budget) return looked;
    }
  }
}
