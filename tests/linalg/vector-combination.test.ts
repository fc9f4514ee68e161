import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import { createVectorCombination, scalarVectorCombination } from "../../src/linalg/index.ts";

/** Eight products of numbers up to 1, in another order. */
const ROUNDING = 1e-14;

describe("createVectorCombination", () => {
  test.each([1, 2, 7, 30])("sums as its twin without SIMD, %i numbers", (size) => {
    const random = createRandom(size, "combination");
    const pair = [createVectorCombination(size, 7), scalarVectorCombination(size, 7)] as const;
    for (let i = 0; i < size; i++) {
      const start = random.gaussian();
      for (const one of pair) one.start[i] = start;
      for (let k = 0; k < 7; k++) {
        const x = random.gaussian();
        for (const one of pair) one.vectors[k]![i] = x;
      }
    }
    for (let count = 1; count <= 7; count++) {
      const weights = Array.from({ length: count }, () => random.uniform());
      for (const one of pair) {
        one.combine(0.25, weights);
        one.combineAlone(0.5, weights);
      }
      for (let i = 0; i < size; i++) {
        expect(Math.abs(pair[0].sum[i]! - pair[1].sum[i]!)).toBeLessThan(ROUNDING);
        expect(Math.abs(pair[0].alone[i]! - pair[1].alone[i]!)).toBeLessThan(ROUNDING);
      }
      if (count === 1) {
        const expected = pair[0].start[0]! + 0.25 * weights[0]! * pair[0].vectors[0]![0]!;
        expect(Math.abs(pair[0].sum[0]! - expected)).toBeLessThan(ROUNDING);
      }
    }
  });
});
