import { type Decisions, IN, OUT } from "./tour-decisions.ts";

/**
 * Why the decisions leave no tour, or null when none of these reasons holds. Symmetric: a city has fewer than 2 edges that
 * are not out, or more than 2 that are in. Asymmetric: a city has no arc out (in) left, or more than one that is in.
 * Both: edges that are in close a tour of fewer than n cities. O(n^2).
 */
export function infeasibleReason({ task, state, chosen }: Decisions): string | null {
  const { n, symmetric } = task;
  const needed = symmetric ? 2 : 1;
  for (const [stride, step, word] of [
    [n, 1, symmetric ? "edges" : "arcs out"],
    [1, n, "arcs in"],
  ] as const) {
    for (let u = 0; u < n; u++) {
      let left = 0;
      let taken = 0;
      for (let v = 0; v < n; v++) {
        if (v === u) continue;
        const value = state[u * stride + v * step]!;
        if (value !== OUT) left++;
        if (value === IN) taken++;
      }
      if (left < needed) return `city ${u} has ${left} ${word} left`;
      if (taken > needed) return `city ${u} has ${taken} ${word} chosen`;
    }
    if (symmetric) break;
  }
  return closesEarly(n, chosen) ? "the edges chosen close a tour of fewer cities" : null;
}

/**
 * Whether edges that no city has too many of hold a cycle of fewer than n cities: joining the ends of a path to itself
 * closes one, and only the n-th edge may.
 */
function closesEarly(n: number, chosen: readonly number[]): boolean {
  const parent = Int32Array.from({ length: n }, (_, u) => u);
  const size = new Int32Array(n).fill(1);
  const root = (u: number): number => {
    let r = u;
    while (parent[r] !== r) {
      parent[r] = parent[parent[r]!]!;
      r = parent[r]!;
    }
    return r;
  };
  for (const arc of chosen) {
    const a = root(Math.floor(arc / n));
    const b = root(arc % n);
    if (a === b) {
      if (size[a]! < n) return true;
    } else {
      parent[a] = b;
      size[b]! += size[a]!;
    }
  }
  return false;
}
