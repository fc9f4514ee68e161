import { createKernelRoom, type KernelArena } from "./dense-kernel.ts";

/** Vectors of one length that weighted sums are taken of, as a Runge-Kutta method does with its slopes. */
export interface VectorCombination {
  /** What the sums start from. */
  readonly start: Float64Array;
  readonly vectors: readonly Float64Array[];
  /** The last `combine`. */
  readonly sum: Float64Array;
  /** The last `combineAlone`. */
  readonly alone: Float64Array;
  /** Zeros, as long as the vectors, and room for as many weights as there are vectors: what the kernel takes sums with. */
  readonly zero: Float64Array;
  readonly scaled: Float64Array;
  /** sum = start + h sum_k weights_k vectors_k over as many vectors as there are weights, one at least. */
  combine(h: number, weights: readonly number[]): void;
  /** alone = h sum_k weights_k vectors_k. */
  combineAlone(h: number, weights: readonly number[]): void;
}

/** Doubles of an arena that `createVectorCombination` takes. */
export function combinationDoubles(size: number, count: number): number {
  const doubles = (size + (size & 1)) * (count + 4) + count;
  return doubles + (doubles & 1);
}

/** Room for `count` vectors of `size` numbers, zero at first, of an arena where there is one. */
export function createVectorCombination(size: number, count: number, arena?: KernelArena): VectorCombination {
  const stride = size + (size & 1);
  const doubles = combinationDoubles(size, count);
  const room = arena === undefined ? createKernelRoom(doubles) : arena.take(doubles);
  if (room === undefined) return scalarVectorCombination(size, count);
  const { exports, base, values } = room;
  const at = (k: number) => values.subarray(k * stride, k * stride + size);
  const place = (k: number) => base + 8 * k * stride;
  const [start, sum, alone, zero, scale] = [count, count + 1, count + 2, count + 3, count + 4];
  const scaled = values.subarray(scale * stride);
  const into = (target: number, from: number, h: number, weights: readonly number[]): void => {
    for (let k = 0; k < weights.length; k++) scaled[k] = h * weights[k]!;
    exports.combine(place(target), place(from), place(scale), place(0), stride, weights.length);
  };
  return {
    start: at(start),
    vectors: Array.from({ length: count }, (_, k) => at(k)),
    sum: at(sum),
    alone: at(alone),
    zero: at(zero),
    scaled: scaled.subarray(0, count),
    combine: (h, weights) => into(sum, start, h, weights),
    combineAlone: (h, weights) => into(alone, zero, h, weights),
  };
}

/** `createVectorCombination` without WebAssembly: its fallback and its oracle. */
export function scalarVectorCombination(size: number, count: number): VectorCombination {
  const [start, sum, alone] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const vectors = Array.from({ length: count }, () => new Float64Array(size));
  const add = (out: Float64Array, h: number, weights: readonly number[]): void => {
    for (let k = 0; k < weights.length; k++) {
      const a = h * weights[k]!;
      const x = vectors[k]!;
      for (let i = 0; i < size; i++) out[i]! += a * x[i]!;
    }
  };
  const combine = (h: number, weights: readonly number[]): void => {
    sum.set(start);
    add(sum, h, weights);
  };
  const combineAlone = (h: number, weights: readonly number[]): void => {
    alone.fill(0);
    add(alone, h, weights);
  };
  return {
    start,
    vectors,
    sum,
    alone,
    zero: new Float64Array(size),
    scaled: new Float64Array(count),
    combine,
    combineAlone,
  };
}
