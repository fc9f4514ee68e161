/** What a share counted from a few recalls can be, when more than one of them comes from the same draw of patterns. */

import { requireInteger } from "../../core/index.ts";

/** ln k! for k = 0..n. */
function logFactorials(n: number): Float64Array {
  const out = new Float64Array(n + 1);
  for (let k = 1; k <= n; k++) out[k] = out[k - 1]! + Math.log(k);
  return out;
}

/** Chance of 0..taken successes among `taken` of `tried` patterns that hold `successes`, without replacement. */
function taking(successes: number, tried: number, taken: number, logs: Float64Array): Float64Array {
  const choose = (n: number, k: number) => logs[n]! - logs[k]! - logs[n - k]!;
  const failures = tried - successes;
  return Float64Array.from({ length: taken + 1 }, (_, k) =>
    k > successes || taken - k > failures
      ? 0
      : Math.exp(choose(successes, k) + choose(failures, taken - k) - choose(tried, taken)),
  );
}

function convolved(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length + b.length - 1);
  a.forEach((x, i) => {
    b.forEach((y, j) => {
      out[i + j]! += x * y;
    });
  });
  return out;
}

/**
 * Chance of 0..recalls successes when `recalls` patterns come in equal parts from `draws` draws, each like one of those that
 * were measured: exact, by mixing over the measured draws and convolving.
 *
 * @param counts successes of each measured draw, among `tried` patterns
 * @throws ArgumentError unless the recalls divide into the draws and a draw's part is at most `tried`.
 */
export function chancesOf(counts: readonly number[], tried: number, recalls: number, draws: number): Float64Array {
  const each = recalls / draws;
  requireInteger("recalls of a draw", each, 1, tried);
  const logs = logFactorials(tried);
  const one = new Float64Array(each + 1);
  for (const successes of counts) {
    taking(successes, tried, each, logs).forEach((x, k) => {
      one[k]! += x / counts.length;
    });
  }
  let sum = Float64Array.of(1);
  for (let d = 0; d < draws; d++) sum = convolved(sum, one) as Float64Array<ArrayBuffer>;
  return sum;
}

/** Chance of a share at least as far from `centre` as `share` is, on either side. */
export function farChance(chances: Float64Array, centre: number, share: number): number {
  const recalls = chances.length - 1;
  const far = Math.abs(share - centre) - 1e-9;
  // Rounding must not make more than a certainty of it.
  return Math.min(
    1,
    chances.reduce((sum, x, k) => (Math.abs(k / recalls - centre) >= far ? sum + x : sum), 0),
  );
}

/** The fewest recalls, up to `most`, whose shares print as all of these, of two digits each; 0 when there is none. */
export function fewestRecalls(printed: readonly number[], most = 1000): number {
  const prints = (share: number, recalls: number) =>
    Math.abs(Math.round(share * recalls) / recalls - share) <= 0.005 * (1 + 1e-9);
  for (let recalls = 1; recalls <= most; recalls++)
    if (printed.every((share) => prints(share, recalls))) return recalls;
  return 0;
}
