import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { runSteps } from "../../src/core/index.ts";
import type { HopfieldNetwork } from "../../src/network/index.ts";
import { energy } from "../../src/network/index.ts";
import { encodeProblem, generateTorusMaxCut } from "../../src/problem/index.ts";
import {
  type CycleLeaf,
  enumerateMinimum,
  type LinearProgramFactory,
  loadHighs,
  type SpinNode,
} from "../../src/reference/index.ts";
import { createCycleSearch } from "../../src/reference/odd-cycles/cycle-search.ts";
import { separateCycles } from "../../src/reference/odd-cycles/separate-cycles.ts";

let createProgram: LinearProgramFactory;
beforeAll(async () => {
  createProgram = await loadHighs();
});

/** Networks of up to 11 spins, from sparse to dense, integer or real, with biases or without. */
const networks = fc
  .record({
    n: fc.integer({ min: 1, max: 11 }),
    draws: fc.infiniteStream(fc.integer({ min: -6, max: 6 })),
    percent: fc.integer({ min: 0, max: 100 }),
    divisor: fc.constantFrom(1, 2, 7),
    biased: fc.boolean(),
  })
  .map(({ n, draws, percent, divisor, biased }): HopfieldNetwork => {
    const draw = () => (draws.next().value as number) / divisor;
    const weights = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const w = (i * 37 + j * 61) % 100 < percent ? draw() : 0;
        weights[i * n + j] = w;
        weights[j * n + i] = w;
      }
    }
    return { n, weights, bias: Float64Array.from({ length: n }, () => (biased ? draw() : 0)), constant: draw() };
  });

/** All states of n spins, with spin n standing for the one that is always +1. */
const states = (n: number) =>
  Array.from({ length: 2 ** n }, (_, k) =>
    Int8Array.from({ length: n + 1 }, (_, i) => (i < n && (k >> i) & 1 ? -1 : 1)),
  );

/** Sums of some dozens of terms of order 10, and the gap that counts as closed for real couplings. */
const ROUNDING = 1e-7;

describe("createCycleSearch", () => {
  test("finds the energy that enumeration finds, at every density", () => {
    fc.assert(
      fc.property(networks, (network) => {
        const { lowerEnergy, upperEnergy, proven, spins } = runSteps(createCycleSearch(network, createProgram).steps);
        const { energy: lowest } = enumerateMinimum(network);
        expect(proven).toBe(true);
        expect(Math.abs(upperEnergy - lowest)).toBeLessThan(ROUNDING);
        expect(lowerEnergy).toBeLessThanOrEqual(upperEnergy);
        expect(Math.abs(energy(network, spins) - upperEnergy)).toBeLessThan(ROUNDING);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  test("has leaves whose cycles no state violates", () => {
    const check = (node: SpinNode, n: number): number => {
      if ("pair" in node) return check(node.same, n) + check(node.opposite, n);
      for (const { spins, odd, multiplier } of (node as CycleLeaf).cycles) {
        expect(multiplier).toBeGreaterThan(0);
        expect(odd.filter((mark) => mark).length % 2).toBe(1);
        for (const state of states(n)) {
          let left = 1;
          spins.forEach((i, p) => {
            const differ = state[i] !== state[spins[(p + 1) % spins.length]!] ? 1 : 0;
            left += odd[p] ? differ - 1 : -differ;
          });
          expect(left).toBeLessThanOrEqual(0);
        }
      }
      return 1;
    };
    let leaves = 0;
    fc.assert(
      fc.property(networks, (network) => {
        const { tree } = runSteps(createCycleSearch(network, createProgram).steps);
        leaves += check(tree!, network.n);
      }),
      { numRuns: 25, endOnFailure: true },
    );
    expect(leaves).toBeGreaterThanOrEqual(25);
  });

  test("solves a spin glass on a torus of 144 spins, and can be stopped before with both bounds", () => {
    const { network } = encodeProblem(generateTorusMaxCut({ rows: 12, columns: 12, seed: 5 }));
    const search = createCycleSearch(network, createProgram);
    search.steps.next();
    const early = search.current();
    const end = runSteps(createCycleSearch(network, createProgram).steps);
    expect(end.proven).toBe(true);
    expect(early.lowerEnergy).toBeLessThanOrEqual(end.upperEnergy);
    expect(early.upperEnergy).toBeGreaterThanOrEqual(end.upperEnergy);
  });

  test("begins with the incumbent", () => {
    const { network } = encodeProblem(generateTorusMaxCut({ rows: 4, columns: 5, seed: 3 }));
    const [ground] = enumerateMinimum(network).groundStates;
    const search = createCycleSearch(network, createProgram, ground);
    expect(search.current().upperEnergy).toBe(energy(network, ground!));
  });
});

describe("separateCycles", () => {
  const triangle = { size: 3, from: Int32Array.of(0, 0, 1), to: Int32Array.of(1, 2, 2) };

  test("finds the triangle whose three ends all differ", () => {
    const found = separateCycles(triangle, [1, 1, 1], 1e-6);
    expect(found).toHaveLength(1);
    expect(found[0]!.odd).toEqual([true, true, true]);
  });

  test("finds none where a cut is", () => {
    for (const z of [
      [0, 0, 0],
      [1, 1, 0],
      [0, 1, 1],
      [1, 0, 1],
      [0.5, 0.5, 0.5],
    ]) {
      expect(separateCycles(triangle, z, 1e-6)).toEqual([]);
    }
  });

  test("ends on values that differ from 0 by rounding", () => {
    const n = 40;
    const from = Int32Array.from({ length: 3 * n }, (_, e) => e % n);
    const to = Int32Array.from({ length: 3 * n }, (_, e) => ((e % n) + 1 + Math.floor(e / n)) % n);
    const z = Float64Array.from(from, (_, e) => (e % 3 === 0 ? 1e-17 * (e + 1) : 1 - 1e-16 * e));
    for (const { edges, odd } of separateCycles({ size: n, from, to }, z, 1e-6)) {
      const length = edges.reduce((sum, e, p) => sum + (odd[p] ? 1 - z[e]! : z[e]!), 0);
      expect(length).toBeLessThan(1);
    }
  });
});
