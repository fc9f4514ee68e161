/** Below this the power series is used, above it the continued fraction: both reach rounding there. */
const SERIES_UP_TO = 2.5;
/** From here on 1 - erf is below half a unit in the last place of 1. */
const SATURATED = 6;
const FRACTION_TERMS = 80;

/**
 * Error function erf(x) = 2/sqrt(pi) int_0^x exp(-t^2) dt to a few units in the last place.
 * Source: Abramowitz and Stegun, 7.1.6 (series) and 7.1.14 (continued fraction of the complement).
 */
export function errorFunction(x: number): number {
  const y = Math.abs(x);
  if (Number.isNaN(x) || y >= SATURATED) return Number.isNaN(x) ? Number.NaN : Math.sign(x);
  if (y <= SERIES_UP_TO) {
    let term = x;
    let sum = x;
    // All terms of exp(-x^2) sum 2^k x^(2k+1) / (2k+1)!! have one sign: no cancellation.
    for (let k = 1; Math.abs(term) > Math.abs(sum) * 1e-17; k++) {
      term *= (2 * y * y) / (2 * k + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-y * y) * sum;
  }
  let fraction = y;
  for (let k = FRACTION_TERMS; k >= 1; k--) fraction = y + k / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-y * y) / (fraction * Math.sqrt(Math.PI)));
}
