/**
 * Odd cuts of a graph whose nodes have degree 2, the separation of blossom inequalities: for a handle H and an odd set F
 * of edges leaving it, x(delta(H) - F) + sum_F (1 - x_e) >= 1. With capacities min(x, 1 - x) the handles to look at are
 * minimum cuts between pairs of nodes; a tree of n - 1 of them is tried, in each component of the fractional edges, and
 * the components themselves.
 *
 * Source: Letchford, Reinelt and Theis, "Odd minimum cut sets and b-matchings revisited", SIAM J. Discrete Mathematics
 * 22(4), 2008; Gusfield, "Very simple methods for all pairs network flow analysis", SIAM J. Computing 19(1), 1990.
 */

import { createUnion } from "./support-graph.ts";

export interface NodeGraph {
  readonly nodes: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly value: readonly number[];
}

export interface OddCut {
  readonly handle: readonly number[];
  /** Edges of F, as indices; no two of them share a node. */
  readonly teeth: readonly number[];
}

/** Edges this close to 0 or 1 are not fractional. */
const WHOLE = 1e-6;
/** An odd cut of at least 1 - this is not violated. */
const VIOLATION = 1e-3;

const capacityOf = (x: number): number => (x <= WHOLE || x >= 1 - WHOLE ? 0 : Math.min(x, 1 - x));

/** A violated odd cut with this handle and the best F, or null. `inside` (nodes flags) is changed to fit the teeth. */
function oddCutOf(graph: NodeGraph, inside: Uint8Array): OddCut | null {
  const { from, to, value } = graph;
  let total = 0;
  let chosen: number[] = [];
  let toggle = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let e = 0; e < from.length; e++) {
    if (inside[from[e]!] === inside[to[e]!]) continue;
    const x = Math.min(1, value[e]!);
    total += Math.min(x, 1 - x);
    if (x > 0.5) chosen.push(e);
    if (Math.abs(1 - 2 * x) < least) {
      least = Math.abs(1 - 2 * x);
      toggle = e;
    }
  }
  if (chosen.length % 2 === 0) {
    if (toggle < 0) return null;
    total += least;
    chosen = chosen.includes(toggle) ? chosen.filter((e) => e !== toggle) : [...chosen, toggle];
  }
  if (total >= 1 - VIOLATION) return null;
  // Two teeth at one node: with the node on the other side both are gone, and the inequality holds no worse.
  for (let merged = true; merged; ) {
    merged = false;
    const toothAt = new Map<number, number>();
    for (const e of chosen) {
      for (const node of [from[e]!, to[e]!]) {
        const other = toothAt.get(node);
        if (other === undefined) {
          toothAt.set(node, e);
          continue;
        }
        inside[node] = 1 - inside[node]!;
        chosen = chosen.filter((f) => f !== e && f !== other);
        merged = true;
        break;
      }
      if (merged) break;
    }
  }
  if (chosen.length < 3) return null;
  const handle = Array.from(inside.keys()).filter((node) => inside[node] === 1);
  return { handle, teeth: chosen };
}

/** Minimum cuts by augmenting paths, over the fractional edges of a graph. */
function createMinimumCut(graph: NodeGraph): (source: number, sink: number) => Uint8Array {
  const { nodes, from, to, value } = graph;
  const arcsOf: number[][] = Array.from({ length: nodes }, () => []);
  const heads: number[] = [];
  const capacity: number[] = [];
  for (let e = 0; e < from.length; e++) {
    const c = capacityOf(value[e]!);
    if (c === 0) continue;
    arcsOf[from[e]!]!.push(heads.length);
    arcsOf[to[e]!]!.push(heads.length + 1);
    heads.push(to[e]!, from[e]!);
    capacity.push(c, c);
  }
  const residual = new Float64Array(capacity.length);
  const through = new Int32Array(nodes);
  const queue = new Int32Array(nodes);
  return (source, sink) => {
    residual.set(capacity);
    for (;;) {
      through.fill(-1);
      through[source] = -2;
      queue[0] = source;
      let end = 1;
      for (let head = 0; head < end && through[sink] === -1; head++) {
        for (const arc of arcsOf[queue[head]!]!) {
          const next = heads[arc]!;
          if (through[next] !== -1 || residual[arc]! <= WHOLE) continue;
          through[next] = arc;
          queue[end++] = next;
        }
      }
      if (through[sink] === -1) return Uint8Array.from(through, (arc) => (arc === -1 ? 0 : 1));
      let flow = Number.POSITIVE_INFINITY;
      for (let at = sink; at !== source; at = heads[through[at]! ^ 1]!) flow = Math.min(flow, residual[through[at]!]!);
      for (let at = sink; at !== source; at = heads[through[at]! ^ 1]!) {
        residual[through[at]!]! -= flow;
        residual[through[at]! ^ 1]! += flow;
      }
    }
  };
}

/** Violated odd cuts, and every handle that was looked at. */
export function oddCuts(graph: NodeGraph): { readonly cuts: OddCut[]; readonly handles: Uint8Array[] } {
  const { nodes, from, to, value } = graph;
  const union = createUnion(nodes);
  for (let e = 0; e < from.length; e++) if (capacityOf(value[e]!) > 0) union.unite(from[e]!, to[e]!);
  const components = new Map<number, number[]>();
  for (let node = 0; node < nodes; node++) {
    const root = union.find(node);
    components.set(root, [...(components.get(root) ?? []), node]);
  }
  const minimumCut = createMinimumCut(graph);
  const cuts: OddCut[] = [];
  const handles: Uint8Array[] = [];
  const look = (inside: Uint8Array): void => {
    handles.push(inside.slice());
    const cut = oddCutOf(graph, inside);
    if (cut !== null) cuts.push(cut);
  };
  for (const component of components.values()) {
    if (component.length < 3) continue;
    const whole = new Uint8Array(nodes);
    for (const node of component) whole[node] = 1;
    look(whole);
    const parent = new Int32Array(component.length);
    for (let i = 1; i < component.length; i++) {
      const side = minimumCut(component[i]!, component[parent[i]!]!);
      for (let j = i + 1; j < component.length; j++) {
        if (parent[j] === parent[i] && side[component[j]!] === 1) parent[j] = i;
      }
      look(side);
    }
  }
  return { cuts, handles };
}
