import { type FlowGraph, flowGraph, maximiseFlow } from "./max-flow.ts";

/** What roof duality says of each spin: its value where it is persistent, else 0. */
export interface Persistency {
  /** Values that every state of lowest energy has: n. */
  readonly strong: Int8Array;
  /** Values that some state of lowest energy has, all of them together and with the strong ones; n. */
  readonly weak: Int8Array;
  /** Arcs of the flow graph that were looked at; more than the budget when the flow was given up, and nothing is known. */
  readonly looked: number;
}

/** Couplings as a list of pairs; the bias is passed as couplings to spin n, which is always +1. */
export interface CouplingList {
  readonly n: number;
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

/**
 * The double cover of a network: node 2i says that spin i is +1, node 2i + 1 that it is -1. A coupling w joins the nodes
 * that agree with it by an edge of capacity |w|, once on each sheet, so that the arcs 4k .. 4k + 3 belong to coupling k
 * and arc a ^ 3 is the mirror of arc a (other sheet, other direction).
 */
function doubleCover({ n, from, to, weights }: CouplingList): FlowGraph {
  const count = 4 * weights.length;
  const tail = new Int32Array(count);
  const head = new Int32Array(count);
  const residual = new Float64Array(count);
  for (let k = 0; k < weights.length; k++) {
    const u = 2 * from[k]!;
    const v = 2 * to[k]! + (weights[k]! < 0 ? 1 : 0);
    for (let sheet = 0; sheet < 2; sheet++) {
      const a = 4 * k + 2 * sheet;
      tail[a] = head[a + 1] = u ^ sheet;
      head[a] = tail[a + 1] = v ^ sheet;
    }
    residual.fill(Math.abs(weights[k]!), 4 * k, 4 * k + 4);
  }
  return flowGraph(2 * n + 2, tail, head, residual);
}

/** Whether an arc or its mirror can still carry something: the residual graph of the flow averaged with its mirror. */
const isOpen = ({ residual }: FlowGraph, a: number): boolean => residual[a]! > 0 || residual[a ^ 3]! > 0;

/** Nodes that open arcs lead to from `source`. */
function reachable(graph: FlowGraph, source: number): Uint8Array {
  const { nodes, first, arcs, head } = graph;
  const seen = new Uint8Array(nodes);
  const stack = [source];
  seen[source] = 1;
  for (let u = stack.pop(); u !== undefined; u = stack.pop()) {
    for (let k = first[u]!; k < first[u + 1]!; k++) {
      const v = head[arcs[k]!]!;
      if (seen[v] === 1 || !isOpen(graph, arcs[k]!)) continue;
      seen[v] = 1;
      stack.push(v);
    }
  }
  return seen;
}

/**
 * Strongly connected parts of the open arcs; a part's number is smaller than those of the parts that lead to it.
 * Source: Tarjan, SIAM J. Comput. 1, 1972.
 */
function connectedParts(graph: FlowGraph): { readonly count: number; readonly partOf: Int32Array } {
  const { nodes, first, arcs, head } = graph;
  const partOf = new Int32Array(nodes).fill(-1);
  const order = new Int32Array(nodes).fill(-1);
  const low = new Int32Array(nodes);
  const next = first.slice(0, nodes);
  const open: number[] = [];
  const stack: number[] = [];
  let time = 0;
  let count = 0;
  for (let root = 0; root < nodes; root++) {
    if (order[root]! >= 0) continue;
    stack.push(root);
    while (stack.length > 0) {
      const u = stack[stack.length - 1]!;
      if (order[u]! < 0) {
        order[u] = low[u] = time++;
        open.push(u);
      }
      let child = -1;
      for (; child < 0 && next[u]! < first[u + 1]!; next[u]!++) {
        const a = arcs[next[u]!]!;
        const v = head[a]!;
        if (!isOpen(graph, a) || partOf[v]! >= 0) continue;
        if (order[v]! < 0) child = v;
        else low[u] = Math.min(low[u]!, order[v]!);
      }
      if (child >= 0) {
        stack.push(child);
        continue;
      }
      stack.pop();
      const parent = stack[stack.length - 1];
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[u]!);
      if (low[u] !== order[u]) continue;
      for (let v = open.pop()!; ; v = open.pop()!) {
        partOf[v] = count;
        if (v === u) break;
      }
      count++;
    }
  }
  return { count, partOf };
}

/**
 * Takes parts that lead nowhere but to parts taken, and whose mirrors are not taken: no open arc leaves the nodes taken,
 * so that giving every spin its value there never raises the energy.
 */
function weakValues(graph: FlowGraph, n: number, strong: Int8Array): Int8Array {
  const { nodes, first, arcs, head } = graph;
  const { count, partOf } = connectedParts(graph);
  const members: number[][] = Array.from({ length: count }, () => []);
  for (let u = 0; u < nodes; u++) members[partOf[u]!]!.push(u);
  const taken = new Uint8Array(count);
  const weak = strong.slice();
  const spinAt = (u: number): number => 1 - 2 * (u & 1);
  for (let part = 0; part < count; part++) {
    const fits = members[part]!.every((u) => {
      if (partOf[u ^ 1] === part || taken[partOf[u ^ 1]!] === 1) return false;
      if (u >> 1 < n && strong[u >> 1] === -spinAt(u)) return false;
      // By the symmetry of the sheets this follows from the above, but for residuals that only rounding left.
      for (let k = first[u]!; k < first[u + 1]!; k++) {
        const target = partOf[head[arcs[k]!]!]!;
        if (target !== part && taken[target] === 0 && isOpen(graph, arcs[k]!)) return false;
      }
      // The sink says that the spin which is always +1 is -1.
      return u !== 2 * n + 1;
    });
    if (!fits) continue;
    taken[part] = 1;
    for (const u of members[part]!) if (u >> 1 < n) weak[u >> 1] = spinAt(u);
  }
  return weak;
}

/**
 * Roof duality: a largest flow from "the constant spin is +1" to "it is -1" on the double cover. A spin whose node the
 * source still reaches has that value in every ground state; the values that the strongly connected parts of the residual
 * graph allow together are those of some ground state. Without a bias there is nothing to flow, and the second says that a
 * connected part without frustration is solved.
 *
 * Source: Boros and Hammer, Discrete Applied Mathematics 123, 2002, section 5; the symmetric flow after Kolmogorov and
 * Rother, IEEE TPAMI 29(7), 2007.
 *
 * @param budget arcs to look at before giving up
 */
export function roofDuality(couplings: CouplingList, budget: number): Persistency {
  const { n } = couplings;
  const graph = doubleCover(couplings);
  const source = 2 * n;
  const strong = new Int8Array(n);
  const looked = maximiseFlow(graph, source, source + 1, budget);
  if (looked > budget) return { strong, weak: strong.slice(), looked };
  const reached = reachable(graph, source);
  for (let i = 0; i < n; i++) {
    // Both sheets at once can only come from rounding: then nothing is said of the spin.
    strong[i] = reached[2 * i]! - reached[2 * i + 1]!;
  }
  return { strong, weak: weakValues(graph, n, strong), looked };
}
