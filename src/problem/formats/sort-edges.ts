/** Where the same edge stands twice: two positions in the arrays as given, `first` before `again`. */
export interface RepeatedEdge {
  readonly first: number;
  readonly again: number;
}

/** One stable counting pass: `order` sorted by keys[order[i]] in [0, n). */
function countingPass(order: Uint32Array, keys: Uint32Array, n: number): Uint32Array {
  const starts = new Uint32Array(n + 1);
  for (const key of keys) starts[key + 1]!++;
  for (let i = 0; i < n; i++) starts[i + 1]! += starts[i]!;
  const sorted = new Uint32Array(order.length);
  for (const e of order) sorted[starts[keys[e]!]!++] = e;
  return sorted;
}

/**
 * The order that sorts edges by (from, to), and the repeated edge that comes first in the arrays, if any. O(n + m).
 *
 * @param from m vertices in [0, n), each less than its `to`
 * @param to m vertices in [0, n)
 */
export function sortEdges(
  n: number,
  from: Uint32Array,
  to: Uint32Array,
): { readonly order: Uint32Array; readonly repeated: RepeatedEdge | undefined } {
  const identity = Uint32Array.from(from, (_, e) => e);
  const order = countingPass(countingPass(identity, to, n), from, n);
  let repeated: RepeatedEdge | undefined;
  for (let i = 1; i < order.length; i++) {
    const first = order[i - 1]!;
    const again = order[i]!;
    if (from[first] !== from[again] || to[first] !== to[again]) continue;
    if (repeated === undefined || again < repeated.again) repeated = { first, again };
  }
  return { order, repeated };
}
