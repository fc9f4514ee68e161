import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { enclosingTicks, insideTicks } from "../../src/draw/ticks.ts";

/** log10 of a step is computed, so its mantissa carries a few units in the last place. */
const MANTISSA_TOLERANCE = 1e-9;

const finite = fc.double({ min: -1e12, max: 1e12, noNaN: true });
const tiny = fc.double({ min: -1e-9, max: 1e-9, noNaN: true });
const range = fc
  .oneof(fc.tuple(finite, finite), fc.tuple(tiny, tiny))
  .map(([a, b]): [number, number] => (a <= b ? [a, b] : [b, a]));

function mantissaOf(step: number): number {
  return step / 10 ** Math.floor(Math.log10(step) + MANTISSA_TOLERANCE);
}

describe("enclosingTicks", () => {
  test("covers every range with steps of 1, 2 or 5 times a power of ten", () => {
    fc.assert(
      fc.property(range, fc.integer({ min: 2, max: 10 }), ([low, high], target) => {
        const ticks = enclosingTicks(low, high, { target });
        expect(ticks.low).toBeLessThanOrEqual(low);
        expect(ticks.high).toBeGreaterThanOrEqual(high);
        const mantissa = mantissaOf(ticks.step);
        expect(Math.min(...[1, 2, 5].map((nice) => Math.abs(mantissa - nice)))).toBeLessThan(MANTISSA_TOLERANCE * 10);
        expect(ticks.values.length).toBeGreaterThanOrEqual(2);
        expect(ticks.values.length).toBeLessThanOrEqual(2 * target + 3);
      }),
    );
  });

  test("gives whole steps when fractions make no sense", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (high) => {
        expect(enclosingTicks(0, high, { integer: true }).values.every(Number.isInteger)).toBe(true);
      }),
    );
  });
});

describe("insideTicks", () => {
  test("keeps the ends of the range and its ticks between them, in order", () => {
    fc.assert(
      fc.property(range, ([low, high]) => {
        const ticks = insideTicks(low, high);
        expect(ticks.values.length).toBeGreaterThanOrEqual(1);
        const slack = ticks.step * MANTISSA_TOLERANCE;
        ticks.values.forEach((value, k) => {
          expect(value).toBeGreaterThanOrEqual(ticks.low - slack);
          expect(value).toBeLessThanOrEqual(ticks.high + slack);
          if (k > 0) expect(value).toBeGreaterThan(ticks.values[k - 1]!);
        });
      }),
    );
  });
});
