import fc from "fast-check";
import { createNetwork, type HopfieldNetwork } from "../../src/network/index.ts";

/** A symmetric network from couplings given row by row below the diagonal. */
export function networkOf(
  n: number,
  below: readonly number[],
  bias?: readonly number[],
  constant = 0,
): HopfieldNetwork {
  const weights = new Float64Array(n * n);
  let next = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      weights[i * n + j] = below[next]!;
      weights[j * n + i] = below[next++]!;
    }
  }
  return createNetwork(n, weights, bias === undefined ? undefined : Float64Array.from(bias), constant);
}

/** Random networks of 1 to `maxSpins` spins; half of them have no bias. */
export function networks(maxSpins: number, value: fc.Arbitrary<number>): fc.Arbitrary<HopfieldNetwork> {
  return fc.integer({ min: 1, max: maxSpins }).chain((n) => {
    const pairs = (n * (n - 1)) / 2;
    return fc
      .tuple(
        fc.array(value, { minLength: pairs, maxLength: pairs }),
        fc.option(fc.array(value, { minLength: n, maxLength: n }), { nil: undefined, freq: 1 }),
        value,
      )
      .map(([below, bias, constant]) => networkOf(n, below, bias, constant));
  });
}

export const smallIntegers = fc.integer({ min: -3, max: 3 });

export const largeIntegers = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });

/** Up to 10 in magnitude and no binary fractions; not so small that the oracles themselves underflow. */
export const reals = fc.integer({ min: -1e6, max: 1e6 }).map((value) => value / 99_999.7);
