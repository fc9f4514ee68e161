import { describe, expect, test } from "vitest";
import { ArgumentError, createRandom } from "../../src/core/index.ts";
import {
  bootstrap,
  fitExponent,
  performanceProfiles,
  quantile,
  summariseSolver,
  timeToSolution,
  tts99,
  wilson,
} from "../../src/verify/index.ts";

/** Runs are cut into so many parts that the limit differs from the cut by about one part in this many. */
const CUTS = 1e6;
/** The relative error of a cut is about the share of cuts with a hit. */
const CUT_TOLERANCE = 1e-4;

describe("timeToSolution", () => {
  test.each([
    [1, 2],
    [7, 3.5],
    [10, 0.01],
  ])("is what Wilson's interval gives for %d hits in %d seconds cut very short", (hits, effort) => {
    const { p, low, high } = wilson(hits, CUTS);
    const cut = effort / CUTS;
    const found = timeToSolution(hits, effort);
    expect(found.tts99 / tts99(p, cut)).toBeCloseTo(1, 4);
    expect(Math.abs(found.low / tts99(high, cut) - 1)).toBeLessThan(CUT_TOLERANCE);
    expect(Math.abs(found.high / tts99(low, cut) - 1)).toBeLessThan(CUT_TOLERANCE);
  });

  test("is infinite without a hit, above a bound that grows with the effort", () => {
    const found = timeToSolution(0, 10);
    expect(found).toMatchObject({ tts99: Number.POSITIVE_INFINITY, high: Number.POSITIVE_INFINITY });
    expect(found.low).toBeCloseTo((10 * Math.log(100)) / 1.959963984540054 ** 2, 10);
  });

  test("covers the truth about 95 times in 100 for exponential times that are cut off", () => {
    const random = createRandom(1, "coverage");
    let covered = 0;
    const trials = 2000;
    for (let trial = 0; trial < trials; trial++) {
      let hits = 0;
      let effort = 0;
      for (let run = 0; run < 20; run++) {
        const time = -Math.log(1 - random.uniform());
        hits += time <= 1 ? 1 : 0;
        effort += Math.min(1, time);
      }
      const { low, high } = timeToSolution(hits, effort);
      if (low <= Math.log(100) && Math.log(100) <= high) covered++;
    }
    // Three standard errors of the share, and what the limit of Wilson's interval is off for a dozen hits.
    expect(covered / trials).toBeGreaterThan(0.93);
    expect(covered / trials).toBeLessThan(0.98);
  });

  test("refuses what is no rate", () => {
    expect(() => timeToSolution(-1, 1)).toThrow(ArgumentError);
    expect(() => timeToSolution(1, Number.NaN)).toThrow(ArgumentError);
  });
});

describe("bootstrap", () => {
  const mean = (groups: readonly (readonly number[])[]) => {
    const all = groups.flat();
    return all.reduce((sum, value) => sum + value, 0) / all.length;
  };

  test("gives the interval of a mean that its standard error gives, from the seed alone", () => {
    const random = createRandom(1, "sample");
    const sample = Array.from({ length: 400 }, () => random.gaussian());
    const found = bootstrap([sample], mean, createRandom(2, "draws"), { resamples: 4000 });
    expect(bootstrap([sample], mean, createRandom(2, "draws"), { resamples: 4000 })).toEqual(found);
    const half = 1.96 / Math.sqrt(400);
    // The percentiles of 4000 draws and the deviation of 400 values are known to some percent.
    expect(Math.abs((found.high - found.low) / (2 * half) - 1)).toBeLessThan(0.1);
    expect(found.low).toBeLessThan(found.value);
  });

  test("is wider when groups that differ are drawn too", () => {
    const groups = [
      [1, 1.1, 0.9],
      [5, 5.1, 4.9],
      [9, 9.1, 8.9],
    ];
    const within = bootstrap(groups, mean, createRandom(1), { isGrouped: false });
    const across = bootstrap(groups, mean, createRandom(1));
    expect(across.high - across.low).toBeGreaterThan(10 * (within.high - within.low));
  });

  test("refuses groups without a member", () => {
    expect(() => bootstrap([], mean, createRandom(1))).toThrow(ArgumentError);
    expect(() => bootstrap([[1], []], mean, createRandom(1))).toThrow(ArgumentError);
  });
});

