/**
 * Exact quadratic assignment by branch and bound: facilities are placed one after another, each at every location that is
 * still free, and the Gilmore-Lawler bound closes what cannot be better than the best assignment known.
 *
 * Source: the branching on a whole row of reduced costs is that of Mautor and Roucairol, Discrete Appl. Math. 55, 1994,
 * without their symmetries, which the certificate has no words for.
 */

import { createRandom, type Progress, type Steps } from "../../core/index.ts";
import type { AssignmentNode } from "../certificate.ts";
import { createOpenNodes, type OpenNode } from "./open-nodes.ts";
import { createPartialBound } from "./partial-bound.ts";
import { assignmentCost, costGrid, type QuadraticAssignment } from "./quadratic-assignment.ts";
import { goodAssignments } from "./swap-descent.ts";

/** Nodes of a tree that is kept; a longer proof leaves none. */
export const MAX_TREE_NODES = 1_000_000;

/** Nodes bounded between two reports, times m^3. */
const SLICE = 3e6;

/** Bounds of the least cost as they stand. Plain data. */
export interface AssignmentResult {
  readonly lower: number;
  /** Cost of `location`. */
  readonly upper: number;
  readonly proven: boolean;
  /** The location of each facility. */
  readonly location: Int32Array;
  /** Nodes bounded. */
  readonly nodes: number;
  readonly openNodes: number;
  /** Bound of the first node; -Infinity before it is known. */
  readonly rootBound: number;
  /** Proves `lower`; null when none is wanted, or it grew beyond the limit. */
  readonly tree: AssignmentNode | null;
  /** Whether the tree was given up for its size. */
  readonly treeTooLarge: boolean;
}

export interface AssignmentSearchOptions {
  /** Whether the tree is wanted. Default true. */
  readonly tree?: boolean;
  /** Nodes of the tree at most. Default MAX_TREE_NODES. */
  readonly maxTreeNodes?: number;
  /** Stop when upper - lower is at most this part of upper's magnitude. Default 0. */
  readonly gap?: number;
  /** Seed of the starts of the descents. Default 1. */
  readonly seed?: number;
}

/** A search that can be asked for its bounds at any time. */
export interface AssignmentSearch {
  readonly steps: Steps<AssignmentResult>;
  current(): AssignmentResult;
}

const LEAF: AssignmentNode = { leaf: "gilmore-lawler" };

/** Creates the search; nothing is computed before its steps run. The task must keep to exact sums. */
export function createAssignmentSearch(
  task: QuadraticAssignment,
  options: AssignmentSearchOptions = {},
): AssignmentSearch {
  const { n, flow } = task;
  const { gap = 0, maxTreeNodes = MAX_TREE_NODES } = options;
  const grid = costGrid(task);
  const bounds = createPartialBound(task);
  const { facilities, locations, reduced, completion } = bounds;
  let best = Int32Array.from({ length: n }, (_, i) => i);
  let upper = assignmentCost(task, best);
  let closed = Number.POSITIVE_INFINITY;
  let nodes = 0;
  let rootBound = Number.NEGATIVE_INFINITY;
  /** The tree hangs in a list of one, so that every node stands in a list. */
  let top: AssignmentNode[] | null = options.tree === false ? null : [LEAF];
  let treeNodes = 1;
  const open = createOpenNodes();
  open.push({
    bound: Number.NEGATIVE_INFINITY,
    depth: 0,
    parent: null,
    facility: -1,
    location: -1,
    list: top,
    index: 0,
  });
  const flowAt = Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += Math.abs(flow[i * n + j]!) + Math.abs(flow[j * n + i]!);
    return sum;
  });

  const closes = (bound: number): boolean => bound >= upper - gap * Math.abs(upper);
  const raised = (bound: number): number => Math.ceil(bound / grid) * grid + 0;
  const offer = (location: Int32Array, cost: number): void => {
    if (cost >= upper) return;
    upper = cost;
    best = location.slice();
  };
  const lower = (): number => Math.min(upper, closed, open.least());
  const current = (): AssignmentResult => {
    const below = lower();
    return {
      lower: below,
      upper,
      proven: below >= upper,
      location: best.slice(),
      nodes,
      openNodes: open.size(),
      rootBound,
      tree: top?.[0] ?? null,
      treeTooLarge: options.tree !== false && top === null,
    };
  };
  const progress = (): Progress => {
    const note = `${nodes} nodes, ${open.size()} open, cost ${lower()} to ${upper}`;
    return { stage: "prove", done: nodes, total: nodes + open.size(), note };
  };

  /** The row whose reduced costs, as far as they matter, are largest in sum: its branches close soonest. */
  const chooseRow = (m: number, room: number): number => {
    let chosen = 0;
    let most = -1;
    for (let a = 0; a < m; a++) {
      let sum = 0;
      for (let b = 0; b < m; b++) sum += Math.min(room, reduced[a * m + b]!);
      const isTie = sum === most && flowAt[facilities[a]!]! > flowAt[facilities[chosen]!]!;
      if (sum > most || isTie) {
        most = sum;
        chosen = a;
      }
    }
    return chosen;
  };

  /** The branch in the tree, in place of the leaf that stood for the node. */
  const grow = (node: OpenNode, place: number, m: number): AssignmentNode[] | null => {
    if (top === null || node.list === null) return null;
    treeNodes += m;
    if (treeNodes > maxTreeNodes) {
      top = null;
      return null;
    }
    const at = new Array<AssignmentNode>(m).fill(LEAF);
    node.list[node.index] = { place, at };
    return at;
  };

  function* run(): Steps<AssignmentResult> {
    yield* goodAssignments(task, createRandom(options.seed ?? 1, "assignments"), offer, progress);
    const location = new Int32Array(n);
    let work = 0;
    for (;;) {
      const node = open.pop();
      if (node === undefined) break;
      if (closes(node.bound)) {
        closed = Math.min(closed, node.bound);
        continue;
      }
      location.fill(-1);
      for (let at: OpenNode | null = node; at !== null; at = at.parent) {
        if (at.facility >= 0) location[at.facility] = at.location;
      }
      const found = bounds.bound(location);
      const m = bounds.free();
      const bound = Math.max(node.bound, raised(found));
      nodes++;
      if (nodes === 1) rootBound = bound;
      offer(completion, assignmentCost(task, completion));
      if (closes(bound)) closed = Math.min(closed, bound);
      else {
        const row = chooseRow(m, upper - found);
        const facility = facilities[row]!;
        const list = grow(node, facility, m);
        for (let b = 0; b < m; b++) {
          const below = Math.max(bound, raised(found + reduced[row * m + b]!));
          const child = { bound: below, depth: node.depth + 1, parent: node, facility, location: locations[b]! };
          if (closes(below)) closed = Math.min(closed, below);
          else open.push({ ...child, list, index: b });
        }
      }
      work += m ** 3 + n * n;
      if (work > SLICE) {
        work = 0;
        yield progress();
      }
    }
    return current();
  }
  return { steps: run(), current };
}
