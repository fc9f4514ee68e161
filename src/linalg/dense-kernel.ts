import { DENSE_BYTES } from "./dense-bytes.ts";

/** Functions of assembly/dense.ts: addresses in bytes, strides in doubles. */
export interface DenseExports {
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
  starsToMesh(front: number, stride: number, size: number, kept: number, room: number): void;
  addMesh(front: number, stride: number, mesh: number, map: number, count: number): void;
  keepMesh(mesh: number, front: number, stride: number, count: number): void;
  layoutByDistance(
    x: number,
    y: number,
    from: number,
    to: number,
    count: number,
    nodes: number,
    terminals: number,
    terminalCount: number,
    sources: number,
    sourceCount: number,
    senses: number,
    senseCount: number,
    heap: number,
  ): number;
  eliminateNodes(
    out: number,
    terminals: number,
    terminalCount: number,
    nodes: number,
    from: number,
    to: number,
    siemens: number,
    x: number,
    y: number,
    count: number,
    heap: number,
  ): number;
  explicitStep(plan: number, t: number, h: number): number;
  acceptStep(
    plan: number,
    h: number,
    amps: number,
    decay: number,
    m0: number,
    m1: number,
    m2: number,
    m3: number,
  ): void;
  multiplyBands(g: number, bands: number, columns: number, lanes: number, count: number): void;
  tanhInPlace(x: number, n: number): void;
  transpose(out: number, a: number, rows: number, columns: number): void;
  limitRows(x: number, rows: number, points: number, gains: number, volts: number, sign: number): void;
  combine(out: number, y: number, weights: number, slopes: number, size: number, count: number): void;
}

/** The SIMD kernels on copies of the matrices: the copies cost n^2, the work n^3. */
export interface DenseKernel {
  /** As `scalarCholesky`. */
  cholesky(a: Float64Array, n: number): boolean;
  /** out = A B', all n*n. */
  multiplyTransposed(out: Float64Array, a: Float64Array, b: Float64Array, n: number): void;
  /** out = A B' for A of rows * length and B of columns * length. */
  multiplyRows(
    out: Float64Array,
    a: Float64Array,
    rows: number,
    b: Float64Array,
    columns: number,
    length: number,
  ): void;
  /** As in rows.ts. */
  transposeInto(out: Float64Array, a: Float64Array, rows: number, columns: number): void;
  limitRows(x: Float64Array, gains: Float64Array, volts: Float64Array, sign: number): void;
  addScaled(y: Float64Array, x: Float64Array, factor: number): void;
}

const PAGE = 65536;
/** Below this the kernel's own constants may lie. */
const BASE = 1024;
/** 2 GiB, far above any matrix that is factored. */
const MOST_PAGES = 32768;

let compiled: WebAssembly.Module | undefined;
let kernel: DenseKernel | undefined;
let tried = false;

/** Compiled on the first call; undefined where WebAssembly or its SIMD is missing. */
function denseModule(): WebAssembly.Module | undefined {
  if (tried) return compiled;
  tried = true;
  try {
    const text = atob(DENSE_BYTES);
    const bytes = new Uint8Array(text.length);
    for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k);
    compiled = new WebAssembly.Module(bytes);
  } catch {
    compiled = undefined;
  }
  return compiled;
}

function instantiate(module: WebAssembly.Module, pages: number): KernelInstance {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: MOST_PAGES });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { memory, exports: exports as unknown as DenseExports };
}

interface KernelInstance {
  readonly memory: WebAssembly.Memory;
  readonly exports: DenseExports;
}

/**
 * Doubles of the caller's own beside the kernels: nobody else writes to them. Each room is a memory of its own, of which a process
 * has some dozens at most: who needs many vectors takes one room and parts it, and gives it back where it is done with it.
 */
export interface KernelRoom extends KernelInstance {
  /** Address of the first double. */
  readonly base: number;
  /** Zeros at first. */
  readonly values: Float64Array;
}

/** Rooms that were given back: to start one costs more than a run of a small network. Larger ones are left to be collected. */
const SPARE_ROOMS = 4;
const SPARE_PAGES = 256;
const spare: KernelInstance[] = [];

