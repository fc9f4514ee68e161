import type { Random } from "../../../src/core/index.ts";
import type { TourLeaf, TourNode } from "../../../src/reference/index.ts";

export interface Distances {
  readonly n: number;
  readonly distances: ArrayLike<number>;
  readonly symmetric: boolean;
}

/** Every tour from city 0, each direction, with its length: by listing all orders. */
export function allTours({ n, distances }: Distances): { order: number[]; length: number }[] {
  const tours: { order: number[]; length: number }[] = [];
  const extend = (order: number[], length: number): void => {
    const last = order.at(-1)!;
    if (order.length === n) tours.push({ order, length: length + distances[last * n]! });
    for (let v = 1; v < n; v++) {
      if (!order.includes(v)) extend([...order, v], length + distances[last * n + v]!);
    }
  };
  extend([0], 0);
  return tours;
}

export type State = ReadonlyMap<string, boolean>;

const keyOf = ({ symmetric }: Distances, u: number, v: number): string =>
  symmetric && u > v ? `${v} ${u}` : `${u} ${v}`;

/** Whether a tour agrees with the decisions of a branch. */
export function agrees(task: Distances, state: State, order: readonly number[]): boolean {
  const used = new Set(order.map((u, p) => keyOf(task, u, order[(p + 1) % order.length]!)));
  return [...state].every(([edge, taken]) => used.has(edge) === taken);
}

/** The leaf with these potentials, and its bound by the formula, edge by edge. */
function potentialsLeaf(task: Distances, state: State, tail: number[], head: number[]) {
  const { n, distances, symmetric } = task;
  let bound = 0;
  for (let v = 0; v < n; v++) bound += tail[v]! + head[v]!;
  for (let u = 0; u < n; u++) {
    for (let v = 0; v < n; v++) {
      if (v === u || (symmetric && v < u)) continue;
      const cost = distances[u * n + v]! - tail[u]! - head[v]!;
      const taken = state.get(keyOf(task, u, v));
      if (taken === true) bound += cost;
      else if (taken === undefined) bound += Math.min(0, cost);
    }
  }
  const leaf: TourLeaf = symmetric
    ? { leaf: "linear", potentials: tail, subtours: [], combs: [] }
    : { leaf: "linear", potentials: tail, inPotentials: head, subtours: [], combs: [] };
  return { leaf, bound };
}

/** Whether one of the reasons of `TourLeaf` holds, written out over all cities. */
function hasReason(task: Distances, state: State): boolean {
  const { n, symmetric } = task;
  const needed = symmetric ? 2 : 1;
  const taken: [number, number][] = [...state]
    .filter(([, t]) => t)
    .map(([e]) => e.split(" ").map(Number) as [number, number]);
  for (let u = 0; u < n; u++) {
    for (const outwards of symmetric ? [true] : [true, false]) {
      let left = 0;
      let used = 0;
      for (let v = 0; v < n; v++) {
        if (v === u) continue;
        const t = state.get(outwards ? keyOf(task, u, v) : keyOf(task, v, u));
        if (t !== false) left++;
        if (t === true) used++;
      }
      if (left < needed || used > needed) return true;
    }
  }
  // No city has too many: follow the chosen edges from each city until they end or come back.
  for (let start = 0; start < n; start++) {
    let at = start;
    let before = -1;
    for (let steps = 1; steps < n; steps++) {
      const next = taken.find(([a, b]) => (a === at && b !== before) || (symmetric && b === at && a !== before));
      if (next === undefined) break;
      const to = next[0] === at ? next[1] : next[0];
      if (to === start) return true;
      before = symmetric ? at : -1;
      at = to;
    }
  }
  return false;
}

/** A tree that proves that no tour is shorter than `target`; leaves hold potentials found by a few subgradient steps. */
export function tourTree(task: Distances, target: number, random: Random, state: State = new Map()): TourNode {
  const { n, distances, symmetric } = task;
  if (hasReason(task, state)) return { leaf: "infeasible" };
  const tail = new Array<number>(n).fill(0);
  const head = symmetric ? tail : new Array<number>(n).fill(0);
  const longest = Array.from(distances).reduce((a, b) => Math.max(a, b), 1);
  for (let step = 0; step < 80; step++) {
    const { leaf, bound } = potentialsLeaf(task, state, tail, head);
    if (bound > target - 1 + 1e-6) return leaf;
    const out = new Array<number>(n).fill(symmetric ? 2 : 1);
    const into = symmetric ? out : new Array<number>(n).fill(1);
    for (let u = 0; u < n; u++) {
      for (let v = symmetric ? u + 1 : 0; v < n; v++) {
        if (v === u) continue;
        const taken = state.get(keyOf(task, u, v));
        if (taken === false) continue;
        if (taken === true || distances[u * n + v]! - tail[u]! - head[v]! < 0) {
          out[u]!--;
          into[v]!--;
        }
      }
    }
    const length = longest / (2 + step);
    for (let v = 0; v < n; v++) {
      tail[v]! += length * out[v]!;
      if (!symmetric) head[v]! += length * into[v]!;
    }
  }
  const open: [number, number][] = [];
  for (let u = 0; u < n; u++) {
    for (let v = symmetric ? u + 1 : 0; v < n; v++) if (v !== u && !state.has(keyOf(task, u, v))) open.push([u, v]);
  }
  const [u, v] = open[random.integer(open.length)]!;
  const below = (taken: boolean): TourNode =>
    tourTree(task, target, random, new Map(state).set(keyOf(task, u, v), taken));
  return { edge: [u, v], in: below(true), out: below(false) };
}
