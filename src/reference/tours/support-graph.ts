/** The edges that a fractional point uses, as an undirected graph; both directions of an arc are added up. */
export interface SupportGraph {
  readonly n: number;
  /** Ends and values of the edges, values above SUPPORT_TOLERANCE. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly value: Float64Array;
  /** n*n, row-major, symmetric: the value of each pair of cities. */
  readonly matrix: Float64Array;
}

/** Values no larger than this count as 0: the solver's own feasibility tolerance is 1e-7. */
export const SUPPORT_TOLERANCE = 1e-6;

export function supportGraph(
  n: number,
  tails: readonly number[],
  heads: readonly number[],
  x: ArrayLike<number>,
): SupportGraph {
  const matrix = new Float64Array(n * n);
  for (let e = 0; e < tails.length; e++) {
    if (x[e]! <= SUPPORT_TOLERANCE) continue;
    matrix[tails[e]! * n + heads[e]!]! += x[e]!;
    matrix[heads[e]! * n + tails[e]!]! += x[e]!;
  }
  const from: number[] = [];
  const to: number[] = [];
  const value: number[] = [];
  for (let u = 0; u < n; u++) {
    for (let v = u + 1; v < n; v++) {
      if (matrix[u * n + v]! <= SUPPORT_TOLERANCE) continue;
      from.push(u);
      to.push(v);
      value.push(matrix[u * n + v]!);
    }
  }
  return { n, from: Int32Array.from(from), to: Int32Array.from(to), value: Float64Array.from(value), matrix };
}

/** The value of the edges that leave the flagged cities. */
export function cutValue({ from, to, value }: SupportGraph, mask: Uint8Array): number {
  let sum = 0;
  for (let e = 0; e < from.length; e++) if (mask[from[e]!] !== mask[to[e]!]) sum += value[e]!;
  return sum;
}

/** Disjoint sets of 0..n-1 with path halving. */
export function createUnion(n: number): { find: (i: number) => number; unite: (i: number, j: number) => void } {
  const parent = Int32Array.from({ length: n }, (_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  return {
    find,
    unite: (i, j) => {
      parent[find(j)] = find(i);
    },
  };
}

/** The members of each class, classes in order of their first member. */
export function classesOf(n: number, find: (i: number) => number): number[][] {
  const classes = new Map<number, number[]>();
  for (let i = 0; i < n; i++) {
    const root = find(i);
    const members = classes.get(root);
    if (members === undefined) classes.set(root, [i]);
    else members.push(i);
  }
  return [...classes.values()];
}
