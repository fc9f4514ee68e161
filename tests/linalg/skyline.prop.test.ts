import fc from "fast-check";
import { Matrix, solve } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import {
  addToSkyline,
  conjugateGradients,
  conjugateGradientWork,
  createSkyline,
  skylineCholesky,
  skylineLength,
  solveSkylineInPlace,
} from "../../src/linalg/index.ts";

/** Diagonally dominant matrices: conditions below 1e3. */
const AGREEMENT = 1e-11;

const orders = fc.integer({ min: 1, max: 30 });
const seeds = fc.integer({ min: 0, max: 1e6 });

/** A diagonally dominant matrix with rows of random length, as an envelope and dense. */
function dominant(n: number, seed: number) {
  const random = createRandom(seed, "skyline");
  const first = Int32Array.from({ length: n }, (_, i) => Math.floor(random.uniform() * (i + 1)));
  const skyline = createSkyline(first);
  const dense = Matrix.zeros(n, n);
  const add = (i: number, j: number, value: number) => {
    addToSkyline(skyline, i, j, value);
    dense.set(i, j, dense.get(i, j) + value);
    if (i !== j) dense.set(j, i, dense.get(j, i) + value);
  };
  for (let i = 0; i < n; i++) {
    add(i, i, 0.1 + random.uniform());
    for (let j = first[i]!; j < i; j++) {
      const value = random.gaussian();
      add(j, i, value);
      add(i, i, Math.abs(value));
      add(j, j, Math.abs(value));
    }
  }
  const right = Float64Array.from({ length: n }, random.gaussian);
  const expected = solve(dense, Matrix.columnVector(Array.from(right))).to1DArray();
  return { first, skyline, dense, right, expected };
}

describe("skylineCholesky", () => {
  test("solves what ml-matrix solves, for rows of any length", () => {
    fc.assert(
      fc.property(orders, seeds, (n, seed) => {
        const { first, skyline, right, expected } = dominant(n, seed);
        expect(skyline.values.length).toBe(skylineLength(first));
        expect(skylineCholesky(skyline)).toBe(true);
        solveSkylineInPlace(skyline, right);
        for (let i = 0; i < n; i++) expect(Math.abs(right[i]! - expected[i]!)).toBeLessThan(AGREEMENT);
      }),
    );
  });

  test("says no to a matrix that is not positive definite", () => {
    const matrix = createSkyline(Int32Array.of(0, 0));
    addToSkyline(matrix, 0, 0, 1);
    addToSkyline(matrix, 1, 1, 1);
    addToSkyline(matrix, 0, 1, 2);
    expect(skylineCholesky(matrix)).toBe(false);
  });
});

describe("conjugateGradients", () => {
  test("adds the solution to what x holds, with the diagonal as preconditioner", () => {
    fc.assert(
      fc.property(orders, seeds, (n, seed) => {
        const { dense, right, expected } = dominant(n, seed);
        const work = conjugateGradientWork(n);
        work.residual.set(right);
        const x = new Float64Array(n).fill(1);
        const { converged, iterations } = conjugateGradients(
          x,
          work,
          (out, d) => out.set(dense.mmul(Matrix.columnVector(Array.from(d))).to1DArray()),
          (out, r) => out.set(r.map((value, i) => value / dense.get(i, i))),
          { tolerance: 1e-14, limit: 500 },
        );
        expect(converged).toBe(true);
        expect(iterations).toBeLessThan(5 * n + 10);
        for (let i = 0; i < n; i++) expect(Math.abs(x[i]! - 1 - expected[i]!)).toBeLessThan(AGREEMENT);
      }),
      { numRuns: 50 },
    );
  });

  test("ends at its limit and says that it has not converged", () => {
    const { dense, right } = dominant(20, 1);
    const work = conjugateGradientWork(20);
    work.residual.set(right);
    const apply = (out: Float64Array, d: Float64Array) =>
      out.set(dense.mmul(Matrix.columnVector(Array.from(d))).to1DArray());
    const options = { tolerance: 1e-14, limit: 2 };
    const done = conjugateGradients(new Float64Array(20), work, apply, (out, r) => out.set(r), options);
    expect(done).toMatchObject({ iterations: 2, converged: false });
  });
});
