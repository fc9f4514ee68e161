/** Which edges (arcs, when distances depend on the direction) every tour of a branch uses, and which none does. */
export interface Fixings {
  /** n*n, row-major: +1 in, -1 out, 0 free; symmetric when edges have no direction. */
  readonly state: Int8Array;
  readonly edges: readonly { readonly edge: readonly [number, number]; readonly isIn: boolean }[];
}

export function fixingsOf(n: number, symmetric: boolean, edges: Fixings["edges"]): Fixings {
  const state = new Int8Array(n * n);
  for (const { edge, isIn } of edges) {
    const [u, v] = edge;
    state[u * n + v] = isIn ? 1 : -1;
    if (symmetric) state[v * n + u] = isIn ? 1 : -1;
  }
  return { state, edges };
}

/**
 * Whether the fixings alone leave no tour: a city with too many edges in or too few that are not out, or a closed path
 * of edges in that misses a city. Not every branch without a tour is found so.
 */
export function leaveNoTour(n: number, symmetric: boolean, { state, edges }: Fixings): boolean {
  const limit = symmetric ? 2 : 1;
  for (let u = 0; u < n; u++) {
    let ins = 0;
    let outs = 0;
    let insTo = 0;
    let outsTo = 0;
    for (let v = 0; v < n; v++) {
      if (v === u) continue;
      if (state[u * n + v] === 1) ins++;
      else if (state[u * n + v] === -1) outs++;
      if (state[v * n + u] === 1) insTo++;
      else if (state[v * n + u] === -1) outsTo++;
    }
    if (ins > limit || insTo > limit || n - 1 - outs < limit || n - 1 - outsTo < limit) return true;
  }
  // With no city of too many edges, the edges in are paths and cycles.
  const root = Int32Array.from({ length: n }, (_, city) => city);
  const find = (city: number): number => {
    let at = city;
    while (root[at] !== at) at = root[at]!;
    return at;
  };
  let joined = 0;
  for (const { edge, isIn } of edges) {
    if (!isIn) continue;
    const [a, b] = [find(edge[0]), find(edge[1])];
    // The edge that closes a tour of all cities is the n-th.
    if (a === b) return joined < n - 1;
    root[a] = b;
    joined++;
  }
  return false;
}
