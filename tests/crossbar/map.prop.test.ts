import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom, HardwareError, LimitError } from "../../src/core/index.ts";
import { arrayResponse, mapToCrossbar, programmedWeights, railSiemens } from "../../src/crossbar/index.ts";
import { createNetwork, type HopfieldNetwork } from "../../src/network/index.ts";
import { withDevice } from "../helpers/device.ts";
import { shippedProfile } from "../helpers/hopfield.ts";

const ideal = shippedProfile("ideal");

function randomNetwork(n: number, seed: number, biased: boolean): HopfieldNetwork {
  const random = createRandom(seed);
  const weights = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) weights[i * n + j] = weights[j * n + i] = random.integer(21) - 10;
  }
  weights[1] = weights[n] = 10;
  return createNetwork(n, weights, biased ? Float64Array.from({ length: n }, random.gaussian) : new Float64Array(n));
}

/** Reading a weight back takes one subtraction and one division of doubles. */
const ROUNDING = 1e-12;
const cases = fc.record({ n: fc.integer({ min: 2, max: 20 }), seed: fc.nat(), biased: fc.boolean() });

describe("mapToCrossbar", () => {
  test("holds the network exactly when the hardware is ideal", () => {
    fc.assert(
      fc.property(cases, ({ n, seed, biased }) => {
        const network = randomNetwork(n, seed, biased);
        const crossbar = mapToCrossbar(network, ideal, seed);
        const read = programmedWeights(crossbar);
        for (let k = 0; k < n * n; k++)
          expect(Math.abs(read.weights[k]! - network.weights[k]!)).toBeLessThan(10 * ROUNDING);
        for (let i = 0; i < n; i++) expect(Math.abs(read.bias[i]! - network.bias[i]!)).toBeLessThan(10 * ROUNDING);
        expect(crossbar.columns).toBe(biased ? n + 1 : n);
        expect(read.asymmetry).toBe(0);
      }),
    );
  });

  test("keeps every conductance at 0 or above and leaves what lies above the range there", () => {
    let above = 0;
    fc.assert(
      fc.property(cases, ({ n, seed, biased }) => {
        const profile = withDevice(ideal, { offSiemens: 1e-6, sigmaSiemens: 3e-5 });
        const crossbar = mapToCrossbar(randomNetwork(n, seed, biased), profile, seed);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < crossbar.columns; j++) {
            for (const g of [railSiemens(crossbar, 1), railSiemens(crossbar, -1)]) {
              const value = g[i * crossbar.columns + j]!;
              if (i === j) expect(value).toBe(0);
              else expect(value).toBeGreaterThanOrEqual(0);
              if (value > 1e-4) above++;
            }
          }
        }
      }),
    );
    expect(above).toBeGreaterThan(0);
  });

  test("uses the levels of the profile and no other", () => {
    const profile = withDevice(ideal, { levels: 4, offSiemens: 1e-5 });
    const crossbar = mapToCrossbar(randomNetwork(12, 1, true), profile, 1);
    const grid = [1e-5, 4e-5, 7e-5, 1e-4];
    for (const g of railSiemens(crossbar, 1)) {
      if (g !== 0) expect(Math.min(...grid.map((level) => Math.abs(level - g)))).toBeLessThan(1e-18);
    }
  });

  test("programs devices with the profile's standard deviation away from the ends of the range", () => {
    const n = 60;
    const network = randomNetwork(n, 3, false);
    const sigma = 1e-6;
    const crossbar = mapToCrossbar(network, withDevice(ideal, { sigmaSiemens: sigma }), 9);
    const held = railSiemens(crossbar, 1);
    const targets = railSiemens(crossbar, 1, crossbar.targetSiemens);
    let sum = 0;
    let count = 0;
    for (let k = 0; k < n * n; k++) {
      const target = targets[k]!;
      if (target > 1e-5 && target < 9e-5) {
        sum += ((held[k]! - target) / sigma) ** 2;
        count++;
      }
    }
    // Five standard errors of a mean of squares of `count` normal deviates.
    expect(Math.abs(sum / count - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
  });

  test("gives the same devices for the same seed and others for another", () => {
    const profile = withDevice(ideal, { sigmaSiemens: 1e-6 });
    const network = randomNetwork(10, 5, false);
    const first = mapToCrossbar(network, profile, 1);
    expect(mapToCrossbar(network, profile, 1)).toEqual(first);
    expect(mapToCrossbar(network, profile, 2)).not.toEqual(first);
  });

  test("refuses a crossbar that does not fit into memory before it asks for any", () => {
    const n = 8193;
    const weights = { length: n * n, 0: 1, [Symbol.iterator]: () => [1].values() } as unknown as Float64Array;
    const network = { n, weights, bias: new Float64Array(n), constant: 0 };
    expect(() => mapToCrossbar(network, ideal, 1)).toThrow(LimitError);
  });

  test("refuses a network without couplings", () => {
    expect(() => mapToCrossbar(createNetwork(3, new Float64Array(9)), ideal, 1)).toThrow(HardwareError);
  });
});

describe("arrayResponse", () => {
  test("adds both devices of every pair of a row", () => {
    const crossbar = mapToCrossbar(
      createNetwork(2, new Float64Array([0, -2, -2, 0]), new Float64Array([1, 0])),
      ideal,
      1,
    );
    const [first, second] = arrayResponse(crossbar).loadSiemens;
    expect(first).toBeCloseTo(1.5e-4, 15);
    expect(second).toBeCloseTo(1e-4, 15);
  });
});
