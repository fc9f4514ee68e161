import { describe, expect, test } from "vitest";
import { LimitError } from "../../src/core/index.ts";
import { Trajectory } from "../../src/simulate/reduced/trajectory.ts";

describe("Trajectory", () => {
  test("keeps every point as it grows", () => {
    const trajectory = new Trajectory(3);
    for (let k = 0; k < 1000; k++) trajectory.push(k, Float64Array.of(2 * k, 3 * k), Float64Array.of(-k));
    expect(trajectory.points).toBe(1000);
    expect(Array.from(trajectory.time.subarray(998))).toEqual([998, 999]);
    expect(Array.from(trajectory.values.subarray(3 * 700, 3 * 701))).toEqual([1400, 2100, -700]);
    expect(trajectory.values.length).toBe(3000);
  });

  test("refuses to grow past its limit", () => {
    const trajectory = new Trajectory(2, 500);
    const fill = () => {
      for (let k = 0; k < 1000; k++) trajectory.push(k, Float64Array.of(k, k));
    };
    expect(fill).toThrow(LimitError);
    expect(trajectory.points).toBeLessThan(1000);
  });
});
