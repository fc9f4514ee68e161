/**
 * Modern Hopfield network: patterns x^m in R^d, update v <- sum_m softmax(beta X v)_m x^m, with the energy
 *
 *     E(v) = -(1/beta) ln sum_m exp(beta x^m . v) + 1/2 v.v
 *
 * which no update raises. The factor 1/beta belongs to it: without it the printed descent fails for beta other than 1
 * (`docs/findings.md`).
 * Source: Ramsauer et al., "Hopfield Networks is All You Need", ICLR 2021, equations 2 and 3.
 */

import { ArgumentError, requireFinite, requireInteger } from "../../core/index.ts";
import { logSumExp, softmaxInto } from "./softmax.ts";

/** p patterns of d entries: p*d, row-major. Plain data. */
export interface ModernMemory {
  readonly p: number;
  readonly d: number;
  readonly patterns: Float64Array;
  /** Inverse temperature, above 0. */
  readonly beta: number;
}

export function createModernMemory(patterns: Float64Array, d: number, beta: number): ModernMemory {
  requireInteger("d", d, 1);
  const p = patterns.length / d;
  requireInteger("number of patterns", p, 1);
  requireFinite("patterns", patterns, p * d);
  if (!(beta > 0 && Number.isFinite(beta))) {
    throw new ArgumentError("beta is out of range", {
      code: "memory.beta",
      received: String(beta),
      expected: "a finite number above 0",
    });
  }
  return { p, d, patterns, beta };
}

/** Inner products x^m . v: p. */
export function similaritiesOf({ p, d, patterns }: ModernMemory, state: ArrayLike<number>): Float64Array {
  const out = new Float64Array(p);
  for (let m = 0; m < p; m++) {
    let dot = 0;
    for (let i = 0; i < d; i++) dot += patterns[m * d + i]! * state[i]!;
    out[m] = dot;
  }
  return out;
}

/** How much each pattern is attended to, softmax(beta X v): p, positive, of sum 1. */
export function activationsOf(memory: ModernMemory, state: ArrayLike<number>): Float64Array {
  const out = new Float64Array(memory.p);
  softmaxInto(out, similaritiesOf(memory, state), memory.beta);
  return out;
}

/** One update: d. */
export function modernStep(memory: ModernMemory, state: ArrayLike<number>): Float64Array {
  const { p, d, patterns } = memory;
  const shares = activationsOf(memory, state);
  const out = new Float64Array(d);
  for (let m = 0; m < p; m++) {
    const share = shares[m]!;
    if (share === 0) continue;
    for (let i = 0; i < d; i++) out[i]! += share * patterns[m * d + i]!;
  }
  return out;
}

/** Energy without its constants, so that it may be negative. */
export function modernEnergy(memory: ModernMemory, state: ArrayLike<number>): number {
  let square = 0;
  for (let i = 0; i < memory.d; i++) square += state[i]! ** 2;
  return square / 2 - logSumExp(similaritiesOf(memory, state), memory.beta);
}

/** Energy with (1/beta) ln p + 1/2 max |x|^2, which keeps it within [0, 2 max |x|^2] on the patterns' ball. */
export function modernEnergyWithConstants(memory: ModernMemory, state: ArrayLike<number>): number {
  const { p, d, patterns, beta } = memory;
  let largest = 0;
  for (let m = 0; m < p; m++) {
    let square = 0;
    for (let i = 0; i < d; i++) square += patterns[m * d + i]! ** 2;
    largest = Math.max(largest, square);
  }
  return modernEnergy(memory, state) + Math.log(p) / beta + largest / 2;
}

/** Updates until the state moves by at most `tolerance` (largest entry), or `maxSteps` times. */
export function retrieveModern(
  memory: ModernMemory,
  start: ArrayLike<number>,
  options: { readonly tolerance?: number; readonly maxSteps?: number } = {},
): { readonly state: Float64Array; readonly steps: number; readonly residual: number; readonly converged: boolean } {
  const { tolerance = 1e-12, maxSteps = 1000 } = options;
  let state: Float64Array = Float64Array.from(start);
  let residual = Number.POSITIVE_INFINITY;
  let steps = 0;
  while (steps < maxSteps && residual > tolerance) {
    const next = modernStep(memory, state);
    residual = 0;
    for (let i = 0; i < memory.d; i++) residual = Math.max(residual, Math.abs(next[i]! - state[i]!));
    state = next;
    steps++;
  }
  return { state, steps, residual, converged: residual <= tolerance };
}

/** Jacobian of the update at a state, beta X' (diag(a) - a a') X with the activations a: d*d, symmetric. O(p d^2). */
export function modernJacobian(memory: ModernMemory, state: ArrayLike<number>): Float64Array {
  const { p, d, patterns, beta } = memory;
  const shares = activationsOf(memory, state);
  const mean = modernStep(memory, state);
  const out = new Float64Array(d * d);
  for (let m = 0; m < p; m++) {
    const share = beta * shares[m]!;
    if (share === 0) continue;
    for (let i = 0; i < d; i++) {
      const x = share * (patterns[m * d + i]! - mean[i]!);
      for (let j = 0; j < d; j++) out[i * d + j]! += x * (patterns[m * d + j]! - mean[j]!);
    }
  }
  return out;
}