/** Room for `doubles` numbers; undefined where there is no SIMD, or not that much memory. */
export function createKernelRoom(doubles: number): KernelRoom | undefined {
  const module = denseModule();
  const pages = Math.ceil((BASE + doubles * 8) / PAGE);
  if (module === undefined || pages > MOST_PAGES) return undefined;
  try {
    const { memory, exports } = spare.pop() ?? instantiate(module, pages);
    const used = memory.buffer.byteLength / PAGE;
    if (used < pages) memory.grow(pages - used);
    const values = new Float64Array(memory.buffer, BASE, doubles).fill(0);
    return { memory, exports, base: BASE, values };
  } catch {
    return undefined;
  }
}

/** Gives a whole room back: nobody may touch its numbers any more. */
export function releaseKernelRoom({ memory, exports }: KernelRoom): void {
  if (spare.length < SPARE_ROOMS && memory.buffer.byteLength <= SPARE_PAGES * PAGE) spare.push({ memory, exports });
}

function create(module: WebAssembly.Module): DenseKernel {
  const { memory, exports } = instantiate(module, 1);
  const { cholesky, addRowDots } = exports;
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
    multiplyRows: (out, a, rows, b, columns, length) => {
      const [c, left, right] = [rows * columns, rows * length, columns * length];
      reserve(c + left + right);
      const inside = new Float64Array(memory.buffer, BASE, c + left + right);
      inside.fill(0, 0, c);
      inside.set(a, c);
      inside.set(b, c + left);
      const [atA, atB] = [BASE + 8 * c, BASE + 8 * (c + left)];
      addRowDots(BASE, columns, atA, length, atB, length, rows, columns, length, 1);
      out.set(inside.subarray(0, c));
    },
    transposeInto: (out, a, rows, columns) => {
      const count = rows * columns;
      reserve(2 * count);
      const inside = new Float64Array(memory.buffer, BASE, 2 * count);
      inside.set(a);
      exports.transpose(BASE + 8 * count, BASE, rows, columns);
      out.set(inside.subarray(count));
    },
    limitRows: (x, gains, volts, sign) => {
      const count = x.length + (x.length & 1);
      const length = count + gains.length + volts.length;
      reserve(length);
      const inside = new Float64Array(memory.buffer, BASE, length);
      inside.set(x);
      inside.set(gains, count);
      inside.set(volts, count + gains.length);
      const atGains = BASE + 8 * count;
      exports.limitRows(BASE, volts.length, gains.length, atGains, atGains + 8 * gains.length, sign);
      x.set(inside.subarray(0, x.length));
    },
    addScaled: (y, x, factor) => {
      const count = y.length + (y.length & 1);
      reserve(2 * count + 1);
      const inside = new Float64Array(memory.buffer, BASE, 2 * count + 1);
      inside.set(y);
      inside.set(x, count);
      inside[2 * count] = factor;
      exports.combine(BASE, BASE, BASE + 16 * count, BASE + 8 * count, count, 1);
      y.set(inside.subarray(0, y.length));
    },
  };
}

/** The kernels, or undefined where WebAssembly or its SIMD is missing. Compiled on the first call; no state but scratch. */
export function denseKernel(): DenseKernel | undefined {
  const module = denseModule();
  if (module !== undefined) kernel ??= create(module);
  return kernel;
}

/** Hands out parts of a room, each at an even number of doubles from its start. */
export class KernelArena {
  #room: KernelRoom | undefined;
  #used = 0;

  constructor(doubles: number) {
    this.#room = createKernelRoom(doubles);
  }

  /** The next `doubles` of the room; undefined without SIMD, or where the room has no more. */
  take(doubles: number): KernelRoom | undefined {
    const room = this.#room;
    const even = doubles + (doubles & 1);
    if (room === undefined || this.#used + even > room.values.length) return undefined;
    const { base, values } = room;
    const from = this.#used;
    this.#used += even;
    return { ...room, base: base + 8 * from, values: values.subarray(from, from + doubles) };
  }

  /** Gives the room back with all its parts, which nobody may touch any more. */
  release(): void {
    if (this.#room !== undefined) releaseKernelRoom(this.#room);
    this.#room = undefined;
  }
}
