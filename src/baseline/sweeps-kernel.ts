import type { LaneCouplings } from "./lane-couplings.ts";
import type { LaneState } from "./lane-state.ts";
import { factorsOf, type LaneSweeper, scalarSweeper } from "./lane-sweeps.ts";
import { SWEEPS_BYTES } from "./sweeps-bytes.ts";

type Kernel = (...numbers: number[]) => void;

interface Exports {
  readonly sweeps16: Kernel;
  readonly sweeps32: Kernel;
  readonly quench16: Kernel;
  readonly quench32: Kernel;
  readonly turn16: Kernel;
  readonly turn32: Kernel;
}

/** One instance for all sweepers: its memory holds the couplings of the one that ran last, and scratch. */
interface Instance {
  readonly memory: WebAssembly.Memory;
  readonly exports: Exports;
  holds: LaneCouplings | undefined;
}

const PAGE = 65536;
/** Below this the kernel's own constants may lie. */
const BASE = 1024;
/** 2 GiB, far above any couplings that are encoded. */
const MOST_PAGES = 32768;
/** Temperatures handed over at once. */
const MOST_TEMPERATURES = 4096;

let instance: Instance | undefined;
let tried = false;

function create(): Instance {
  const bytes = Uint8Array.from(atob(SWEEPS_BYTES), (c) => c.charCodeAt(0));
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return { memory, exports: exports as unknown as Exports, holds: undefined };
}

/** The instance, or undefined where WebAssembly or its SIMD is missing. Compiled on the first call. */
function sharedInstance(): Instance | undefined {
  if (tried) return instance;
  tried = true;
  try {
    instance = create();
  } catch {
    instance = undefined;
  }
  return instance;
}

/** Addresses of a sweeper's arrays; `columns` is 0 when all couplings are kept. */
interface Layout {
  readonly fields: number;
  readonly signs: number;
  readonly thresholds: number;
  readonly streams: number;
  readonly temperatures: number;
  readonly starts: number;
  readonly columns: number;
  readonly weights: number;
  readonly end: number;
}

function layoutOf({ padded, bits, sparse, weights }: LaneCouplings): Layout {
  let end = BASE;
  const take = (bytes: number): number => {
    const at = end;
    end += Math.ceil(bytes / 16) * 16;
    return at;
  };
  const row = (padded * bits) / 8;
  return {
    fields: take(row),
    signs: take(row),
    // Flips by name share it, a byte a spin.
    thresholds: take(row),
    streams: take(128),
    temperatures: take(4 * MOST_TEMPERATURES),
    starts: take(sparse === undefined ? 0 : 4 * (padded + 1)),
    columns: sparse === undefined ? 0 : take(4 * sparse.columns.length),
    weights: take(weights.byteLength),
    end,
  };
}

function kernelSweeper(couplings: LaneCouplings, shared: Instance): LaneSweeper {
  const { padded, bits, sparse, weights } = couplings;
  const { memory, exports } = shared;
  const layout = layoutOf(couplings);
  const [sweeps, quench, turn] =
    bits === 16
      ? [exports.sweeps16, exports.quench16, exports.turn16]
      : [exports.sweeps32, exports.quench32, exports.turn32];
  const shape = [layout.starts, layout.columns, layout.weights] as const;
  const bytes = bits / 8;
  let buffer: ArrayBufferLike | undefined;
  let fields = couplings.upFields;
  let signs = couplings.upFields;
  let streams = new Uint32Array(0);
  let factors = new Float32Array(0);
  const lanesAt = (at: number, length: number) =>
    bits === 16 ? new Int16Array(memory.buffer, at, length) : new Int32Array(memory.buffer, at, length);

  const hold = (): void => {
    const missing = layout.end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    if (buffer !== memory.buffer) {
      buffer = memory.buffer;
      fields = lanesAt(layout.fields, padded);
      signs = lanesAt(layout.signs, padded);
      streams = new Uint32Array(buffer, layout.streams, 32);
      factors = new Float32Array(buffer, layout.temperatures, MOST_TEMPERATURES);
    }
    if (shared.holds === couplings) return;
    shared.holds = couplings;
    if (sparse !== undefined) {
      new Int32Array(memory.buffer, layout.starts, padded + 1).set(sparse.starts);
      const offsets = new Int32Array(memory.buffer, layout.columns, sparse.columns.length);
      for (let p = 0; p < offsets.length; p++) offsets[p] = sparse.columns[p]! * bytes;
    }
    lanesAt(layout.weights, weights.length).set(weights);
  };
  const within = (state: LaneState, work: () => void): void => {
    hold();
    fields.set(state.fields);
    signs.set(state.signs);
    streams.set(state.streams);
    work();
    state.fields.set(fields);
    state.signs.set(signs);
    state.streams.set(streams);
  };

  return {
    sweeps: (state, temperatures) => {
      const all = factorsOf(couplings, temperatures);
      within(state, () => {
        for (let from = 0; from < all.length; from += MOST_TEMPERATURES) {
          const some = all.subarray(from, from + MOST_TEMPERATURES);
          factors.set(some);
          const { fields: h, signs: s, thresholds, streams: r, temperatures: t } = layout;
          sweeps(padded, h, s, thresholds, r, t, some.length, ...shape);
        }
      });
    },
    quench: (state) => within(state, () => quench(padded, layout.fields, layout.signs, layout.thresholds, ...shape)),
    turn: (state, flips) =>
      within(state, () => {
        const bytesOfFlips = new Uint8Array(memory.buffer, layout.thresholds, padded).fill(0);
        bytesOfFlips.set(flips);
        turn(padded, layout.fields, layout.signs, layout.thresholds, ...shape);
      }),
  };
}

/** The operations by SIMD where there is any, else in TypeScript: the same bits. */
export function laneSweeper(couplings: LaneCouplings): LaneSweeper {
  const shared = sharedInstance();
  return shared === undefined ? scalarSweeper(couplings) : kernelSweeper(couplings, shared);
}
