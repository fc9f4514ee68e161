import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../src/core/index.ts";
import { formatMaxCut, generateMaxCut, generateTorusMaxCut } from "../../src/problem/index.ts";

describe("generateMaxCut", () => {
  test("names the instance and makes exactly the rounded number of edges", () => {
    const problem = generateMaxCut({ vertices: 60, density: 0.5, seed: 1 });
    expect(problem.name).toBe("random-60-0.5-1");
    expect(problem.from.length).toBe(885);
    expect(problem.weights.every((w) => w === 1)).toBe(true);
  });

  test("repeats for the same seed and differs for another", () => {
    const text = (seed: number) =>
      formatMaxCut(generateMaxCut({ vertices: 20, density: 0.3, seed }))
        .split("\n")
        .slice(1);
    expect(text(5)).toEqual(text(5));
    expect(text(5)).not.toEqual(text(6));
  });

  test("keeps the edges when weights are asked for, and draws every weight of the range", () => {
    const plain = generateMaxCut({ vertices: 40, density: 0.5, seed: 3 });
    const weighted = generateMaxCut({ vertices: 40, density: 0.5, seed: 3, weights: { low: -3, high: 2 } });
    expect(weighted.name).toBe("random-40-0.5-3-w-3_2");
    expect([weighted.from, weighted.to]).toEqual([plain.from, plain.to]);
    expect([...new Set(weighted.weights)].sort((a, b) => a - b)).toEqual([-3, -2, -1, 0, 1, 2]);
  });

  test("makes the empty and the complete graph at the ends of the range", () => {
    expect(generateMaxCut({ vertices: 9, density: 0, seed: 1 }).from.length).toBe(0);
    expect(generateMaxCut({ vertices: 9, density: 1, seed: 1 }).from.length).toBe(36);
    expect(generateMaxCut({ vertices: 1, density: 1, seed: 1 }).from.length).toBe(0);
  });

  test("chooses each of the pairs about equally often over many seeds", () => {
    const SEEDS = 3000;
    const counts = new Map<string, number>();
    for (let seed = 0; seed < SEEDS; seed++) {
      const { from, to } = generateMaxCut({ vertices: 5, density: 0.3, seed });
      for (let e = 0; e < from.length; e++) {
        const pair = `${from[e]} ${to[e]}`;
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    }
    expect(counts.size).toBe(10);
    // Binomial with p = 0.3: standard deviation 25; five of them, and the seeds are fixed.
    for (const count of counts.values()) expect(Math.abs(count - 0.3 * SEEDS)).toBeLessThan(125);
  });

  test.each([
    ["vertices are none", { vertices: 0, density: 0.5, seed: 1 }],
    ["vertices are too many", { vertices: 20_001, density: 0.5, seed: 1 }],
    ["vertices are not an integer", { vertices: 4.5, density: 0.5, seed: 1 }],
    ["density is negative", { vertices: 4, density: -0.1, seed: 1 }],
    ["density is above 1", { vertices: 4, density: 1.01, seed: 1 }],
    ["density is no number", { vertices: 4, density: Number.NaN, seed: 1 }],
    ["seed is not an integer", { vertices: 4, density: 0.5, seed: 0.5 }],
    ["the range is empty", { vertices: 4, density: 0.5, seed: 1, weights: { low: 2, high: 1 } }],
    ["the range is not of integers", { vertices: 4, density: 0.5, seed: 1, weights: { low: 0.5, high: 1 } }],
  ])("refuses arguments when %s", (_, options) => {
    expect(() => generateMaxCut(options)).toThrow(ArgumentError);
  });
});

describe("generateTorusMaxCut", () => {
  test("joins each vertex to four others by weights of both signs", () => {
    const { n, from, to, weights } = generateTorusMaxCut({ rows: 5, columns: 4, seed: 2 });
    const degrees = new Array(n).fill(0);
    for (let e = 0; e < from.length; e++) {
      degrees[from[e]!]++;
      degrees[to[e]!]++;
    }
    expect(degrees).toEqual(new Array(20).fill(4));
    expect([...new Set(weights)].sort()).toEqual([-1, 1]);
  });

  test("refuses a torus so narrow that edges would be doubled", () => {
    expect(() => generateTorusMaxCut({ rows: 2, columns: 5, seed: 1 })).toThrow(ArgumentError);
    expect(() => generateTorusMaxCut({ rows: 5, columns: 2, seed: 1 })).toThrow(ArgumentError);
  });
});
