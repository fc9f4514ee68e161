/**
 * Sets of cities that too little leaves: the exact separation of subtour inequalities. Connected components first; a
 * connected graph is shrunk along edges that no smaller cut can cross, and its minimum cut found by maximum adjacency
 * orders, each of which ends with the least cut between its last two nodes.
 *
 * Source: Padberg and Rinaldi, "An efficient algorithm for the minimum capacity cut problem", Mathematical Programming
 * 47, 1990; Stoer and Wagner, "A simple min-cut algorithm", J. ACM 44(4), 1997.
 */

import { classesOf, createUnion, type SupportGraph } from "./support-graph.ts";

/** A cut below 2 by less than this is not worth an inequality; the solver's tolerance is far below. */
const VIOLATION = 1e-4;
/** An edge of this value or more counts as whole. */
const WHOLE = 1 - 1e-6;

export interface SmallCuts {
  /** Sets that less than 2 leaves, one of them the least of all. */
  readonly violated: number[][];
  /** Sets met on the way that less than 3 leaves, for the teeth of combs. */
  readonly nearlyTight: number[][];
}

export function smallCuts(graph: SupportGraph): SmallCuts {
  const { n, from, to, value } = graph;
  const whole = createUnion(n);
  const joined = createUnion(n);
  for (let e = 0; e < from.length; e++) {
    joined.unite(from[e]!, to[e]!);
    if (value[e]! >= WHOLE) whole.unite(from[e]!, to[e]!);
  }
  const components = classesOf(n, joined.find);
  if (components.length > 1) return { violated: components, nearlyTight: [] };
  // A path of whole edges: a cut across it has at least the value of one beside it.
  const members = classesOf(n, whole.find);
  const nodes = members.length;
  const weight = new Float64Array(nodes * nodes);
  const nodeOf = new Int32Array(n);
  members.forEach((cities, node) => {
    for (const city of cities) nodeOf[city] = node;
  });
  for (let e = 0; e < from.length; e++) {
    const a = nodeOf[from[e]!]!;
    const b = nodeOf[to[e]!]!;
    if (a === b) continue;
    weight[a * nodes + b]! += value[e]!;
    weight[b * nodes + a]! += value[e]!;
  }
  const found: SmallCuts = { violated: [], nearlyTight: [] };
  const alive = Array.from({ length: nodes }, (_, node) => node);
  const adjacency = new Float64Array(nodes);
  const note = (set: readonly number[], cut: number): void => {
    if (set.length < 2 || set.length > n - 2) return;
    if (cut < 2 - VIOLATION) found.violated.push([...set]);
    else if (cut < 3 - VIOLATION) found.nearlyTight.push([...set]);
  };
  for (const cities of members) {
    if (cities.length > 1) note(cities, degree(weight, nodes, nodeOf[cities[0]!]!));
  }
  while (alive.length > 1) {
    for (const node of alive) adjacency[node] = 0;
    let previous = -1;
    let last = -1;
    const open = alive.slice();
    while (open.length > 0) {
      let best = 0;
      for (let p = 1; p < open.length; p++) if (adjacency[open[p]!]! > adjacency[open[best]!]!) best = p;
      previous = last;
      last = open[best]!;
      open[best] = open.at(-1)!;
      open.pop();
      const row = last * nodes;
      for (const node of open) adjacency[node]! += weight[row + node]!;
    }
    note(members[last]!, adjacency[last]!);
    members[previous]!.push(...members[last]!);
    for (const node of alive) {
      weight[previous * nodes + node]! += weight[last * nodes + node]!;
      weight[node * nodes + previous] = weight[previous * nodes + node]!;
    }
    weight[previous * nodes + previous] = 0;
    alive.splice(alive.indexOf(last), 1);
  }
  return found;
}

function degree(weight: Float64Array, nodes: number, node: number): number {
  let sum = 0;
  for (let other = 0; other < nodes; other++) sum += weight[node * nodes + other]!;
  return sum;
}