describe("quantile", () => {
  test("takes entries, never between them", () => {
    const values = [1, 2, Number.POSITIVE_INFINITY];
    expect([0, 0.2, 0.5, 1].map((share) => quantile(values, share))).toEqual([1, 1, 2, Number.POSITIVE_INFINITY]);
  });
});

describe("fitExponent", () => {
  const random = createRandom(3, "fit");
  const noisy = (law: (size: number) => number) =>
    [10, 20, 30, 40].map((size) => ({
      size,
      values: Array.from({ length: 30 }, () => law(size) * Math.exp(0.1 * random.gaussian())),
    }));

  test("finds the exponent of an exponential and of a power within its interval", () => {
    const grown = fitExponent(
      noisy((n) => 2 * Math.exp(0.07 * n)),
      "exponential",
      createRandom(1),
    );
    expect(grown.exponent.low).toBeLessThan(0.07);
    expect(grown.exponent.high).toBeGreaterThan(0.07);
    expect(grown.exponent.high - grown.exponent.low).toBeLessThan(0.01);
    const power = fitExponent(
      noisy((n) => 3 * n ** 2.5),
      "power",
      createRandom(1),
    );
    expect(power.exponent.low).toBeLessThan(2.5);
    expect(power.exponent.high).toBeGreaterThan(2.5);
  });

  test("is exact without noise", () => {
    const samples = [1, 3, 4].map((size) => ({ size, values: [5 * Math.exp(0.5 * size)] }));
    const { exponent, factor } = fitExponent(samples, "exponential", createRandom(1));
    for (const value of Object.values(exponent)) expect(value).toBeCloseTo(0.5, 12);
    expect(factor).toBeCloseTo(5, 10);
  });

  test("bears unsolved instances while they are the fewer, and refuses them when they are not", () => {
    const solved = { size: 10, values: [1, 2, 3] };
    const partly = { size: 20, values: [4, 5, Number.POSITIVE_INFINITY] };
    const { exponent } = fitExponent([solved, partly], "exponential", createRandom(1));
    expect(exponent.value).toBeCloseTo(Math.log(2.5) / 10, 12);
    expect(exponent.high).toBe(Number.POSITIVE_INFINITY);
    const never = { size: 20, values: [4, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY] };
    expect(() => fitExponent([solved, never], "exponential", createRandom(1))).toThrow(ArgumentError);
    expect(() => fitExponent([solved], "power", createRandom(1))).toThrow(ArgumentError);
  });
});

describe("performanceProfiles", () => {
  test("rises at the ratios to the fastest, up to the share that was solved", () => {
    const never = Number.POSITIVE_INFINITY;
    const found = performanceProfiles(
      ["a", "b"],
      [
        [1, 2, 4, never],
        [2, 2, 1, never],
      ],
    );
    expect(found).toEqual([
      { name: "a", factors: [1, 4], shares: [0.5, 0.75] },
      { name: "b", factors: [1, 2], shares: [0.5, 0.75] },
    ]);
  });

  test("refuses times that make no table", () => {
    expect(() => performanceProfiles(["a", "b"], [[1], [1, 2]])).toThrow(ArgumentError);
    expect(() => performanceProfiles([], [])).toThrow(ArgumentError);
  });
});

describe("summariseSolver", () => {
  const run = (used: number, ...improvements: [number, number][]) => ({
    seed: 1,
    starts: 1,
    used,
    improvements: improvements.map(([at, objective]) => ({ at, objective })),
  });

  test("counts the effort of a run until its hit, and the whole of one without", () => {
    const runs = [run(10, [1, 5], [2, 9]), run(10, [3, 8]), run(10)];
    const found = summariseSolver("a", runs, 9, "max");
    expect(found).toMatchObject({ hits: 1, feasible: 2, objective: 9, meanObjective: 8.5, times: [2, null, null] });
    expect(found.tts99).toBeCloseTo((2 + 10 + 10) * Math.log(100), 10);
    expect(found.toTarget).toBeNull();
  });

  test("takes the lower as the better of a task that is minimised, also when the reference is passed", () => {
    const found = summariseSolver("a", [run(4, [1, 5], [3, 2])], 3, "min");
    expect(found).toMatchObject({ hits: 1, objective: 2, toTarget: 3 });
  });

  test("knows of no hit without a reference, nor of an objective without a solution", () => {
    expect(summariseSolver("a", [run(4)], null, "max")).toMatchObject({ hits: 0, objective: null, tts99: null });
  });
});
