import { describe, expect, test } from "vitest";
import { HOPFIELD_TANK_CITIES, hopfieldTankConstants, hopfieldTankStudy } from "../../src/baseline/index.ts";
import { wilson } from "../../src/verify/index.ts";

const cities = HOPFIELD_TANK_CITIES;
const distances = Float64Array.from(cities.flatMap(([x, y]) => cities.map(([a, b]) => Math.hypot(x - a, y - b))));
const options = { seed: 1, n: 10, distances, constants: hopfieldTankConstants(10) };

/** The optimum of the ten cities, by dynamic programming outside this project. */
const OPTIMUM = 2.6907;
/** Share of starts that end in a tour within 1000 steps, and their mean length over the optimum: an independent run's. */
const PUBLISHED = { tours: 0.15, length: 1.2 };
/** Four standard errors of the mean of thirty lengths that scatter by a tenth. */
const LENGTH_TOLERANCE = 0.08;

describe("hopfieldTankStudy", () => {
  test("finds a tour from as few starts as published, and a long one, on their ten cities", () => {
    const [read] = hopfieldTankStudy({ ...options, reads: [1000] });
    const tours = read!.lengths.filter((length) => !Number.isNaN(length));
    const { low, high } = wilson(tours.length, 200);
    expect(low).toBeLessThan(PUBLISHED.tours);
    expect(high).toBeGreaterThan(PUBLISHED.tours);
    const mean = tours.reduce((a, b) => a + b) / tours.length / OPTIMUM;
    expect(Math.abs(mean - PUBLISHED.length)).toBeLessThan(LENGTH_TOLERANCE);
    expect(Math.min(...tours)).toBeGreaterThan(OPTIMUM - 1e-3);
  });

  test("finds a tour from most starts when the sum of bits weighs more and the length less", () => {
    const constants = { ...options.constants, c: 1000, d: 250, bits: 10 };
    const [read] = hopfieldTankStudy({ ...options, constants, starts: 50, reads: [1000] });
    expect(read!.lengths.filter((length) => !Number.isNaN(length)).length).toBeGreaterThan(35);
  });

  test("reads the same after as many steps whatever else it reads, and each start from its own stream", () => {
    const both = hopfieldTankStudy({ ...options, starts: 3, reads: [100, 400] });
    const [later] = hopfieldTankStudy({ ...options, starts: 5, reads: [400] });
    expect(later!.lengths.slice(0, 3)).toEqual(both[1]!.lengths);
  });

  test("stops between two slices when it is cancelled, and refuses reads out of order", () => {
    expect(() => hopfieldTankStudy({ ...options, reads: [10], signal: AbortSignal.abort() })).toThrow(/cancel/i);
    expect(() => hopfieldTankStudy({ ...options, reads: [10, 10] })).toThrow(/reads\[1\]/);
  });
});
