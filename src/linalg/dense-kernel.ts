import { DENSE_BYTES } from "./dense-bytes.ts";

/** The SIMD kernels on copies of the matrices: the copies cost n^2, the work n^3. */
export interface DenseKernel {
  /** As `scalarCholesky`. */
  cholesky(a: Float64Array, n: number): boolean;
  /** out = A B', all n*n. */
  multiplyTransposed(out: Float64Array, a: Float64Array, b: Float64Array, n: number): void;
}

interface Exports {
  cholesky(a: number, n: number): number;
  addRowDots(
    c: number,
    cStride: number,
    a: number,
    aStride: number,
    b: number,
    bStride: number,
    rows: number,
    columns: number,
    length: number,
    factor: number,
  ): void;
}

const PAGE = 65536;
/** Below this the kernel's own constants may lie. */
const BASE = 1024;
/** 2 GiB, far above any matrix that is factored. */
const MOST_PAGES = 32768;

let kernel: DenseKernel | undefined;
let tried = false;

function create(): DenseKernel {
  const bytes = Uint8Array.from(atob(DENSE_BYTES), (c) => c.charCodeAt(0));
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const { cholesky, addRowDots } = exports as unknown as Exports;
  const reserve = (doubles: number): void => {
    const missing = BASE + doubles * 8 - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  };
  return {
    cholesky: (a, n) => {
      reserve(n * n);
      const inside = new Float64Array(memory.buffer, BASE, n * n);
      inside.set(a.length === n * n ? a : a.subarray(0, n * n));
      const done = cholesky(BASE, n) === 1;
      a.set(inside);
      return done;
    },
    multiplyTransposed: (out, a, b, n) => {
      const square = n * n;
      reserve(3 * square);
      const inside = new Float64Array(memory.buffer, BASE, 3 * square);
      inside.fill(0, 0, square);
      inside.set(a, square);
      inside.set(b, 2 * square);
      addRowDots(BASE, n, BASE + 8 * square, n, BASE + 16 * square, n, n, n, n, 1);
      out.set(inside.subarray(0, square));
    },
  };
}

/** The kernels, or undefined where WebAssembly or its SIMD is missing. Compiled on the first call; no state but scratch. */
export function denseKernel(): DenseKernel | undefined {
  if (tried) return kernel;
  tried = true;
  try {
    kernel = create();
  } catch {
    kernel = undefined;
  }
  return kernel;
}
