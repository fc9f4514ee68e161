/** Claims with their intervals: how each verdict comes about. */

import { createRandom } from "../../core/index.ts";
import { bootstrap, type Interval, wilson } from "../../verify/index.ts";
import type { Claim } from "./study.ts";

/** 97.5 % quantile of the standard normal. */
const Z95 = 1.959963984540054;

function judged(claim: string, expected: number, got: number, low: number, high: number): Claim {
  return { claim, expected, got, low, high, verdict: expected >= low && expected <= high ? "reproduced" : "refuted" };
}

/** A number that no sampling enters: the published one may differ by `tolerance`, its last digit for instance. */
export function exactClaim(claim: string, expected: number, got: number, tolerance = 0): Claim {
  // Half a unit in the last place of what was printed must not depend on how it was rounded in binary.
  const slack = tolerance * (1 + 1e-9);
  return judged(claim, expected, got, got - slack, got + slack);
}

/** Smallest k with P(X <= k) >= `level` for X binomial. O(trials). */
function binomialQuantile(trials: number, p: number, level: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return trials;
  let log = trials * Math.log1p(-p);
  let sum = Math.exp(log);
  let k = 0;
  while (sum < level && k < trials) {
    log += Math.log((trials - k) / (k + 1)) + Math.log(p) - Math.log1p(-p);
    k++;
    sum += Math.exp(log);
  }
  return k;
}

/**
 * A share of `successes` in `trials` against a published one: Wilson's interval of ours; where the published share comes
 * from `sourceTrials` of its own, the shares that as many trials give at both ends of that interval, 95 %. Widened by half of the
 * last digit printed.
 */
export function shareClaim(
  claim: string,
  expected: number,
  successes: number,
  trials: number,
  sourceTrials?: number,
  rounding = 0,
): Claim {
  const { p, low, high } = wilson(successes, trials);
  if (sourceTrials === undefined) return judged(claim, expected, p, low - rounding, high + rounding);
  const lowest = binomialQuantile(sourceTrials, low, 0.025) / sourceTrials;
  const highest = binomialQuantile(sourceTrials, high, 0.975) / sourceTrials;
  return judged(claim, expected, p, lowest - rounding, highest + rounding);
}

/** 97.5 % quantile of Student's t. Source: Abramowitz and Stegun, 26.7.5, good to 1 % from 4 degrees of freedom on. */
export function studentQuantile(freedom: number): number {
  const z = Z95;
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  );
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

/** Mean and sample deviation. */
export function spreadOf(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = meanOf(values);
  const square = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(square / (values.length - 1)) : 0 };
}

/** 95 % interval of the mean. */
export function meanInterval(values: readonly number[]): { readonly low: number; readonly high: number } {
  const { mean, deviation } = spreadOf(values);
  const half = (studentQuantile(values.length - 1) * deviation) / Math.sqrt(values.length);
  return { low: mean - half, high: mean + half };
}

/** Mean over draws, the draw being the unit, with its 95 % bootstrap interval. */
export function overDraws(values: readonly number[]): Interval {
  const mean = (groups: readonly (readonly number[])[]) => meanOf(groups.flat());
  return bootstrap(
    values.map((x) => [x]),
    mean,
    createRandom(1, "draws"),
  );
}

/**
 * Share of successes when each draw has `tried` trials: `overDraws`, and where every draw is all success or all failure, which
 * shows no spread, Wilson's interval of as many trials as there are draws.
 */
export function shareOverDraws(counts: readonly number[], tried: number): Interval {
  const value = meanOf(counts) / tried;
  if (value > 0 && value < 1) return overDraws(counts.map((count) => count / tried));
  const { low, high } = wilson(value * counts.length, counts.length);
  return { value, low, high };
}

/** A value with its interval as a table has it. */
export function within({ value, low, high }: Interval, digits = 2): string {
  return `${value.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

/**
 * A figure published from one draw of an experiment that we repeat: the interval in which one more draw falls,
 * mean +- t s sqrt(1 + 1/draws), widened by half of the last digit printed.
 */
export function drawClaim(claim: string, expected: number, draws: readonly number[], rounding = 0): Claim {
  const { mean, deviation } = spreadOf(draws);
  const half = studentQuantile(draws.length - 1) * deviation * Math.sqrt(1 + 1 / draws.length) + rounding;
  return judged(claim, expected, mean, mean - half, mean + half);
}

/** A mean against a number that has no sampling error of its own, such as a theory's. */
export function meanClaim(claim: string, expected: number, draws: readonly number[], tolerance = 0): Claim {
  const { low, high } = meanInterval(draws);
  return judged(claim, expected, meanOf(draws), low - tolerance, high + tolerance);
}

/** A statement "at least `bound`": it holds when the whole interval of our number is not below. */
export function atLeastClaim(claim: string, bound: number, got: number, low = got, high = got): Claim {
  return { claim, expected: bound, got, low, high, verdict: low >= bound ? "reproduced" : "refuted" };
}

/** A statement "at most `bound`". */
export function atMostClaim(claim: string, bound: number, got: number, low = got, high = got): Claim {
  return { claim, expected: bound, got, low, high, verdict: high <= bound ? "reproduced" : "refuted" };
}
