import type { HopfieldNetwork } from "../network/index.ts";

/** An order in which to eliminate spins, and what that costs. Plain data. */
export interface EliminationOrder {
  /** n spins, the first to go first. */
  readonly order: readonly number[];
  /** Largest number of spins that one elimination joins: an upper bound of the treewidth. */
  readonly width: number;
  /** Sum of 2^(spins joined) over all eliminations: work and memory. */
  readonly tableEntries: number;
}

/**
 * An elimination order by least fill-in, ties by least degree, then by index; null as soon as one step would join more
 * than `maxWidth` spins. O(n width^3) for sparse networks.
 *
 * Source: Bodlaender and Koster, Inf. Comput. 208, 2010, section 3.1 (GreedyFillIn).
 */
export function eliminationOrder(network: HopfieldNetwork, maxWidth: number): EliminationOrder | null {
  const { n, weights } = network;
  const neighbours: Set<number>[] = Array.from({ length: n }, () => new Set());
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (weights[i * n + j] !== 0) neighbours[i]!.add(j);
  const fillOf = (v: number): number => {
    const around = [...neighbours[v]!];
    let missing = 0;
    for (let a = 0; a < around.length; a++) {
      const known = neighbours[around[a]!]!;
      for (let b = 0; b < a; b++) if (!known.has(around[b]!)) missing++;
    }
    return missing;
  };
  // A vertex of more neighbours than this cannot be eliminated yet, and counting its fill-in is not worth it.
  const fill = Float64Array.from({ length: n }, (_, v) =>
    neighbours[v]!.size > maxWidth ? Number.POSITIVE_INFINITY : fillOf(v),
  );
  const isLeft = new Uint8Array(n).fill(1);
  const order: number[] = [];
  let width = 0;
  let tableEntries = 0;
  while (order.length < n) {
    let best = -1;
    for (let v = 0; v < n; v++) {
      if (isLeft[v] === 0 || neighbours[v]!.size > maxWidth) continue;
      if (
        best < 0 ||
        fill[v]! < fill[best]! ||
        (fill[v] === fill[best] && neighbours[v]!.size < neighbours[best]!.size)
      )
        best = v;
    }
    if (best < 0) return null;
    const around = [...neighbours[best]!];
    const touched = new Set(around);
    for (const a of around) {
      neighbours[a]!.delete(best);
      for (const b of around) {
        if (b >= a || neighbours[a]!.has(b)) continue;
        neighbours[a]!.add(b);
        neighbours[b]!.add(a);
        // Whoever knows both ends has one pair less to join.
        for (const c of neighbours[a]!) if (neighbours[b]!.has(c)) touched.add(c);
      }
    }
    neighbours[best] = new Set();
    isLeft[best] = 0;
    for (const v of touched) fill[v] = neighbours[v]!.size > maxWidth ? Number.POSITIVE_INFINITY : fillOf(v);
    width = Math.max(width, around.length);
    tableEntries += 2 ** around.length;
    order.push(best);
  }
  return { order, width, tableEntries };
}
