/**
 * Memory in superposition: all patterns lie in one vector T of fixed length, the sum of their random features, and no pattern is
 * kept beside it. With random Fourier features phi(x) . phi(y) estimates the kernel exp(-beta/2 |x - y|^2), so that
 *
 *     E(v) = -(1/beta) ln max(phi(v) . T, floor)
 *
 * estimates the dense memory's energy -(1/beta) ln sum_m exp(-beta/2 |v - x^m|^2) with an error that falls as 1/sqrt(features).
 * What is stored superposes, and is not free: the features needed grow with the number of patterns.
 *
 * Source: Hoover et al., "Dense Associative Memory Through the Lens of Random Features", NeurIPS 2024; Rahimi and Recht, NIPS 2007.
 */

import { type Random, requireInteger } from "../../core/index.ts";

export interface Superposition {
  readonly d: number;
  /** Pairs of a cosine and a sine. */
  readonly features: number;
  readonly beta: number;
  /** Frequencies, features*d, row-major: normal with variance beta. */
  readonly frequencies: Float64Array;
  /** The superposition T: 2*features. The one thing that storing changes. */
  readonly memory: Float64Array;
}

/** Kernel sums below this are the estimate's noise. */
const FLOOR = 1e-12;

export function createSuperposition(d: number, features: number, beta: number, random: Random): Superposition {
  requireInteger("d", d, 1);
  requireInteger("features", features, 1);
  const scale = Math.sqrt(beta);
  const frequencies = Float64Array.from({ length: features * d }, () => scale * random.gaussian());
  return { d, features, beta, frequencies, memory: new Float64Array(2 * features) };
}

/** Features phi(x): 2*features, of length 1. */
export function featuresOf({ d, features, frequencies }: Superposition, x: ArrayLike<number>): Float64Array {
  const out = new Float64Array(2 * features);
  const scale = 1 / Math.sqrt(features);
  for (let k = 0; k < features; k++) {
    let phase = 0;
    for (let i = 0; i < d; i++) phase += frequencies[k * d + i]! * x[i]!;
    out[2 * k] = scale * Math.cos(phase);
    out[2 * k + 1] = scale * Math.sin(phase);
  }
  return out;
}

/** Adds a pattern to the superposition, in place; with `weight` -1 takes it out again. */
export function superpose(store: Superposition, pattern: ArrayLike<number>, weight = 1): void {
  const phi = featuresOf(store, pattern);
  for (let k = 0; k < phi.length; k++) store.memory[k]! += weight * phi[k]!;
}

/** Estimate of the kernel sum sum_m exp(-beta/2 |v - x^m|^2); may be slightly negative. */
export function superposedKernel(store: Superposition, state: ArrayLike<number>): number {
  const phi = featuresOf(store, state);
  let sum = 0;
  for (let k = 0; k < phi.length; k++) sum += phi[k]! * store.memory[k]!;
  return sum;
}

/** Energy of a state under the superposition. */
export function superposedEnergy(store: Superposition, state: ArrayLike<number>): number {
  return -Math.log(Math.max(FLOOR, superposedKernel(store, state))) / store.beta;
}

/** Gradient of the kernel sum with respect to the state: d. */
function kernelGradient(store: Superposition, state: ArrayLike<number>): Float64Array {
  const { d, features, frequencies, memory } = store;
  const phi = featuresOf(store, state);
  const out = new Float64Array(d);
  for (let k = 0; k < features; k++) {
    const slope = phi[2 * k]! * memory[2 * k + 1]! - phi[2 * k + 1]! * memory[2 * k]!;
    for (let i = 0; i < d; i++) out[i]! += slope * frequencies[k * d + i]!;
  }
  return out;
}

/**
 * Descends the energy from a probe: v <- v - step grad E, halving the step where the energy would rise, until no step of at
 * least 1e-6 lowers it or `maxSteps` are made.
 */
export function retrieveSuperposed(
  store: Superposition,
  start: ArrayLike<number>,
  maxSteps = 200,
): { readonly state: Float64Array; readonly steps: number; readonly energy: number } {
  let state: Float64Array = Float64Array.from(start);
  let energy = superposedEnergy(store, state);
  let step = 1;
  let steps = 0;
  for (; steps < maxSteps && step > 1e-6; steps++) {
    const gradient = kernelGradient(store, state);
    const kernel = Math.max(FLOOR, superposedKernel(store, state));
    const next = state.map((x, i) => x + (step * gradient[i]!) / (store.beta * kernel));
    const reached = superposedEnergy(store, next);
    if (reached < energy) {
      state = next;
      energy = reached;
      step = Math.min(1, 2 * step);
    } else step /= 2;
  }
  return { state, steps, energy };
}
