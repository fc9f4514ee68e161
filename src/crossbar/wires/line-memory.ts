import { LINE_BYTES } from "./line-bytes.ts";
import { type LinePasses, plainPasses } from "./line-passes.ts";

/** Doubled net currents of one row, see assembly/doubled-lines.ts and `createNetCurrents`. */
export type NetRow = (
  places: number,
  offset: number,
  columns: number,
  below: number,
  belowLow: number,
  wordSiemens: number,
  wordSiemensLow: number,
  bitSiemens: number,
  bitSiemensLow: number,
  left: number,
  leftLow: number,
  right: number,
  rightLow: number,
) => void;

/** Numbers of one solver, and the passes over them. */
export interface LineMemory {
  readonly values: Float64Array;
  readonly passes: LinePasses;
  /** Absent where WebAssembly or its SIMD is missing. */
  readonly netRow?: NetRow;
  /**
   * The index of the first of `doubles` new ones; a solver takes no more than it asked for.
   * @param written how many the solver writes before it reads them: zeros from there on
   */
  take(doubles: number, written?: number): number;
  /** False once another solver has taken the memory: all numbers are lost then. */
  isKept(): boolean;
}

const PAGE = 65536;
/** Doubles below this are not handed out: the kernel's own constants may lie there. */
const FIRST = 128;
/** 2 GiB. */
const MOST_PAGES = 32768;
/** Arrays begin so many doubles apart at least, a few cache lines: rows of several at once must not fall on the same ones. */
const GAP = 40;

/** Up to so many doubles, 32 MB, solvers share one memory, whose pages and entry points need no making anew. */
const MOST_SHARED = 2 ** 22;

type Exports = LinePasses & { readonly netRow: NetRow };

/** A memory with the kernel's functions on it. */
interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly exports: Exports;
}

let compiled: WebAssembly.Module | undefined;
let shared: Kernel | undefined;
/** Who took the shared memory last. */
let holder: LineMemory | undefined;
let tried = false;

/** Compiled on the first call; undefined where WebAssembly or its SIMD is missing. */
function lineModule(): WebAssembly.Module | undefined {
  if (tried) return compiled;
  tried = true;
  try {
    compiled = new WebAssembly.Module(Uint8Array.from(atob(LINE_BYTES), (c) => c.charCodeAt(0)));
  } catch {
    compiled = undefined;
  }
  return compiled;
}

function createKernel(module: WebAssembly.Module, pages: number): Kernel {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: MOST_PAGES });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { memory, exports: exports as unknown as Exports };
}

/** The shared kernel where the solver is small, one of its own otherwise; undefined where there is none, or no room for it. */
function kernelFor(doubles: number): Kernel | undefined {
  const module = lineModule();
  const pages = Math.ceil((doubles * 8) / PAGE);
  if (module === undefined || pages > MOST_PAGES) return undefined;
  try {
    if (doubles > MOST_SHARED) return createKernel(module, pages);
    shared ??= createKernel(module, pages);
    const missing = pages - shared.memory.buffer.byteLength / PAGE;
    if (missing > 0) shared.memory.grow(missing);
    return shared;
  } catch {
    return undefined;
  }
}

/** What `arrays` arrays of `doubles` in all take. */
export function lineDoubles(doubles: number, arrays: number): number {
  return FIRST + doubles + arrays * (GAP + 2);
}

/**
 * Memory for one solver: the kernel's, or a plain array with the twins of its passes where there is no SIMD, no room, or
 * `plain` is asked for. Small solvers take it from each other.
 */
export function createLineMemory(doubles: number, plain = false): LineMemory {
  const kernel = plain ? undefined : kernelFor(doubles);
  const values = kernel === undefined ? new Float64Array(doubles) : new Float64Array(kernel.memory.buffer);
  let used = FIRST;
  const take = (count: number, written = 0): number => {
    const place = used;
    used += count + (count & 1) + GAP;
    values.fill(0, place + written, used);
    return place;
  };
  const isShared = kernel !== undefined && kernel === shared;
  const isKept = () => !isShared || holder === made;
  const own = kernel?.exports ?? plainPasses(values);
  const made: LineMemory = { values, passes: own, take, isKept, ...(kernel && { netRow: kernel.exports.netRow }) };
  if (isShared) holder = made;
  return made;
}
