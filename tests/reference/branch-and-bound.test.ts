import { describe, expect, test } from "vitest";
import { tabuSearch } from "../../src/baseline/index.ts";
import { ArgumentError, type Progress } from "../../src/core/index.ts";
import { createNetwork, energy } from "../../src/network/index.ts";
import { encodeProblem, generateMaxCut } from "../../src/problem/index.ts";
import {
  branchAndBound,
  branchAndBoundAsync,
  branchAndBoundSearch,
  branchAndBoundSteps,
} from "../../src/reference/index.ts";
import { networkOf } from "./arbitraries.ts";

/** Found by exhausting the search on this graph elsewhere would be circular; tabu search from several seeds agrees. */
const dense = (vertices: number, seed: number) =>
  encodeProblem(generateMaxCut({ vertices, density: 0.5, seed })).network;

describe("branchAndBound", () => {
  test("holds both bounds when its signal is aborted midway", () => {
    const network = dense(70, 3);
    const abort = new AbortController();
    const notes: Progress[] = [];
    const result = branchAndBound(network, {
      signal: abort.signal,
      progress: (p) => {
        notes.push(p);
        if (p.done >= 1) abort.abort();
      },
    });
    expect(result.proven).toBe(false);
    expect(result.nodes).toBe(1);
    expect(result.tree).toMatchObject({ leaf: "semidefinite" });
    expect(energy(network, result.spins)).toBe(result.upperEnergy);
    const known = tabuSearch(network, { seed: 1, restarts: 3 }).energy;
    expect(result.lowerEnergy).toBeLessThanOrEqual(known);
    // Two spins' worth of couplings: a bound of no use would be far below.
    expect(result.lowerEnergy).toBeGreaterThan(known - 70);
    expect(notes.at(-1)!.note).toContain("1 nodes, 2 open");
  });

  test("has no lower bound yet, but the incumbent, when it is aborted before it starts", () => {
    const network = dense(40, 1);
    const incumbent = tabuSearch(network, { seed: 1, restarts: 1 }).spins;
    const result = branchAndBound(network, { signal: AbortSignal.abort(), incumbent });
    expect(result).toMatchObject({ proven: false, nodes: 0, tree: null, lowerEnergy: Number.NEGATIVE_INFINITY });
    expect(result.spins).toEqual(incumbent);
  });

  test("stops at the gap asked for, with bounds that keep it", () => {
    const network = dense(60, 1);
    const result = branchAndBound(network, { gap: 0.2 });
    expect(result.upperEnergy - result.lowerEnergy).toBeLessThanOrEqual(0.2 * Math.abs(result.upperEnergy));
    expect(result.lowerEnergy).toBeLessThanOrEqual(branchAndBound(network).upperEnergy);
    expect(result.nodes).toBe(1);
  });

  test("does not keep an incumbent that is not the minimum, and keeps one that is", () => {
    const network = networkOf(6, new Array(15).fill(1));
    const worst = Int8Array.from([1, -1, 1, -1, 1, -1]);
    expect(branchAndBound(network, { incumbent: worst }).upperEnergy).toBe(-15);
    const up = new Int8Array(6).fill(-1);
    expect(branchAndBound(network, { incumbent: up }).spins).toEqual(up);
  });

  test("adds the constant to every energy", () => {
    const network = { ...networkOf(5, [1, -1, 2, 0, 3, -2, 1, 1, -1, 2]), constant: 10.5 };
    const without = branchAndBound({ ...network, constant: 0 });
    const result = branchAndBound(network);
    expect(result.lowerEnergy).toBe(without.lowerEnergy + 10.5);
    expect(result.upperEnergy).toBe(without.upperEnergy + 10.5);
    expect(result.rootEnergy).toBeCloseTo(without.rootEnergy + 10.5, 9);
    expect(result.tree).toEqual(without.tree);
  });

  test("proves two components at once, and couplings of very different size", () => {
    const weights = new Float64Array(100);
    const couple = (i: number, j: number, w: number) => {
      weights[i * 10 + j] = w;
      weights[j * 10 + i] = w;
    };
    // Two frustrated rings of five: all but one coupling of each can be satisfied, the smallest being left.
    for (let k = 0; k < 5; k++) couple(k, (k + 1) % 5, -(k === 2 ? 1 : 1e6));
    for (let k = 0; k < 5; k++) couple(5 + k, 5 + ((k + 1) % 5), -3);
    const result = branchAndBound(createNetwork(10, weights));
    expect(result).toMatchObject({ proven: true, lowerEnergy: -4e6 + 1 - 9, upperEnergy: -4e6 + 1 - 9 });
  });

  test("repeats its result from its seed", () => {
    const network = dense(30, 4);
    expect(branchAndBound(network, { seed: 5 })).toEqual(branchAndBound(network, { seed: 5 }));
  });

  test("writes multipliers with few digits", () => {
    const text = JSON.stringify(branchAndBound(dense(40, 2)).tree);
    const longest = Math.max(...[...text.matchAll(/\d+\.\d+/g)].map(([number]) => number.length));
    expect(longest).toBeLessThan(9);
  });

  test("refuses an incumbent that is not a state and a gap that is none", () => {
    const network = networkOf(3, [1, 1, 1]);
    expect(() => branchAndBound(network, { incumbent: new Int8Array(3) })).toThrow(ArgumentError);
    expect(() => branchAndBound(network, { incumbent: new Int8Array(2).fill(1) })).toThrow(ArgumentError);
    for (const gap of [-0.1, 1, Number.NaN]) expect(() => branchAndBound(network, { gap })).toThrow(ArgumentError);
  });
});

describe("branchAndBoundSearch", () => {
  test("answers between any two steps with bounds that close in, and its steps return the last answer", () => {
    const network = dense(50, 1);
    const { steps, current } = branchAndBoundSearch(network);
    let { lowerEnergy, upperEnergy } = current();
    expect(lowerEnergy).toBe(Number.NEGATIVE_INFINITY);
    for (;;) {
      const step = steps.next();
      const now = current();
      expect(now.lowerEnergy).toBeGreaterThanOrEqual(lowerEnergy);
      expect(now.upperEnergy).toBeLessThanOrEqual(upperEnergy);
      ({ lowerEnergy, upperEnergy } = now);
      if (!step.done) continue;
      expect(step.value).toEqual(now);
      expect(step.value.proven).toBe(true);
      break;
    }
  });
});

describe("branchAndBoundAsync", () => {
  test("finds what the steps find", async () => {
    const network = dense(24, 2);
    const steps = branchAndBoundSteps(network);
    let step = steps.next();
    while (!step.done) step = steps.next();
    expect(await branchAndBoundAsync(network)).toEqual(step.value);
  });

  test("can be aborted by a timer", async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 0);
    const result = await branchAndBoundAsync(dense(80, 1), { signal: abort.signal });
    expect(result.proven).toBe(false);
    expect(result.upperEnergy).toBeGreaterThanOrEqual(result.lowerEnergy);
  });
});
