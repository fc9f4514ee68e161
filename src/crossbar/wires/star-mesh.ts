import { ArgumentError } from "../../core/index.ts";
import { createMeshFront, MESH_GROUP } from "../../linalg/index.ts";

/** Resistors between numbered nodes. Plain data. */
export interface ResistorNetwork {
  readonly nodes: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** 0 for no connection, Infinity for a connection without resistance. */
  readonly siemens: Float64Array;
  /** Nodes that stay, ground among them where there is one. */
  readonly terminals: Int32Array;
}

/** Neighbours of every node, compressed. */
interface Graph {
  readonly start: Int32Array;
  readonly neighbour: Int32Array;
  readonly siemens: Float64Array;
}

/** An order of the nodes that go, with what it costs. */
interface Order {
  readonly nodes: Int32Array;
  /** Rows that are alive at a time at most, terminals not counted. */
  readonly width: number;
  readonly cost: number;
}

/**
 * Eliminates all nodes but the terminals: the conductance between every two terminals that leaves their currents what they
 * were. terminals * terminals, symmetric, zero diagonal, siemens.
 *
 * A node that goes turns its star of conductances g_a into a mesh g_a g_b / sum g. Nothing is ever subtracted, so that
 * each conductance is exact to some roundoffs, whatever the ratio of wires to devices. Nodes go level by level of their distance
 * from some terminals, in the cheapest of a few such orders; only the rows of the nodes at the edge of what has gone are kept, dense.
 * A grid of m lines by a longer side l costs about l m (m + terminals)^2 / 2 multiplications.
 *
 * @param roots lists of terminals that orders may start from; default: each half of the terminals
 * @throws ArgumentError for terminals joined without resistance
 * Source: Rosen, Bull. Am. Math. Soc. 30, 372 (1924) (star and mesh); Irons, Int. J. Numer. Meth. Eng. 2, 5 (1970) (front).
 */
export function eliminateNodes(network: ResistorNetwork, roots?: readonly Int32Array[]): Float64Array {
  const { terminals } = network;
  const place = joinNodes(network);
  const merged = { ...network, from: network.from.map((v) => place[v]!), to: network.to.map((v) => place[v]!) };
  const graph = createGraph(merged);
  const terminalOf = new Int32Array(network.nodes).fill(-1);
  for (let k = 0; k < terminals.length; k++) terminalOf[terminals[k]!] = k;
  const half = terminals.length >> 1;
  const starts = roots ?? [terminals.subarray(0, half), terminals.subarray(half)];
  let best: Order | undefined;
  for (const start of starts) {
    for (const order of levelOrders(graph, terminalOf, start)) {
      if (best === undefined || order.cost < best.cost) best = order;
    }
  }
  return eliminateInOrder(graph, terminalOf, terminals.length, best ?? { nodes: new Int32Array(0), width: 0, cost: 0 });
}

/** For each node the one that stands for all that are joined to it without resistance: a terminal where there is one. */
function joinNodes({ nodes, from, to, siemens, terminals }: ResistorNetwork): Int32Array {
  const parent = Int32Array.from({ length: nodes }, (_, v) => v);
  const isTerminal = new Uint8Array(nodes);
  for (const v of terminals) isTerminal[v] = 1;
  const find = (v: number): number => {
    let root = v;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };
  for (let k = 0; k < siemens.length; k++) {
    if (siemens[k] !== Number.POSITIVE_INFINITY) continue;
    const [a, b] = [find(from[k]!), find(to[k]!)];
    if (a === b) continue;
    if (isTerminal[a] === 1 && isTerminal[b] === 1) {
      throw new ArgumentError("a path without resistance joins two terminals", {
        code: "wires.loop",
        received: `terminals at nodes ${a} and ${b}`,
        expected: "some resistance between terminals, or their currents are not determined",
      });
    }
    if (isTerminal[a] === 1) parent[b] = a;
    else parent[a] = b;
  }
  for (let v = 0; v < nodes; v++) parent[v] = find(v);
  return parent;
}

function createGraph({ nodes, from, to, siemens }: ResistorNetwork): Graph {
  const counts = (k: number) => siemens[k]! > 0 && siemens[k]! < Number.POSITIVE_INFINITY && from[k] !== to[k];
  const start = new Int32Array(nodes + 1);
  for (let k = 0; k < siemens.length; k++) {
    if (!counts(k)) continue;
    start[from[k]! + 1]!++;
    start[to[k]! + 1]!++;
  }
  for (let v = 0; v < nodes; v++) start[v + 1]! += start[v]!;
  const next = start.slice();
  const neighbour = new Int32Array(start[nodes]!);
  const values = new Float64Array(start[nodes]!);
  for (let k = 0; k < siemens.length; k++) {
    if (!counts(k)) continue;
    const [a, b] = [from[k]!, to[k]!];
    neighbour[next[a]!] = b;
    values[next[a]!++] = siemens[k]!;
    neighbour[next[b]!] = a;
    values[next[b]!++] = siemens[k]!;
  }
  return { start, neighbour, siemens: values };
}

