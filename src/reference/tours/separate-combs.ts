/**
 * Violated combs. Odd cuts of the support graph give those whose teeth are single edges; the same in graphs shrunk along
 * disjoint tight sets (which only 2 leaves) give combs with larger teeth; and to every handle met on the way the best
 * disjoint teeth are matched from all sets known to be nearly tight. A heuristic: it may miss combs that are violated.
 *
 * Source: Padberg and Rinaldi, "Facet identification for the symmetric traveling salesman polytope", Mathematical
 * Programming 47, 1990.
 */

import { type Random, shuffle } from "../../core/index.ts";
import { type Cut, combCut } from "./cuts.ts";
import { type NodeGraph, oddCuts } from "./odd-cuts.ts";
import { cutValue, type SupportGraph } from "./support-graph.ts";

const VIOLATION = 1e-2;
const TIGHT = 2 + 1e-6;
/** A tooth that this much leaves is of no use to a comb. */
const USELESS = 3 - 1e-6;
const RANDOM_SHRINKINGS = 3;

interface Candidate {
  readonly set: readonly number[];
  readonly mask: Uint8Array;
  /** What leaves the set. */
  readonly value: number;
}

const membersOf = (mask: Uint8Array): number[] => Array.from(mask.keys()).filter((i) => mask[i] === 1);

/** Sets that less than 3 leaves, among the given ones and the ends of heavy edges; the tightest first, then the smallest. */
function candidates(graph: SupportGraph, sets: Iterable<readonly number[]>): Candidate[] {
  const { n, from, to, value } = graph;
  const found = new Map<string, Candidate>();
  const offer = (set: readonly number[]): void => {
    const key = set.join(" ");
    if (found.has(key)) return;
    const mask = new Uint8Array(n);
    for (const city of set) mask[city] = 1;
    const leaving = cutValue(graph, mask);
    if (leaving < USELESS) found.set(key, { set, mask, value: leaving });
  };
  for (let e = 0; e < from.length; e++) if (value[e]! > 0.5) offer([from[e]!, to[e]!]);
  for (const set of sets) offer([...set].sort((a, b) => a - b));
  return [...found.values()].sort((a, b) =>
    Math.abs(a.value - b.value) > 1e-6 ? a.value - b.value : a.set.length - b.set.length,
  );
}

/** Shrinks disjoint tight sets, taken in the order given, to nodes. */
function shrunk(graph: SupportGraph, tight: readonly Candidate[]): { graph: NodeGraph; members: number[][] } {
  const { n } = graph;
  const nodeOf = new Int32Array(n).fill(-1);
  const members: number[][] = [];
  for (const { set } of tight) {
    if (set.some((city) => nodeOf[city] !== -1)) continue;
    for (const city of set) nodeOf[city] = members.length;
    members.push([...set]);
  }
  for (let city = 0; city < n; city++) {
    if (nodeOf[city] !== -1) continue;
    nodeOf[city] = members.length;
    members.push([city]);
  }
  const values = new Map<number, number>();
  for (let e = 0; e < graph.from.length; e++) {
    const a = nodeOf[graph.from[e]!]!;
    const b = nodeOf[graph.to[e]!]!;
    if (a === b) continue;
    const pair = Math.min(a, b) * n + Math.max(a, b);
    values.set(pair, (values.get(pair) ?? 0) + graph.value[e]!);
  }
  const pairs = [...values.keys()];
  return {
    graph: {
      nodes: members.length,
      from: pairs.map((pair) => Math.floor(pair / n)),
      to: pairs.map((pair) => pair % n),
      value: [...values.values()],
    },
    members,
  };
}

/** The teeth that suit a handle best, taken greedily; null when they make no violated comb. */
function teethFor(graph: SupportGraph, handle: Uint8Array, teeth: readonly Candidate[]): readonly Candidate[] | null {
  const size = handle.reduce((sum, flag) => sum + flag, 0);
  if (size < 3 || size > graph.n - 3) return null;
  const leaving = cutValue(graph, handle);
  const used = new Uint8Array(graph.n);
  const chosen: Candidate[] = [];
  for (const tooth of teeth) {
    let inside = 0;
    let free = true;
    for (const city of tooth.set) {
      inside += handle[city]!;
      if (used[city] === 1) free = false;
    }
    if (!free || inside === 0 || inside === tooth.set.length) continue;
    for (const city of tooth.set) used[city] = 1;
    chosen.push(tooth);
  }
  if (chosen.length % 2 === 0) chosen.pop();
  const sum = chosen.reduce((total, { value }) => total + value - 3, leaving);
  return chosen.length >= 3 && sum < 1 - VIOLATION ? chosen : null;
}

/**
 * Violated combs, the most violated first.
 * @param known sets that may be tight: those of the inequalities at hand, and cuts met in their separation
 */
export function violatedCombs(graph: SupportGraph, known: Iterable<readonly number[]>, random: Random): Cut[] {
  const { n, matrix } = graph;
  const teeth = candidates(graph, known);
  // A tight set without a fractional edge inside is a path: its whole edges are teeth already.
  const isFractional = ({ set, mask }: Candidate): boolean =>
    set.some((u) => {
      for (let v = 0; v < n; v++) {
        if (mask[v] === 1 && matrix[u * n + v]! > 1e-6 && matrix[u * n + v]! < 1 - 1e-6) return true;
      }
      return false;
    });
  const tight = teeth.filter((t) => t.value < TIGHT && t.set.length < n - 3 && isFractional(t));
  const orders: (readonly Candidate[])[] = [[]];
  if (tight.length > 0) orders.push(tight, tight.slice().reverse());
  for (let trial = 0; tight.length > 2 && trial < RANDOM_SHRINKINGS; trial++)
    orders.push(shuffle(tight.slice(), random));

  const found = new Map<string, { cut: Cut; violation: number }>();
  const offer = (handle: readonly number[], sets: readonly (readonly number[])[]): void => {
    const cut = combCut(n, handle, sets);
    if (found.has(cut.key)) return;
    const violation = cut.rhs - cut.masks.reduce((sum, mask) => sum + cutValue(graph, mask), 0);
    if (violation > VIOLATION) found.set(cut.key, { cut, violation });
  };
  const handles = new Map<string, Uint8Array>();
  for (const order of orders) {
    const { graph: small, members } = shrunk(graph, order);
    const odd = oddCuts(small);
    for (const { handle, teeth: edges } of odd.cuts) {
      const sets = edges.map((e) => [...members[small.from[e]!]!, ...members[small.to[e]!]!]);
      offer(
        handle.flatMap((node) => members[node]!),
        sets,
      );
    }
    for (const inside of odd.handles) {
      const mask = new Uint8Array(n);
      members.forEach((cities, node) => {
        for (const city of cities) mask[city] = inside[node]!;
      });
      handles.set(membersOf(mask).join(" "), mask);
    }
  }
  for (const handle of handles.values()) {
    const chosen = teethFor(graph, handle, teeth);
    if (chosen !== null) {
      offer(
        membersOf(handle),
        chosen.map(({ set }) => set),
      );
    }
  }
  return [...found.values()].sort((a, b) => b.violation - a.violation).map(({ cut }) => cut);
}
