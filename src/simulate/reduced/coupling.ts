import { createDenseProduct, type DenseProduct, type KernelArena, type ProductLane } from "../../linalg/index.ts";

/** Below this share of nonzero conductances a row is stored as a list of its devices. */
const SPARSE_SHARE = 0.25;

/** What couples voltages to summing nodes: a product with a dense matrix, or with compressed rows when most of it is zero. */
export interface Coupling extends DenseProduct {
  readonly kind: "dense" | "sparse";
  /** Multiplications of one product. */
  readonly work: number;
}

/**
 * Stores a matrix, rows*columns, row-major, in the cheaper of the two forms.
 *
 * @param lanes vectors that there is room for
 * @param arena where a dense matrix and its vectors stand
 */
export function createCoupling(
  rows: number,
  columns: number,
  dense: Float64Array,
  lanes = 1,
  arena?: KernelArena,
): Coupling {
  let nonzero = 0;
  for (let k = 0; k < dense.length; k++) if (dense[k] !== 0) nonzero++;
  if (nonzero > SPARSE_SHARE * rows * columns) {
    return { kind: "dense", work: rows * columns, ...createDenseProduct(rows, columns, dense, lanes, arena) };
  }
  return { kind: "sparse", work: nonzero, ...createSparseProduct(rows, columns, dense, nonzero, lanes) };
}

function createSparseProduct(
  rows: number,
  columns: number,
  dense: Float64Array,
  nonzero: number,
  count: number,
): DenseProduct {
  const rowStart = new Int32Array(rows + 1);
  const column = new Int32Array(nonzero);
  const siemens = new Float64Array(nonzero);
  let k = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const g = dense[i * columns + j]!;
      if (g === 0) continue;
      column[k] = j;
      siemens[k++] = g;
    }
    rowStart[i + 1] = k;
  }
  const lanes: ProductLane[] = Array.from({ length: count }, () => ({
    input: new Float64Array(columns),
    output: new Float64Array(rows),
  }));
  const multiplyOne = ({ input, output }: ProductLane): void => {
    for (let i = 0; i < rows; i++) {
      let a = 0;
      const end = rowStart[i + 1]!;
      for (let k = rowStart[i]!; k < end; k++) a += siemens[k]! * input[column[k]!]!;
      output[i] = a;
    }
  };
  const multiplyTwo = (one: ProductLane, other: ProductLane): void => {
    const [x, y] = [one.input, other.input];
    for (let i = 0; i < rows; i++) {
      let [a, b] = [0, 0];
      const end = rowStart[i + 1]!;
      for (let k = rowStart[i]!; k < end; k++) {
        const g = siemens[k]!;
        const j = column[k]!;
        a += g * x[j]!;
        b += g * y[j]!;
      }
      one.output[i] = a;
      other.output[i] = b;
    }
  };
  return {
    lanes,
    bands: null,
    multiply: (active, count) => {
      let k = 0;
      for (; k + 1 < count; k += 2) multiplyTwo(lanes[active[k]!]!, lanes[active[k + 1]!]!);
      if (k < count) multiplyOne(lanes[active[k]!]!);
    },
    release: () => undefined,
  };
}
