import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chancesOf, farChance, fewestRecalls } from "../../src/memory/studies/few-recalls.ts";

/** Sums of some hundred terms below 1. */
const ROUNDING = 1e-10;
const meanOf = (chances: Float64Array) => chances.reduce((sum, x, k) => sum + k * x, 0);

describe("chancesOf", () => {
  test("sum to one with the measured share as mean, however the recalls are spread over draws", () => {
    const draws = fc.constantFrom(1, 2, 3, 6, 18);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 18 }), { minLength: 1, maxLength: 30 }),
        draws,
        (counts, spread) => {
          const chances = chancesOf(counts, 18, 18, spread);
          expect(chances).toHaveLength(19);
          expect(chances.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 9);
          expect(meanOf(chances)).toBeCloseTo(counts.reduce((sum, x) => sum + x, 0) / counts.length, 9);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("are the histogram of the draws when all recalls come from one, and binomial when each has its own", () => {
    const counts = [3, 3, 0, 6];
    expect([...chancesOf(counts, 6, 6, 1)].map((x) => Number(x.toFixed(9)))).toEqual([0.25, 0, 0, 0.5, 0, 0, 0.25]);
    const binomial = [1, 6, 15, 20, 15, 6, 1].map((ways) => ways / 64);
    chancesOf(counts, 6, 6, 6).forEach((x, k) => {
      expect(Math.abs(x - binomial[k]!)).toBeLessThan(ROUNDING);
    });
  });

  test("refuse recalls that do not divide into the draws", () => {
    expect(() => chancesOf([1], 18, 18, 4)).toThrow();
  });
});

describe("farChance", () => {
  test("adds both sides from the distance of the share on", () => {
    const chances = Float64Array.of(0.1, 0.2, 0.3, 0.3, 0.1);
    expect(farChance(chances, 0.5, 0.25)).toBeCloseTo(0.7, 12);
    expect(farChance(chances, 0.5, 1)).toBeCloseTo(0.2, 12);
    expect(farChance(chances, 0.5, 0.5)).toBeCloseTo(1, 12);
  });
});

describe("fewestRecalls", () => {
  test("finds the denominator that all printed shares have", () => {
    expect(fewestRecalls([0.33, 0.67])).toBe(3);
    expect(fewestRecalls([1, 0.94, 0.83, 0.56, 0.11])).toBe(18);
    expect(fewestRecalls([0.994], 2)).toBe(0);
  });
});
