/**
 * Hopfield's continuous network as numbers, before any circuit: du_i/dt = -u_i + sum_j W_ij v_j + b_i with v = tanh(gain u), in
 * time constants. Along every trajectory the energy
 *
 *     E(v) = -1/2 v'W v - b'v + (1/gain) sum_i [v_i atanh v_i + 1/2 ln(1 - v_i^2)]
 *
 * falls, for symmetric W. Source: Hopfield, PNAS 81, 3088 (1984), equations 5 and 7.
 */

import { ArgumentError } from "../../core/index.ts";

export interface ContinuousOptions {
  readonly gain: number;
  /** Step in time constants, at most 1; default .1. */
  readonly step?: number;
  readonly maxSteps?: number;
  /** Largest |du/dt| at which the state counts as settled; default 1e-9. */
  readonly tolerance?: number;
  readonly bias?: Float64Array;
  readonly onStep?: (outputs: Float64Array) => void;
}

export interface ContinuousRecall {
  /** Outputs v in (-1, 1). */
  readonly outputs: Float64Array;
  readonly steps: number;
  /** Largest |du/dt| at the end. */
  readonly residual: number;
  readonly converged: boolean;
}

/** Settles from the potentials `start` (n) with explicit steps u <- u + step (W v + b - u), whose fixed points are exact. */
export function settleContinuous(
  weights: Float64Array,
  start: ArrayLike<number>,
  options: ContinuousOptions,
): ContinuousRecall {
  const n = start.length;
  const { gain, step = 0.1, maxSteps = 10_000, tolerance = 1e-9, bias, onStep } = options;
  if (weights.length !== n * n || !(gain > 0) || !(step > 0 && step <= 1)) {
    throw new ArgumentError("this is no continuous network", {
      code: "memory.continuous",
      received: `${weights.length} couplings for ${n} neurons, gain ${gain}, step ${step}`,
      expected: "n*n couplings, a gain above 0, a step in (0, 1]",
    });
  }
  const u = Float64Array.from(start);
  const v = new Float64Array(n);
  let residual = Number.POSITIVE_INFINITY;
  let steps = 0;
  for (; steps < maxSteps; steps++) {
    for (let i = 0; i < n; i++) v[i] = Math.tanh(gain * u[i]!);
    onStep?.(v);
    residual = 0;
    for (let i = 0; i < n; i++) {
      let slope = (bias?.[i] ?? 0) - u[i]!;
      for (let j = 0; j < n; j++) slope += weights[i * n + j]! * v[j]!;
      u[i]! += step * slope;
      residual = Math.max(residual, Math.abs(slope));
    }
    if (residual <= tolerance) break;
  }
  for (let i = 0; i < n; i++) v[i] = Math.tanh(gain * u[i]!);
  return { outputs: v, steps, residual, converged: residual <= tolerance };
}

/** Energy of the outputs v in [-1, 1]^n, as the header gives it. */
export function continuousEnergy(
  weights: Float64Array,
  outputs: ArrayLike<number>,
  gain: number,
  bias?: Float64Array,
): number {
  const n = outputs.length;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const v = outputs[i]!;
    let h = 0;
    for (let j = 0; j < n; j++) h += weights[i * n + j]! * outputs[j]!;
    // (1+v)/2 ln(1+v) + (1-v)/2 ln(1-v) is the bracket, with its limit ln 2 at saturation.
    const up = 1 + v <= 0 ? 0 : ((1 + v) / 2) * Math.log1p(v);
    const down = 1 - v <= 0 ? 0 : ((1 - v) / 2) * Math.log1p(-v);
    sum += -0.5 * v * h - (bias?.[i] ?? 0) * v + (up + down) / gain;
  }
  return sum;
}
