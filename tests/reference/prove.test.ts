import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tabuSearch } from "../../src/baseline/index.ts";
import { ArgumentError, CancelledError } from "../../src/core/index.ts";
import { createNetwork, energy, isSingleFlipStable } from "../../src/network/index.ts";
import { encodeProblem, generateMaxCut } from "../../src/problem/index.ts";
import { magnitudeBound, semidefiniteBound } from "../../src/reference/bounds.ts";
import { enumerateMinimum, lowerBound, prove, proveAsync } from "../../src/reference/index.ts";
import { networkOf, networks, reals, smallIntegers } from "./arbitraries.ts";
import { allStates } from "./brute-force.ts";

/** Brute force itself rounds: some hundred roundoffs of energies below 1000. */
const REAL_TOLERANCE = 1e-10;

/** The semidefinite bound of a graph this small lies within a few percent; a bound of no use would be far below. */
const USEFUL = 1.35;

describe("prove", () => {
  test("proves up to 32 spins by enumeration", () => {
    const network = networkOf(5, [1, -1, 2, 0, 3, -2, 1, 1, -1, 2]);
    const found = enumerateMinimum(network);
    expect(prove(network)).toEqual({
      lowerEnergy: found.energy,
      upperEnergy: found.energy,
      proven: true,
      method: "enumeration of 2^4 states, one spin fixed by symmetry",
      groundStates: found.groundStates,
      truncated: false,
      symmetric: true,
      tolerance: 0,
      statesVisited: 16,
    });
  });

  test("bounds 60 spins from both sides with the incumbent, and does not call it proven", () => {
    const { network } = encodeProblem(generateMaxCut({ vertices: 60, density: 0.5, seed: 1 }));
    const incumbent = tabuSearch(network, { seed: 1, restarts: 3 });
    const reference = prove(network, { incumbent: incumbent.spins });
    expect(reference.proven).toBe(false);
    expect(reference.upperEnergy).toBe(incumbent.energy);
    expect(energy(network, reference.groundStates[0]!)).toBe(reference.upperEnergy);
    expect(reference.groundStates[0]![0]).toBe(1);
    expect(reference.lowerEnergy).toBeLessThan(reference.upperEnergy);
    expect(reference.lowerEnergy / reference.upperEnergy).toBeLessThan(USEFUL);
  });

  test("improves a poor incumbent by descent, and without one descends from all spins up", () => {
    const { network } = encodeProblem(generateMaxCut({ vertices: 40, density: 0.5, seed: 2 }));
    const up = new Int8Array(40).fill(1);
    const reference = prove(network, { incumbent: up });
    expect(reference.upperEnergy).toBeLessThan(energy(network, up));
    expect(isSingleFlipStable(network, reference.groundStates[0]!)).toBe(true);
    expect(prove(network).upperEnergy).toBe(reference.upperEnergy);
  });

  test("proves a large network when the bound meets the incumbent", () => {
    // No frustration: the sum of magnitudes is reached.
    const reference = prove(networkOf(40, new Array(780).fill(2), new Array(40).fill(1)));
    expect(reference).toMatchObject({ proven: true, lowerEnergy: -1600, upperEnergy: -1600, symmetric: false });
  });

  test("refuses an incumbent that is not a state", () => {
    const network = networkOf(40, new Array(780).fill(1));
    expect(() => prove(network, { incumbent: new Int8Array(39).fill(1) })).toThrow(ArgumentError);
    expect(() => prove(network, { incumbent: new Int8Array(40) })).toThrow(ArgumentError);
  });

  test("stops when its signal is aborted", () => {
    const network = networkOf(40, new Array(780).fill(1));
    expect(() => prove(network, { signal: AbortSignal.abort() })).toThrow(CancelledError);
  });
});

describe("proveAsync", () => {
  test("finds what prove finds", async () => {
    const network = networkOf(40, new Array(780).fill(-1));
    expect(await proveAsync(network)).toEqual(prove(network));
  });
});

describe("lowerBound", () => {
  test.each([
    ["integers", smallIntegers, 0],
    ["reals", reals, REAL_TOLERANCE],
  ])("is never above an energy, whichever bound is taken, when couplings are %s", (_, value, tolerance) => {
    fc.assert(
      fc.property(networks(8, value), (network) => {
        const lowest = allStates(network).reduce((least, s) => Math.min(least, s.energy), Number.POSITIVE_INFINITY);
        for (const bound of [lowerBound, magnitudeBound, semidefiniteBound]) {
          expect(bound(network).energy).toBeLessThanOrEqual(lowest + tolerance);
        }
      }),
    );
  });

  test("reaches the closed form of the semidefinite relaxation on the ring of five", () => {
    const ring = createNetwork(
      5,
      Float64Array.from({ length: 25 }, (_, x) => ([1, 4].includes((5 + Math.floor(x / 5) - (x % 5)) % 5) ? -1 : 0)),
    );
    // Neighbouring vectors at an angle of 4 pi / 5: E = 5 cos(4 pi / 5) = -4.045; energies are -3, -1, ... so -3 is proven.
    expect(semidefiniteBound(ring).energy).toBeCloseTo(5 * Math.cos((4 * Math.PI) / 5), 6);
    expect(lowerBound(ring).energy).toBe(-3);
  });

  test("is exact on a tree, where nothing is frustrated", () => {
    const star = networkOf(4, [1, -2, 0, 3, 0, 0]);
    expect(lowerBound(star).energy).toBe(-6);
  });

  test("does not fail on couplings whose squares overflow or vanish", () => {
    expect(lowerBound(networkOf(3, [1e200, 1e200, 1e200])).energy).toBeLessThanOrEqual(-3e200);
    expect(lowerBound(networkOf(3, [1e-200, 1e-200, 1e-200])).energy).toBeLessThanOrEqual(-3e-200);
    expect(lowerBound(networkOf(3, [0, 0, 0])).energy).toBe(0);
  });
});
