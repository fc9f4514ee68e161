import { describe, expect, test } from "vitest";
import { enclosingTicks, insideTicks } from "../../src/draw/ticks.ts";

describe("enclosingTicks", () => {
  test("gives decimal values without rounding dust", () => {
    expect(enclosingTicks(0, 0.5).values).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
  });

  test("adds no interval when the range ends on a tick", () => {
    expect(enclosingTicks(-0.6, 0.6, { target: 6 }).values).toEqual([-0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6]);
  });

  test("opens a range of one value around it", () => {
    const ticks = enclosingTicks(137, 137);
    expect(ticks.low).toBeLessThan(137);
    expect(ticks.high).toBeGreaterThan(137);
  });

  test.each([
    [0, Number.NaN],
    [0, Number.POSITIVE_INFINITY],
    [1, 0],
  ])("refuses the range %d..%d", (low, high) => {
    expect(() => enclosingTicks(low, high)).toThrow(/range of an axis/);
  });
});

describe("insideTicks", () => {
  test("does not reach beyond the data", () => {
    expect(insideTicks(0, 1.1e-6).values).toEqual([0, 2e-7, 4e-7, 6e-7, 8e-7, 1e-6]);
  });
});
