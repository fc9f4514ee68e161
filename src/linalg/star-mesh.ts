import { createKernelRoom } from "./dense-kernel.ts";

/** Unknowns that go together in the kernel. */
const PANEL = 32;

/** Room for one dense network of conductances after the other, from which unknowns are eliminated. */
export interface MeshFront {
  /**
   * Zeros for a network of `size` unknowns: entry (a, b), a > b, is at a * stride + b for the stride of this size. Only the
   * lower triangle below the diagonal is meant, what else there is may change.
   */
  open(size: number): { readonly stride: number; readonly values: Float64Array };
  /**
   * Turns the stars of the unknowns from the last down to `kept` into meshes, one after the other: g_ab += g_a g_b / sum g for
   * the conductances g of one. (size - kept) * size^2 / 2 multiplications at most. Nothing is subtracted.
   */
  eliminate(kept: number): void;
}

const roundUp = (size: number): number => Math.ceil(size / 4) * 4;

/** A front for networks of `most` unknowns at most: most^2 doubles. */
export function createMeshFront(most: number): MeshFront {
  const widest = roundUp(most);
  const room = createKernelRoom(widest * widest + PANEL * (2 * widest + 1));
  if (room === undefined) return scalarMeshFront(most);
  const { exports, base, values } = room;
  const scratch = base + 8 * widest * widest;
  let [unknowns, stride] = [0, 0];
  return {
    open: (size) => {
      unknowns = size;
      stride = roundUp(size);
      values.fill(0, 0, stride * stride);
      return { stride, values };
    },
    eliminate: (kept) => exports.starsToMesh(base, stride, unknowns, kept, scratch),
  };
}

/** `createMeshFront` without WebAssembly: its fallback and its oracle, to the last bit. */
export function scalarMeshFront(most: number): MeshFront {
  const values = new Float64Array(most * most);
  let stride = 0;
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
    eliminate: (kept) => {
      for (let s = stride - 1; s >= kept; s--) eliminateLast(s);
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
