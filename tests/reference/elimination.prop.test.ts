import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runSteps } from "../../src/core/index.ts";
import { energy } from "../../src/network/index.ts";
import { encodeProblem, generateTorusMaxCut } from "../../src/problem/index.ts";
import { eliminationSteps } from "../../src/reference/elimination.ts";
import { eliminationOrder } from "../../src/reference/elimination-order.ts";
import { enumerateMinimum } from "../../src/reference/index.ts";

/** Sparse networks of up to 12 spins: a random share of couplings, integer or real, with biases. */
const networks = fc
  .record({
    n: fc.integer({ min: 1, max: 12 }),
    seed: fc.infiniteStream(fc.integer({ min: -8, max: 8 })),
    density: fc.double({ min: 0, max: 0.6, noNaN: true }),
    divisor: fc.constantFrom(1, 2, 7),
  })
  .map(({ n, seed, density, divisor }) => {
    const draw = () => (seed.next().value as number) / divisor;
    const weights = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const w = Math.abs((seed.next().value as number) / 8) < density ? draw() : 0;
        weights[i * n + j] = w;
        weights[j * n + i] = w;
      }
    }
    return { n, weights, bias: Float64Array.from({ length: n }, draw), constant: draw() };
  });

/** Sums of some dozens of terms of order 10. */
const ROUNDING = 1e-10;

describe("eliminationSteps", () => {
  test("finds the energy that enumeration finds, and a state that has it", () => {
    fc.assert(
      fc.property(networks, (network) => {
        const found = eliminationOrder(network, 12)!;
        expect([...found.order].sort((a, b) => a - b)).toEqual([...Array(network.n).keys()]);
        const { energy: lowest, spins } = runSteps(eliminationSteps(network, found.order));
        expect(Math.abs(lowest - enumerateMinimum(network).energy)).toBeLessThan(ROUNDING);
        expect(Math.abs(energy(network, spins) - lowest)).toBeLessThan(ROUNDING);
      }),
    );
  });

  test("does not depend on the order", () => {
    const { network } = encodeProblem(generateTorusMaxCut({ rows: 4, columns: 5, seed: 3 }));
    const forward = Array.from({ length: 20 }, (_, i) => i);
    const expected = enumerateMinimum(network).energy;
    expect(runSteps(eliminationSteps(network, forward)).energy).toBe(expected);
    expect(runSteps(eliminationSteps(network, forward.toReversed())).energy).toBe(expected);
  });

  test("refuses what is no order of the spins", () => {
    const { network } = encodeProblem(generateTorusMaxCut({ rows: 3, columns: 3, seed: 1 }));
    expect(() => runSteps(eliminationSteps(network, [0, 1, 2]))).toThrow(/no permutation/);
    expect(() => runSteps(eliminationSteps(network, [0, 1, 2, 3, 4, 5, 6, 7, 7]))).toThrow(/no permutation/);
  });
});

describe("eliminationOrder", () => {
  const chain = (n: number, isClosed: boolean) => {
    const weights = new Float64Array(n * n);
    for (let i = 0; i + (isClosed ? 0 : 1) < n; i++) {
      const j = (i + 1) % n;
      weights[i * n + j] = 1;
      weights[j * n + i] = 1;
    }
    return { n, weights, bias: new Float64Array(n), constant: 0 };
  };

  test("has width 1 for a chain and 2 for a ring", () => {
    expect(eliminationOrder(chain(9, false), 5)?.width).toBe(1);
    expect(eliminationOrder(chain(9, true), 5)?.width).toBe(2);
  });

  test("gives up beyond the width that is allowed", () => {
    expect(eliminationOrder(chain(9, true), 1)).toBeNull();
  });
});
