/**
 * Elimination of a network's nodes block by block, the twin of src/crossbar/wires/dissection.ts and star-mesh.ts: the same
 * blocks, the same ranks, sums in the same order. Addresses are bytes; whole numbers of 32 bits, conductances doubles.
 */

import { get, openHeap, reach, set, take, takeFilled } from "./heap";
import { addMesh, keepMesh, PANEL, starsToMesh } from "./star-mesh";

/** Resistors of a leaf at most. */
const LEAF: i32 = 60;

// The tree of blocks under way, see `Blocks`: runs of resistors, and where they lie.
let xs: usize = 0;
let ys: usize = 0;
let first: usize = 0;
let placed: usize = 0;
let behind: usize = 0;
let most: i32 = 0;
let begin: usize = 0;
let end: usize = 0;
let parent: usize = 0;
let blocks: i32 = 0;

function addBlock(s: i32, e: i32): i32 {
  set(begin, blocks, s);
  set(end, blocks, e);
  set(parent, blocks, -1);
  return blocks++;
}

/** Block of the runs from `s` to `e`, which lie at x0 <= x < x1 and y0 <= y < y1. */
function cut(s: i32, e: i32, x0: i32, x1: i32, y0: i32, y1: i32): i32 {
  if (e - s <= most) return addBlock(s, e);
  const across = x1 - x0 >= y1 - y0;
  const place = across ? xs : ys;
  const middle = across ? (x0 + x1) >> 1 : (y0 + y1) >> 1;
  let low = s;
  if (max(x1 - x0, y1 - y0) < 2) low = (s + e) >> 1;
  else {
    let high = 0;
    for (let at = s; at < e; at++) {
      const run = get(placed, at);
      const before = get(place, get(first, run)) < middle ? 1 : 0;
      set(placed, low, run);
      set(behind, high, run);
      low += before;
      high += 1 - before;
    }
    memory.copy(placed + ((<usize>low) << 2), behind, (<usize>high) << 2);
  }
  const one = low === s ? -1 : cut(s, low, x0, across ? middle : x1, y0, across ? y1 : middle);
  const other = low === e ? -1 : cut(low, e, across ? middle : x0, x1, across ? y0 : middle, y1);
  if (one < 0 || other < 0) return max(one, other);
  const block = addBlock(-1, -1);
  set(parent, one, block);
  set(parent, other, block);
  return block;
}

/** `cutBlocks`: begins and ends are then places in `order`. False where memory does not suffice. */
function cutBlocks(order: usize, x: usize, y: usize, from: usize, count: i32): bool {
  xs = x;
  ys = y;
  blocks = 0;
  first = take(count + 1, 2);
  if (first === 0) return false;
  let runs = 0;
  let right = 0;
  let bottom = 0;
  for (let k = 0; k < count; k++) {
    const isSame = k > 0 && get(x, k) === get(x, k - 1) && get(y, k) === get(y, k - 1);
    if (isSame && k - get(first, runs - 1) < LEAF) continue;
    set(first, runs++, k);
    right = max(right, get(x, k) + 1);
    bottom = max(bottom, get(y, k) + 1);
  }
  set(first, runs, count);
  most = count === 0 ? 1 : max(1, <i32>((<i64>LEAF * runs) / count));
  placed = take(runs, 2);
  behind = take(runs, 2);
  const start = take(runs + 1, 2);
  begin = take(2 * runs + 1, 2);
  end = take(2 * runs + 1, 2);
  parent = take(2 * runs + 1, 2);
  if (placed === 0 || behind === 0 || start === 0 || begin === 0 || end === 0 || parent === 0) return false;
  for (let run = 0; run < runs; run++) set(placed, run, run);
  if (runs > 0) cut(0, runs, 0, right, 0, bottom);
  let taken = 0;
  set(start, 0, 0);
  for (let at = 0; at < runs; at++) {
    const run = get(placed, at);
    const last = get(first, run + 1);
    for (let k = get(first, run); k < last; k++) if (get(from, k) >= 0) set(order, taken++, k);
    set(start, at + 1, taken);
  }
  for (let t = 0; t < blocks; t++) {
    if (get(begin, t) < 0) continue;
    set(begin, t, get(start, get(begin, t)));
    set(end, t, get(start, get(end, t)));
  }
  return true;
}

/** Sorts whole numbers in place: Shell's method, gaps by thirds. */
function sort(array: usize, count: i32): void {
  let gap = 1;
  while (gap < count / 3) gap = 3 * gap + 1;
  for (; gap > 0; gap = gap / 3) {
    for (let i = gap; i < count; i++) {
      const value = get(array, i);
      let j = i;
      for (; j >= gap && get(array, j - gap) > value; j -= gap) set(array, j, get(array, j - gap));
      set(array, j, value);
    }
  }
}

