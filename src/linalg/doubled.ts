/**
 * Doubled arithmetic: a number is the sum of two doubles, the second far below the first's last digit. Each function gives what
 * rounding took from one operation, exactly, so that a caller may carry it along; some 32 digits in all. They are pure and
 * small so that engines inline them into loops.
 *
 * Source: Dekker, A floating-point technique for extending the available precision, Numerische Mathematik 18, 224 (1971);
 * Knuth, The Art of Computer Programming 2, section 4.2.2.
 */

/** a + b - sum, for sum = a + b as rounded. */
export function sumError(a: number, b: number, sum: number): number {
  const part = sum - a;
  return a - (sum - part) + (b - part);
}

/** 2^27 + 1 splits a double in halves whose products are exact. */
const SPLIT = 134217729;

/** a * b - product, for product = a * b as rounded; magnitudes below 1e290 and products above 1e-290. */
export function productError(a: number, b: number, product: number): number {
  const sa = SPLIT * a;
  const sb = SPLIT * b;
  const ah = sa - (sa - a);
  const bh = sb - (sb - b);
  const al = a - ah;
  const bl = b - bh;
  return al * bl - (product - ah * bh - al * bh - ah * bl);
}

/** What 1 / x lacks as a double: 1 / x = inverse + inverseError(x, inverse) to 32 digits. */
export function inverseError(x: number, inverse: number): number {
  const product = x * inverse;
  return (1 - product - productError(x, inverse, product)) / x;
}
