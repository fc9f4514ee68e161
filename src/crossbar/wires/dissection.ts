/** Where resistors lie: two whole numbers each, at least 0. Neighbours in the circuit should be neighbours there. */
export interface ResistorLayout {
  readonly x: Int32Array;
  readonly y: Int32Array;
}

/** The ends of resistors that take part, by their number: those that are left out have from < 0. */
export interface ResistorEnds {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Resistors in a binary tree of blocks, children before parents, a left child's block right before that of its brother. */
interface Blocks {
  /** Numbers of resistors: those of each leaf lie together. */
  readonly order: Int32Array;
  /** First of a leaf's resistors in `order` and the one behind its last; both -1 for a block of two. */
  readonly begin: readonly number[];
  readonly end: readonly number[];
  /** -1 for the whole. */
  readonly parent: readonly number[];
}

/**
 * In which order nodes go: a node goes in the smallest block that holds all its resistors. Block t's front is what it
 * needs rows for, nodes that stay first and those that go last; nodes are named by their rank: terminals 0, 1, ..., then
 * nodes that go in the whole, then those of smaller and smaller blocks.
 */
export interface Dissection extends Blocks {
  readonly ranks: number;
  /** Of each node; -1 for those without resistors. */
  readonly rank: Int32Array;
  /** Ranks in the fronts of all blocks, each ascending. */
  readonly fronts: Int32Array;
  /** Where block t's front begins in `fronts`; one number more than blocks. */
  readonly start: Float64Array;
  /** Nodes that go in each block. */
  readonly leaving: Int32Array;
}

/** Resistors of a leaf at most. */
const LEAF = 60;

/** Cuts the resistors in two at the middle of the longer side, again and again. */
function cutBlocks({ x, y }: ResistorLayout, { from }: ResistorEnds): Blocks {
  // Those that follow one another in one place stay together: `first` is the first of each such run.
  const first = new Int32Array(from.length + 1);
  let runs = 0;
  let right = 0;
  let bottom = 0;
  for (let k = 0; k < from.length; k++) {
    if (k > 0 && x[k] === x[k - 1] && y[k] === y[k - 1] && k - first[runs - 1]! < LEAF) continue;
    first[runs++] = k;
    right = Math.max(right, x[k]! + 1);
    bottom = Math.max(bottom, y[k]! + 1);
  }
  first[runs] = from.length;
  const most = Math.max(1, Math.floor((LEAF * runs) / from.length));
  const placed = new Int32Array(runs);
  for (let run = 0; run < runs; run++) placed[run] = run;
  const behind = new Int32Array(runs);
  const [begin, end, parent]: [number[], number[], number[]] = [[], [], []];
  const add = (s: number, e: number): number => {
    begin.push(s);
    end.push(e);
    return parent.push(-1) - 1;
  };
  /** Block of the runs from `s` to `e`, which lie at x0 <= x < x1 and y0 <= y < y1. */
  const cut = (s: number, e: number, x0: number, x1: number, y0: number, y1: number): number => {
    if (e - s <= most) return add(s, e);
    const across = x1 - x0 >= y1 - y0;
    const place = across ? x : y;
    const middle = across ? (x0 + x1) >> 1 : (y0 + y1) >> 1;
    let low = s;
    let high = 0;
    // Where all lie in one place, any halves will do.
    if (Math.max(x1 - x0, y1 - y0) < 2) low = (s + e) >> 1;
    else {
      for (let at = s; at < e; at++) {
        const run = placed[at]!;
        const before = place[first[run]!]! < middle ? 1 : 0;
        placed[low] = run;
        behind[high] = run;
        low += before;
        high += 1 - before;
      }
      placed.set(behind.subarray(0, high), low);
    }
    const one = low === s ? -1 : cut(s, low, x0, across ? middle : x1, y0, across ? y1 : middle);
    const other = low === e ? -1 : cut(low, e, across ? middle : x0, x1, across ? y0 : middle, y1);
    if (one < 0 || other < 0) return Math.max(one, other);
    const block = add(-1, -1);
    parent[one] = block;
    parent[other] = block;
    return block;
  };
  if (runs > 0) cut(0, runs, 0, right, 0, bottom);
  const order = new Int32Array(from.length);
  const start = new Int32Array(runs + 1);
  let count = 0;
  for (let at = 0; at < runs; at++) {
    const run = placed[at]!;
    for (let k = first[run]!; k < first[run + 1]!; k++) if (from[k]! >= 0) order[count++] = k;
    start[at + 1] = count;
  }
  const ofRun = (at: number): number => (at < 0 ? -1 : start[at]!);
  return { order, begin: begin.map(ofRun), end: end.map(ofRun), parent };
}

/** A dissection of the network; terminals stay. */
export function dissect(nodes: number, ends: ResistorEnds, terminals: Int32Array, layout: ResistorLayout): Dissection {
  const blocks = cutBlocks(layout, ends);
  const { order, begin, end, parent } = blocks;
  const count = begin.length;
  // Blocks of a node's first and last resistor; the smallest with both is on the way up from the first.
  const home = new Int32Array(nodes).fill(-1);
  const rank = new Int32Array(nodes).fill(-1);
  for (let t = 0; t < count; t++) {
    for (let k = begin[t]!; k < end[t]!; k++) {
      const a = ends.from[order[k]!]!;
      const b = ends.to[order[k]!]!;
      if (home[a]! < 0) home[a] = t;
      if (home[b]! < 0) home[b] = t;
      rank[a] = t;
      rank[b] = t;
    }
  }
  for (const v of terminals) home[v] = -1;
  const leaving = new Int32Array(count);
  for (let v = 0; v < nodes; v++) {
    let block = home[v]!;
    if (block < 0) continue;
    while (block < rank[v]!) block = parent[block]!;
    home[v] = block;
    leaving[block]!++;
  }
  // Ranks of the nodes that go in a block begin where those of all later blocks end.
  const next = new Int32Array(count);
  let ranks = terminals.length;
  for (let t = count - 1; t >= 0; t--) {
    next[t] = ranks;
    ranks += leaving[t]!;
  }
  for (let k = 0; k < terminals.length; k++) rank[terminals[k]!] = k;
  for (let v = 0; v < nodes; v++) if (home[v]! >= 0) rank[v] = next[home[v]!]!++;
  return { ...blocks, ranks, rank, leaving, ...listFronts(blocks, ends, rank, ranks, leaving) };
}

/** Fronts of all blocks: nodes of a leaf's resistors, or what the fronts of a block's two halves keep. */
function listFronts(
  { order, begin, end }: Blocks,
  { from, to }: ResistorEnds,
  rank: Int32Array,
  ranks: number,
  leaving: Int32Array,
): { readonly fronts: Int32Array; readonly start: Float64Array } {
  const start = new Float64Array(begin.length + 1);
  const seen = new Int32Array(ranks).fill(-1);
  let fronts = new Int32Array(4 * ranks + 64);
  const kept: number[] = [];
  let at = 0;
  const reserve = (more: number): void => {
    if (at + more <= fronts.length) return;
    const wider = new Int32Array(Math.max(at + more, fronts.length + (fronts.length >> 1)));
    wider.set(fronts);
    fronts = wider;
  };
  for (let t = 0; t < begin.length; t++) {
    start[t] = at;
    if (begin[t]! >= 0) {
      reserve(2 * (end[t]! - begin[t]!));
      for (let k = begin[t]!; k < end[t]!; k++) {
        const e = order[k]!;
        for (let r = rank[from[e]!]!, both = 0; both < 2; both++, r = rank[to[e]!]!) {
          if (seen[r] === t) continue;
          seen[r] = t;
          fronts[at++] = r;
        }
      }
      fronts.subarray(start[t]!, at).sort();
    } else {
      const [b, a] = [kept.pop()!, kept.pop()!];
      const [endA, endB] = [start[a + 1]! - leaving[a]!, start[b + 1]! - leaving[b]!];
      let [i, j] = [start[a]!, start[b]!];
      reserve(endA - i + endB - j);
      while (i < endA || j < endB) {
        const r = j >= endB || (i < endA && fronts[i]! < fronts[j]!) ? fronts[i]! : fronts[j]!;
        if (i < endA && fronts[i] === r) i++;
        if (j < endB && fronts[j] === r) j++;
        fronts[at++] = r;
      }
    }
    start[t + 1] = at;
    kept.push(t);
  }
  return { fronts, start };
}
