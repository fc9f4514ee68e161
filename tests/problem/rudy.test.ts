import { describe, expect, test } from "vitest";
import {
  rudyLines,
  rudyPlanar,
  rudyPlus,
  rudyRandomGraph,
  rudyRandomWeights,
  rudySigns,
  rudySpinGlass,
  rudyTimes,
  rudyTorus,
  rudyUnion,
} from "../../src/problem/index.ts";

const pairs = (lines: readonly string[]) =>
  new Set(
    lines.map((line) =>
      line
        .split(" ")
        .slice(0, 2)
        .map(Number)
        .sort((a, b) => a - b)
        .join(" "),
    ),
  );

describe("rudyRandomGraph", () => {
  test("rounds half an edge up", () => {
    expect(rudyRandomGraph(5, 5, 1).from.length).toBe(1);
    expect(rudyRandomGraph(5, 4, 1).from.length).toBe(0);
  });

  test("joins all pairs at a density of 100 and refuses more", () => {
    expect(pairs(rudyLines(rudyRandomGraph(9, 100, 3))).size).toBe(36);
    expect(() => rudyRandomGraph(9, 103, 3)).toThrow(/number of edges/);
  });
});

describe("rudyTorus", () => {
  test("gives every vertex four neighbours", () => {
    const { from, to } = rudyTorus(3, 4);
    const degree = new Array<number>(12).fill(0);
    for (const u of [...from, ...to]) degree[u]!++;
    expect(degree).toEqual(new Array(12).fill(4));
  });
});

describe("rudyPlanar", () => {
  test("keeps a triangulation's 3(n-2) edges at a density of 100, and thins them below", () => {
    expect(pairs(rudyLines(rudyPlanar(30, 100, 5))).size).toBe(84);
    expect(rudyPlanar(30, 50, 5).from.length).toBe(42);
  });
});

describe("rudyUnion", () => {
  test("has the edges of both graphs, each once", () => {
    const first = rudyPlanar(20, 60, 1);
    const second = rudyPlanar(20, 60, 2);
    const both = rudyLines(rudyUnion(first, second));
    expect(pairs(both)).toEqual(new Set([...pairs(rudyLines(first)), ...pairs(rudyLines(second))]));
    expect(both.length).toBe(pairs(both).size);
  });

  test("refuses graphs of different sizes", () => {
    expect(() => rudyUnion(rudyTorus(3, 3), rudyTorus(3, 4))).toThrow(/second graph/);
  });
});

describe("weights", () => {
  const graph = rudyTorus(4, 4);

  test("are drawn from all of the range", () => {
    const { weights } = rudyRandomWeights(graph, -1, 2, 7);
    expect(new Set(weights)).toEqual(new Set([-1, 0, 1, 2]));
  });

  test("are multiplied and added to", () => {
    expect(new Set(rudyPlus(rudyTimes(graph, 3), -5).weights)).toEqual(new Set([-2]));
  });

  test("are -1 or +1 as signs", () => {
    expect(new Set(rudySigns(graph, 7).weights)).toEqual(new Set([-1, 1]));
  });
});

describe("rudySpinGlass", () => {
  test("gives every vertex two neighbours a side, wrapped around, with integer weights", () => {
    const { from, to, weights } = rudySpinGlass([3, 4, 5], 1);
    const degree = new Array<number>(60).fill(0);
    for (const u of [...from, ...to]) degree[u]!++;
    expect(degree).toEqual(new Array(60).fill(6));
    expect(weights.every(Number.isInteger)).toBe(true);
  });
});
