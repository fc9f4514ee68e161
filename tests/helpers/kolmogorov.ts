/** Chance that samples of the right distribution are called wrong, for one comparison; fixed beforehand. */
export const KS_CHANCE = 1e-4;

/** Largest distance at which `count` samples still pass: the tail 2 exp(-2 n d^2) of Kolmogorov's distribution. */
export function ksCritical(count: number): number {
  return Math.sqrt(-Math.log(KS_CHANCE / 2) / (2 * count));
}

/**
 * Kolmogorov and Smirnov's distance of samples from a distribution that may have an atom at 0, as clipped ones have.
 * @param cdf P(X <= x), continuous but for the atom
 */
export function ksDistance(samples: Float64Array, cdf: (x: number) => number): number {
  const sorted = samples.slice().sort();
  const n = sorted.length;
  let largest = 0;
  for (let first = 0; first < n; ) {
    const x = sorted[first]!;
    let end = first + 1;
    while (end < n && sorted[end] === x) end++;
    const f = cdf(x);
    largest = Math.max(largest, Math.abs(end / n - f), Math.abs(first / n - (x === 0 ? 0 : f)));
    first = end;
  }
  return largest;
}

/**
 * Normal distribution function, absolute error below 1e-7.
 * Source: Abramowitz and Stegun, 26.2.17.
 */
export function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const sum = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
  return z > 0 ? 1 - tail : tail;
}
