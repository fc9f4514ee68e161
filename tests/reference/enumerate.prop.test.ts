import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import { energy, gaugeTransform } from "../../src/network/index.ts";
import { canonicalSpins, compareSpins, enumerateMinimum } from "../../src/reference/index.ts";
import { largeIntegers, networkOf, networks, reals, smallIntegers } from "./arbitraries.ts";
import { allStates, stateTexts } from "./brute-force.ts";

/** Energies of magnitude below 1000 computed by two codes: some hundred roundoffs. */
const REAL_TOLERANCE = 1e-10;

describe("enumerateMinimum", () => {
  test.each([
    ["small", smallIntegers],
    ["large", largeIntegers],
  ])("finds exactly the minima that brute force finds, when couplings are %s integers", (_, value) => {
    fc.assert(
      fc.property(networks(10, value), (network) => {
        const states = allStates(network);
        const lowest = states.reduce((least, s) => Math.min(least, s.energy), Number.POSITIVE_INFINITY);
        const found = enumerateMinimum(network);
        expect(found.energy).toBe(lowest);
        expect(found.tolerance).toBe(0);
        expect(found.truncated).toBe(false);
        expect(found.symmetric).toBe(network.bias.every((b) => b === 0));
        expect(found.statesVisited).toBe(2 ** (found.symmetric ? network.n - 1 : network.n));
        const minima = states.filter((s) => s.energy === lowest).map((s) => s.spins);
        expect(found.groundStates.map((s) => s.join(" ")).sort()).toEqual(stateTexts(minima, found.symmetric));
        expect([...found.groundStates].sort(compareSpins)).toEqual(found.groundStates);
      }),
    );
  });

  test("finds the minima that brute force finds to rounding, when couplings are real", () => {
    fc.assert(
      fc.property(networks(10, reals), (network) => {
        const states = allStates(network);
        const lowest = states.reduce((least, s) => Math.min(least, s.energy), Number.POSITIVE_INFINITY);
        const found = enumerateMinimum(network);
        expect(Math.abs(found.energy - lowest)).toBeLessThan(REAL_TOLERANCE);
        const given = new Set(stateTexts([...found.groundStates], found.symmetric));
        for (const s of found.groundStates) expect(energy(network, s) - lowest).toBeLessThan(REAL_TOLERANCE);
        for (const s of states)
          if (s.energy === lowest) expect(given).toContain(stateTexts([s.spins], found.symmetric)[0]);
      }),
    );
  });

  test.each([
    ["without a bias", false, 1],
    ["with a bias", true, 1],
    ["with a bias and tenths for weights", true, 0.1],
  ])("crosses many blocks without losing a minimum %s", (_, biased, unit) => {
    // 14 to 17 spins make 8 to 64 blocks; brute force is still quick.
    for (let n = 14; n <= (biased ? 16 : 17); n++) {
      const random = createRandom(n, "blocks");
      const value = () => unit * (random.integer(7) - 3);
      const below = Array.from({ length: (n * (n - 1)) / 2 }, value);
      const network = networkOf(n, below, biased ? Array.from({ length: n }, value) : undefined);
      const states = allStates(network);
      const lowest = states.reduce((least, s) => Math.min(least, s.energy), Number.POSITIVE_INFINITY);
      const minima = states.filter((s) => s.energy - lowest < REAL_TOLERANCE).map((s) => s.spins);
      const found = enumerateMinimum(network);
      expect(Math.abs(found.energy - lowest)).toBeLessThan(unit === 1 ? Number.MIN_VALUE : REAL_TOLERANCE);
      expect(stateTexts([...found.groundStates], found.symmetric)).toEqual(stateTexts(minima, found.symmetric));
    }
  });

  test("finds the same energy and the transformed states after a gauge transform", () => {
    fc.assert(
      fc.property(networks(9, smallIntegers), fc.infiniteStream(fc.boolean()), (network, bits) => {
        const signs = Int8Array.from({ length: network.n }, () => (bits.next().value ? 1 : -1));
        const before = enumerateMinimum(network);
        const after = enumerateMinimum(gaugeTransform(network, signs));
        expect(after.energy).toBe(before.energy);
        const moved = before.groundStates.map((s) => s.map((v, i) => v * signs[i]!));
        const expected = moved.map((s) => (before.symmetric ? canonicalSpins(s) : s)).sort(compareSpins);
        expect(after.groundStates).toEqual(expected);
      }),
    );
  });
});
