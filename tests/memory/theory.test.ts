import { describe, expect, test } from "vitest";
import {
  allPatternsCapacity,
  criticalLoad,
  denseCapacity,
  errorFunction,
  lambertW,
  lambertWOfExp,
  onePatternCapacity,
  retrievalAt,
  sphereCapacity,
  storkeyCapacity,
  unstableBitChance,
} from "../../src/memory/index.ts";
import { caught } from "../helpers/caught.ts";

/** A few units in the last place of 1. */
const ROUNDING = 4e-15;
/** The published digits. */
const SIX_DIGITS = 1e-6;

describe("errorFunction", () => {
  test.each([
    [0, 0],
    [0.5, 0.5204998778130465],
    [-1, -0.8427007929497149],
    [2.4, 0.999311486103355],
    [2.6, 0.9997639655834707],
    [3.5, 0.9999992569016276],
    [40, 1],
  ])("of %d is %d", (x, expected) => {
    expect(Math.abs(errorFunction(x) - expected)).toBeLessThan(ROUNDING);
  });
});

describe("lambertW", () => {
  test.each([-1 / Math.E, -0.3, -1e-9, 0, 1e-12, 0.2, 1, Math.E, 10, 1e8])("solves w e^w = %d", (x) => {
    const w = lambertW(x);
    expect(w).toBeGreaterThanOrEqual(-1);
    expect(Math.abs(w * Math.exp(w) - x)).toBeLessThan(1e-13 * Math.max(1, Math.abs(x)));
  });

  test("takes the logarithm of an argument that would overflow", () => {
    const w = lambertWOfExp(2000);
    expect(Math.abs(w + Math.log(w) - 2000)).toBeLessThan(1e-11);
  });

  test("refuses what lies left of its branch", () => {
    expect(caught(() => lambertW(-0.4))).toMatchObject({ code: "memory.lambert" });
  });
});

describe("criticalLoad", () => {
  test("ends the curve at alpha_c = .137906 with m_c = .967417", () => {
    const { load, overlap } = criticalLoad();
    expect(Math.abs(load - 0.137906)).toBeLessThan(SIX_DIGITS);
    expect(Math.abs(overlap - 0.967417)).toBeLessThan(SIX_DIGITS);
  });
});

describe("retrievalAt", () => {
  test.each([
    [0.1, 0.998],
    [0.12, 0.99322],
    [0.13, 0.98721],
  ])("overlaps by the published figure at load %d", (load, expected) => {
    expect(Math.abs(retrievalAt(load)!.overlap - expected)).toBeLessThan(1e-5);
  });

  test.each([0.001, 0.05, 0.1, 0.137])("solves the saddle-point equations at load %d as they are printed", (load) => {
    const { overlap: m, noise: r, response: c } = retrievalAt(load)!;
    expect(Math.abs(m - errorFunction(m / Math.sqrt(2 * load * r)))).toBeLessThan(1e-12);
    const response = Math.sqrt(2 / (Math.PI * load * r)) * Math.exp((-m * m) / (2 * load * r));
    expect(Math.abs(c - response)).toBeLessThan(1e-9);
    expect(Math.abs(r - (1 - c) ** -2)).toBeLessThan(1e-9);
  });

  test("has no answer above the critical load, and falls up to there", () => {
    const { load } = criticalLoad();
    expect(retrievalAt(load + 1e-9)).toBeNull();
    expect(retrievalAt(load * 0.99)!.overlap).toBeGreaterThan(retrievalAt(load)!.overlap);
    expect(caught(() => retrievalAt(0))).toMatchObject({ code: "memory.load" });
  });
});

describe("the closed forms of capacity", () => {
  test("give 72.4, 36.2 and 269.0 patterns at n = 1000", () => {
    expect(onePatternCapacity(1000)).toBeCloseTo(72.4, 1);
    expect(allPatternsCapacity(1000)).toBeCloseTo(36.2, 1);
    expect(storkeyCapacity(1000)).toBeCloseTo(269.0, 1);
  });

  test("make a dense memory of squares Hebb's", () => {
    expect(denseCapacity(1000, 2)).toBeCloseTo(onePatternCapacity(1000), 9);
    expect(denseCapacity(100, 3)).toBeCloseTo(100 ** 2 / (6 * Math.log(100)), 9);
  });

  test("leave one bit in two unstable at no signal, and one in n at n / (2 ln n)", () => {
    expect(unstableBitChance(1, 1e12)).toBeCloseTo(0.5, 5);
    const n = 1e6;
    expect(n * unstableBitChance(n, onePatternCapacity(n))).toBeLessThan(1);
  });
});

describe("sphereCapacity", () => {
  test.each([
    [20, 3, 3.1546],
    [75, 1, 1.3718],
  ])("gives the printed c at d = %d, K = %d", (dimension, radiusFactor, expected) => {
    const { c } = sphereCapacity({ dimension, beta: 1, radiusFactor, failure: 0.001 });
    expect(Math.abs(c - expected)).toBeLessThan(1e-4);
  });

  test("refuses a chance of failure of 1", () => {
    const storage = { dimension: 20, beta: 1, radiusFactor: 3, failure: 1 };
    expect(caught(() => sphereCapacity(storage))).toMatchObject({ code: "memory.sphere" });
  });
});
