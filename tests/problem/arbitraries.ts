import fc from "fast-check";
import { createMaxCut, type MaxCut } from "../../src/problem/index.ts";

/** Random graphs of 1 to `maxVertices` vertices with weights from `weight`. */
export function maxCuts(maxVertices: number, weight: fc.Arbitrary<number>): fc.Arbitrary<MaxCut> {
  return fc.integer({ min: 1, max: maxVertices }).chain((n) => {
    const pairs: [number, number][] = [];
    for (let u = 0; u < n; u++) for (let v = u + 1; v < n; v++) pairs.push([u, v]);
    return fc
      .shuffledSubarray(pairs)
      .chain((edges) =>
        fc.tuple(fc.constant(edges), fc.array(weight, { minLength: edges.length, maxLength: edges.length })),
      )
      .map(([edges, weights]) =>
        createMaxCut(
          `g-${n}`,
          n,
          edges.map((e) => e[0]),
          edges.map((e) => e[1]),
          weights,
        ),
      );
  });
}

export const integerWeights = fc.integer({ min: -1000, max: 1000 });

/** No binary fractions; not so small that halving them underflows. */
export const realWeights = fc.integer({ min: -1e6, max: 1e6 }).map((value) => value / 9.7);

/** States of n spins. */
export function states(n: number): fc.Arbitrary<Int8Array> {
  return fc
    .array(fc.boolean(), { minLength: n, maxLength: n })
    .map((bits) => Int8Array.from(bits, (bit) => (bit ? 1 : -1)));
}
