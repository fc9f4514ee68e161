import { createKernelRoom, type KernelArena, releaseKernelRoom } from "./dense-kernel.ts";

/** Rows that are multiplied at a time: each number of the vector is loaded once for so many products. */
const BAND = 8;

/** A vector and its product. */
export interface ProductLane {
  /** `columns` long: the caller's to write. */
  readonly input: Float64Array;
  /** rows long: G input, once `multiply` has been called for the lane. */
  readonly output: Float64Array;
}

/** A matrix that many vectors are multiplied by, some of them at once. */
export interface DenseProduct {
  readonly lanes: readonly ProductLane[];
  /** The matrix as the kernel reads it: bands of eight rows, in a band column by column; null without SIMD. */
  readonly bands: Float64Array | null;
  /** Products of the first `count` of these lanes. Each sum runs over the columns in order: other lanes do not change a bit of it. */
  multiply(active: Int32Array, count: number): void;
  /** Gives the room of the matrix and the lanes back: nobody may touch them any more. */
  release(): void;
}

const bandsOf = (rows: number): number => Math.ceil(rows / BAND);

/** Bands of eight rows, the last one padded with zeros; in a band column by column, so that it is read in order. */
function bandsInto(bands: Float64Array, rows: number, columns: number, matrix: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const row = i % BAND;
    const start = (i - row) * columns + row;
    for (let j = 0; j < columns; j++) bands[start + j * BAND] = matrix[i * columns + j]!;
  }
}

/** Doubles of an arena that `createDenseProduct` takes. */
export function denseProductDoubles(rows: number, columns: number, lanes: number): number {
  const height = bandsOf(rows) * BAND;
  const doubles = height * columns + lanes * (columns + (columns & 1) + height + 1);
  return doubles + (doubles & 1);
}

/**
 * Stores a matrix for products with vectors.
 *
 * @param matrix rows*columns, row-major; copied
 * @param lanes vectors that there is room for
 * @param arena where it stands; a room of its own without one
 */
export function createDenseProduct(
  rows: number,
  columns: number,
  matrix: Float64Array,
  lanes = 1,
  arena?: KernelArena,
): DenseProduct {
  const height = bandsOf(rows) * BAND;
  const width = columns + (columns & 1);
  const square = height * columns;
  const doubles = denseProductDoubles(rows, columns, lanes);
  const room = arena === undefined ? createKernelRoom(doubles) : arena.take(doubles);
  if (room === undefined) return scalarDenseProduct(rows, columns, matrix, lanes);
  const { exports, base, values } = room;
  bandsInto(values, rows, columns, matrix);
  const inputAt = (l: number) => square + l * width;
  const outputAt = (l: number) => square + lanes * width + l * height;
  const table = square + lanes * (width + height);
  const addresses = new Int32Array(values.buffer, base + 8 * table, 2 * lanes);
  return {
    lanes: Array.from({ length: lanes }, (_, l) => ({
      input: values.subarray(inputAt(l), inputAt(l) + columns),
      output: values.subarray(outputAt(l), outputAt(l) + rows),
    })),
    bands: values.subarray(0, square),
    multiply: (active, count) => {
      for (let k = 0; k < count; k++) {
        addresses[2 * k] = base + 8 * inputAt(active[k]!);
        addresses[2 * k + 1] = base + 8 * outputAt(active[k]!);
      }
      exports.multiplyBands(base, height / BAND, columns, base + 8 * table, count);
    },
    release: () => {
      if (arena === undefined) releaseKernelRoom(room);
    },
  };
}

/** `createDenseProduct` without WebAssembly, the same to the last bit: its fallback and its oracle. */
export function scalarDenseProduct(rows: number, columns: number, matrix: Float64Array, count = 1): DenseProduct {
  const bands = new Float64Array(bandsOf(rows) * BAND * columns);
  bandsInto(bands, rows, columns, matrix);
  const lanes = Array.from({ length: count }, () => ({
    input: new Float64Array(columns),
    output: new Float64Array(rows),
  }));
  const multiplyOne = ({ input, output }: ProductLane): void => {
    for (let i = 0; i < rows; i += 4) {
      const half = i % BAND;
      let k = (i - half) * columns + half;
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let j = 0; j < columns; j++, k += BAND) {
        const v = input[j]!;
        a += bands[k]! * v;
        b += bands[k + 1]! * v;
        c += bands[k + 2]! * v;
        d += bands[k + 3]! * v;
      }
      output[i] = a;
      if (i + 1 < rows) output[i + 1] = b;
      if (i + 2 < rows) output[i + 2] = c;
      if (i + 3 < rows) output[i + 3] = d;
    }
  };
  return {
    lanes,
    bands: null,
    multiply: (active, count) => {
      for (let k = 0; k < count; k++) multiplyOne(lanes[active[k]!]!);
    },
    release: () => undefined,
  };
}
