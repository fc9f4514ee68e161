import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import { clusteredProportion, wilson } from "../../src/verify/index.ts";

const clusters = (successes: readonly number[], trials: number) => successes.map((s) => ({ successes: s, trials }));

/** Rounding of the effective number of trials. */
const CLOSE = 12;

describe("clusteredProportion", () => {
  test("is Wilson's interval for clusters that agree whole: every cluster counts as one trial", () => {
    const { p, low, high } = clusteredProportion(clusters([10, 10, 10, 10, 10], 10));
    expect({ p, low, high }).toEqual(wilson(5, 5));
    expect(clusteredProportion(clusters([0, 0, 0], 7))).toEqual(wilson(0, 3));
  });

  test("is near Wilson's interval for clusters of one trial", () => {
    const found = clusteredProportion(clusters([1, 0, 1, 1, 0, 1, 1, 0, 1, 1], 1));
    const plain = wilson(7, 10);
    expect(found.p).toBeCloseTo(plain.p, CLOSE);
    expect(found.low).toBeCloseTo(plain.low, CLOSE);
    expect(found.high).toBeCloseTo(plain.high, CLOSE);
  });

  test("is wider when the runs of a device go together than when they do not", () => {
    const together = clusteredProportion(clusters([10, 0, 10, 0, 10, 0], 10));
    const apart = clusteredProportion(clusters([5, 4, 6, 5, 6, 4], 10));
    expect(together.p).toBe(apart.p);
    expect(together.high - together.low).toBeGreaterThan(1.5 * (apart.high - apart.low));
  });

  test("covers the true share in nine of ten studies at least, for devices good and bad", () => {
    const random = createRandom(1, "coverage");
    // Half the devices reach in 90 % of runs, half in 10 %: the true share is a half.
    let covered = 0;
    const studies = 400;
    for (let s = 0; s < studies; s++) {
      const drawn = Array.from({ length: 15 }, () => {
        const p = random.uniform() < 0.5 ? 0.9 : 0.1;
        return Array.from({ length: 8 }, () => (random.uniform() < p ? 1 : 0)).reduce<number>((a, b) => a + b, 0);
      });
      const { low, high } = clusteredProportion(clusters(drawn, 8));
      if (low <= 0.5 && high >= 0.5) covered++;
    }
    expect(covered / studies).toBeGreaterThan(0.9);
    expect(covered / studies).toBeLessThan(0.99);
  });
});
