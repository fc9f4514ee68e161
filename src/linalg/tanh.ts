import { createKernelRoom, type KernelArena } from "./dense-kernel.ts";

/** Numbers of which the hyperbolic tangents are taken in place. */
export interface TanhVector {
  readonly values: Float64Array;
  /** values = tanh(values), to some roundoffs relative to each. */
  apply(): void;
}

/** Doubles of an arena that `createTanhVector` takes. */
export function tanhDoubles(count: number): number {
  return count + (count & 1);
}

/** Room for `count` numbers, of an arena where there is one; with SIMD some times as fast as one at a time. */
export function createTanhVector(count: number, arena?: KernelArena): TanhVector {
  const even = tanhDoubles(count);
  const room = arena === undefined ? createKernelRoom(even) : arena.take(even);
  if (room === undefined) return scalarTanhVector(count);
  const { exports, base } = room;
  const values = room.values.subarray(0, count);
  return { values, apply: () => exports.tanhInPlace(base, even) };
}

/** `createTanhVector` without WebAssembly: its fallback and its oracle. */
export function scalarTanhVector(count: number): TanhVector {
  const values = new Float64Array(count);
  return {
    values,
    apply: () => {
      for (let i = 0; i < count; i++) values[i] = Math.tanh(values[i]!);
    },
  };
}
