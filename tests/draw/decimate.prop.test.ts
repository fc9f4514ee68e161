import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decimateMinMax } from "../../src/draw/decimate.ts";

const curve = fc.array(
  fc.record({ step: fc.double({ min: 0, max: 1, noNaN: true }), value: fc.double({ min: -1, max: 1, noNaN: true }) }),
  { minLength: 1, maxLength: 400 },
);

function build(samples: { step: number; value: number }[]): { time: number[]; values: number[] } {
  let now = 0;
  const time = samples.map(({ step }) => {
    now += step;
    return now;
  });
  return { time, values: samples.map(({ value }) => value) };
}

describe("decimateMinMax", () => {
  test("keeps minimum, maximum and both ends within the number of points", () => {
    fc.assert(
      fc.property(curve, fc.integer({ min: 4, max: 120 }), (samples, maxPoints) => {
        const { time, values } = build(samples);
        const kept = decimateMinMax(time, values, maxPoints);
        const drawn = kept.map((index) => values[index]!);
        expect(kept.length).toBeLessThanOrEqual(maxPoints);
        expect(Math.min(...drawn)).toBe(Math.min(...values));
        expect(Math.max(...drawn)).toBe(Math.max(...values));
        expect(kept[0]).toBe(0);
        expect(kept[kept.length - 1]).toBe(values.length - 1);
        for (let k = 1; k < kept.length; k++) expect(kept[k]).toBeGreaterThan(kept[k - 1]!);
      }),
    );
  });

  test("keeps every sample of a curve that is short enough", () => {
    expect(decimateMinMax([0, 1, 2], [5, 6, 7], 4)).toEqual([0, 1, 2]);
  });

  test("keeps a spike of one sample among a hundred thousand", () => {
    const time = Float64Array.from({ length: 100_000 }, (_, k) => k);
    const values = new Float64Array(100_000);
    values[54_321] = 1;
    expect(decimateMinMax(time, values, 100)).toContain(54_321);
  });
});
