import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mapToCrossbar, programmedWeights } from "../../src/crossbar/index.ts";
import { energy, type HopfieldNetwork } from "../../src/network/index.ts";
import { levelsNeeded, roundedNetwork } from "../../src/verify/index.ts";
import { shippedProfile } from "../helpers/hopfield.ts";
import { enumerateStates } from "../helpers/states.ts";
import { networkOf, networks } from "../reference/arbitraries.ts";

/** Whether every ground state of the rounded network is one of the network, by looking at all states. */
function survives(network: HopfieldNetwork, levels: number): boolean {
  const states = enumerateStates(network.n);
  const rounded = roundedNetwork(network, levels);
  const [own, other] = [network, rounded].map((net) => states.map((s) => energy(net, s)));
  const [least, lowest] = [Math.min(...own!), Math.min(...other!)];
  return states.every((_, k) => other![k]! > lowest || own![k] === least);
}

/** Weights with many digits, so that many numbers of levels fail. */
const digits = fc.integer({ min: -99, max: 99 });

describe("levelsNeeded", () => {
  test("is one more than the largest number of levels at which brute force finds a ground state lost", () => {
    let above2 = 0;
    fc.assert(
      fc.property(networks(6, digits), (network) => {
        const found = levelsNeeded({ ...network, constant: 0 })!;
        expect(found.certainty).toBe("proven");
        const last = Math.min(found.provenFrom!, 300);
        let expected = 2;
        for (let levels = 2; levels < last; levels++) if (!survives(network, levels)) expected = levels + 1;
        expect(found.levels).toBe(expected);
        expect(found.bits).toBe(Math.ceil(Math.log2(expected)));
        if (expected > 2) above2++;
      }),
      { numRuns: 100 },
    );
    expect(above2).toBeGreaterThan(10);
  });

  test("is what one finds by hand for two spins whose biases pull against each other", () => {
    // Biases of 4 and -3 tenths of the coupling: at 7 levels, steps of a sixth, both round to 2, and nothing decides
    // between the two states that obey the coupling. At 8 they round to 3 and 2, at 9 to 3 and 2, and so on.
    expect(levelsNeeded(networkOf(2, [10], [4, -3]))).toMatchObject({ levels: 8, bits: 3, certainty: "proven" });
  });

  test("needs two levels and no look at any state when all magnitudes are equal, at any size", () => {
    const n = 60;
    const network = networkOf(
      n,
      Array.from({ length: (n * (n - 1)) / 2 }, (_, k) => (k % 3 === 0 ? 1 : -1)),
    );
    expect(levelsNeeded(network)).toEqual({
      levels: 2,
      bits: 1,
      certainty: "proven",
      searched: 0,
      enumerated: 0,
      provenFrom: 2,
    });
  });

  test("says that it estimates above 32 spins, and from where it is certain all the same", () => {
    const n = 40;
    const network = networkOf(
      n,
      Array.from({ length: (n * (n - 1)) / 2 }, (_, k) => ((k * 37) % 21) - 10),
    );
    const found = levelsNeeded(network)!;
    expect(found.certainty).toBe("estimated");
    expect(found.levels!).toBeLessThanOrEqual(found.provenFrom!);
  });
});

describe("roundedNetwork", () => {
  test("holds what an array of so many levels is programmed to, in steps of a level", () => {
    const ideal = shippedProfile("ideal");
    const levels = 6;
    const device = { ...ideal.device, levels: { ...ideal.device.levels, value: levels } };
    const network = networkOf(4, [7, -3, 2, 10, -1, 0.4], [1, -9, 0, 6]);
    const held = programmedWeights(mapToCrossbar(network, { ...ideal, device }, 1));
    const rounded = roundedNetwork(network, levels);
    // Ten units of weight are five steps.
    held.weights.forEach((w, k) => {
      expect(w / 2).toBeCloseTo(rounded.weights[k]!, 9);
    });
    held.bias.forEach((b, k) => {
      expect(b / 2).toBeCloseTo(rounded.bias[k]!, 9);
    });
  });
});
