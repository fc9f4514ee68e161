import { describe, expect, test } from "vitest";
import { tabuSearch, tabuSearchAsync } from "../../src/baseline/index.ts";
import { ArgumentError, CancelledError, createRandom, type Progress } from "../../src/core/index.ts";
import { createNetwork, energy, type HopfieldNetwork } from "../../src/network/index.ts";
import { enumerateMinimum } from "../../src/reference/index.ts";
import { networkOf } from "../reference/arbitraries.ts";

function randomNetwork(n: number, seed: number, value: (draw: number) => number, biased: boolean): HopfieldNetwork {
  const random = createRandom(seed, "tabu test");
  const next = () => value(random.uniform());
  const below = Array.from({ length: (n * (n - 1)) / 2 }, next);
  return networkOf(n, below, biased ? Array.from({ length: n }, next) : undefined, 1);
}

const integer = (draw: number) => Math.floor(21 * draw) - 10;
const real = (draw: number) => 2 * draw - 1;

/** Energies below 500 in magnitude, computed from scratch by the same code but perhaps for another state of a tie. */
const REAL_TOLERANCE = 1e-11;

describe("tabuSearch", () => {
  const seeds = Array.from({ length: 10 }, (_, seed) => seed);
  test.each(seeds)("finds the enumerated minimum of networks of 20 to 24 spins with seed %i", (seed) => {
    const n = 20 + (seed % 5);
    for (const biased of [false, true]) {
      const network = randomNetwork(n, seed, integer, biased);
      expect(tabuSearch(network, { seed }).energy).toBe(enumerateMinimum(network).energy);
      const fine = randomNetwork(n, seed, real, biased);
      expect(Math.abs(tabuSearch(fine, { seed }).energy - enumerateMinimum(fine).energy)).toBeLessThan(REAL_TOLERANCE);
    }
  });

  test("gives a state that has the energy it names, and repeats for the same seed", () => {
    const network = randomNetwork(40, 1, real, true);
    const found = tabuSearch(network, { seed: 7 });
    expect(energy(network, found.spins)).toBe(found.energy);
    expect(found.hits).toBeGreaterThan(0);
    expect(found.restarts).toBe(20);
    expect(tabuSearch(network, { seed: 7 })).toEqual(found);
  });

  test("leaves a local minimum that descent would stay in", () => {
    // Two ferromagnetic halves tied by one weak bond: descent sticks with the halves opposed, 2 (n/2)(n/2)... apart.
    const n = 12;
    const weights = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j && i < 6 === j < 6) weights[i * n + j] = 1;
    weights[5 * n + 6] = 1;
    weights[6 * n + 5] = 1;
    const network = createNetwork(n, weights);
    for (let seed = 0; seed < 10; seed++) expect(tabuSearch(network, { seed, restarts: 1 }).energy).toBe(-31);
  });

  test("stops at its target", () => {
    const network = randomNetwork(60, 3, integer, false);
    const full = tabuSearch(network, { seed: 1 });
    const early = tabuSearch(network, { seed: 1, targetEnergy: full.energy });
    expect(early.energy).toBe(full.energy);
    expect(early.flips).toBeLessThan(full.flips);
  });

  test("works on a single spin and on a network of zeros", () => {
    expect(tabuSearch(createNetwork(1, Float64Array.of(0), Float64Array.of(-2)), { seed: 1 })).toMatchObject({
      energy: -2,
      spins: Int8Array.of(-1),
    });
    expect(tabuSearch(createNetwork(3, new Float64Array(9)), { seed: 1 }).energy).toBe(0);
  });

  test.each([
    ["no restarts", { seed: 1, restarts: 0 }],
    ["no flips", { seed: 1, flips: 0 }],
    ["a negative tenure", { seed: 1, tenure: -1 }],
    ["a seed that is no integer", { seed: 1.5 }],
  ])("refuses %s", (_, options) => {
    expect(() => tabuSearch(createNetwork(2, new Float64Array(4)), options)).toThrow(ArgumentError);
  });

  test("reports progress and stops when its signal is aborted", () => {
    const controller = new AbortController();
    const seen: Progress[] = [];
    const progress = (p: Progress) => {
      seen.push(p);
      if (seen.length === 2) controller.abort();
    };
    const network = randomNetwork(30, 1, integer, false);
    expect(() => tabuSearch(network, { seed: 1, signal: controller.signal, progress })).toThrow(CancelledError);
    expect(seen.map((p) => p.done / p.total)).toEqual([0.05, 0.1]);
  });
});

describe("tabuSearchAsync", () => {
  test("finds what tabuSearch finds", async () => {
    const network = randomNetwork(15, 1, integer, true);
    expect(await tabuSearchAsync(network, { seed: 3 })).toEqual(tabuSearch(network, { seed: 3 }));
  });
});
