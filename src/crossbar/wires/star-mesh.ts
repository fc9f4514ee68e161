import { createMeshFront } from "../../linalg/index.ts";
import { type Dissection, dissect, type ResistorEnds, type ResistorLayout } from "./dissection.ts";
import { joinNodes } from "./join-nodes.ts";

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

/**
 * Eliminates all nodes but the terminals: the conductance between every two terminals that leaves their currents what they
 * were. terminals * terminals, symmetric, zero diagonal, siemens.
 *
 * A node that goes turns its star of conductances g_a into a mesh g_a g_b / sum g. Nothing is ever subtracted, so that
 * each conductance is exact to some roundoffs, whatever the ratio of wires to devices. The resistors are cut in two by the layout, and each part
 * again, down to some tens; a block of them is a mesh between the nodes that it shares with others, and two blocks make
 * one. A grid of n by n takes some 30 n^3 multiplications, beside terminals^2 doubles some 2 n^2.
 *
 * @throws ArgumentError for terminals joined without resistance
 * Source: Rosen, Bull. Am. Math. Soc. 30, 372 (1924) (star and mesh); George, SIAM J. Numer. Anal. 10, 345 (1973) (dissection);
 * Duff and Reid, ACM Trans. Math. Softw. 9, 302 (1983) (fronts).
 */
export function eliminateNodes(network: ResistorNetwork, layout: ResistorLayout): Float64Array {
  const { nodes, terminals, siemens } = network;
  const place = joinNodes(network);
  const isTerminal = new Uint8Array(nodes);
  for (const v of terminals) isTerminal[v] = 1;
  const [from, to] = [new Int32Array(siemens.length), new Int32Array(siemens.length)];
  const between: number[] = [];
  for (let k = 0; k < siemens.length; k++) {
    const [a, b] = [place[network.from[k]!]!, place[network.to[k]!]!];
    const counts = siemens[k]! > 0 && a !== b;
    if (counts && isTerminal[a] === 1 && isTerminal[b] === 1) between.push(k);
    from[k] = counts && isTerminal[a]! + isTerminal[b]! < 2 ? a : -1;
    to[k] = b;
  }
  const ends = { from, to };
  const plan = dissect(nodes, ends, terminals, layout);
  const out = new Float64Array(terminals.length ** 2);
  const terminalOf = new Int32Array(between.length === 0 ? 0 : nodes);
  if (between.length > 0) for (const [t, v] of terminals.entries()) terminalOf[v] = t;
  for (const k of between) {
    const [a, b] = [terminalOf[place[network.from[k]!]!]!, terminalOf[place[network.to[k]!]!]!];
    out[a * terminals.length + b]! += siemens[k]!;
    out[b * terminals.length + a]! += siemens[k]!;
  }
  eliminateInto(out, terminals.length, plan, ends, siemens);
  return out;
}

/** Adds the mesh between terminals to `out`, block by block. */
function eliminateInto(
  out: Float64Array,
  terminals: number,
  plan: Dissection,
  { from, to }: ResistorEnds,
  siemens: Float64Array,
): void {
  const { order, begin, end, rank, fronts, start, leaving } = plan;
  const { most, deepest } = roomOf(plan);
  const front = createMeshFront(most);
  // Meshes of blocks that wait for their brothers, lower triangles row by row.
  const waiting = new Float64Array(deepest);
  const blocks: number[] = [];
  const slot = new Int32Array(plan.ranks);
  const map = new Int32Array(most);
  let top = 0;
  for (let t = 0; t < begin.length; t++) {
    const [first, size] = [start[t]!, start[t + 1]! - start[t]!];
    const { stride, values } = front.open(size);
    if (begin[t]! >= 0) {
      for (let a = 0; a < size; a++) slot[fronts[first + a]!] = a;
      for (let k = begin[t]!; k < end[t]!; k++) {
        const e = order[k]!;
        const [a, b] = [slot[rank[from[e]!]!]!, slot[rank[to[e]!]!]!];
        values[a > b ? a * stride + b : b * stride + a]! += siemens[e]!;
      }
    } else {
      for (let half = 0; half < 2; half++) {
        const child = blocks.pop()!;
        const count = start[child + 1]! - start[child]! - leaving[child]!;
        for (let a = 0, b = first; a < count; a++, b++) {
          while (fronts[b] !== fronts[start[child]! + a]) b++;
          map[a] = b - first;
        }
        top -= (count * (count - 1)) / 2;
        for (let a = 1, at = top; a < count; a++) {
          const row = map[a]! * stride;
          for (let b = 0; b < a; b++) values[row + map[b]!]! += waiting[at++]!;
        }
      }
    }
    const kept = size - leaving[t]!;
    front.eliminate(kept);
    if (t < begin.length - 1) {
      for (let a = 1; a < kept; a++) {
        waiting.set(values.subarray(a * stride, a * stride + a), top);
        top += a;
      }
      blocks.push(t);
    } else {
      for (let a = 1; a < kept; a++) {
        for (let b = 0; b < a; b++) {
          const [s, r] = [fronts[first + a]!, fronts[first + b]!];
          out[s * terminals + r]! += values[a * stride + b]!;
          out[r * terminals + s]! += values[a * stride + b]!;
        }
      }
    }
  }
}

/** Rows of the largest front, and doubles that wait at most. */
function roomOf({ begin, start, leaving }: Dissection): { readonly most: number; readonly deepest: number } {
  let [most, deepest, top] = [1, 0, 0];
  const sizes: number[] = [];
  for (let t = 0; t < begin.length; t++) {
    const size = start[t + 1]! - start[t]!;
    most = Math.max(most, size);
    if (begin[t]! < 0) top -= sizes.pop()! + sizes.pop()!;
    const kept = size - leaving[t]!;
    sizes.push((kept * (kept - 1)) / 2);
    if (t < begin.length - 1) top += (kept * (kept - 1)) / 2;
    deepest = Math.max(deepest, top);
  }
  return { most, deepest };
}
