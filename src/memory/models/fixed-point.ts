/**
 * Recall as a fixed point, z = f(z), the view of deep equilibrium models: the same point by several solvers, each saying how many
 * evaluations it took, what residual it left, and how contracting f is there.
 *
 * Source: Bai, Kolter and Koltun, NeurIPS 2019; Goemaere, Deleu and Demeester, "Accelerating Hopfield network dynamics", 2023
 * (even-odd updates); Walker and Ni, SIAM J. Numer. Anal. 49, 1715 (2011) (Anderson); Broyden, Math. Comp. 19, 577 (1965).
 */

import { ArgumentError } from "../../core/index.ts";

/** Writes f(z) into `out`; both have d entries. */
export type FixedPointMap = (out: Float64Array, z: Float64Array) => void;
export type FixedPointMethod = "picard" | "anderson" | "broyden" | "even-odd";

export interface FixedPointOptions {
  /** Largest |f(z) - z| / max(1, largest |z|) to stop at; default 1e-10. */
  readonly tolerance?: number;
  /** Evaluations of f at most; default 1000. */
  readonly maxSteps?: number;
  /** Former steps that Anderson's and Broyden's methods use; default 5 and 20. */
  readonly window?: number;
  /** Share of the way that Picard's and the even-odd method go; default 1. */
  readonly damping?: number;
  /** Entries updated first in the even-odd method, the rest second; default those of even index. */
  readonly firstHalf?: (index: number) => boolean;
}

export interface FixedPoint {
  readonly state: Float64Array;
  readonly method: FixedPointMethod;
  /** Evaluations of f. A sweep of the even-odd method is one: it evaluates each half of f once. */
  readonly steps: number;
  /** Relative residual at `state`, after each evaluation: steps. */
  readonly residuals: readonly number[];
  readonly residual: number;
  readonly converged: boolean;
}

const DEFAULTS = { tolerance: 1e-10, maxSteps: 1000, damping: 1 };

function residualOf(z: Float64Array, image: Float64Array): number {
  let difference = 0;
  let size = 1;
  for (let i = 0; i < z.length; i++) {
    difference = Math.max(difference, Math.abs(image[i]! - z[i]!));
    size = Math.max(size, Math.abs(z[i]!));
  }
  return difference / size;
}

/** Finds a fixed point of f from `start`. A residual that is not finite ends the search as not converged. */
export function solveFixedPoint(
  f: FixedPointMap,
  start: ArrayLike<number>,
  method: FixedPointMethod,
  options: FixedPointOptions = {},
): FixedPoint {
  const { tolerance = DEFAULTS.tolerance, maxSteps = DEFAULTS.maxSteps } = options;
  if (start.length === 0 || !(tolerance > 0)) {
    throw new ArgumentError("there is nothing to solve", {
      code: "memory.fixed-point",
      received: `${start.length} entries, tolerance ${tolerance}`,
      expected: "a start and a tolerance above 0",
    });
  }
  const z = Float64Array.from(start);
  const image = new Float64Array(z.length);
  const advance = METHODS[method](f, z, options);
  const residuals: number[] = [];
  for (;;) {
    f(image, z);
    const residual = residualOf(z, image);
    residuals.push(residual);
    const converged = residual <= tolerance;
    if (converged || residuals.length >= maxSteps || !Number.isFinite(residual)) {
      return { state: z, method, steps: residuals.length, residuals, residual, converged };
    }
    advance(z, image);
  }
}

/** Moves z in place, given f(z). */
type Advance = (z: Float64Array, image: Float64Array) => void;
type Method = (f: FixedPointMap, z: Float64Array, options: FixedPointOptions) => Advance;

const picard: Method = (_, __, { damping = DEFAULTS.damping }) => {
  return (z, image) => {
    for (let i = 0; i < z.length; i++) z[i]! += damping * (image[i]! - z[i]!);
  };
};

const evenOdd: Method = (f, start, options) => {
  const { damping = DEFAULTS.damping, firstHalf = (i) => i % 2 === 0 } = options;
  const first = Uint8Array.from(start, (_, i) => (firstHalf(i) ? 1 : 0));
  const second = new Float64Array(start.length);
  return (z, image) => {
    for (let i = 0; i < z.length; i++) if (first[i] === 1) z[i]! += damping * (image[i]! - z[i]!);
    // Only the second half of this evaluation is used, only the first half of the other.
    f(second, z);
    for (let i = 0; i < z.length; i++) if (first[i] === 0) z[i]! += damping * (second[i]! - z[i]!);
  };
};

