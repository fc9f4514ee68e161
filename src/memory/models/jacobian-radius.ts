import { createRandom } from "../../core/index.ts";
import type { FixedPointMap } from "./fixed-point.ts";

export interface SpectralRadius {
  /** Estimate of the largest |eigenvalue| of the Jacobian. */
  readonly radius: number;
  readonly iterations: number;
  /** Change of the estimate over the last half of the iterations: how far it may be off. */
  readonly spread: number;
}

/** Relative step of the central differences: the cube root of rounding balances both of their errors. */
const STEP = 6e-6;

/**
 * Spectral radius of the Jacobian of f at z by power iteration with central differences, no Jacobian formed: 2 evaluations an
 * iteration. Below 1 Picard's iteration converges there, with about ln(1/radius) per step. Growth is averaged over the last
 * half of the iterations, so that a pair of complex eigenvalues gives its size too.
 */
export function jacobianRadius(f: FixedPointMap, z: Float64Array, iterations = 100): SpectralRadius {
  const d = z.length;
  const random = createRandom(1, "power iteration");
  let v = Float64Array.from({ length: d }, random.gaussian);
  const normalise = (x: Float64Array): number => {
    const norm = Math.sqrt(x.reduce((sum, y) => sum + y * y, 0));
    if (norm > 0) for (let i = 0; i < d; i++) x[i]! /= norm;
    return norm;
  };
  normalise(v);
  const size = Math.max(1, Math.sqrt(z.reduce((sum, y) => sum + y * y, 0)));
  const step = STEP * size;
  const above = new Float64Array(d);
  const below = new Float64Array(d);
  const half = Math.floor(iterations / 2);
  const growth: number[] = [];
  for (let k = 0; k < iterations; k++) {
    f(
      above,
      z.map((x, i) => x + step * v[i]!),
    );
    f(
      below,
      z.map((x, i) => x - step * v[i]!),
    );
    v = above.map((x, i) => (x - below[i]!) / (2 * step));
    const norm = normalise(v);
    if (norm === 0) return { radius: 0, iterations: k + 1, spread: 0 };
    if (k >= half) growth.push(Math.log(norm));
  }
  const radius = Math.exp(growth.reduce((sum, g) => sum + g, 0) / growth.length);
  const last = Math.exp(growth[growth.length - 1]!);
  return { radius, iterations, spread: Math.abs(last - radius) };
}