/** Ranks of all nodes and the number of those that go in each block; how many ranks there are. */
function rankNodes(
  rank: usize,
  home: usize,
  leaving: usize,
  next: usize,
  nodes: i32,
  order: usize,
  from: usize,
  to: usize,
  terminals: usize,
  terminalCount: i32,
): i32 {
  for (let t = 0; t < blocks; t++) {
    const last = get(end, t);
    for (let k = get(begin, t); k < last; k++) {
      const a = get(from, get(order, k));
      const b = get(to, get(order, k));
      if (get(home, a) < 0) set(home, a, t);
      if (get(home, b) < 0) set(home, b, t);
      set(rank, a, t);
      set(rank, b, t);
    }
  }
  for (let k = 0; k < terminalCount; k++) set(home, get(terminals, k), -1);
  for (let v = 0; v < nodes; v++) {
    let block = get(home, v);
    if (block < 0) continue;
    const last = get(rank, v);
    while (block < last) block = get(parent, block);
    set(home, v, block);
    set(leaving, block, get(leaving, block) + 1);
  }
  let ranks = terminalCount;
  for (let t = blocks - 1; t >= 0; t--) {
    set(next, t, ranks);
    ranks += get(leaving, t);
  }
  for (let k = 0; k < terminalCount; k++) set(rank, get(terminals, k), k);
  for (let v = 0; v < nodes; v++) {
    const block = get(home, v);
    if (block < 0) continue;
    const r = get(next, block);
    set(rank, v, r);
    set(next, block, r + 1);
  }
  return ranks;
}

/** Fronts of all blocks at the top of the work space; how many numbers they are, -1 where memory does not suffice. */
function listFronts(
  fronts: usize,
  start: usize,
  seen: usize,
  kept: usize,
  order: usize,
  from: usize,
  to: usize,
  rank: usize,
  leaving: usize,
): i32 {
  let at = 0;
  let waiting = 0;
  for (let t = 0; t < blocks; t++) {
    set(start, t, at);
    const s = get(begin, t);
    if (s >= 0) {
      const e = get(end, t);
      if (!reach((<usize>at + 2 * <usize>(e - s)) << 2)) return -1;
      const own = at;
      for (let k = s; k < e; k++) {
        const a = get(rank, get(from, get(order, k)));
        if (get(seen, a) !== t) {
          set(seen, a, t);
          set(fronts, at++, a);
        }
        const b = get(rank, get(to, get(order, k)));
        if (get(seen, b) !== t) {
          set(seen, b, t);
          set(fronts, at++, b);
        }
      }
      sort(fronts + ((<usize>own) << 2), at - own);
    } else {
      const b = get(kept, --waiting);
      const a = get(kept, --waiting);
      const endA = get(start, a + 1) - get(leaving, a);
      const endB = get(start, b + 1) - get(leaving, b);
      let i = get(start, a);
      let j = get(start, b);
      if (!reach((<usize>at + <usize>(endA - i + endB - j)) << 2)) return -1;
      while (i < endA || j < endB) {
        const r = j >= endB || (i < endA && get(fronts, i) < get(fronts, j)) ? get(fronts, i) : get(fronts, j);
        if (i < endA && get(fronts, i) === r) i++;
        if (j < endB && get(fronts, j) === r) j++;
        set(fronts, at++, r);
      }
    }
    set(start, t + 1, at);
    set(kept, waiting++, t);
  }
  return at;
}

/**
 * Adds to out, terminals * terminals and zero at first, what resistors `from` - `to` make between terminals, see
 * `eliminateNodes`; those that do not count, or lie between terminals and have been added, get from < 0. `x` and `y`: where they
 * lie. Work space from `heap` on. 0 where memory does not suffice.
 */