/** Solves the small dense system in place by elimination with pivots; leaves zeros where it is singular. */
function solveSmall(a: Float64Array, b: Float64Array, k: number): void {
  for (let c = 0; c < k; c++) {
    let pivot = c;
    for (let r = c + 1; r < k; r++) if (Math.abs(a[r * k + c]!) > Math.abs(a[pivot * k + c]!)) pivot = r;
    if (Math.abs(a[pivot * k + c]!) < 1e-300) {
      b.fill(0);
      return;
    }
    if (pivot !== c) {
      for (let j = 0; j < k; j++) [a[c * k + j], a[pivot * k + j]] = [a[pivot * k + j]!, a[c * k + j]!];
      [b[c], b[pivot]] = [b[pivot]!, b[c]!];
    }
    for (let r = c + 1; r < k; r++) {
      const factor = a[r * k + c]! / a[c * k + c]!;
      for (let j = c; j < k; j++) a[r * k + j]! -= factor * a[c * k + j]!;
      b[r]! -= factor * b[c]!;
    }
  }
  for (let r = k - 1; r >= 0; r--) {
    for (let j = r + 1; j < k; j++) b[r]! -= a[r * k + j]! * b[j]!;
    b[r]! /= a[r * k + r]!;
  }
}

const anderson: Method = (_, start, { window = 5 }) => {
  const d = start.length;
  const dz: Float64Array[] = [];
  const dg: Float64Array[] = [];
  let lastZ: Float64Array | undefined;
  let lastG: Float64Array | undefined;
  return (z, image) => {
    const g = Float64Array.from(image, (x, i) => x - z[i]!);
    if (lastZ !== undefined && lastG !== undefined) {
      const [oldZ, oldG] = [lastZ, lastG];
      dz.push(Float64Array.from(z, (x, i) => x - oldZ[i]!));
      dg.push(Float64Array.from(g, (x, i) => x - oldG[i]!));
      if (dz.length > window) {
        dz.shift();
        dg.shift();
      }
    }
    lastZ = z.slice();
    lastG = g;
    const k = dg.length;
    const normal = new Float64Array(k * k);
    const right = new Float64Array(k);
    for (let a = 0; a < k; a++) {
      for (let b = 0; b < k; b++) for (let i = 0; i < d; i++) normal[a * k + b]! += dg[a]![i]! * dg[b]![i]!;
      for (let i = 0; i < d; i++) right[a]! += dg[a]![i]! * g[i]!;
    }
    // A trace of ridge: near the end the differences are parallel to rounding.
    let trace = 0;
    for (let a = 0; a < k; a++) trace += normal[a * k + a]!;
    for (let a = 0; a < k; a++) normal[a * k + a]! += 1e-14 * trace;
    solveSmall(normal, right, k);
    for (let i = 0; i < d; i++) {
      let next = z[i]! + g[i]!;
      for (let a = 0; a < k; a++) next -= right[a]! * (dz[a]![i]! + dg[a]![i]!);
      z[i] = next;
    }
  };
};

/** Broyden's good method for g(z) = f(z) - z, the inverse Jacobian kept as -I plus terms of rank one. */
const broyden: Method = (_, start, { window = 20 }) => {
  const d = start.length;
  const left: Float64Array[] = [];
  const right: Float64Array[] = [];
  let lastStep: Float64Array | undefined;
  let lastG: Float64Array | undefined;
  /** H x with H = -I + sum_k left_k right_k'. */
  const apply = (x: Float64Array): Float64Array => {
    const out = x.map((value) => -value);
    left.forEach((l, k) => {
      let dot = 0;
      for (let i = 0; i < d; i++) dot += right[k]![i]! * x[i]!;
      for (let i = 0; i < d; i++) out[i]! += dot * l[i]!;
    });
    return out;
  };
  /** H' x. */
  const applyTransposed = (x: Float64Array): Float64Array => {
    const out = x.map((value) => -value);
    right.forEach((r, k) => {
      let dot = 0;
      for (let i = 0; i < d; i++) dot += left[k]![i]! * x[i]!;
      for (let i = 0; i < d; i++) out[i]! += dot * r[i]!;
    });
    return out;
  };
  return (z, image) => {
    const g = Float64Array.from(image, (x, i) => x - z[i]!);
    if (lastStep !== undefined && lastG !== undefined) {
      const [step, oldG] = [lastStep, lastG];
      const change = apply(Float64Array.from(g, (x, i) => x - oldG[i]!));
      const row = applyTransposed(step);
      let denominator = 0;
      for (let i = 0; i < d; i++) denominator += step[i]! * change[i]!;
      if (Math.abs(denominator) > 1e-300) {
        if (left.length >= window) {
          // A memory that is full starts anew, as a restart of the method.
          left.length = 0;
          right.length = 0;
        } else {
          left.push(Float64Array.from(step, (x, i) => (x - change[i]!) / denominator));
          right.push(row);
        }
      }
    }
    const step = apply(g).map((x) => -x);
    lastStep = step;
    lastG = g;
    for (let i = 0; i < d; i++) z[i]! += step[i]!;
  };
};

const METHODS: Readonly<Record<FixedPointMethod, Method>> = { picard, anderson, broyden, "even-odd": evenOdd };
