import { get, openHeap, set, take, takeFilled } from "./heap";

/** Steps of all nodes from `roots`, on no way through a terminal, to out: of each resistor the farther end's. */
function fartherOf(
  out: usize,
  from: usize,
  to: usize,
  count: i32,
  nodes: i32,
  terminals: usize,
  terminalCount: i32,
  roots: usize,
  rootCount: i32,
  start: usize,
  neighbour: usize,
  steps: usize,
  queue: usize,
): void {
  memory.fill(steps, 0xff, (<usize>nodes) << 2);
  for (let t = 0; t < terminalCount; t++) set(steps, get(terminals, t), 0);
  memory.copy(queue, roots, (<usize>rootCount) << 2);
  let end = rootCount;
  for (let at = 0; at < end; at++) {
    const v = get(queue, at);
    const last = get(start, v + 1);
    for (let k = get(start, v); k < last; k++) {
      const other = get(neighbour, k);
      if (get(steps, other) >= 0) continue;
      set(steps, other, get(steps, v) + 1);
      set(queue, end++, other);
    }
  }
  for (let k = 0; k < count; k++) {
    set(out, k, max(0, max(get(steps, get(from, k)), get(steps, get(to, k)))));
  }
}

/**
 * The twin of src/crossbar/wires/layout.ts: x and y of each resistor by its farther end's distance from the sources and from
 * the senses. Whole numbers; work space from `heap` on. 0 where memory does not suffice.
 */
export function layoutByDistance(
  x: usize,
  y: usize,
  from: usize,
  to: usize,
  count: i32,
  nodes: i32,
  terminals: usize,
  terminalCount: i32,
  sources: usize,
  sourceCount: i32,
  senses: usize,
  senseCount: i32,
  heap: usize,
): i32 {
  openHeap(heap);
  const start = takeFilled(nodes + 1, 0);
  const next = take(nodes + 1, 2);
  const neighbour = take(2 * count, 2);
  const steps = take(nodes, 2);
  const queue = take(nodes + max(sourceCount, senseCount), 2);
  if (start === 0 || next === 0 || neighbour === 0 || steps === 0 || queue === 0) return 0;
  for (let k = 0; k < count; k++) {
    const a = get(from, k) + 1;
    set(start, a, get(start, a) + 1);
    const b = get(to, k) + 1;
    set(start, b, get(start, b) + 1);
  }
  for (let v = 0; v < nodes; v++) set(start, v + 1, get(start, v + 1) + get(start, v));
  memory.copy(next, start, (<usize>(nodes + 1)) << 2);
  for (let k = 0; k < count; k++) {
    const a = get(from, k);
    const b = get(to, k);
    const atA = get(next, a);
    set(neighbour, atA, b);
    set(next, a, atA + 1);
    const atB = get(next, b);
    set(neighbour, atB, a);
    set(next, b, atB + 1);
  }
  fartherOf(x, from, to, count, nodes, terminals, terminalCount, sources, sourceCount, start, neighbour, steps, queue);
  fartherOf(y, from, to, count, nodes, terminals, terminalCount, senses, senseCount, start, neighbour, steps, queue);
  return 1;
}
