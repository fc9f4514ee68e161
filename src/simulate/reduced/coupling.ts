/** Below this share of nonzero conductances a row is stored as a list of its devices. */
const SPARSE_SHARE = 0.25;

/** What couples outputs to summing nodes: n * n, dense row-major, or compressed rows when most of it is zero. */
export type Coupling =
  | { readonly kind: "dense"; readonly n: number; readonly siemens: Float64Array }
  | {
      readonly kind: "sparse";
      readonly n: number;
      /** n + 1: row i holds entries rowStart[i] to rowStart[i + 1]. */
      readonly rowStart: Int32Array;
      readonly column: Int32Array;
      readonly siemens: Float64Array;
    };

/** Stores a dense n * n matrix in the cheaper of the two forms. */
export function createCoupling(n: number, dense: Float64Array): Coupling {
  let nonzero = 0;
  for (const g of dense) if (g !== 0) nonzero++;
  if (nonzero > SPARSE_SHARE * n * n) return { kind: "dense", n, siemens: dense };
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

/** out += G x for dense rows, four at a time: each x_j is loaded once for four products. */
function addDense(out: Float64Array, g: Float64Array, x: Float64Array, n: number): void {
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let ka = i * n;
    let kb = ka + n;
    let kc = kb + n;
    let kd = kc + n;
    for (let j = 0; j < n; j++) {
      const v = x[j]!;
      a += g[ka++]! * v;
      b += g[kb++]! * v;
      c += g[kc++]! * v;
      d += g[kd++]! * v;
    }
    out[i]! += a;
    out[i + 1]! += b;
    out[i + 2]! += c;
    out[i + 3]! += d;
  }
  for (; i < n; i++) {
    let a = 0;
    for (let j = 0, k = i * n; j < n; j++) a += g[k++]! * x[j]!;
    out[i]! += a;
  }
}

/** out += G x, n amperes. */
export function addProduct(out: Float64Array, coupling: Coupling, x: Float64Array): void {
  if (coupling.kind === "dense") {
    addDense(out, coupling.siemens, x, coupling.n);
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
