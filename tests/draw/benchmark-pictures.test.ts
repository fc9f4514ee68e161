import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../src/core/index.ts";
import {
  drawAnnealLength,
  drawIncumbents,
  drawPerformanceProfile,
  drawSizes,
  drawTimeToTarget,
} from "../../src/draw/index.ts";
import { logTicks } from "../../src/draw/log-axis.ts";
import { seriesStroke } from "../../src/draw/series.ts";
import { checkPicture } from "./well-formed.ts";

const solvers = [
  { name: "annealing", times: [0.2, 0.01, null] },
  { name: "tabu & others", times: [null, null, null] },
];

describe("drawTimeToTarget", () => {
  test("draws one rising staircase a solver and says how many runs were there", async () => {
    const svg = await drawTimeToTarget({ title: "t", unit: "seconds", budget: 1, solvers });
    checkPicture(svg);
    expect(svg).toContain("annealing 2/3");
    expect(svg).toContain("tabu &amp; others 0/3");
    const [first, second] = [...svg.matchAll(/<path d="(M[^"]*)"/g)].map((found) => found[1]!);
    // Up is negative: the first rises twice, by the same height; the second never.
    const rises = [...first!.matchAll(/v(-?\d+)/g)].map((found) => Number(found[1]));
    expect(rises.filter((rise) => rise < 0)).toHaveLength(2);
    expect(second).not.toContain("v-");
  });

  test("stays well formed when no run reached the target", async () => {
    checkPicture(await drawTimeToTarget({ title: "t", unit: "sweeps", budget: 1000, solvers: solvers.slice(1) }));
  });
});

describe("drawPerformanceProfile", () => {
  test("begins at the share that a solver is fastest at", async () => {
    const best = { name: "a", factors: [1, 4], shares: [0.5, 1] };
    const svg = await drawPerformanceProfile({ title: "p", solvers: [best, { name: "b", factors: [2], shares: [1] }] });
    checkPicture(svg);
    const [first, second] = [...svg.matchAll(/<path d="M\d+ \d+(\w)/g)].map((found) => found[1]);
    expect([first, second]).toEqual(["v", "h"]);
  });

  test("stays well formed when nothing was solved", async () => {
    checkPicture(await drawPerformanceProfile({ title: "p", solvers: [{ name: "a", factors: [], shares: [] }] }));
  });
});

describe("drawIncumbents", () => {
  const run = (...improvements: [number, number][]) => ({
    improvements: improvements.map(([at, objective]) => ({ at, objective })),
  });
  const data = {
    title: "best so far",
    unit: "seconds",
    budget: 1,
    sense: "max",
    reference: { objective: 100, source: "proven" },
    solvers: [
      { name: "a", runs: [run([0.1, 90], [0.2, 100]), run([0.3, 95])] },
      { name: "b", runs: [run()] },
    ],
  } as const;

  test("draws the median gap of solvers that found something", async () => {
    const svg = await drawIncumbents(data);
    checkPicture(svg);
    expect(svg.match(/<path /g)).toHaveLength(1);
    expect(svg).toContain("proven optimum");
  });

  test.each([
    ["no reference", { ...data, reference: { objective: null, source: "found" } as const }],
    ["a reference of zero", { ...data, reference: { objective: 0, source: "named" } as const, sense: "min" as const }],
    ["no solver that found anything", { ...data, solvers: data.solvers.slice(1) }],
  ])("stays well formed with %s", async (_, given) => {
    checkPicture(await drawIncumbents(given));
  });
});

describe("drawAnnealLength", () => {
  const point = (length: number, p: number) => ({
    length,
    success: { value: p, low: p / 2, high: Math.min(1, 2 * p) },
    tts: p === 0 ? { value: null, low: 0.2, high: null } : { value: length / p, low: length, high: 4 * length },
  });

  test("rings the chosen length in both panels", async () => {
    const series = [{ name: "annealing", points: [point(1, 0), point(10, 0.4), point(100, 0.6)], chosen: 1 }];
    const svg = await drawAnnealLength({ title: "t", quantity: "Sweeps", lengthUnit: "", series });
    checkPicture(svg);
    expect(svg.match(/<circle [^>]*fill="none"/g)).toHaveLength(2);
    // Three points of success, two of a time that is known.
    expect(svg.match(/<circle /g)).toHaveLength(7);
  });

  test("refuses to draw nothing", () => {
    expect(() => drawAnnealLength({ title: "t", quantity: "q", lengthUnit: "", series: [] })).toThrow(ArgumentError);
  });
});

describe("drawSizes", () => {
  test("names the fitted law with its interval and marks what was never solved", async () => {
    const points = [10, 20, 30].map((size) => ({ size, time: Math.exp(0.1 * size) }));
    const fit = {
      law: "exponential",
      exponent: { value: 0.1, low: 0.08, high: Number.POSITIVE_INFINITY },
      factor: 1,
    } as const;
    const series = [{ name: "tabu", points: [...points, { size: 30, time: null }], fit }];
    const svg = await drawSizes({ title: "t", quantity: "Spins", unit: "seconds", series });
    checkPicture(svg);
    expect(svg).toContain("exp(0.1 n) (0.08 to ?)");
    expect(svg.match(/<circle /g)).toHaveLength(3);
    expect(svg).toContain("l6 6m0 -6l-6 6");
  });

  test("refuses to draw instances of which none was solved", () => {
    const series = [{ name: "a", points: [{ size: 5, time: null }], fit: null }];
    expect(() => drawSizes({ title: "t", quantity: "n", unit: "sweeps", series })).toThrow(ArgumentError);
  });
});

describe("logTicks", () => {
  test("gives 1, 2 and 5 in a short range and powers of ten in a long one, all within", () => {
    expect(logTicks(0.9, 12)).toEqual([1, 2, 5, 10]);
    expect(logTicks(1e-3, 10)).toEqual([1e-3, 1e-2, 1e-1, 1, 10]);
    expect(logTicks(1e-30, 1).length).toBeLessThan(11);
  });
});

describe("seriesStroke", () => {
  test("tells 28 curves apart", () => {
    expect(new Set(Array.from({ length: 28 }, (_, k) => JSON.stringify(seriesStroke(k)))).size).toBe(28);
  });
});
