import { ArgumentError, requireInteger } from "../../core/index.ts";
import type { Spins } from "../../network/index.ts";

/** Stored patterns and a probe, a pattern with faults. */
export interface RecallTask {
  /** Cells of a pattern. */
  readonly n: number;
  /** The stored patterns one after the other, entries -1 or +1: p * n, p at least 1. */
  readonly patterns: Int8Array;
  /** n entries of -1 or +1. */
  readonly probe: Int8Array;
}

/** What was recalled. Plain data. */
export interface RecallResult {
  /** The state that retrieval ended in, a stored pattern or not: n. */
  readonly spins: Spins;
  /** Looks at all patterns. */
  readonly sweeps: number;
}

/** Number of stored patterns. @throws ArgumentError when the shapes do not fit. */
export function requireRecall({ n, patterns, probe }: RecallTask): number {
  requireInteger("n", n, 1);
  requireInteger("length of probe", probe.length, n, n);
  const p = patterns.length / n;
  if (Number.isInteger(p) && p >= 1) return p;
  throw new ArgumentError("the patterns have the wrong length", {
    code: "argument.length",
    received: String(patterns.length),
    expected: `a positive multiple of ${n}`,
  });
}

/** Inner products of a state with the stored patterns, into `out` (p). */
export function productsInto(out: Float64Array, { n, patterns }: RecallTask, state: ArrayLike<number>): void {
  for (let m = 0; m < out.length; m++) {
    let dot = 0;
    for (let i = 0; i < n; i++) dot += patterns[m * n + i]! * state[i]!;
    out[m] = dot;
  }
}
