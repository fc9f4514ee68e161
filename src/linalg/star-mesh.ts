import { createKernelRoom } from "./dense-kernel.ts";

/** Unknowns that go together: each number of the front is read and written once for so many. */
export const MESH_GROUP = 4;

/** A dense network of conductances in which unknowns go and come: entry (a, b), a > b, is at a * stride + b. */
export interface MeshFront {
  /** At least what was asked for. */
  readonly stride: number;
  /** stride * stride; only the lower triangle below the diagonal is meant, what else there is may change. */
  readonly values: Float64Array;
  /**
   * Turns the stars of the first `count` unknowns of `slots`, MESH_GROUP at most, among the first `top` into meshes, one after
   * the other: g_ab += g_a g_b / sum g for the conductances g of one; its own row and column are left zero. count * top^2 / 2
   * multiplications where all of them are there.
   */
  eliminate(slots: Int32Array, count: number, top: number): void;
}

/** A front of `size` unknowns without conductances. */
export function createMeshFront(size: number): MeshFront {
  const stride = size + (size & 1);
  const squares = stride * stride;
  const room = createKernelRoom(squares + MESH_GROUP * stride + MESH_GROUP / 2);
  if (room === undefined) return scalarMeshFront(size);
  const { exports, base, values } = room;
  const rows = base + 8 * squares;
  const numbers = rows + 8 * MESH_GROUP * stride;
  const places = new Int32Array(values.buffer, numbers, MESH_GROUP);
  return {
    stride,
    values,
    eliminate: (slots, count, top) => {
      for (let k = 0; k < MESH_GROUP; k++) places[k] = k < count ? slots[k]! : -1;
      exports.starsToMesh(base, stride, top, numbers, rows);
    },
  };
}

/** `createMeshFront` without WebAssembly: its fallback and its oracle. */
export function scalarMeshFront(stride: number): MeshFront {
  const values = new Float64Array(stride * stride);
  const row = new Float64Array(stride);
  const eliminateOne = (s: number, top: number): void => {
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
  return {
    stride,
    values,
    eliminate: (slots, count, top) => {
      for (let k = 0; k < count; k++) eliminateOne(slots[k]!, top);
    },
  };
}
