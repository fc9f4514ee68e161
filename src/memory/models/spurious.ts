/** What a recalled state is: a stored pattern, its negation, a mixture of several, or a spin-glass state that is near none. */

import type { Random } from "../../core/index.ts";
import { overlapOf, patternAt, randomPatterns } from "../patterns.ts";
import { type Couplings, recallAsynchronous } from "./updates.ts";

export type StateKind = "stored" | "negation" | "mixture" | "spin glass";

export interface Classified {
  readonly kind: StateKind;
  /** Patterns that make up the state, with the sign of each: one, or an odd number for a mixture. */
  readonly parts: readonly { readonly pattern: number; readonly sign: 1 | -1 }[];
  /** Overlap with the pattern, its negation or the mixture. */
  readonly overlap: number;
}

/** Overlap from which a state counts as what it is near to. */
const NEAR = 0.9;
/** Largest mixtures looked for; odd numbers, for an even one has ties. */
const LARGEST_MIXTURE = 7;

/**
 * Names a state by its overlaps with the patterns: within .9 of a stored pattern or its negation, else within .9 of the sign of a
 * sum of 3, 5 or 7 of the patterns that it overlaps most, with their signs, else a spin glass.
 * Source: Amit, Gutfreund and Sompolinsky, Phys. Rev. A 32, 1007 (1985).
 */
export function classifyState(patterns: Int8Array, n: number, state: Int8Array, near = NEAR): Classified {
  const p = patterns.length / n;
  const overlaps = Float64Array.from({ length: p }, (_, m) => overlapOf(patternAt(patterns, m, n), state));
  const order = Array.from(overlaps.keys()).sort((a, b) => Math.abs(overlaps[b]!) - Math.abs(overlaps[a]!));
  const part = (m: number) => ({ pattern: m, sign: (overlaps[m]! < 0 ? -1 : 1) as 1 | -1 });
  const first = order[0]!;
  if (Math.abs(overlaps[first]!) >= near) {
    const kind = overlaps[first]! > 0 ? "stored" : "negation";
    return { kind, parts: [part(first)], overlap: Math.abs(overlaps[first]!) };
  }
  let best: Classified = { kind: "spin glass", parts: [part(first)], overlap: Math.abs(overlaps[first]!) };
  for (let size = 3; size <= Math.min(p, LARGEST_MIXTURE); size += 2) {
    const parts = order.slice(0, size).map(part);
    let dot = 0;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (const { pattern, sign } of parts) sum += sign * patterns[pattern * n + i]!;
      dot += Math.sign(sum) * state[i]!;
    }
    if (dot / n >= near && (best.kind === "spin glass" || dot / n > best.overlap)) {
      best = { kind: "mixture", parts, overlap: dot / n };
    }
  }
  return best;
}

/** How often each kind of state is reached from `starts` random states by asynchronous recall. */
export function censusOfStates(
  weights: Couplings,
  patterns: Int8Array,
  n: number,
  starts: number,
  random: Random,
): Record<StateKind, number> {
  const counts: Record<StateKind, number> = { stored: 0, negation: 0, mixture: 0, "spin glass": 0 };
  for (let k = 0; k < starts; k++) {
    const { state } = recallAsynchronous(weights, randomPatterns(1, n, random), random);
    counts[classifyState(patterns, n, state).kind]++;
  }
  return counts;
}
