import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import { cutKey } from "../../src/reference/branch-and-bound/cut-list.ts";
import { separateHypermetric } from "../../src/reference/branch-and-bound/separate-hypermetric.ts";
import { type FoundCut, separateTriangles } from "../../src/reference/branch-and-bound/separate-triangles.ts";
import { contract, freeTies, tieSpins } from "../../src/reference/branch-and-bound/ties.ts";
import { networks, smallIntegers } from "./arbitraries.ts";
import { allStates } from "./brute-force.ts";

/** A dozen additions of numbers below 10. */
const ROUNDING = 1e-12;

/** Inner products of random unit vectors: a point of the semidefinite relaxation that violates many inequalities. */
function randomGram(n: number, seed: number): Float64Array {
  const random = createRandom(seed, "gram");
  const vectors = Array.from({ length: n }, () => {
    const v = [random.gaussian(), random.gaussian()];
    const norm = Math.hypot(...v);
    return v.map((c) => c / norm);
  });
  const x = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) x[i * n + j] = vectors[i]!.reduce((sum, c, k) => sum + c * vectors[j]![k]!, 0);
  }
  return x;
}

const quadratic = ({ spins, signs }: FoundCut, x: Float64Array, n: number): number =>
  spins.reduce((sum, i, p) => sum + spins.reduce((row, j, q) => row + signs[p]! * signs[q]! * x[i * n + j]!, 0), 0);

const sizes = fc.integer({ min: 1, max: 10 });
const seeds = fc.integer({ min: 0, max: 1e6 });
const free = (count: number) => Array.from({ length: count }, () => ({ spins: [], signs: [] }));

function expectSound(cuts: readonly FoundCut[], x: Float64Array, n: number, length: number, violation: number): void {
  for (const cut of cuts) {
    expect(cut.spins.length).toBe(length);
    expect(cut.signs.length).toBe(length);
    expect(cut.signs.every((s) => Math.abs(s) === 1)).toBe(true);
    expect(cut.spins.every((i, p) => i < n && (p === 0 || i > cut.spins[p - 1]!))).toBe(true);
    expect(Math.abs(cut.value - quadratic(cut, x, n))).toBeLessThan(ROUNDING);
    expect(cut.value).toBeLessThanOrEqual(1 - violation + ROUNDING);
  }
  expect(new Set(cuts.map(({ spins, signs }) => cutKey(spins, signs))).size).toBe(cuts.length);
  for (let c = 1; c < cuts.length; c++) expect(cuts[c]!.value).toBeGreaterThanOrEqual(cuts[c - 1]!.value);
}

/** Every state satisfies sum_{p<q} signs x_p x_q >= -(k - 1) / 2. */
function expectValid(cuts: readonly FoundCut[], n: number): void {
  for (let state = 0; state < 2 ** n; state++) {
    const spin = (i: number) => (Math.floor(state / 2 ** i) % 2 === 1 ? 1 : -1);
    for (const { spins, signs } of cuts) {
      let sum = 0;
      for (let p = 0; p < spins.length; p++) {
        for (let q = 0; q < p; q++) sum += signs[p]! * signs[q]! * spin(spins[p]!) * spin(spins[q]!);
      }
      if (sum < -(spins.length - 1) / 2) expect.fail(`${spins} ${signs} cuts off state ${state}`);
    }
  }
}

describe("separateTriangles", () => {
  test("finds every triangle inequality that is violated enough, and only those, worst first", () => {
    fc.assert(
      fc.property(sizes, seeds, (n, seed) => {
        const x = randomGram(n, seed);
        const found = separateTriangles(x, n, 0.1, 10_000);
        expectSound(found, x, n, 3, 0.1);
        expectValid(found, n);
        let expected = 0;
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < i; j++) {
            for (let k = 0; k < j; k++) {
              for (const [a, b] of [
                [1, 1],
                [1, -1],
                [-1, 1],
                [-1, -1],
              ] as const) {
                const sum = a * x[i * n + j]! + b * x[i * n + k]! + a * b * x[j * n + k]!;
                if (sum < -1.05) expected++;
              }
            }
          }
        }
        expect(found.length).toBe(expected);
      }),
      { numRuns: 50 },
    );
  });

  test("keeps the worst when there are too many", () => {
    const x = randomGram(30, 7);
    const all = separateTriangles(x, 30, 0.1, 100_000);
    expect(all.length).toBeGreaterThan(200);
    const few = separateTriangles(x, 30, 0.1, 10);
    expect(few.map((c) => c.value)).toEqual(all.slice(0, 10).map((c) => c.value));
  });
});

describe("separateHypermetric", () => {
  test.each([5, 7])("finds sound cuts over %i spins that no state violates", (length) => {
    let total = 0;
    fc.assert(
      fc.property(sizes, seeds, (n, seed) => {
        const x = randomGram(n, seed);
        const found = separateHypermetric(x, n, length, 0.1, free(20), createRandom(seed));
        expectSound(found, x, n, length, 0.1);
        expectValid(found, n);
        total += found.length;
      }),
      { numRuns: 50 },
    );
    expect(total).toBeGreaterThan(50);
  });

  test("finds the violated pentagon of five vectors that share their angles evenly", () => {
    // Pairwise products -1/4: g'Xg = 5 - 20 / 4 = 0 while every triangle holds (3 - 6 / 4 = 1.5).
    const x = Float64Array.from({ length: 25 }, (_, p) => (p % 6 === 0 ? 1 : -0.25));
    expect(separateTriangles(x, 5, 0.01, 10)).toEqual([]);
    const [cut] = separateHypermetric(x, 5, 5, 0.1, free(20), createRandom(1));
    expect(cut).toMatchObject({ spins: [0, 1, 2, 3, 4], signs: [1, 1, 1, 1, 1] });
    expect(cut!.value).toBeCloseTo(0, 12);
  });
});

describe("contract", () => {
  test("keeps the energy of every state that the ties allow", () => {
    fc.assert(
      fc.property(
        networks(7, smallIntegers),
        fc.array(fc.tuple(seeds, seeds, fc.boolean()), { maxLength: 5 }),
        (drawn, draws) => {
          const network = { ...drawn, constant: 0 };
          const { n } = network;
          const top = network.bias.every((b) => b === 0) ? n : n + 1;
          let ties = freeTies(n);
          const asked: [number, number, number][] = [];
          for (const [a, b, same] of draws) {
            const [p, q] = [a % top, b % top];
            if (ties.representative[p] === ties.representative[q]) continue;
            ties = tieSpins(ties, p, q, same ? 1 : -1);
            asked.push([p, q, same ? 1 : -1]);
          }
          const { size, a, constant, representatives, position } = contract(network, ties);
          expect(representatives.length).toBe(top - asked.length);
          for (const { spins, energy } of allStates(network)) {
            const at = (i: number) => (i === n ? 1 : spins[i]!);
            if (!asked.every(([p, q, sign]) => at(p) * at(q) === sign)) continue;
            let value = constant;
            for (let p = 0; p < size; p++) {
              for (let q = 0; q < p; q++) value -= a[p * size + q]! * at(representatives[p]!) * at(representatives[q]!);
            }
            expect(value).toBe(energy);
            for (let i = 0; i < n; i++) {
              const r = ties.representative[i]!;
              expect(position[r]).toBeGreaterThanOrEqual(0);
              expect(ties.sign[i]! * at(r)).toBe(at(i));
              if (r !== n) expect(r).toBeLessThanOrEqual(i);
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
