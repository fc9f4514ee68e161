/** Closed forms for how many random patterns a memory of n neurons holds without an error. */

import { ArgumentError, requireInteger } from "../../core/index.ts";
import { errorFunction } from "./error-function.ts";
import { lambertWOfExp } from "./lambert-w.ts";

/** Patterns of which one chosen is stored without an error, n / (2 ln n). Source: McEliece et al., IEEE Trans. Inf. Theory 33, 461 (1987). */
export const onePatternCapacity = (n: number): number => n / (2 * Math.log(n));

/** Patterns of which all are stored without an error, n / (4 ln n). Source: as above. */
export const allPatternsCapacity = (n: number): number => n / (4 * Math.log(n));

/** Patterns of which one chosen is stored without an error by Storkey's rule, n / sqrt(2 ln n). Source: Storkey, ICANN 1997. */
export const storkeyCapacity = (n: number): number => n / Math.sqrt(2 * Math.log(n));

/**
 * Patterns of which one chosen is stored without an error by a dense memory of interaction x^degree,
 * n^(degree-1) / (2 (2 degree - 3)!! ln n). Source: Krotov and Hopfield, NIPS 2016, equation 8.
 */
export function denseCapacity(n: number, degree: number): number {
  requireInteger("degree", degree, 2, 60);
  let odd = 1;
  for (let k = 2 * degree - 3; k > 1; k -= 2) odd *= k;
  return n ** (degree - 1) / (2 * odd * Math.log(n));
}

/** Chance that a bit of a stored random pattern is unstable under Hebb's rule, (1 - erf(sqrt(n / 2p))) / 2. */
export const unstableBitChance = (n: number, p: number): number => (1 - errorFunction(Math.sqrt(n / (2 * p)))) / 2;

/** What theorem 3 of Ramsauer et al. takes: patterns on a sphere of radius K sqrt(d - 1) in d dimensions. */
export interface SphereStorage {
  readonly dimension: number;
  readonly beta: number;
  /** K. */
  readonly radiusFactor: number;
  /** p: chance that the random patterns are no such memory. */
  readonly failure: number;
}

/**
 * The constant c of exponential storage, N >= sqrt(p) c^((d-1)/4) patterns, with c = b / W0(e^(a + ln b)),
 * a = 2/(d-1) (1 + ln(2 beta K^2 p (d-1))), b = 2 K^2 beta / 5; and that bound on N. The theorem asks for c >= (2/sqrt p)^(4/(d-1)),
 * that is a bound of at least 2.
 * Source: Ramsauer et al., ICLR 2021, theorem 3.
 */
export function sphereCapacity(storage: SphereStorage): { readonly c: number; readonly patterns: number } {
  const { dimension: d, beta, radiusFactor: k, failure } = storage;
  requireInteger("dimension", d, 2);
  if (!(beta > 0 && k > 0 && failure > 0 && failure < 1)) {
    throw new ArgumentError("these are no parameters of a spherical memory", {
      code: "memory.sphere",
      received: `beta ${beta}, K ${k}, failure ${failure}`,
      expected: "beta and K above 0, failure between 0 and 1",
    });
  }
  const a = (2 / (d - 1)) * (1 + Math.log(2 * beta * k * k * failure * (d - 1)));
  const b = (2 * k * k * beta) / 5;
  const c = b / lambertWOfExp(a + Math.log(b));
  return { c, patterns: Math.sqrt(failure) * c ** ((d - 1) / 4) };
}
