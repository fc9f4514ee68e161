import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ConductionLaw, conductionLaw, lawSlope, lawVolts, requireInRange } from "../../../src/crossbar/index.ts";
import { shippedProfile } from "../../helpers/hopfield.ts";

/** Of a central difference over a millionth of a volt, as a share of the largest slope nearby. */
const DIFFERENCE = 1e-6;
const SLOPE_AGREE = 1e-3;
/** Of sums of some volts. */
const ROUNDING = 1e-15;

const sinh = fc.record({
  scaleVolts: fc.double({ min: 0.05, max: 2, noNaN: true }),
  readVolts: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
  highestVolts: fc.double({ min: 0.5, max: 1.5, noNaN: true }),
});
const selector = fc.record({
  thresholdVolts: fc.double({ min: 0.01, max: 1, noNaN: true }),
  softnessVolts: fc.double({ min: 0.002, max: 0.1, noNaN: true }),
});
const laws: fc.Arbitrary<ConductionLaw> = fc.record({
  sinh: fc.option(sinh),
  selector: fc.option(selector),
});
/** Far beyond what devices see: solvers' iterates go there. */
const volts = fc.oneof(fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: -1e6, max: 1e6, noNaN: true }));

describe("lawVolts", () => {
  test("is odd, finite and rising everywhere, with the slope that lawSlope says", () => {
    fc.assert(
      fc.property(laws, volts, (law, v) => {
        expect(lawVolts(law, -v)).toBeCloseTo(-lawVolts(law, v), 12);
        expect(Number.isFinite(lawVolts(law, v))).toBe(true);
        const slope = lawSlope(law, v);
        expect(slope).toBeGreaterThanOrEqual(0);
        if (Math.abs(v) > 5) return;
        const [low, high] = [lawVolts(law, v - DIFFERENCE), lawVolts(law, v + DIFFERENCE)];
        expect(high).toBeGreaterThanOrEqual(low - ROUNDING);
        // Where the law becomes straight its slope may jump by what the selector's corner has left.
        const limit = 2 * (law.sinh?.highestVolts ?? 1e9) + (law.selector?.thresholdVolts ?? 0);
        if (Math.abs(Math.abs(v) - limit) < 2 * DIFFERENCE) return;
        const scale = Math.max(slope, 1e-6, Math.abs(lawVolts(law, v)) * 1e-6);
        expect(Math.abs((high - low) / (2 * DIFFERENCE) - slope)).toBeLessThan(SLOPE_AGREE * scale + 1e-8);
      }),
    );
  });

  test("tends to the voltage itself as the scale grows, and is exactly it at the read voltage", () => {
    fc.assert(
      fc.property(sinh, fc.double({ min: -1, max: 1, noNaN: true }), (given, v) => {
        const errors = [1e2, 1e3].map((scaleVolts) => {
          const law = { sinh: { ...given, scaleVolts }, selector: null };
          return Math.abs(lawVolts(law, v) - v);
        });
        // (v^2 - r^2) / 6 V0^2: a hundredth for a scale ten times as large.
        expect(errors[0]!).toBeLessThan(2e-5);
        expect(errors[1]!).toBeLessThan(2e-7);
        expect(lawVolts({ sinh: given, selector: null }, given.readVolts)).toBeCloseTo(given.readVolts, 12);
      }),
    );
  });

  test("tends to the threshold's corner as the selector hardens", () => {
    fc.assert(
      fc.property(selector, fc.double({ min: -2, max: 2, noNaN: true }), ({ thresholdVolts }, v) => {
        const hard = Math.sign(v) * Math.max(0, Math.abs(v) - thresholdVolts);
        for (const softnessVolts of [1e-2, 1e-4]) {
          const soft = lawVolts({ sinh: null, selector: { thresholdVolts, softnessVolts } }, v);
          expect(Math.abs(soft - hard)).toBeLessThanOrEqual(softnessVolts * Math.LN2 + 1e-12);
        }
      }),
    );
  });
});

describe("conductionLaw", () => {
  test("is null for ohmic devices and for a selector without a threshold", () => {
    const { device } = shippedProfile("ideal");
    expect(conductionLaw(device)).toBeNull();
    const kept = shippedProfile("hfox-selector").device.selector!;
    const open = { ...kept, thresholdVolts: { ...kept.thresholdVolts, value: 0 } };
    expect(conductionLaw({ ...device, selector: open })).toBeNull();
  });

  test("is refused beyond its range, past the selector", () => {
    const law = conductionLaw(shippedProfile("hfox-selector").device)!;
    expect(() => requireInRange(law, 0.85, "x")).not.toThrow();
    expect(() => requireInRange(law, 0.95, "x")).toThrow(/x: voltage outside the range.*-0.5 to 0.5 V/);
  });
});
