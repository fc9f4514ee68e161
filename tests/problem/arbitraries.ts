import fc from "fast-check";
import {
  createIsing,
  createMaxCut,
  createQubo,
  createTsp,
  type Ising,
  type MaxCut,
  type Qubo,
  type Tsp,
} from "../../src/problem/index.ts";

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

/** Ising models of 1 to `maxSpins` spins with values from `value`. */
export function isings(maxSpins: number, value: fc.Arbitrary<number>): fc.Arbitrary<Ising> {
  return maxCuts(maxSpins, value).chain(({ n, from, to, weights }) =>
    fc
      .tuple(fc.array(value, { minLength: n, maxLength: n }), value)
      .map(([fields, offset]) => createIsing(`i-${n}`, n, from, to, weights, fields, offset)),
  );
}

/** QUBOs of 1 to `maxBits` variables with values from `value`, minimised or maximised. */
export function qubos(maxBits: number, value: fc.Arbitrary<number>): fc.Arbitrary<Qubo> {
  return maxCuts(maxBits, value).chain(({ n, from, to, weights }) =>
    fc
      .tuple(fc.constantFrom("min" as const, "max" as const), fc.array(value, { minLength: n, maxLength: n }), value)
      .map(([sense, linear, offset]) => createQubo(`q-${n}`, sense, n, from, to, weights, linear, offset)),
  );
}

/** All states of n spins, state x holding spin i up where bit i of x is 1. */
export function* allStates(n: number): Generator<Int8Array> {
  for (let x = 0; x < 2 ** n; x++) yield Int8Array.from({ length: n }, (_, i) => ((x >> i) & 1 ? 1 : -1));
}

/** Travelling salesman tasks with distances from `value`, symmetric or not. */
export function tsps(minCities: number, maxCities: number, value: fc.Arbitrary<number>): fc.Arbitrary<Tsp> {
  return fc
    .integer({ min: minCities, max: maxCities })
    .chain((n) =>
      fc
        .tuple(fc.boolean(), fc.array(value, { minLength: n * n, maxLength: n * n }))
        .map(([symmetric, all]) =>
          createTsp(`t-${n}`, n, symmetric ? all.map((d, k) => all[(k % n) * n + Math.floor(k / n)]! + d) : all),
        ),
    );
}
