import type { HopfieldNetwork } from "../network/index.ts";

/** Neighbours of each spin, by rising degree. */
function neighbourLists({ n, weights }: HopfieldNetwork): Uint32Array[] {
  const lists = Array.from({ length: n }, (_, i) => {
    const list: number[] = [];
    for (let j = 0; j < n; j++) if (j !== i && weights[i * n + j] !== 0) list.push(j);
    return list;
  });
  return lists.map((list) => Uint32Array.from(list.sort((a, b) => lists[a]!.length - lists[b]!.length || a - b)));
}

/** Spins that can be reached from `start` in breadth-first order; `seen` is marked. */
function breadthFirst(neighbours: readonly Uint32Array[], start: number, seen: Uint8Array): number[] {
  const order = [start];
  seen[start] = 1;
  for (let head = 0; head < order.length; head++) {
    for (const j of neighbours[order[head]!]!) {
      if (seen[j] === 1) continue;
      seen[j] = 1;
      order.push(j);
    }
  }
  return order;
}

/**
 * Order of the spins in which coupled ones stand close together: reverse Cuthill-McKee, each part from a spin at its far end.
 * O(n^2) for the dense matrix that is read.
 *
 * Source: A. George and J. W. H. Liu, Computer Solution of Large Sparse Positive Definite Systems, 1981, chapter 4.
 */
export function reverseCuthillMcKee(network: HopfieldNetwork): Uint32Array {
  const { n } = network;
  const neighbours = neighbourLists(network);
  const seen = new Uint8Array(n);
  const order: number[] = [];
  const byDegree = Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => neighbours[a]!.length - neighbours[b]!.length || a - b,
  );
  for (const first of byDegree) {
    if (seen[first] === 1) continue;
    // Twice the last spin met is nearly as far from the others as any.
    let start = first;
    for (let k = 0; k < 2; k++) start = breadthFirst(neighbours, start, seen.slice()).at(-1)!;
    order.push(...breadthFirst(neighbours, start, seen));
  }
  return Uint32Array.from(order.reverse());
}
