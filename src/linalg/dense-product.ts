import { createKernelRoom } from "./dense-kernel.ts";

/** Rows that are multiplied at a time: each number of the vector is loaded once for so many products. */
const BAND = 4;

/** A matrix that many vectors are multiplied by. */
export interface DenseProduct {
  /** The vector, `columns` long: the caller's to write. */
  readonly input: Float64Array;
  /** out += G input, rows long. */
  addTo(out: Float64Array): void;
}

const padded = (count: number): number => Math.ceil(count / BAND) * BAND;

/** Stores a matrix for products with vectors. @param matrix rows*columns, row-major; copied */
export function createDenseProduct(rows: number, columns: number, matrix: Float64Array): DenseProduct {
  const [height, stride] = [padded(rows), padded(columns)];
  const room = createKernelRoom(height * stride + stride + height);
  if (room === undefined) return scalarDenseProduct(rows, columns, matrix);
  const { exports, base, values } = room;
  for (let i = 0; i < rows; i++) values.set(matrix.subarray(i * columns, (i + 1) * columns), i * stride);
  const x = base + 8 * height * stride;
  const y = x + 8 * stride;
  const input = values.subarray(height * stride, height * stride + columns);
  const image = values.subarray((height + 1) * stride, (height + 1) * stride + rows);
  return {
    input,
    addTo: (out) => {
      exports.multiplyVector(y, base, x, height, stride);
      for (let i = 0; i < rows; i++) out[i]! += image[i]!;
    },
  };
}

/** `createDenseProduct` without WebAssembly: its fallback and its oracle. */
export function scalarDenseProduct(rows: number, columns: number, matrix: Float64Array): DenseProduct {
  // Bands of four rows, the last one padded with zeros; in a band column by column, so that it is read in order.
  const bands = new Float64Array(padded(rows) * columns);
  for (let i = 0; i < rows; i++) {
    const row = i % BAND;
    for (let j = 0; j < columns; j++) bands[(i - row) * columns + j * BAND + row] = matrix[i * columns + j]!;
  }
  const input = new Float64Array(columns);
  return {
    input,
    addTo: (out) => {
      let k = 0;
      for (let i = 0; i < rows; i += BAND) {
        let [a, b, c, d] = [0, 0, 0, 0];
        for (let j = 0; j < columns; j++, k += BAND) {
          const v = input[j]!;
          a += bands[k]! * v;
          b += bands[k + 1]! * v;
          c += bands[k + 2]! * v;
          d += bands[k + 3]! * v;
        }
        out[i]! += a;
        if (i + 1 < rows) out[i + 1]! += b;
        if (i + 2 < rows) out[i + 2]! += c;
        if (i + 3 < rows) out[i + 3]! += d;
      }
    },
  };
}
