import fc from "fast-check";
import { CholeskyDecomposition, inverse, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import { denseKernel } from "../../src/linalg/dense-kernel.ts";
import {
  choleskyInPlace,
  invertCholeskyInto,
  multiplyTransposedInto,
  scalarCholesky,
  scalarMultiplyTransposedInto,
  solveCholeskyInPlace,
} from "../../src/linalg/index.ts";

/** Condition numbers here are below 1e3, so that two good algorithms agree to some thousand roundoffs. */
const AGREEMENT = 1e-11;

/** Orders on both sides of the block of 32, of the tiles of 2 and 4, and of the least order of the SIMD kernel. */
const orders = fc.constantFrom(1, 2, 3, 5, 15, 16, 17, 31, 32, 33, 47, 64, 65, 70);
const seeds = fc.integer({ min: 0, max: 1e6 });

/** B B' / n + I for a random B: eigenvalues of at least 1. */
function definite(n: number, seed: number): Float64Array {
  const random = createRandom(seed, "definite");
  const b = Matrix.from1DArray(n, n, Array.from({ length: n * n }, random.gaussian));
  return Float64Array.from(b.mmul(b.transpose()).div(n).add(Matrix.eye(n)).to1DArray());
}

const matrix = (a: Float64Array, n: number) => Matrix.from1DArray(n, n, Array.from(a));

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
}

function lowerTriangle(a: Float64Array, n: number): Float64Array {
  return a.map((value, x) => (x % n <= Math.floor(x / n) ? value : 0));
}

describe("denseKernel", () => {
  test("exists on this platform, so that the tests below compare two things", () => {
    expect(denseKernel()).toBeDefined();
  });
});

describe.each([
  ["choleskyInPlace", choleskyInPlace],
  ["scalarCholesky", scalarCholesky],
])("%s", (_, cholesky) => {
  test("finds the factor that ml-matrix finds", () => {
    fc.assert(
      fc.property(orders, seeds, (n, seed) => {
        const a = definite(n, seed);
        const expected = new CholeskyDecomposition(matrix(a, n)).lowerTriangularMatrix.to1DArray();
        expect(cholesky(a, n)).toBe(true);
        expect(largestDifference(lowerTriangle(a, n), expected)).toBeLessThan(AGREEMENT);
      }),
      { numRuns: 40 },
    );
  });

  test("refuses a matrix with a negative eigenvalue, wherever it lies", () => {
    fc.assert(
      fc.property(orders, seeds, (n, seed) => {
        const a = definite(n, seed);
        const i = seed % n;
        // Below the least eigenvalue of the rest: the diagonal entry alone shows it.
        a[i * n + i] = -1;
        expect(cholesky(a, n)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  test("refuses a matrix that holds what is not a number", () => {
    const a = definite(20, 1);
    a[7 * 20 + 7] = Number.NaN;
    expect(cholesky(a, 20)).toBe(false);
  });

  test("uses the first n*n entries of a longer array and leaves the rest", () => {
    const n = 20;
    const a = new Float64Array(n * n + 5).fill(9);
    a.set(definite(n, 3));
    const alone = definite(n, 3);
    cholesky(a, n);
    cholesky(alone, n);
    expect(largestDifference(a.subarray(0, n * n), alone)).toBe(0);
    expect(Array.from(a.subarray(n * n))).toEqual([9, 9, 9, 9, 9]);
  });
});

describe("solveCholeskyInPlace and invertCholeskyInto", () => {
  test("undo the matrix", () => {
    fc.assert(
      fc.property(orders, seeds, (n, seed) => {
        const a = definite(n, seed);
        const factor = a.slice();
        choleskyInPlace(factor, n);
        const out = new Float64Array(n * n);
        invertCholeskyInto(out, factor, n, new Float64Array(n * n));
        expect(largestDifference(out, inverse(matrix(a, n)).to1DArray())).toBeLessThan(AGREEMENT);
        const random = createRandom(seed, "side");
        const x = Float64Array.from({ length: n }, random.gaussian);
        const b = Float64Array.from(matrix(a, n).mmul(Matrix.columnVector(x)).to1DArray());
        solveCholeskyInPlace(factor, n, b);
        expect(largestDifference(b, x)).toBeLessThan(AGREEMENT);
      }),
      { numRuns: 40 },
    );
  });
});

describe.each([
  ["multiplyTransposedInto", multiplyTransposedInto],
  ["scalarMultiplyTransposedInto", scalarMultiplyTransposedInto],
])("%s", (_, multiply) => {
  test("is A times the transpose of B, for matrices that are not symmetric", () => {
    fc.assert(
      fc.property(orders, seeds, (n, seed) => {
        const random = createRandom(seed, "factors");
        const a = Float64Array.from({ length: n * n }, random.gaussian);
        const b = Float64Array.from({ length: n * n }, random.gaussian);
        const out = new Float64Array(n * n).fill(7);
        multiply(out, a, b, n);
        const expected = matrix(a, n).mmul(matrix(b, n).transpose()).to1DArray();
        expect(largestDifference(out, expected)).toBeLessThan(AGREEMENT);
      }),
      { numRuns: 40 },
    );
  });
});
