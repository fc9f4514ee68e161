import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import { luInPlace, solveLuInPlace } from "../../src/linalg/index.ts";

/** Random matrices of this size have conditions of some thousands at most, seeds that do not are rare. */
const RESIDUAL = 1e-11;

describe("luInPlace", () => {
  test("solves systems whose leading entries are zero, for every size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 1e6 }), (n, seed) => {
        const random = createRandom(seed, "lu");
        const a = Float64Array.from({ length: n * n }, random.gaussian);
        if (n > 1) for (let k = 0; k < n; k += 2) a[k * n + k] = 0;
        const x = Float64Array.from({ length: n }, random.gaussian);
        const b = x.map((_, i) => x.reduce((sum, value, j) => sum + a[i * n + j]! * value, 0));
        const right = Float64Array.from(b);
        const factors = Float64Array.from(a);
        const pivots = new Int32Array(n);
        fc.pre(luInPlace(factors, n, pivots));
        solveLuInPlace(factors, n, pivots, right);
        const largest = right.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
        for (let i = 0; i < n; i++) {
          const sum = right.reduce((s, value, j) => s + a[i * n + j]! * value, 0);
          expect(Math.abs(sum - b[i]!)).toBeLessThan(RESIDUAL * n * (1 + largest));
        }
      }),
      { numRuns: 60 },
    );
  });

  test("says of a singular matrix that it is one", () => {
    expect(luInPlace(Float64Array.of(1, 2, 2, 4), 2, new Int32Array(2))).toBe(false);
    expect(luInPlace(Float64Array.of(Number.NaN), 1, new Int32Array(1))).toBe(false);
  });
});
