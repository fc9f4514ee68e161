import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { finalLevels, spreadLabels } from "../../src/draw/final-levels.ts";

const trace = (seed: number, last: number) => ({ seed, time: [0, 1], energy: [0, last] });

/** Positions are sums of spacings: a few units in the last place. */
const POSITION_TOLERANCE = 1e-9;

describe("finalLevels", () => {
  test("groups runs by final energy and gives their gap to a proven minimum", () => {
    const levels = finalLevels([trace(0, -8), trace(1, -10), trace(2, -8)], { lower: -10, upper: -10, proven: true });
    expect(levels.map((level) => level.label)).toEqual(["gap 0, 1 run", "gap 2, 2 runs"]);
  });

  test("names energies, not gaps, when the minimum is not proven", () => {
    const levels = finalLevels([trace(0, -8)], { lower: -12, upper: -8, proven: false });
    expect(levels[0]!.label).toBe("\u22128, 1 run");
  });
});

describe("spreadLabels", () => {
  test("keeps labels apart and inside whenever there is room", () => {
    const positions = fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(positions, (wanted) => {
        const places = spreadLabels(
          wanted.sort((a, b) => b - a),
          14,
          0,
          300,
        );
        places.forEach((place, k) => {
          expect(place).toBeGreaterThanOrEqual(-POSITION_TOLERANCE);
          expect(place).toBeLessThanOrEqual(300 + POSITION_TOLERANCE);
          if (k > 0) expect(places[k - 1]! - place).toBeGreaterThanOrEqual(14 - POSITION_TOLERANCE);
        });
      }),
    );
  });
});
