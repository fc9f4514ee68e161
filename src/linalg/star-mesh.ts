import { createKernelRoom } from "./dense-kernel.ts";

/** Unknowns that go together in the kernel. */
const PANEL = 32;

/**
 * Dense networks of conductances from which unknowns are eliminated: the front is worked on, others wait in a pile, lower
 * triangles below the diagonal row by row.
 */
export interface MeshFront {
  /**
   * Zeros for a network of `size` unknowns: entry (a, b), a > b, is at a * stride + b for the stride of this size. Only the
   * lower triangle below the diagonal is meant, what else there is may change.
   */
  open(size: number): { readonly stride: number; readonly values: Float64Array };
  /** Takes the last network off the pile, `count` unknowns, and adds it to unknowns map[0] < map[1] < ... of the front. */
  add(map: Int32Array, count: number): void;
  /**
   * Turns the stars of the unknowns from the last down to `kept` into meshes, one after the other: g_ab += g_a g_b / sum g for
   * the conductances g of one. (size - kept) * size^2 / 2 multiplications at most. Nothing is subtracted.
   */
  eliminate(kept: number): void;
  /** Puts the first `kept` unknowns of the front on the pile. */
  keep(kept: number): void;
}

const roundUp = (size: number): number => Math.ceil(size / 4) * 4;
const triangle = (size: number): number => (size * (size - 1)) / 2;

/** For networks of `most` unknowns at most, `pile` conductances waiting: most^2 + pile doubles. */
export function createMeshFront(most: number, pile: number): MeshFront {
  const widest = roundUp(most);
  const squares = widest * widest;
  const panels = PANEL * (2 * widest + 1);
  const room = createKernelRoom(squares + panels + widest / 2 + pile + 1);
  if (room === undefined) return scalarMeshFront(most, pile);
  const { exports, base, values } = room;
  const scratch = base + 8 * squares;
  const numbers = scratch + 8 * panels;
  const places = new Int32Array(values.buffer, numbers, widest);
  let top = numbers + 4 * widest;
  let [unknowns, stride] = [0, 0];
  return {
    open: (size) => {
      unknowns = size;
      stride = roundUp(size);
      values.fill(0, 0, stride * stride);
      return { stride, values };
    },
    add: (map, count) => {
      for (let k = 0; k < count; k++) places[k] = map[k]!;
      top -= 8 * triangle(count);
      exports.addMesh(base, stride, top, numbers, count);
    },
    eliminate: (kept) => exports.starsToMesh(base, stride, unknowns, kept, scratch),
    keep: (kept) => {
      exports.keepMesh(top, base, stride, kept);
      top += 8 * triangle(kept);
    },
  };
}

/** `createMeshFront` without WebAssembly: its fallback and its oracle, to the last bit. */
export function scalarMeshFront(most: number, pile: number): MeshFront {
  const values = new Float64Array(most * most);
  const waiting = new Float64Array(pile);
  let [stride, top] = [0, 0];
  const eliminateLast = (s: number): void => {
    const own = s * stride;
    const sum = sumOf(values, own, s);
    if (sum === 0) return;
    for (let a = 1; a < s; a++) {
      if (values[own + a] === 0) continue;
      const share = values[own + a]! / sum;
      const at = a * stride;
      for (let b = 0; b < a; b++) values[at + b]! += share * values[own + b]!;
    }
  };
  return {
    open: (size) => {
      stride = size;
      values.fill(0, 0, size * size);
      return { stride, values };
    },
    add: (map, count) => {
      top -= triangle(count);
      for (let a = 1, at = top; a < count; a++) {
        const row = map[a]! * stride;
        for (let b = 0; b < a; b++) values[row + map[b]!]! += waiting[at++]!;
      }
    },
    eliminate: (kept) => {
      for (let s = stride - 1; s >= kept; s--) eliminateLast(s);
    },
    keep: (kept) => {
      for (let a = 1; a < kept; a++) {
        waiting.set(values.subarray(a * stride, a * stride + a), top);
        top += a;
      }
    },
  };
}

/** Sum of `count` numbers, four side by side and then what is left: the kernel's order. */
function sumOf(values: Float64Array, from: number, count: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let at = from;
  for (const end = from + (count & ~3); at < end; at += 4) {
    a += values[at]!;
    b += values[at + 1]!;
    c += values[at + 2]!;
    d += values[at + 3]!;
  }
  let sum = a + c + (b + d);
  for (; at < from + count; at++) sum += values[at]!;
  return sum;
}
