/** Slack: bits whose weighted sum takes every value from 0 to a range, and no other. */

import type { Spins } from "../network/index.ts";

/**
 * Coefficients 1, 2, 4 and so on with a last one that ends at `range` exactly: floor(log2 range) + 1 bits.
 *
 * Source: Lucas, Front. Phys. 2:5, 2014, section 2.4.
 */
export function logSlack(range: number): number[] {
  const coefficients: number[] = [];
  let left = range;
  for (let power = 1; left > 0; power *= 2) {
    coefficients.push(Math.min(power, left));
    left -= coefficients.at(-1)!;
  }
  return coefficients;
}

/** Sets the spins of the slack bits from `first` on so that they sum to `value`, which is within the range. */
export function setSlack(spins: Spins, first: number, coefficients: readonly number[], value: number): void {
  let left = value;
  // From the last: once it is taken, or is not needed, the powers before it reach every value that is left.
  for (let k = coefficients.length - 1; k >= 0; k--) {
    const isIn = left >= coefficients[k]!;
    if (isIn) left -= coefficients[k]!;
    spins[first + k] = isIn ? 1 : -1;
  }
}
