import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseBins } from "../../src/draw/bins.ts";

describe("chooseBins", () => {
  test("puts every value into a bin that contains it", () => {
    const integers = fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 1, maxLength: 50 });
    const reals = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(fc.oneof(integers, reals), (values) => {
        const bins = chooseBins(values);
        // An edge may be rounded across by one unit in the last place.
        const slack = bins.width * 1e-9;
        for (const value of values) {
          const bin = bins.indexOf(value);
          expect(bin).toBeGreaterThanOrEqual(0);
          expect(bin).toBeLessThan(bins.count);
          expect(value).toBeGreaterThanOrEqual(bins.start + bin * bins.width - slack);
          expect(value).toBeLessThanOrEqual(bins.start + (bin + 1) * bins.width + slack);
        }
      }),
    );
  });

  test("gives each of a few integers a bin of its own", () => {
    const bins = chooseBins([135, 137, 137]);
    expect([bins.count, bins.width, bins.indexOf(136)]).toEqual([3, 1, 1]);
  });
});
