import { createDenseProduct, type DenseProduct } from "../../linalg/index.ts";

/** Below this share of nonzero conductances a row is stored as a list of its devices. */
const SPARSE_SHARE = 0.25;

/** What couples voltages to summing nodes: a product with a dense matrix, or with compressed rows when most of it is zero. */
export interface Coupling extends DenseProduct {
  readonly kind: "dense" | "sparse";
}

/** Stores a matrix, rows*columns, row-major, in the cheaper of the two forms. */
export function createCoupling(rows: number, columns: number, dense: Float64Array): Coupling {
  let nonzero = 0;
  for (const g of dense) if (g !== 0) nonzero++;
  if (nonzero > SPARSE_SHARE * rows * columns) return { kind: "dense", ...createDenseProduct(rows, columns, dense) };
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
  const input = new Float64Array(columns);
  return {
    kind: "sparse",
    input,
    addTo: (out) => {
      for (let i = 0; i < rows; i++) {
        let a = 0;
        const end = rowStart[i + 1]!;
        for (let k = rowStart[i]!; k < end; k++) a += siemens[k]! * input[column[k]!]!;
        out[i]! += a;
      }
    },
  };
}
