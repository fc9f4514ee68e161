import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError, createRandom } from "../../src/core/index.ts";
import {
  createNetwork,
  energy,
  flipInto,
  gaugeTransform,
  type HopfieldNetwork,
  hammingDistance,
  isSingleFlipStable,
  localFieldsInto,
} from "../../src/network/index.ts";

/** Sums of at most 200 numbers below 30 in magnitude: rounding stays far below this. */
const ROUNDING = 1e-10;

function randomNetwork(n: number, seed: number): HopfieldNetwork {
  const random = createRandom(seed);
  const weights = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) weights[i * n + j] = weights[j * n + i] = 3 * random.gaussian();
  }
  return createNetwork(n, weights, Float64Array.from({ length: n }, random.gaussian), random.gaussian());
}

function randomSpins(n: number, seed: number): Int8Array {
  const random = createRandom(seed, "spins");
  return Int8Array.from({ length: n }, () => (random.uniform() < 0.5 ? -1 : 1));
}

const sizes = fc.integer({ min: 1, max: 14 });
const seeds = fc.integer({ min: 0, max: 1e9 });

describe("energy", () => {
  test("is -1/2 s'Ws - b's + c, summed over all ordered pairs", () => {
    fc.assert(
      fc.property(sizes, seeds, (n, seed) => {
        const network = randomNetwork(n, seed);
        const s = randomSpins(n, seed);
        let sum = network.constant;
        for (let i = 0; i < n; i++) {
          sum -= network.bias[i]! * s[i]!;
          for (let j = 0; j < n; j++) sum -= 0.5 * network.weights[i * n + j]! * s[i]! * s[j]!;
        }
        expect(Math.abs(energy(network, s) - sum)).toBeLessThan(ROUNDING);
      }),
    );
  });

  test("does not change under a gauge flip of network and state together", () => {
    fc.assert(
      fc.property(sizes, seeds, (n, seed) => {
        const network = randomNetwork(n, seed);
        const s = randomSpins(n, seed);
        const t = randomSpins(n, seed + 1);
        const moved = gaugeTransform(network, t);
        expect(
          Math.abs(
            energy(
              moved,
              s.map((x, i) => x * t[i]!),
            ) - energy(network, s),
          ),
        ).toBeLessThan(ROUNDING);
        createNetwork(n, moved.weights, moved.bias);
      }),
    );
  });
});

describe("flipInto", () => {
  test("returns the change of the energy and keeps the fields right over many flips", () => {
    fc.assert(
      fc.property(sizes, seeds, (n, seed) => {
        const network = randomNetwork(n, seed);
        const s = randomSpins(n, seed);
        const fields = new Float64Array(n);
        const fresh = new Float64Array(n);
        localFieldsInto(fields, network, s);
        const random = createRandom(seed, "flips");
        for (let step = 0; step < 20; step++) {
          const before = energy(network, s);
          const change = flipInto(s, fields, network, random.integer(n));
          expect(Math.abs(energy(network, s) - before - change)).toBeLessThan(ROUNDING);
          localFieldsInto(fresh, network, s);
          for (let i = 0; i < n; i++) expect(Math.abs(fields[i]! - fresh[i]!)).toBeLessThan(ROUNDING);
        }
      }),
    );
  });
});

describe("isSingleFlipStable", () => {
  test("says what trying every flip says", () => {
    fc.assert(
      fc.property(sizes, seeds, (n, seed) => {
        const network = randomNetwork(n, seed);
        const s = randomSpins(n, seed);
        const here = energy(network, s);
        let stable = true;
        for (let k = 0; k < n; k++) {
          s[k]! *= -1;
          if (energy(network, s) < here - 1e-9) stable = false;
          s[k]! *= -1;
        }
        expect(isSingleFlipStable(network, s)).toBe(stable);
      }),
    );
  });
});

describe("createNetwork", () => {
  test.each([
    ["an asymmetric matrix", new Float64Array([0, 1, 2, 0]), "differs from"],
    ["a diagonal entry", new Float64Array([1, 0, 0, 0]), "must be zero"],
    ["a wrong length", new Float64Array(3), "length"],
    ["a value that is not finite", new Float64Array([0, Number.NaN, Number.NaN, 0]), "not finite"],
  ])("refuses %s", (_what, weights, words) => {
    expect(() => createNetwork(2, weights)).toThrow(ArgumentError);
    expect(() => createNetwork(2, weights)).toThrow(words);
  });
});

describe("hammingDistance", () => {
  test("counts differing spins, up to a flip of all when asked", () => {
    expect(hammingDistance([1, 1, -1], [-1, 1, -1])).toBe(1);
    expect(hammingDistance([1, 1, -1], [-1, -1, -1], true)).toBe(1);
    expect(hammingDistance([1, 1, -1], [-1, -1, 1], true)).toBe(0);
  });
});
