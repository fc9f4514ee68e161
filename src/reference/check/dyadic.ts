/**
 * Exact arithmetic on dyadic rationals m 2^e: sums and products of doubles without rounding. Slow, for the few numbers
 * at the end of a proof.
 */

export interface Dyadic {
  readonly m: bigint;
  readonly e: number;
}

/** The exact value of a finite double. */
export function dyadic(value: number): Dyadic {
  let e = 0;
  let v = value;
  while (!Number.isInteger(v)) {
    v *= 2;
    e--;
  }
  return { m: BigInt(v), e };
}

export function plus(a: Dyadic, b: Dyadic): Dyadic {
  const e = Math.min(a.e, b.e);
  return { m: (a.m << BigInt(a.e - e)) + (b.m << BigInt(b.e - e)), e };
}

export function times(a: Dyadic, b: Dyadic): Dyadic {
  return { m: a.m * b.m, e: a.e + b.e };
}

export const negated = ({ m, e }: Dyadic): Dyadic => ({ m: -m, e });

/** Negative, zero or positive as a is below, equal to or above b. */
export function compare(a: Dyadic, b: Dyadic): number {
  const { m } = plus(a, negated(b));
  return m < 0n ? -1 : m > 0n ? 1 : 0;
}

/** A double that is not above `value`, and equal to it when a double is. */
export function roundDown(value: Dyadic): number {
  // 60 leading bits keep every double exact, and the shift floors.
  const extra = Math.max(0, value.m.toString(2).length - 60);
  const exponent = value.e + extra;
  // In two steps: the power alone may underflow where the product does not.
  const half = Math.trunc(exponent / 2);
  let x = Number(value.m >> BigInt(extra)) * 2 ** half * 2 ** (exponent - half);
  if (!Number.isFinite(x)) x = Math.sign(x) * Number.MAX_VALUE;
  while (compare(dyadic(x), value) > 0) x -= Math.max(Math.abs(x) * 2 ** -52, Number.MIN_VALUE);
  return x;
}

/** A double that is not below `value`, and equal to it when a double is. */
export const roundUp = (value: Dyadic): number => 0 - roundDown(negated(value));
