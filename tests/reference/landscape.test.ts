import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CancelledError, LimitError } from "../../src/core/index.ts";
import { createNetwork, isSingleFlipStable } from "../../src/network/index.ts";
import { analyseLandscape, analyseLandscapeAsync, enumerateMinimum } from "../../src/reference/index.ts";
import { networkOf, networks, reals, smallIntegers } from "./arbitraries.ts";
import { allStates } from "./brute-force.ts";

/** Energies of magnitude below 1000 computed by two codes. */
const REAL_TOLERANCE = 1e-10;

describe("analyseLandscape", () => {
  test("finds the levels, degeneracies and local minima that brute force finds, when couplings are integers", () => {
    fc.assert(
      fc.property(networks(9, smallIntegers), fc.integer({ min: 1, max: 6 }), (network, count) => {
        const states = allStates(network);
        const degeneracies = new Map<number, number>();
        for (const s of states) degeneracies.set(s.energy, (degeneracies.get(s.energy) ?? 0) + 1);
        const levels = [...degeneracies]
          .sort((a, b) => a[0] - b[0])
          .map(([energy, degeneracy]) => ({ energy, degeneracy }));
        const stable = states.filter((s) => isSingleFlipStable(network, s.spins)).length;
        const found = analyseLandscape(network, { levels: count });
        expect(found.levels).toEqual(levels.slice(0, count));
        expect(found.localMinima).toBe(stable);
        expect(found.localMinimaUpToSymmetry).toBe(found.symmetric ? stable / 2 : stable);
        expect(found.groundStates).toEqual(enumerateMinimum(network).groundStates);
      }),
    );
  });

  test("finds the lowest energy and the local minima when couplings are real", () => {
    fc.assert(
      fc.property(networks(9, reals), (network) => {
        const states = allStates(network);
        const lowest = states.reduce((least, s) => Math.min(least, s.energy), Number.POSITIVE_INFINITY);
        const found = analyseLandscape(network, { levels: 2 });
        expect(Math.abs(found.levels[0]!.energy - lowest)).toBeLessThan(REAL_TOLERANCE);
        const counts = [1e-9, 0].map((t) => states.filter((s) => isSingleFlipStable(network, s.spins, t)).length);
        expect(found.localMinima).toBeLessThanOrEqual(counts[0]!);
        expect(found.localMinima).toBeGreaterThanOrEqual(counts[1]!);
      }),
    );
  });

  test("counts every state of a network of zeros as a local minimum of one level", () => {
    const found = analyseLandscape(createNetwork(17, new Float64Array(17 * 17)), { maxStates: 4 });
    expect(found.levels).toEqual([{ energy: 0, degeneracy: 2 ** 17 }]);
    expect(found).toMatchObject({ localMinima: 2 ** 17, localMinimaUpToSymmetry: 2 ** 16, truncated: true });
  });

  test("gives the binomial levels of the ferromagnet on 18 spins, and its two minima", () => {
    const found = analyseLandscape(networkOf(18, new Array(153).fill(1)), { levels: 3 });
    // k spins down: E = -(m^2 - n)/2 with m = n - 2k.
    expect(found.levels).toEqual([
      { energy: -153, degeneracy: 2 },
      { energy: -119, degeneracy: 36 },
      { energy: -89, degeneracy: 306 },
    ]);
    expect(found.localMinima).toBe(2);
  });

  test("keeps real levels apart by their tolerance over 2^18 states", () => {
    // b_i = 0.1 alone: level k has k spins against the bias.
    const network = createNetwork(18, new Float64Array(18 * 18), new Float64Array(18).fill(0.1), 0.7);
    const found = analyseLandscape(network, { levels: 4 });
    expect(found.levels.map((level) => level.degeneracy)).toEqual([1, 18, 153, 816]);
    found.levels.forEach((level, k) => {
      expect(Math.abs(level.energy - (0.7 - 1.8 + 0.2 * k))).toBeLessThan(REAL_TOLERANCE);
    });
    expect(found.localMinima).toBe(1);
  });

  test("refuses a network of 29 spins", () => {
    expect(() => analyseLandscape(createNetwork(29, new Float64Array(841)))).toThrow(LimitError);
  });

  test("stops when its signal is aborted", () => {
    const controller = new AbortController();
    const progress = () => controller.abort();
    const network = networkOf(20, new Array(190).fill(1));
    expect(() => analyseLandscape(network, { signal: controller.signal, progress })).toThrow(CancelledError);
  });
});

describe("analyseLandscapeAsync", () => {
  test("finds what analyseLandscape finds", async () => {
    const network = networkOf(5, [1, -1, 2, 0, 3, -2, 1, 1, -1, 2]);
    expect(await analyseLandscapeAsync(network)).toEqual(analyseLandscape(network));
  });
});
