import { describe, expect, test } from "vitest";
import { couplingsOf } from "../../src/baseline/couplings.ts";
import { parallelTempering, simulatedAnnealing } from "../../src/baseline/index.ts";
import { temperatureRange, typicalField } from "../../src/baseline/temperatures.ts";
import { ArgumentError, createRandom } from "../../src/core/index.ts";
import { createNetwork, type HopfieldNetwork } from "../../src/network/index.ts";
import { encodeMaxCut, generateNamed, scoreMaxCut } from "../../src/problem/index.ts";

/** Bisection ends far below this. */
const RELATIVE_TOLERANCE = 1e-9;

/** An even number of spins in ferromagnetic pairs, the couplings as given. */
function pairs(couplings: readonly number[]): HopfieldNetwork {
  const n = 2 * couplings.length;
  const weights = new Float64Array(n * n);
  couplings.forEach((w, k) => {
    weights[2 * k * n + 2 * k + 1] = w;
    weights[(2 * k + 1) * n + 2 * k] = w;
  });
  return createNetwork(n, weights);
}

const rangeOf = (network: HopfieldNetwork) => temperatureRange(couplingsOf(network), createRandom(1));

describe("temperatureRange", () => {
  test("freezes pairs where one spin a sweep is excited: T = 2 w / ln n", () => {
    const { hot, cold } = rangeOf(pairs(new Array(16).fill(3)));
    expect(hot).toBe(3);
    expect(Math.abs(cold / (6 / Math.log(32)) - 1)).toBeLessThan(RELATIVE_TOLERANCE);
  });

  test("scales with the couplings, and reaches down to the pair that freezes last", () => {
    const large = rangeOf(pairs(new Array(16).fill(3)));
    const scaled = rangeOf(pairs(new Array(16).fill(3e6)));
    expect(Math.abs(scaled.cold / large.cold / 1e6 - 1)).toBeLessThan(RELATIVE_TOLERANCE);
    // At that temperature all but the two spins of the weak pair are frozen: 2 exp(-2 w / T) = 1.
    const mixed = rangeOf(pairs([1e-2, ...new Array(15).fill(3)]));
    expect(mixed.hot).toBe(3);
    expect(Math.abs(mixed.cold / (2e-2 / Math.log(2)) - 1)).toBeLessThan(RELATIVE_TOLERANCE);
  });

  test("gives temperatures above zero when all couplings are zero", () => {
    expect(rangeOf(createNetwork(3, new Float64Array(9)))).toEqual({ hot: 1, cold: 1 });
  });
});

describe("typicalField", () => {
  test("is the square root of the mean number of couplings of one size, times the size, whatever a single spin has", () => {
    const n = 50;
    const weights = new Float64Array(n * n);
    for (let i = 1; i < n; i++) {
      weights[i] = -3;
      weights[i * n] = -3;
    }
    // A star: 98 halves of couplings on 50 spins.
    expect(typicalField(couplingsOf(createNetwork(n, weights)))).toBeCloseTo(3 * Math.sqrt(98 / 50), 12);
    expect(rangeOf(createNetwork(n, weights)).hot).toBeCloseTo(3 * Math.sqrt(49), 12);
  });
});

describe("simulatedAnnealing", () => {
  test.each([
    ["below zero", { hot: 1, cold: -1 }],
    ["in the wrong order", { hot: 1, cold: 2 }],
    ["that are no numbers", { hot: Number.NaN, cold: 1 }],
  ])("refuses temperatures %s", (_, temperatures) => {
    expect(() => simulatedAnnealing(createNetwork(2, new Float64Array(4)), { seed: 1, temperatures })).toThrow(
      ArgumentError,
    );
  });
});

describe("parallelTempering", () => {
  // Optima proven in the Biq Mac library; Gaussian couplings, on which one-flip search stays in local minima.
  test.each([
    ["t2g10_5555", 6049461],
    ["t2g15_5555", 15051133],
  ])("finds the published optimum of %s from three seeds", (name, best) => {
    const problem = generateNamed(name);
    const { network } = encodeMaxCut(problem);
    for (const seed of [1, 2, 3]) {
      expect(scoreMaxCut(problem, parallelTempering(network, { seed }).spins).objective).toBe(best);
    }
  });
});
