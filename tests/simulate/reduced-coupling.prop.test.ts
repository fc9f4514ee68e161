import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createDenseProduct, scalarDenseProduct } from "../../src/linalg/index.ts";
import { createCoupling } from "../../src/simulate/reduced/coupling.ts";

describe("createCoupling", () => {
  test("gives the plain sums over the columns in order to the last bit, dense or sparse, with SIMD or without, for any lanes", () => {
    const number = fc.double({ min: -1, max: 1, noNaN: true });
    const kinds = new Set<string>();
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 9 }),
        fc.infiniteStream(number),
        (n, width, every, lanes, random) => {
          const next = () => random.next().value as number;
          const matrix = Float64Array.from({ length: n * width }, (_, k) => (k % every === 0 ? next() : 0));
          const vectors = Array.from({ length: lanes }, () => Float64Array.from({ length: width }, next));
          const coupling = createCoupling(n, width, matrix, lanes);
          kinds.add(coupling.kind);
          const products = [coupling, createDenseProduct, scalarDenseProduct].map((p) =>
            typeof p === "function" ? p(n, width, matrix, lanes) : p,
          );
          // Some of the lanes, the last ones first.
          const active = Int32Array.from({ length: Math.ceil(lanes / 2) }, (_, k) => lanes - 1 - k);
          for (const product of products) {
            for (const [l, x] of vectors.entries()) product.lanes[l]!.input.set(x);
            product.multiply(active, active.length);
            for (const l of active) {
              for (let i = 0; i < n; i++) {
                let sum = 0;
                for (let j = 0; j < width; j++) sum += matrix[i * width + j]! * vectors[l]![j]!;
                // A zero may have another sign where zeros are left out.
                expect(product.lanes[l]!.output[i]! + 0).toBe(sum + 0);
              }
            }
          }
        },
      ),
    );
    expect([...kinds].sort()).toEqual(["dense", "sparse"]);
  });
});
