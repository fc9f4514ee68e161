import { describe, expect, test } from "vitest";
import { laneProducts, scalarProducts } from "../../src/baseline/lane-products.ts";
import { createRandom } from "../../src/core/index.ts";

describe("laneProducts", () => {
  test.each([
    [8, 1],
    [24, 3],
    [40, 4],
    [64, 9],
  ])("gives the bits of its twin for order %i and %i vectors", (n, count) => {
    const random = createRandom(1, "products", n);
    const draw = (length: number) => Int16Array.from({ length }, () => random.integer(2001) - 1000);
    const [matrix, vectors] = [draw(n * n), draw(n * count)];
    const [found, twin] = [new Int32Array(n * count), new Int32Array(n * count)];
    laneProducts(matrix, n).into(found, vectors, count);
    scalarProducts(matrix, n).into(twin, vectors, count);
    expect(found).toEqual(twin);
    let first = 0;
    for (let j = 0; j < n; j++) first += matrix[j]! * vectors[j]!;
    expect(found[0]).toBe(first);
  });

  test("keeps two matrices apart that take turns", () => {
    const [one, two] = [new Int16Array(64).fill(1), new Int16Array(64).fill(2)];
    const vector = new Int16Array(8).fill(3);
    const out = new Int32Array(8);
    const [first, second] = [laneProducts(one, 8), laneProducts(two, 8)];
    first.into(out, vector, 1);
    second.into(out, vector, 1);
    expect(out[0]).toBe(48);
    first.into(out, vector, 1);
    expect(out[7]).toBe(24);
  });
});
