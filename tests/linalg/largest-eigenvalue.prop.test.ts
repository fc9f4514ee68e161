import fc from "fast-check";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import { largestEigenvalue } from "../../src/linalg/index.ts";

/** Below 80 rows Lanczos runs to the end; what is left is the bisection's 1e-10 and rounding. */
const EXACT = 1e-8;

/** 80 Lanczos steps on 200 rows leave the largest of well spread eigenvalues with this relative error at most. */
const TRUNCATED = 1e-3;

function dense(n: number, entry: (i: number, j: number) => number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = entry(i, j);
  return matrix;
}

function largestByDecomposition(matrix: Float64Array, n: number): number {
  const rows = Array.from({ length: n }, (_, i) => Array.from(matrix.subarray(i * n, (i + 1) * n)));
  return Math.max(...new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true }).realEigenvalues);
}

function expectLargest(matrix: Float64Array, n: number, expected: number, tolerance = EXACT): void {
  const scale = matrix.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
  expect(Math.abs(largestEigenvalue(matrix, n) - expected)).toBeLessThanOrEqual(
    tolerance * Math.max(scale, Math.abs(expected)),
  );
}

const ring = (n: number) => dense(n, (i, j) => (i - j === 1 || i - j === n - 1 ? 1 : 0));

describe("largestEigenvalue", () => {
  test("equals the full decomposition's on random symmetric matrices of any scale", () => {
    const symmetric = fc.record({
      n: fc.integer({ min: 1, max: 24 }),
      seed: fc.nat(),
      power: fc.integer({ min: -9, max: 9 }),
      whole: fc.boolean(),
    });
    fc.assert(
      fc.property(symmetric, ({ n, seed, power, whole }) => {
        const random = createRandom(seed, "test-eigenvalue");
        // Small whole numbers make zeros and repeated eigenvalues common.
        const matrix = dense(n, () => (whole ? random.integer(3) - 1 : random.gaussian()) * 10 ** power);
        expectLargest(matrix, n, largestByDecomposition(matrix, n));
      }),
    );
  });

  test.each([
    ["a complete graph", dense(9, (i, j) => (i === j ? 0 : 1)), 9, 8],
    ["a complete graph that repels", dense(9, (i, j) => (i === j ? 0 : -1)), 9, 1],
    ["an even ring", ring(12), 12, 2],
    ["an odd ring that repels", ring(11).map((x) => -x), 11, 2 * Math.cos(Math.PI / 11)],
    ["a star", dense(10, (i, j) => (j === 0 && i > 0 ? 1 : 0)), 10, 3],
    ["a path", dense(13, (i, j) => (i - j === 1 ? 1 : 0)), 13, 2 * Math.cos(Math.PI / 14)],
    ["one row", Float64Array.of(-3.5), 1, -3.5],
    ["two rows", Float64Array.of(1, 2, 2, -2), 2, 2],
    ["two rows without coupling", Float64Array.of(-1, 0, 0, -4), 2, -1],
    ["the zero matrix", new Float64Array(49), 7, 0],
    ["a multiple of the identity", dense(8, (i, j) => (i === j ? -2.5 : 0)), 8, -2.5],
    ["a doubled spectrum", dense(6, (i, j) => (i === j + 1 && i % 2 === 1 ? 4 : 0)), 6, 4],
    ["a definite matrix that pulls down", dense(5, (i, j) => (i === j ? -7 : 1)), 5, -3],
  ])("has the closed form of %s", (_what, matrix, n, expected) => {
    expectLargest(matrix, n, expected);
  });

  test.each([
    ["random couplings", 1],
    ["random signs on a sparse graph", 0.05],
  ])("is good to a tenth of a per cent with 200 rows of %s, and never above the true one", (_what, density) => {
    for (let seed = 1; seed <= 3; seed++) {
      const random = createRandom(seed, "test-eigenvalue-200");
      const matrix = dense(200, (i, j) => {
        if (i === j || random.uniform() >= density) return 0;
        return density === 1 ? random.gaussian() : random.integer(2) * 2 - 1;
      });
      const expected = largestByDecomposition(matrix, 200);
      expectLargest(matrix, 200, expected, TRUNCATED);
      expect(largestEigenvalue(matrix, 200)).toBeLessThanOrEqual(expected * (1 + EXACT));
    }
  });

  test("gives the same number each time and leaves the matrix alone", () => {
    const matrix = ring(20);
    const before = matrix.slice();
    expect(largestEigenvalue(matrix, 20)).toBe(largestEigenvalue(matrix, 20));
    expect(matrix).toEqual(before);
  });
});
