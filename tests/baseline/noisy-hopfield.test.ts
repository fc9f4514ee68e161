import { describe, expect, test } from "vitest";
import { noisyHopfield } from "../../src/baseline/index.ts";
import { ArgumentError } from "../../src/core/index.ts";
import { createNetwork, energy } from "../../src/network/index.ts";
import { encodeMaxCut, generateMaxCut } from "../../src/problem/index.ts";

/** Two spins with W = 1: the minimum -1 where they agree, +1 where they do not. */
const pair = createNetwork(2, Float64Array.of(0, 1, 1, 0));

function ends(options: Partial<Parameters<typeof noisyHopfield>[1]>): number[] {
  const energies: number[] = [];
  noisyHopfield(pair, { seed: 1, restarts: 200, onEnd: (e) => energies.push(e), ...options });
  return energies;
}

const share = (energies: number[]) => energies.filter((e) => e === 1).length / energies.length;

describe("noisyHopfield", () => {
  test("mends a pair by itself, and holds it broken under a hysteresis wider than its field", () => {
    expect(share(ends({ sweeps: 1, selfCoupling: [0.9, 0.9] }))).toBe(0);
    // Half of the random starts disagree; 0.36 to 0.64 is four standard errors of 200.
    expect(Math.abs(share(ends({ sweeps: 5, selfCoupling: [1.1, 1.1] })) - 0.5)).toBeLessThan(0.14);
  });

  test("forces flips against the field while the self-coupling is below minus the field", () => {
    // Each update of a cycle then turns its spin: the two spins agree after it exactly when they did before.
    const all = ends({ sweeps: 3, selfCoupling: [-1.1, -1.1] });
    expect(Math.abs(share(all) - 0.5)).toBeLessThan(0.14);
  });

  test("swaps a broken pair for ever when both spins are updated from one read, but not one after the other", () => {
    const together = share(ends({ sweeps: 20, batch: 2, selfCoupling: [0, 0] }));
    expect(Math.abs(together - 0.5)).toBeLessThan(0.14);
    expect(share(ends({ sweeps: 20, batch: 1, selfCoupling: [0, 0] }))).toBe(0);
    expect(share(ends({ sweeps: 20, batch: 2, noise: 1, selfCoupling: [0, 0] }))).not.toBe(together);
  });

  test("ends in the best cut of a dense graph several times as often when the self-coupling is ramped", () => {
    const { network } = encodeMaxCut(generateMaxCut({ vertices: 40, density: 0.5, seed: 1 }));
    const hits = (selfCoupling: [number, number]) => {
      const energies: number[] = [];
      noisyHopfield(network, { seed: 1, restarts: 300, selfCoupling, onEnd: (e) => energies.push(e) });
      return energies;
    };
    const [ramped, plain] = [hits([-2, 1.4]), hits([0, 0])];
    const least = Math.min(...ramped, ...plain);
    const count = (energies: number[]) => energies.filter((e) => e <= least).length;
    expect(count(ramped)).toBeGreaterThan(2 * count(plain));
  });

  test("names the last state of a start and the lowest that it passed", () => {
    const found = noisyHopfield(pair, {
      seed: 3,
      restarts: 50,
      noise: 2,
      onEnd: (last, lowest) => expect(lowest).toBeLessThanOrEqual(last),
    });
    expect(found.energy).toBe(energy(pair, found.spins));
  });

  test.each([
    ["a negative noise", { noise: -1 }],
    ["a noise that is no number", { noise: Number.NaN }],
    ["an empty batch", { batch: 0 }],
    ["a self-coupling that is not finite", { selfCoupling: [0, Number.POSITIVE_INFINITY] as const }],
  ])("refuses %s", (_, options) => {
    expect(() => noisyHopfield(pair, { seed: 1, ...options })).toThrow(ArgumentError);
  });
});
