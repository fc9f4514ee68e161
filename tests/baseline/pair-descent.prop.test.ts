import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { couplingsOf, randomState, refreshState } from "../../src/baseline/couplings.ts";
import { descendPairs } from "../../src/baseline/pair-descent.ts";
import { createRandom } from "../../src/core/index.ts";
import { energy } from "../../src/network/index.ts";
import { networks, smallIntegers } from "../reference/arbitraries.ts";

describe("descendPairs", () => {
  test("ends where no flip of one spin or of two lowers the energy, and keeps fields and energy in line", () => {
    fc.assert(
      fc.property(networks(9, smallIntegers), fc.nat(), (network, seed) => {
        const couplings = couplingsOf(network);
        const state = randomState(couplings, createRandom(seed));
        const before = state.energy;
        expect(descendPairs(state, couplings)).toBeGreaterThan(0);
        expect(state.energy).toBeLessThanOrEqual(before);
        const kept = { ...state, fields: state.fields.slice() };
        refreshState(state, couplings);
        expect(state).toEqual(kept);
        const flipped = (...spins: number[]) => {
          const other = state.spins.slice();
          for (const i of spins) other[i] = -other[i]!;
          return energy(network, other);
        };
        for (let i = 0; i < network.n; i++) {
          expect(flipped(i)).toBeGreaterThanOrEqual(state.energy);
          for (let j = 0; j < i; j++) expect(flipped(i, j)).toBeGreaterThanOrEqual(state.energy);
        }
      }),
    );
  });
});
