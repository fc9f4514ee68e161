import { createMeshFront } from "../../linalg/index.ts";
import { type Dissection, dissect, type ResistorEnds, type ResistorLayout } from "./dissection.ts";
import { eliminateByKernel } from "./elimination-kernel.ts";
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
 * each conductance is exact to some roundoffs, whatever the ratio of wires to devices. The resistors are cut in two by the
 * layout, and each part again, down to some tens. A block of them becomes a mesh between the nodes that it shares with others,
 * and two blocks make one. A grid of n by n takes some 25 n^3 multiplications. The layout changes the time alone.
 *
 * @throws ArgumentError for terminals joined without resistance
 * Source: Rosen, Bull. Am. Math. Soc. 30, 372 (1924) (star and mesh); George, SIAM J. Numer. Anal. 10, 345 (1973) (dissection);
 * Duff and Reid, ACM Trans. Math. Softw. 9, 302 (1983) (fronts).
 */
export function eliminateNodes(network: ResistorNetwork, layout: ResistorLayout): Float64Array {
  const joined = joinNodes(network);
  return eliminateByKernel(joined, layout) ?? scalarEliminateNodes(joined, layout);
}

/**
 * `eliminateNodes` of a network without nodes to join, blocks and their fronts found without WebAssembly: the kernel's oracle, to the
 * last bit, and its fallback, for networks too large for its memory too.
 */
export function scalarEliminateNodes(network: ResistorNetwork, layout: ResistorLayout): Float64Array {
  const { nodes, terminals, siemens } = network;
  const count = terminals.length;
  const terminalOf = new Int32Array(nodes).fill(-1);
  for (let t = 0; t < count; t++) terminalOf[terminals[t]!] = t;
  const out = new Float64Array(count * count);
  const [from, to] = [new Int32Array(siemens.length), new Int32Array(siemens.length)];
  for (let k = 0; k < siemens.length; k++) {
    const a = network.from[k]!;
    const b = network.to[k]!;
    const s = terminalOf[a]!;
    const t = terminalOf[b]!;
    const counts = siemens[k]! > 0 && a !== b;
    if (counts && s >= 0 && t >= 0) {
      out[s * count + t]! += siemens[k]!;
      out[t * count + s]! += siemens[k]!;
    }
    from[k] = counts && (s < 0 || t < 0) ? a : -1;
    to[k] = b;
  }
  const ends = { from, to };
  eliminateInto(out, count, dissect(nodes, ends, terminals, layout), ends, siemens);
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
  const { most, pile } = roomOf(plan);
  const front = createMeshFront(most, pile);
  const waiting: number[] = [];
  const slot = new Int32Array(plan.ranks);
  const map = new Int32Array(most);
  for (let t = 0; t < begin.length; t++) {
    const first = start[t]!;
    const size = start[t + 1]! - first;
    const { stride, values } = front.open(size);
    if (begin[t]! >= 0) {
      for (let a = 0; a < size; a++) slot[fronts[first + a]!] = a;
      for (let k = begin[t]!; k < end[t]!; k++) {
        const e = order[k]!;
        const a = slot[rank[from[e]!]!]!;
        const b = slot[rank[to[e]!]!]!;
        values[a > b ? a * stride + b : b * stride + a]! += siemens[e]!;
      }
    } else {
      for (let half = 0; half < 2; half++) {
        const child = waiting.pop()!;
        const count = start[child + 1]! - start[child]! - leaving[child]!;
        for (let a = 0, b = first, at = start[child]!; a < count; a++, b++) {
          while (fronts[b] !== fronts[at + a]) b++;
          map[a] = b - first;
        }
        front.add(map, count);
      }
    }
    const kept = size - leaving[t]!;
    front.eliminate(kept);
    waiting.push(t);
    if (t < begin.length - 1) front.keep(kept);
    else addMesh(out, terminals, values, stride, fronts.subarray(first, first + kept));
  }
}

/** Adds the lower triangle of a mesh between some terminals to the square of all. */
function addMesh(out: Float64Array, terminals: number, values: Float64Array, stride: number, of: Int32Array): void {
  for (let a = 1; a < of.length; a++) {
    for (let b = 0; b < a; b++) {
      const g = values[a * stride + b]!;
      out[of[a]! * terminals + of[b]!]! += g;
      out[of[b]! * terminals + of[a]!]! += g;
    }
  }
}

/** Rows of the largest front, and conductances that wait at most. */
function roomOf({ begin, start, leaving }: Dissection): { readonly most: number; readonly pile: number } {
  let [most, pile, top] = [1, 0, 0];
  const waiting: number[] = [];
  for (let t = 0; t < begin.length; t++) {
    const size = start[t + 1]! - start[t]!;
    most = Math.max(most, size);
    if (begin[t]! < 0) top -= waiting.pop()! + waiting.pop()!;
    // The whole waits for nobody.
    if (t === begin.length - 1) break;
    const kept = size - leaving[t]!;
    waiting.push((kept * (kept - 1)) / 2);
    top += waiting.at(-1)!;
    pile = Math.max(pile, top);
  }
  return { most, pile };
}
