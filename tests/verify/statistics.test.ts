import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../src/core/index.ts";
import { tts99, wilson } from "../../src/verify/index.ts";

describe("wilson", () => {
  // Values of the closed formula worked out by hand with z = 1.959964.
  test.each([
    [0, 10, 0, 0.277533],
    [10, 10, 0.722467, 1],
    [5, 10, 0.236593, 0.763407],
    [9, 10, 0.59585, 0.982124],
    [1, 1, 0.206549, 1],
  ])("gives the published interval for %d of %d", (k, n, low, high) => {
    const interval = wilson(k, n);
    expect(interval.low).toBeCloseTo(low, 5);
    expect(interval.high).toBeCloseTo(high, 5);
    expect(interval.p).toBe(k / n);
  });

  test("refuses more successes than trials, and no trials", () => {
    expect(() => wilson(2, 1)).toThrow(ArgumentError);
    expect(() => wilson(0, 0)).toThrow(ArgumentError);
  });
});

describe("tts99", () => {
  test("is the run itself when one run is enough", () => {
    expect(tts99(1, 3)).toBe(3);
    expect(tts99(0.99, 3)).toBe(3);
  });

  test("never falls below one run and grows as success gets rarer", () => {
    let last = 0;
    for (const p of [0.999, 0.9, 0.5, 0.1, 0.01, 1e-9]) {
      const time = tts99(p, 1);
      expect(time).toBeGreaterThanOrEqual(Math.max(1, last));
      last = time;
    }
  });

  test("is infinite when nothing succeeded", () => {
    expect(tts99(0, 1)).toBe(Number.POSITIVE_INFINITY);
  });

  test("gives eleven anneals in Cai's range of success probabilities", () => {
    // 600 ns an anneal, 6.6 us in Table 1 of Cai et al. 2020.
    expect(Math.ceil(tts99(0.343, 1))).toBe(11);
    expect(Math.ceil(tts99(0.368, 1))).toBe(11);
    expect(Math.ceil(tts99(0.37, 1))).toBe(10);
  });
});
