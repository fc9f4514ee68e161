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
  /** Zeros at first. */
  readonly values: Float64Array;
  readonly passes: LinePasses;
  /** Absent where WebAssembly or its SIMD is missing. */
  readonly netRow?: NetRow;
  /** The index of the first of `doubles` new ones; a solver takes no more than it asked for. */
  take(doubles: number): number;
}

const PAGE = 65536;
/** Doubles below this are not handed out: the kernel's own constants may lie there. */
const FIRST = 128;
/** 2 GiB. */
const MOST_PAGES = 32768;
/** Arrays begin so many doubles apart at least, a few cache lines: rows of several at once must not fall on the same ones. */
const GAP = 40;

let compiled: WebAssembly.Module | undefined;
let tried = false;

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

/** What `arrays` arrays of `doubles` in all take. */
export function lineDoubles(doubles: number, arrays: number): number {
  return FIRST + doubles + arrays * (GAP + 2);
}

/**
 * A memory of its own for one solver: the kernel's, or a plain array with the twins of its passes where there is no SIMD,
 * no room, or `plain` is asked for.
 */
export function createLineMemory(doubles: number, plain = false): LineMemory {
  let used = FIRST;
  const take = (count: number): number => {
    const place = used;
    used += count + (count & 1) + GAP;
    return place;
  };
  const module = plain ? undefined : lineModule();
  const pages = Math.ceil((doubles * 8) / PAGE);
  if (module !== undefined && pages <= MOST_PAGES) {
    try {
      const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
      const { exports } = new WebAssembly.Instance(module, { env: { memory } });
      const passes = exports as unknown as LinePasses & { readonly netRow: NetRow };
      return { values: new Float64Array(memory.buffer), passes, netRow: passes.netRow, take };
    } catch {
      // No room for one more memory: the plain arrays may still find theirs.
    }
  }
  const values = new Float64Array(doubles);
  return { values, passes: plainPasses(values), take };
}
