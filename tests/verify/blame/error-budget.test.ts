import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../../src/core/index.ts";
import { errorBudget, LAYERS, type Losses, meanInterval, roundTo } from "../../../src/verify/index.ts";

const losses = fc
  .array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: LAYERS.length, maxLength: LAYERS.length })
  .map((values) => Object.fromEntries(LAYERS.map((layer, k) => [layer, values[k]!])) as unknown as Losses);

describe("errorBudget", () => {
  test("has parts that add up to the gap, to the last bit", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(losses, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        (samples) => {
          const { budget, gap } = errorBudget(samples);
          expect(budget.reduce((sum, { objective }) => sum + objective, 0)).toBe(gap);
          for (const { low, high } of budget) expect(low).toBeLessThanOrEqual(high);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("keeps the layers in the order of the flow", () => {
    expect(errorBudget([]).budget.map(({ layer }) => layer)).toEqual([...LAYERS]);
  });
});

describe("roundTo", () => {
  test("moves rounding only", () => {
    const parts = [0.1, 0.2, 0.3, 1e-17];
    const rounded = roundTo(0.6, parts);
    expect(rounded.parts.reduce((a, b) => a + b, 0)).toBe(rounded.total);
    expect(rounded.total).toBeCloseTo(0.6, 12);
    for (const [k, part] of parts.entries()) expect(Math.abs(rounded.parts[k]! - part)).toBeLessThan(1e-12);
    expect(roundTo(3, [1, 2, 0]).parts).toEqual([1, 2, 0]);
  });
});

describe("meanInterval", () => {
  test("is a point where every measurement is the same", () => {
    expect(meanInterval([[2, 2], [2]])).toEqual({ mean: 2, low: 2, high: 2 });
  });

  test("is wider when measurements of a cluster go together", () => {
    const together = [
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [8, 8, 8, 8],
      [8, 8, 8, 8],
    ];
    const mixed = together.map(() => [0, 8, 0, 8]);
    const width = (clusters: number[][]) => {
      const { mean, low, high } = meanInterval(clusters);
      expect(mean).toBe(4);
      return high - low;
    };
    expect(width(together)).toBeGreaterThan(1.5 * width(mixed));
  });

  test("covers the mean of a normal sample in about 95 of 100 cases", () => {
    // Twenty measurements a case, from a seeded stream: a percentile bootstrap of so few covers a little less than 95 %.
    let covered = 0;
    for (let k = 0; k < 200; k++) {
      const random = createRandom(k, "coverage");
      const { low, high } = meanInterval([Array.from({ length: 20 }, () => random.gaussian())]);
      if (low <= 0 && high >= 0) covered++;
    }
    expect(covered).toBeGreaterThan(170);
    expect(covered).toBeLessThan(200);
  });
});
