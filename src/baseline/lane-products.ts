import { PRODUCTS_BYTES } from "./products-bytes.ts";

/** Products of one matrix with several vectors of whole numbers. */
export interface LaneProducts {
  /**
   * out[v n + i] = sum_j matrix[i n + j] vectors[v n + j], modulo 2^32; `vectors` holds `count` of them, one after the
   * other.
   */
  into(out: Int32Array, vectors: Int16Array, count: number): void;
}

interface Exports {
  products(out: number, matrix: number, vectors: number, n: number, count: number): void;
}

const PAGE = 65536;
/** Below this the kernel's own constants may lie. */
const BASE = 1024;
/** 2 GiB, far above any couplings that are encoded. */
const MOST_PAGES = 32768;

interface Instance {
  readonly memory: WebAssembly.Memory;
  readonly exports: Exports;
  /** The matrix that the memory holds. */
  holds: Int16Array | undefined;
}

let instance: Instance | undefined;
let tried = false;

/** The instance, or undefined where WebAssembly or its SIMD is missing. Compiled on the first call. */
function sharedInstance(): Instance | undefined {
  if (tried) return instance;
  tried = true;
  try {
    const bytes = Uint8Array.from(atob(PRODUCTS_BYTES), (c) => c.charCodeAt(0));
    const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
    instance = { memory, exports: exports as unknown as Exports, holds: undefined };
  } catch {
    instance = undefined;
  }
  return instance;
}

/** The products in TypeScript: fallback and oracle of the SIMD kernel. */
export function scalarProducts(matrix: Int16Array, n: number): LaneProducts {
  return {
    into: (out, vectors, count) => {
      for (let v = 0; v < count * n; v += n) {
        for (let i = 0; i < n; i++) {
          let sum = 0;
          for (let j = 0; j < n; j++) sum = (sum + matrix[i * n + j]! * vectors[v + j]!) | 0;
          out[v + i] = sum;
        }
      }
    },
  };
}

/** The products by SIMD where there is any, else in TypeScript: the same bits. `n`, a multiple of 8, is the matrix's order. */
export function laneProducts(matrix: Int16Array, n: number): LaneProducts {
  const shared = sharedInstance();
  if (shared === undefined) return scalarProducts(matrix, n);
  const { memory, exports } = shared;
  return {
    into: (out, vectors, count) => {
      const vectorsAt = BASE + 2 * n * n;
      const outAt = vectorsAt + 2 * n * count;
      const missing = outAt + 4 * n * count - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      if (shared.holds !== matrix) {
        shared.holds = matrix;
        new Int16Array(memory.buffer, BASE, n * n).set(matrix);
      }
      new Int16Array(memory.buffer, vectorsAt, n * count).set(vectors.subarray(0, n * count));
      exports.products(outAt, BASE, vectorsAt, n, count);
      out.set(new Int32Array(memory.buffer, outAt, n * count));
    },
  };
}