export function eliminateNodes(
  out: usize,
  terminals: usize,
  terminalCount: i32,
  nodes: i32,
  from: usize,
  to: usize,
  siemens: usize,
  x: usize,
  y: usize,
  count: i32,
  heap: usize,
): i32 {
  openHeap(heap);
  const rank = takeFilled(nodes, -1);
  const home = takeFilled(nodes, -1);
  const order = take(count, 2);
  if (rank === 0 || home === 0 || order === 0) return 0;
  for (let t = 0; t < terminalCount; t++) set(rank, get(terminals, t), t);
  for (let k = 0; k < count; k++) {
    const g = load<f64>(siemens + ((<usize>k) << 3));
    const a = get(from, k);
    const b = get(to, k);
    const counts = g > 0 && a !== b;
    const s = get(rank, a);
    const t = get(rank, b);
    if (counts && s >= 0 && t >= 0) {
      const one = out + ((<usize>(s * terminalCount + t)) << 3);
      const other = out + ((<usize>(t * terminalCount + s)) << 3);
      store<f64>(one, load<f64>(one) + g);
      store<f64>(other, load<f64>(other) + g);
    }
    if (!counts || (s >= 0 && t >= 0)) set(from, k, -1);
  }
  memory.fill(rank, 0xff, (<usize>nodes) << 2);
  if (!cutBlocks(order, x, y, from, count)) return 0;
  const leaving = takeFilled(blocks, 0);
  const next = take(blocks, 2);
  const start = take(blocks + 1, 2);
  const waiting = take(blocks, 2);
  if (leaving === 0 || next === 0 || start === 0 || waiting === 0) return 0;
  const ranks = rankNodes(rank, home, leaving, next, nodes, order, from, to, terminals, terminalCount);
  const slot = takeFilled(ranks, -1);
  const fronts = take(0, 2);
  if (slot === 0 || fronts === 0) return 0;
  const listed = listFronts(fronts, start, slot, waiting, order, from, to, rank, leaving);
  if (listed < 0) return 0;
  take(listed, 2);
  return meshInto(out, terminalCount, siemens, from, to, order, rank, fronts, start, leaving, waiting, slot);
}

/** `eliminateInto`. */
function meshInto(
  out: usize,
  terminals: i32,
  siemens: usize,
  from: usize,
  to: usize,
  order: usize,
  rank: usize,
  fronts: usize,
  start: usize,
  leaving: usize,
  waiting: usize,
  slot: usize,
): i32 {
  let widest = 4;
  let pile: i32 = 0;
  let pending: i32 = 0;
  let depth = 0;
  for (let t = 0; t < blocks; t++) {
    const size = get(start, t + 1) - get(start, t);
    widest = max(widest, (size + 3) & ~3);
    for (let half = 0; half < 2 && get(begin, t) < 0; half++) pending -= get(waiting, --depth);
    const kept = size - get(leaving, t);
    const own = (kept * (kept - 1)) >> 1;
    set(waiting, depth++, own);
    pending += own;
    pile = max(pile, pending);
  }
  const front = take(widest * widest, 3);
  const scratch = take(PANEL * (2 * widest + 1), 3);
  const map = take(widest, 2);
  let top = take(pile + 2, 3);
  if (front === 0 || scratch === 0 || map === 0 || top === 0) return 0;
  depth = 0;
  for (let t = 0; t < blocks; t++) {
    const at = fronts + ((<usize>get(start, t)) << 2);
    const size = get(start, t + 1) - get(start, t);
    const stride = (size + 3) & ~3;
    memory.fill(front, 0, (<usize>(stride * stride)) << 3);
    if (get(begin, t) >= 0) {
      for (let a = 0; a < size; a++) set(slot, get(at, a), a);
      const last = get(end, t);
      for (let k = get(begin, t); k < last; k++) {
        const e = get(order, k);
        const a = get(slot, get(rank, get(from, e)));
        const b = get(slot, get(rank, get(to, e)));
        const place = front + ((<usize>(max(a, b) * stride + min(a, b))) << 3);
        store<f64>(place, load<f64>(place) + load<f64>(siemens + ((<usize>e) << 3)));
      }
    } else {
      for (let half = 0; half < 2; half++) {
        const child = get(waiting, --depth);
        const kept = get(start, child + 1) - get(start, child) - get(leaving, child);
        const own = fronts + ((<usize>get(start, child)) << 2);
        for (let a = 0, b = 0; a < kept; a++, b++) {
          while (get(at, b) !== get(own, a)) b++;
          set(map, a, b);
        }
        top -= (<usize>(kept * (kept - 1)) >> 1) << 3;
        addMesh(front, stride, top, map, kept);
      }
    }
    const kept = size - get(leaving, t);
    starsToMesh(front, stride, size, kept, scratch);
    set(waiting, depth++, t);
    if (t < blocks - 1) {
      keepMesh(top, front, stride, kept);
      top += (<usize>(kept * (kept - 1)) >> 1) << 3;
      continue;
    }
    for (let a = 1; a < kept; a++) {
      const row = front + ((<usize>(a * stride)) << 3);
      const s = get(at, a);
      for (let b = 0; b < a; b++) {
        const g = load<f64>(row + ((<usize>b) << 3));
        const r = get(at, b);
        const one = out + ((<usize>(s * terminals + r)) << 3);
        const other = out + ((<usize>(r * terminals + s)) << 3);
        store<f64>(one, load<f64>(one) + g);
        store<f64>(other, load<f64>(other) + g);
      }
    }
  }
  return 1;
}
