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
        fast.values[a * n + b] = plain.values[a * n + b] = random.uniform() < 0.5 ? 0 : random.uniform();
      }
    }
    for (const s of [1, n - 1, 0]) {
      fast.eliminate(s, n);
      plain.eliminate(s, n);
    }
    let largest = 0;
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < a; b++) {
        const at = a * n + b;
        largest = Math.max(largest, plain.values[at]!);
        expect(Math.abs(fast.values[at]! - plain.values[at]!)).toBeLessThanOrEqual(ROUNDING * plain.values[at]!);
      }
    }
    expect(largest).toBeGreaterThan(0);
  });
});
