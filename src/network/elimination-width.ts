import type { HopfieldNetwork } from "./hopfield.ts";

/** Vertices up to which the fill is counted; above, the degree alone chooses. */
const MAX_FILL_SPINS = 200;
const MAX_WIDTH_COUPLINGS = 50_000;

/** An upper bound of the tree width of a network's couplings. */
export interface EliminationWidth {
  readonly width: number;
  readonly method: "min-fill" | "min-degree";
}

/** Pairs of neighbours of v that are not joined, at most `limit`. */
function fillOf(neighbours: readonly Set<number>[], v: number, limit: number): number {
  const list = [...neighbours[v]!];
  let fill = 0;
  for (let p = 0; p < list.length && fill < limit; p++) {
    for (let q = 0; q < p; q++) if (!neighbours[list[p]!]!.has(list[q]!)) fill++;
  }
  return fill;
}

/**
 * Takes out spin after spin, joining its neighbours, the one that joins the fewest pairs first (of a large network the one
 * with the fewest neighbours): the most neighbours that a spin then has is no less than the tree width, to which the
 * cost of exact elimination is exponential. Null above 50 000 couplings, or when joining makes ten times as many.
 *
 * Source: Bodlaender and Koster, "Treewidth computations I: upper bounds", Information and Computation 208, 2010.
 */
export function eliminationWidth({ n, weights }: HopfieldNetwork): EliminationWidth | null {
  const neighbours = Array.from({ length: n }, () => new Set<number>());
  let joined = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (weights[i * n + j] === 0) continue;
      neighbours[i]!.add(j);
      neighbours[j]!.add(i);
      joined++;
    }
    if (joined > MAX_WIDTH_COUPLINGS) return null;
  }
  const method = n <= MAX_FILL_SPINS ? "min-fill" : "min-degree";
  const left = new Set(neighbours.keys());
  let width = 0;
  // Once the spins that are left are no more than the width, no order of theirs adds to it.
  while (left.size > width + 1) {
    let chosen = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const v of left) {
      const cost = method === "min-fill" ? fillOf(neighbours, v, least) : neighbours[v]!.size;
      if (cost >= least) continue;
      least = cost;
      chosen = v;
      if (cost === 0) break;
    }
    const around = [...neighbours[chosen]!];
    width = Math.max(width, around.length);
    left.delete(chosen);
    for (const u of around) {
      neighbours[u]!.delete(chosen);
      for (const v of around) {
        if (v <= u || neighbours[u]!.has(v)) continue;
        neighbours[u]!.add(v);
        neighbours[v]!.add(u);
        joined++;
      }
    }
    if (joined > 10 * MAX_WIDTH_COUPLINGS) return null;
  }
  return { width, method };
}