/** Nodes by their distance from `roots`, the farthest first and the nearest first, and what each order costs. */
function levelOrders(graph: Graph, terminalOf: Int32Array, roots: Int32Array): Order[] {
  const { start, neighbour } = graph;
  const seen = new Uint8Array(terminalOf.length);
  const queue: number[] = [];
  const visit = (v: number): void => {
    for (let k = start[v]!; k < start[v + 1]!; k++) {
      const other = neighbour[k]!;
      if (seen[other] === 1 || terminalOf[other]! >= 0) continue;
      seen[other] = 1;
      queue.push(other);
    }
  };
  for (const v of roots) visit(v);
  for (let at = 0; at < queue.length; at++) visit(queue[at]!);
  // What the roots do not reach hangs on the other terminals.
  for (let v = 0; v < terminalOf.length; v++) {
    if (seen[v] === 1 || terminalOf[v]! >= 0) continue;
    seen[v] = 1;
    const from = queue.length;
    queue.push(v);
    for (let at = from; at < queue.length; at++) visit(queue[at]!);
  }
  const nearest = Int32Array.from(queue);
  return [nearest.slice().reverse(), nearest].map((nodes) => weigh(graph, terminalOf, nodes));
}

/** Largest and summed size of the front, as if every row in it were full. */
function weigh({ start, neighbour }: Graph, terminalOf: Int32Array, nodes: Int32Array): Order {
  const alive = new Uint8Array(terminalOf.length);
  let [width, active, kept, cost] = [0, 0, 0, 0];
  for (const v of nodes) {
    if (alive[v] === 0) active++;
    alive[v] = 1;
    for (let k = start[v]!; k < start[v + 1]!; k++) {
      const other = neighbour[k]!;
      if (alive[other] === 1) continue;
      alive[other] = 1;
      if (terminalOf[other]! >= 0) kept++;
      else active++;
    }
    width = Math.max(width, active);
    cost += (active + kept) ** 2;
    active--;
  }
  return { nodes, width, cost };
}

function eliminateInOrder(graph: Graph, terminalOf: Int32Array, terminals: number, order: Order): Float64Array {
  const { start, neighbour, siemens } = graph;
  const size = order.width + terminals + MESH_GROUP;
  const { stride, values: front, eliminate } = createMeshFront(size);
  const slotOf = new Int32Array(terminalOf.length).fill(-1);
  const free = Int32Array.from({ length: size }, (_, k) => size - 1 - k);
  let freeCount = size;
  let top = 0;
  const slot = (v: number): number => {
    if (slotOf[v]! >= 0) return slotOf[v]!;
    const found = free[--freeCount]!;
    slotOf[v] = found;
    if (found >= top) top = found + 1;
    return found;
  };
  const gone = new Uint8Array(terminalOf.length);
  const group = new Int32Array(MESH_GROUP);
  const { nodes } = order;
  for (let at = 0; at < nodes.length; at += MESH_GROUP) {
    const count = Math.min(MESH_GROUP, nodes.length - at);
    for (let k = 0; k < count; k++) {
      const v = nodes[at + k]!;
      const s = slot(v);
      group[k] = s;
      for (let e = start[v]!; e < start[v + 1]!; e++) {
        const other = neighbour[e]!;
        // A resistor is taken with the first of its nodes that comes.
        if (gone[other] === 1) continue;
        const o = slot(other);
        front[o > s ? o * stride + s : s * stride + o]! += siemens[e]!;
      }
      gone[v] = 1;
    }
    eliminate(group, count, top);
    for (let k = 0; k < count; k++) free[freeCount++] = group[k]!;
  }
  // Between terminals there is each resistor twice in the graph.
  const out = new Float64Array(terminals * terminals);
  const terminalAt = new Int32Array(top).fill(-1);
  for (let v = 0; v < terminalOf.length; v++) {
    const t = terminalOf[v]!;
    if (t < 0) continue;
    if (slotOf[v]! >= 0) terminalAt[slotOf[v]!] = t;
    for (let k = start[v]!; k < start[v + 1]!; k++) {
      if (terminalOf[neighbour[k]!]! >= 0) out[t * terminals + terminalOf[neighbour[k]!]!]! += siemens[k]!;
    }
  }
  for (let a = 0; a < top; a++) {
    for (let b = 0; b < a; b++) {
      const [s, t] = [terminalAt[a]!, terminalAt[b]!];
      if (s < 0 || t < 0) continue;
      out[s * terminals + t]! += front[a * stride + b]!;
      out[t * terminals + s]! += front[a * stride + b]!;
    }
  }
  return out;
}
