import { describe, expect, test } from "vitest";
import { createRandom, formatSi, shuffle } from "../../src/core/index.ts";

const SAMPLES = 100_000;
/** Five standard errors of a mean of SAMPLES draws of unit variance: fails by chance once in two million. */
const MEAN_TOLERANCE = 5 / Math.sqrt(SAMPLES);

describe("createRandom", () => {
  test("gives the same stream for the same seed and labels", () => {
    const a = createRandom(7, "noise", 3);
    const b = createRandom(7, "noise", 3);
    for (let i = 0; i < 100; i++) expect(a.uint32()).toBe(b.uint32());
  });

  test("gives different streams for different seeds and labels", () => {
    const firsts = new Set<number>();
    for (let seed = 0; seed < 50; seed++) {
      for (const label of ["noise", "initial"]) {
        for (let k = 0; k < 10; k++) firsts.add(createRandom(seed, label, k).uint32());
      }
    }
    expect(firsts.size).toBe(1000);
  });

  test("has the moments of a standard normal", () => {
    const random = createRandom(1);
    let mean = 0;
    let square = 0;
    let fourth = 0;
    for (let i = 0; i < SAMPLES; i++) {
      const x = random.gaussian();
      mean += x / SAMPLES;
      square += x ** 2 / SAMPLES;
      fourth += x ** 4 / SAMPLES;
    }
    expect(Math.abs(mean)).toBeLessThan(MEAN_TOLERANCE);
    // var(x^2) = 2 and var(x^4) = 96 for a standard normal.
    expect(Math.abs(square - 1)).toBeLessThan(MEAN_TOLERANCE * Math.sqrt(2));
    expect(Math.abs(fourth - 3)).toBeLessThan(MEAN_TOLERANCE * Math.sqrt(96));
  });

  test("draws integers evenly", () => {
    const random = createRandom(2);
    const counts = new Float64Array(7);
    for (let i = 0; i < SAMPLES; i++) counts[random.integer(7)]!++;
    for (const count of counts) expect(Math.abs(count / SAMPLES - 1 / 7)).toBeLessThan(MEAN_TOLERANCE);
  });

  test("shuffles into a permutation", () => {
    const items = shuffle(
      Array.from({ length: 20 }, (_, i) => i),
      createRandom(3),
    );
    expect(items).not.toEqual([...items].sort((a, b) => a - b));
    expect([...items].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });
});

describe("formatSi", () => {
  test.each([
    [4.2e-5, "S", "42 uS"],
    [0, "V", "0 V"],
    [1, "V", "1 V"],
    [-0.5, "V", "-500 mV"],
    [999.96, "Hz", "1 kHz"],
    [2.6247e-9, "s", "2.62 ns"],
    [1e-20, "J", "0.01 aJ"],
    [3.1e15, "Hz", "3100 THz"],
  ])("writes %d %s as %s", (value, unit, text) => {
    expect(formatSi(value, unit)).toBe(text);
  });
});
