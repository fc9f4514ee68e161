/**
 * Sequence memory: asymmetric couplings lead from each pattern to the next. The update is
 *
 *     s <- sign( sum_m x^(m+1) F(x^m . s) )
 *
 * with F(x) = x the asymmetric Hebb matrix sum x^(m+1) x^m', and with a steeper F the same separation as in dense memories. No
 * energy falls: the couplings are not symmetric.
 * Source: Sompolinsky and Kanter, Phys. Rev. Lett. 57, 2861 (1986); Chaudhry et al., "Long Sequence Hopfield Memory", NeurIPS 2023.
 */

import { requireInteger } from "../../core/index.ts";
import type { DenseInteraction } from "./dense.ts";

export interface SequenceMemory {
  readonly length: number;
  readonly n: number;
  /** length*n entries of -1 or +1, row-major, in order. */
  readonly patterns: Int8Array;
  /** How similarities are separated; "linear" is the classical matrix. */
  readonly separation: DenseInteraction | { readonly kind: "linear" };
  /** Whether the first pattern follows the last. */
  readonly cyclic: boolean;
}

export function createSequenceMemory(
  patterns: Int8Array,
  n: number,
  separation: SequenceMemory["separation"],
  cyclic = false,
): SequenceMemory {
  requireInteger("n", n, 1);
  const length = patterns.length / n;
  requireInteger("length of the sequence", length, 2);
  return { length, n, patterns, separation, cyclic };
}

/** The asymmetric couplings W_ij = sum_m x_i^(m+1) x_j^m with F(x) = x: n*n, row-major, integers, for a crossbar. */
export function sequenceWeights({ length, n, patterns, cyclic }: SequenceMemory): Float64Array {
  const weights = new Float64Array(n * n);
  for (let m = 0; m < (cyclic ? length : length - 1); m++) {
    const next = ((m + 1) % length) * n;
    for (let i = 0; i < n; i++) {
      const x = patterns[next + i]!;
      for (let j = 0; j < n; j++) weights[i * n + j]! += x * patterns[m * n + j]!;
    }
  }
  return weights;
}

function separated(separation: SequenceMemory["separation"], dot: number, n: number): number {
  switch (separation.kind) {
    case "linear":
      return dot / n;
    case "polynomial":
      return (dot / n) ** separation.degree;
    case "rectified":
      return dot > 0 ? (dot / n) ** separation.degree : 0;
    case "exponential":
      return Math.exp(dot - n);
  }
}

/** The state after one update of all spins at once; fields of zero leave a spin. */
export function nextInSequence(memory: SequenceMemory, state: Int8Array): Int8Array {
  const { length, n, patterns, separation, cyclic } = memory;
  requireInteger("length of the state", state.length, n, n);
  const fields = new Float64Array(n);
  for (let m = 0; m < (cyclic ? length : length - 1); m++) {
    let dot = 0;
    for (let i = 0; i < n; i++) dot += patterns[m * n + i]! * state[i]!;
    const pull = separated(separation, dot, n);
    const next = ((m + 1) % length) * n;
    for (let i = 0; i < n; i++) fields[i]! += pull * patterns[next + i]!;
  }
  return Int8Array.from(fields, (h, i) => (h > 0 ? 1 : h < 0 ? -1 : state[i]!));
}

/** Plays from a state: the states after 1..steps updates. */
export function playSequence(memory: SequenceMemory, start: Int8Array, steps: number): Int8Array[] {
  const played: Int8Array[] = [];
  let state = start;
  for (let k = 0; k < steps; k++) {
    state = nextInSequence(memory, state);
    played.push(state);
  }
  return played;
}
