import fc from "fast-check";
import { Matrix, solve } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import {
  addToSkyline,
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
