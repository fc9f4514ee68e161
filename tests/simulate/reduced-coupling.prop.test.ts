import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scalarDenseProduct } from "../../src/linalg/index.ts";
import { createCoupling } from "../../src/simulate/reduced/coupling.ts";

/** Sums of at most 40 products of numbers up to 1, in another order. */
const ROUNDING = 1e-14;

describe("createCoupling", () => {
  test("adds the plain product of matrix and vector, dense or sparse, for every size", () => {
    const number = fc.double({ min: -1, max: 1, noNaN: true });
    const kinds = new Set<string>();
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.infiniteStream(number),
        (n, width, every, random) => {
          const next = () => random.next().value as number;
          const matrix = Float64Array.from({ length: n * width }, (_, k) => (k % every === 0 ? next() : 0));
          const x = Float64Array.from({ length: width }, next);
          const start = Float64Array.from({ length: n }, next);
          const coupling = createCoupling(n, width, matrix);
          kinds.add(coupling.kind);
          for (const product of [coupling, scalarDenseProduct(n, width, matrix)]) {
            const out = Float64Array.from(start);
            product.input.set(x);
            product.addTo(out);
            for (let i = 0; i < n; i++) {
              let sum = start[i]!;
              for (let j = 0; j < width; j++) sum += matrix[i * width + j]! * x[j]!;
              expect(Math.abs(out[i]! - sum)).toBeLessThan(ROUNDING);
            }
          }
        },
      ),
    );
    expect([...kinds].sort()).toEqual(["dense", "sparse"]);
  });
});
