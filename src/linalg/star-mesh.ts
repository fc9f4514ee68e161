import { createKernelRoom } from "./dense-kernel.ts";

/** Below this size the scalar loop is as fast as the way into WebAssembly. */
const SMALLEST_KERNEL = 16;

/** A dense network of conductances in which unknowns go and come: entry (a, b), a > b, is at a * stride + b. */
export interface MeshFront {
  readonly stride: number;
  /** stride * stride; only the lower triangle below the diagonal is meant. */
  readonly values: Float64Array;
  /**
   * Turns the star of unknown s among the first `top` into a mesh: g_ab += g_a g_b / sum g for its conductances g; its own row and
   * column are left zero. top^2 / 2 multiplications where all of them are there.
   */
  eliminate(s: number, top: number): void;
}

/** A front of `stride` unknowns without conductances. */
export function createMeshFront(stride: number): MeshFront {
  const room = stride < SMALLEST_KERNEL ? undefined : createKernelRoom(stride * (stride + 1));
  if (room === undefined) return scalarMeshFront(stride);
  const { exports, base, values } = room;
  const row = base + 8 * stride * stride;
  return { stride, values, eliminate: (s, top) => exports.starToMesh(base, stride, top, s, row) };
}

/** `createMeshFront` without WebAssembly: its fallback and its oracle. */
export function scalarMeshFront(stride: number): MeshFront {
  const values = new Float64Array(stride * stride);
  const row = new Float64Array(stride);
  const eliminate = (s: number, top: number): void => {
    let sum = 0;
    const own = s * stride;
    for (let b = 0; b < s; b++) {
      row[b] = values[own + b]!;
      sum += row[b]!;
      values[own + b] = 0;
    }
    row[s] = 0;
    for (let a = s + 1; a < top; a++) {
      row[a] = values[a * stride + s]!;
      sum += row[a]!;
      values[a * stride + s] = 0;
    }
    if (sum === 0) return;
    for (let a = 1; a < top; a++) {
      if (row[a] === 0) continue;
      const share = row[a]! / sum;
      const at = a * stride;
      for (let b = 0; b < a; b++) values[at + b]! += share * row[b]!;
    }
  };
  return { stride, values, eliminate };
}
