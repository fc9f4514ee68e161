/** Below this share of nonzero conductances a row is stored as a list of its devices. */
const SPARSE_SHARE = 0.25;

/** Rows that are multiplied at a time: each output is loaded once for so many products. */
const BAND = 4;

/** What couples outputs to summing nodes, n * n: bands of four rows, or compressed rows when most of it is zero. */
export type Coupling =
  | {
      readonly kind: "dense";
      readonly n: number;
      /** Bands of four rows, the last one padded with zeros; in a band column by column, so that it is read in order. */
      readonly siemens: Float64Array;
    }
  | {
      readonly kind: "sparse";
      readonly n: number;
      /** n + 1: row i holds entries rowStart[i] to rowStart[i + 1]. */
      readonly rowStart: Int32Array;
      readonly column: Int32Array;
      readonly siemens: Float64Array;
    };

/** Stores an n * n matrix, row-major, in the cheaper of the two forms. */
export function createCoupling(n: number, dense: Float64Array): Coupling {
  let nonzero = 0;
  for (const g of dense) if (g !== 0) nonzero++;
  if (nonzero > SPARSE_SHARE * n * n) {
    const bands = new Float64Array(Math.ceil(n / BAND) * BAND * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        bands[(i - (i % BAND)) * n + j * BAND + (i % BAND)] = dense[i * n + j]!;
      }
    }
    return { kind: "dense", n, siemens: bands };
  }
  const rowStart = new Int32Array(n + 1);
  const column = new Int32Array(nonzero);
  const siemens = new Float64Array(nonzero);
  let k = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const g = dense[i * n + j]!;
      if (g === 0) continue;
      column[k] = j;
      siemens[k++] = g;
    }
    rowStart[i + 1] = k;
  }
  return { kind: "sparse", n, rowStart, column, siemens };
}

/** out += G x for bands of four rows. */
function addBands(out: Float64Array, g: Float64Array, x: Float64Array, n: number): void {
  let k = 0;
  for (let i = 0; i < n; i += BAND) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let j = 0; j < n; j++, k += BAND) {
      const v = x[j]!;
      a += g[k]! * v;
      b += g[k + 1]! * v;
      c += g[k + 2]! * v;
      d += g[k + 3]! * v;
    }
    out[i]! += a;
    if (i + 1 < n) out[i + 1]! += b;
    if (i + 2 < n) out[i + 2]! += c;
    if (i + 3 < n) out[i + 3]! += d;
  }
}

/** out += G x, n amperes. */
export function addProduct(out: Float64Array, coupling: Coupling, x: Float64Array): void {
  if (coupling.kind === "dense") {
    addBands(out, coupling.siemens, x, coupling.n);
    return;
  }
  const { n, rowStart, column, siemens } = coupling;
  for (let i = 0; i < n; i++) {
    let a = 0;
    const end = rowStart[i + 1]!;
    for (let k = rowStart[i]!; k < end; k++) a += siemens[k]! * x[column[k]!]!;
    out[i]! += a;
  }
}
