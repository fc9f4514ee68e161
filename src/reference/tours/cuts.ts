/**
 * The inequalities that cut fractional points off: subtour elimination, x(delta(S)) >= 2, and combs with handle H and an
 * odd number k of teeth, x(delta(H)) + sum_t x(delta(T_t)) >= 3 k + 1. When distances depend on the direction, a subtour
 * inequality counts the arcs that leave S, at least 1, and a comb both directions.
 *
 * Source: Groetschel and Padberg, "On the symmetric travelling salesman problem I", Mathematical Programming 16, 1979.
 */

/** A subtour inequality of one set, or a comb: the handle, then the teeth. Each set is sorted. */
export interface Cut {
  readonly sets: readonly (readonly number[])[];
  /** n flags for each set. */
  readonly masks: readonly Uint8Array[];
  readonly rhs: number;
  readonly key: string;
}

function maskOf(n: number, set: readonly number[]): Uint8Array {
  const mask = new Uint8Array(n);
  for (const city of set) mask[city] = 1;
  return mask;
}

/** The cities outside of a sorted set. */
export function complementOf(n: number, set: readonly number[]): number[] {
  const mask = maskOf(n, set);
  return Array.from({ length: n }, (_, city) => city).filter((city) => mask[city] === 0);
}

function build(n: number, sets: readonly (readonly number[])[], rhs: number): Cut {
  const sorted = sets.map((set) => [...set].sort((a, b) => a - b));
  const [handle, ...teeth] = sorted as [number[], ...number[][]];
  teeth.sort((a, b) => a[0]! - b[0]!);
  const ordered = [handle, ...teeth];
  const key = ordered.map((set) => set.join(" ")).join("|");
  return { sets: ordered, masks: ordered.map((set) => maskOf(n, set)), rhs, key };
}

/** The subtour inequality of a set or of its complement, whichever is smaller; null for fewer than 2 cities. */
export function subtourCut(n: number, set: readonly number[], symmetric: boolean): Cut | null {
  if (set.length < 2 || set.length > n - 2) return null;
  const inverse = 2 * set.length > n || (2 * set.length === n && !set.includes(0));
  return build(n, [inverse ? complementOf(n, set) : set], symmetric ? 2 : 1);
}

/** The comb with this handle, or with the complement of it when that is smaller. The teeth must be right for it. */
export function combCut(n: number, handle: readonly number[], teeth: readonly (readonly number[])[]): Cut {
  const inverse = 2 * handle.length > n || (2 * handle.length === n && !handle.includes(0));
  return build(n, [inverse ? complementOf(n, handle) : handle, ...teeth], 3 * teeth.length + 1);
}

/** How often the edge or arc from u to v counts in the cut. */
export function coefficient({ masks }: Cut, u: number, v: number, symmetric: boolean): number {
  const first = masks[0]!;
  if (masks.length === 1 && !symmetric) return first[u] === 1 && first[v] === 0 ? 1 : 0;
  let count = 0;
  for (const mask of masks) if (mask[u] !== mask[v]) count++;
  return count;
}
