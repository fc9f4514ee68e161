import { ArgumentError } from "../core/index.ts";

/** 97.5 % quantile of the standard normal: two-sided 95 % intervals. */
export const Z95 = 1.959963984540054;

/** A proportion with its 95 % interval. */
export interface Proportion {
  readonly p: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval for k successes in n trials, 95 %.
 * Source: E. B. Wilson, J. Am. Stat. Assoc. 22, 209 (1927).
 */
export function wilson(successes: number, trials: number): Proportion {
  if (!(trials > 0) || successes < 0 || successes > trials) {
    throw new ArgumentError("no proportion", {
      code: "argument.proportion",
      received: `${successes} of ${trials}`,
      expected: "0 <= successes <= trials, trials > 0",
    });
  }
  const p = successes / trials;
  const z2 = (Z95 * Z95) / trials;
  const centre = (p + z2 / 2) / (1 + z2);
  const half = (Z95 / (1 + z2)) * Math.sqrt((p * (1 - p)) / trials + z2 / (4 * trials));
  // At the ends the exact bound is 0 or 1; rounding must not say otherwise.
  return {
    p,
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
  };
}

/**
 * Time to reach the optimum with 99 % probability by independent runs of `runSeconds`:
 * runSeconds * max(1, ln 0.01 / ln(1 - p)); infinite when p = 0.
 */
export function tts99(p: number, runSeconds: number): number {
  if (p <= 0) return Number.POSITIVE_INFINITY;
  if (p >= 0.99) return runSeconds;
  return runSeconds * Math.max(1, Math.log(0.01) / Math.log1p(-p));
}
