import { createKernelRoom, type KernelRoom, releaseKernelRoom } from "../../linalg/index.ts";
import type { ResistorLayout } from "./dissection.ts";
import type { ResistorNetwork } from "./star-mesh.ts";

/** Writes whole numbers one behind another into a room; the addresses of each. */
function placeNumbers({ base, values, memory }: KernelRoom, from: number, arrays: readonly Int32Array[]): number[] {
  let at = base + 8 * from;
  const end = base + 8 * values.length;
  const inside = new Int32Array(memory.buffer, at, (end - at) >> 2);
  const addresses: number[] = [];
  let next = 0;
  for (const array of arrays) {
    inside.set(array, next);
    addresses.push(at);
    next += array.length;
    at += 4 * array.length;
  }
  return addresses;
}

const half = (count: number): number => (count + 1) >> 1;

/**
 * `eliminateNodes` of a network without nodes to join in one call of the kernel assembly/dissection.ts; undefined where there is no
 * SIMD or not that much memory.
 */
export function eliminateByKernel(
  { nodes, from, to, siemens, terminals }: ResistorNetwork,
  { x, y }: ResistorLayout,
): Float64Array | undefined {
  const count = siemens.length;
  const square = terminals.length ** 2;
  const room = createKernelRoom(square + count + half(4 * count + terminals.length));
  if (room === undefined) return undefined;
  const { base, values, memory, exports } = room;
  values.set(siemens, square);
  const [t, a, b, c, d] = placeNumbers(room, square + count, [terminals, from, to, x, y]) as [number, ...number[]];
  const heap = base + 8 * values.length;
  const done = exports.eliminateNodes(base, t, terminals.length, nodes, a!, b!, base + 8 * square, c!, d!, count, heap);
  // The memory has grown: what stood for it before does not any more.
  const out = done === 1 ? new Float64Array(memory.buffer, base, square).slice() : undefined;
  releaseKernelRoom(room);
  return out;
}

/** `layoutByDistance` in one call of the kernel assembly/layout.ts; undefined where there is no SIMD or not that much memory. */
export function layoutByKernel(
  { nodes, from, to, terminals }: ResistorNetwork,
  sources: Int32Array,
  senses: Int32Array,
): ResistorLayout | undefined {
  const count = from.length;
  const [x, y] = [new Int32Array(count), new Int32Array(count)];
  const numbers = [x, y, from, to, terminals, sources, senses];
  const room = createKernelRoom(half(numbers.reduce((sum, { length }) => sum + length, 0)));
  if (room === undefined) return undefined;
  const { base, values, memory, exports } = room;
  const [atX, atY, a, b, t, s, r] = placeNumbers(room, 0, numbers) as [number, number, ...number[]];
  const [heap, ends, roots] = [base + 8 * values.length, terminals.length, sources.length];
  const done = exports.layoutByDistance(atX, atY, a!, b!, count, nodes, t!, ends, s!, roots, r!, senses.length, heap);
  if (done === 1) {
    x.set(new Int32Array(memory.buffer, atX, count));
    y.set(new Int32Array(memory.buffer, atY, count));
  }
  releaseKernelRoom(room);
  return done === 1 ? { x, y } : undefined;
}
