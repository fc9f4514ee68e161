import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import { createMeshFront, scalarMeshFront } from "../../src/linalg/index.ts";

/** Sums of the same positive numbers in another order. */
const ROUNDING = 1e-14;

describe("createMeshFront", () => {
  test.each([6, 17, 40])("gives the conductances of its twin without SIMD, %i unknowns", (n) => {
    const random = createRandom(n, "front");
    const [fast, plain] = [createMeshFront(n), scalarMeshFront(n)];
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < a; b++) {
        const g = random.uniform() < 0.5 ? 0 : random.uniform();
        fast.values[a * fast.stride + b] = g;
        plain.values[a * plain.stride + b] = g;
      }
    }
    for (const slots of [[1], [n - 1, 0, 3], [2, n - 2, 4, n >> 1].slice(0, n > 8 ? 4 : 0)]) {
      fast.eliminate(Int32Array.from(slots), slots.length, n);
      plain.eliminate(Int32Array.from(slots), slots.length, n);
    }
    let largest = 0;
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < a; b++) {
        const [found, expected] = [fast.values[a * fast.stride + b]!, plain.values[a * plain.stride + b]!];
        largest = Math.max(largest, expected);
        expect(Math.abs(found - expected)).toBeLessThanOrEqual(ROUNDING * expected);
      }
    }
    expect(largest).toBeGreaterThan(0);
  });
});
