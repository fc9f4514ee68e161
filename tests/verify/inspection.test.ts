import { describe, expect, test } from "vitest";
import { LimitError } from "../../src/core/index.ts";
import { eliminationWidth, type HopfieldNetwork } from "../../src/network/index.ts";
import { encodeProblem, generateMaxCut } from "../../src/problem/index.ts";
import { hardness, networkFacts } from "../../src/verify/index.ts";
import { networkOf } from "../reference/arbitraries.ts";

/** A network with unit couplings between the pairs for which `joined` holds. */
function graph(n: number, joined: (i: number, j: number) => boolean): HopfieldNetwork {
  const below: number[] = [];
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) below.push(joined(j, i) ? -1 : 0);
  return networkOf(n, below);
}

const path = graph(9, (i, j) => j === i + 1);
const cycle = graph(9, (i, j) => j === i + 1 || (i === 0 && j === 8));
const complete = graph(7, () => true);
const grid = graph(16, (i, j) => j === i + 4 || (j === i + 1 && j % 4 !== 0));

describe("eliminationWidth", () => {
  test("is the tree width of a path, a cycle, a complete graph and no less than that of a grid", () => {
    expect([path, cycle, complete].map((g) => eliminationWidth(g)!.width)).toEqual([1, 2, 6]);
    const { width, method } = eliminationWidth(grid)!;
    expect(width).toBeGreaterThanOrEqual(4);
    expect(width).toBeLessThanOrEqual(5);
    expect(method).toBe("min-fill");
  });

  test("goes by the degree in a large network, and stays exact on a large cycle", () => {
    const large = graph(300, (i, j) => j === i + 1 || (i === 0 && j === 299));
    expect(eliminationWidth(large)).toEqual({ width: 2, method: "min-degree" });
  });
});

describe("networkFacts", () => {
  test("counts couplings, degrees, magnitudes, the common divisor and each value", () => {
    const facts = networkFacts(networkOf(4, [3, 0, -1.5, 0, 0, 4.5], [0, 6, 0, 0]));
    expect(facts).toEqual({
      spins: 4,
      couplings: 3,
      density: 0.5,
      degrees: { least: 1, mean: 1.5, most: 2 },
      biasedSpins: 1,
      biasShare: 6 / 15,
      smallest: 1.5,
      largest: 6,
      dynamicRange: 4,
      divisor: 1.5,
      histogram: [
        { low: -1.5, high: -1.5, count: 1 },
        { low: 3, high: 3, count: 1 },
        { low: 4.5, high: 4.5, count: 1 },
      ],
    });
  });

  test("puts many values into bars that hold each of them once", () => {
    const below = Array.from({ length: 45 }, (_, k) => k + 1);
    const { histogram } = networkFacts(networkOf(10, below));
    expect(histogram).toHaveLength(12);
    expect(histogram.reduce((sum, bar) => sum + bar.count, 0)).toBe(45);
    for (const { low, high, count } of histogram) {
      expect(count).toBe(below.filter((w) => w >= low && (w < high || (w === 45 && high === 45))).length);
    }
  });
});

describe("hardness", () => {
  test("walks the landscape of a small network and finds no minimum but the ground state where there is none", () => {
    const ferromagnet = networkOf(
      6,
      Array.from({ length: 15 }, () => 1),
    );
    const { landscape, descents, frustration, planar } = hardness(ferromagnet);
    expect(landscape).toMatchObject({ groundStates: 1, truncated: false, localMinima: 1, symmetric: true, gap: 10 });
    // k spins down: E = -(m^2 - 6)/2 with m = 6 - 2k.
    expect(landscape!.levels).toEqual([
      { energy: -15, degeneracy: 2 },
      { energy: -5, degeneracy: 12 },
      { energy: 1, degeneracy: 30 },
      { energy: 3, degeneracy: 20 },
    ]);
    expect(landscape!.basins!.ground.steepest).toBe(1);
    expect(descents).toEqual({ runs: 200, hits: 200, meanAbove: 0, worstAbove: 0 });
    expect(frustration).toBe(0);
    expect(planar).toBe(false);
  });

  test("gives the frustration of the best state: one coupling of a ring of odd length", () => {
    expect(hardness(cycle).frustration).toBeCloseTo(1 / 9, 12);
    expect(hardness(cycle).planar).toBe(true);
  });

  test("finds the basins of more than 20 spins when asked to, and refuses more than 28", () => {
    const { network } = encodeProblem(generateMaxCut({ vertices: 21, density: 0.4, seed: 2 }));
    expect(hardness(network).landscape!.basins).toBeNull();
    const { ground, minima } = hardness(network, { landscape: true }).landscape!.basins!;
    expect(ground.asynchronous).toBeGreaterThan(minima[0]!.asynchronous * (1 - 1e-9));
    const large = encodeProblem(generateMaxCut({ vertices: 29, density: 0.4, seed: 2 })).network;
    expect(() => hardness(large, { landscape: true })).toThrow(LimitError);
  });

  test("leaves the landscape out above 24 spins and repeats itself from a seed", () => {
    const { network } = encodeProblem(generateMaxCut({ vertices: 40, density: 0.4, seed: 2 }));
    const found = hardness(network, { seed: 5 });
    expect(found.landscape).toBeNull();
    expect(found.descents.hits).toBeLessThan(found.descents.runs);
    expect(hardness(network, { seed: 5 })).toEqual(found);
  });
});
