/**
 * Slack: bits whose weighted sum takes every value of 0..range and none beyond, so that an inequality becomes an
 * equation. The weights are 1, 2, 4, ... and a remainder.
 *
 * Source: Glover, Kochenberger and Du, 4OR 17, 2019, section 5.
 */

/** Weights of the bits, ascending powers of two and the remainder last; none for a range of 0. */
export function slackWeights(range: number): number[] {
  const weights: number[] = [];
  let left = range;
  for (let power = 1; left > 0; power *= 2) {
    weights.push(Math.min(power, left));
    left -= power;
  }
  return weights;
}

/** Which bits sum to `value`, an integer in 0..range: 1 or 0 a weight. */
export function slackBits(weights: readonly number[], value: number): number[] {
  const remainder = weights.at(-1) ?? 0;
  // The powers before the remainder reach range - remainder.
  const usesLast = value >= 2 ** (weights.length - 1);
  let left = usesLast ? value - remainder : value;
  const bits: number[] = [];
  for (let b = 0; b < weights.length - 1; b++) {
    bits.push(left % 2);
    left = Math.floor(left / 2);
  }
  return weights.length === 0 ? [] : [...bits, usesLast ? 1 : 0];
}
