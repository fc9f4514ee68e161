import { describe, expect, test } from "vitest";
import { energyPrecision } from "../../src/reference/index.ts";
import { networkOf } from "./arbitraries.ts";

describe("energyPrecision", () => {
  test.each([
    ["integers", [3, -2, 8], 1, 13],
    ["even integers", [4, -2, 8], 2, 14],
    ["quarters", [0.25, 1, -2.5], 0.25, 3.75],
    ["large powers of two", [2 ** 60, 0, 2 ** 61], 2 ** 60, 3 * 2 ** 60],
    ["the smallest doubles", [Number.MIN_VALUE, 0, -Number.MIN_VALUE], Number.MIN_VALUE, 2 * Number.MIN_VALUE],
    ["zeros", [0, -0, 0], 1, 0],
  ])("is exact for %s", (_, below, unit, magnitude) => {
    expect(energyPrecision(networkOf(3, below))).toEqual({ exact: true, unit, magnitude, tolerance: 0 });
  });

  test("counts the bias", () => {
    expect(energyPrecision(networkOf(2, [1], [0.5, -1]))).toMatchObject({ exact: true, unit: 0.5, magnitude: 2.5 });
  });

  test.each([
    ["tenths", [0.1, 0.2, 0.3]],
    ["integers and a far smaller fraction", [2 ** 40, 2 ** -20, 0]],
  ])("is not exact for %s, and gives a tolerance above rounding and far below the couplings", (_, below) => {
    const { exact, tolerance, magnitude } = energyPrecision(networkOf(3, below));
    expect(exact).toBe(false);
    expect(tolerance).toBeGreaterThan(9 * 2 ** -53 * magnitude);
    expect(tolerance).toBeLessThan(1e-12 * magnitude);
  });
});
