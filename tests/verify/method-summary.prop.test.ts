import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import {
  chooseLength,
  type MethodRun,
  summariseMethod,
  summariseMethodSet,
  tts99,
  wilson,
} from "../../src/verify/index.ts";

/** Sums of at most 40 doubles in another order differ by less. */
const ROUNDING = 1e-12;

const run = fc.record({
  success: fc.boolean(),
  seconds: fc.double({ min: 1e-9, max: 10, noNaN: true }),
  joules: fc.double({ min: 1e-12, max: 10, noNaN: true }),
});
const runsOf = fc.array(run, { minLength: 1, maxLength: 40 });
const made = (hits: number, runs: number, seconds: number, joules = seconds): MethodRun[] =>
  Array.from({ length: runs }, (_, k) => ({ success: k < hits, seconds, joules }));
const random = () => createRandom(1, "test");

const near = (a: number | null, b: number) => {
  expect(a).not.toBeNull();
  expect(Math.abs(a! - b)).toBeLessThanOrEqual(ROUNDING * Math.abs(b));
};

describe("summariseMethod", () => {
  test("carries Wilson's interval through T max(1, ln 0.01 / ln(1 - p)), whatever the order of the runs", () => {
    fc.assert(
      fc.property(runsOf, (runs) => {
        const found = summariseMethod(runs);
        const hits = runs.filter(({ success }) => success).length;
        const { p, low, high } = wilson(hits, runs.length);
        const mean = runs.reduce((sum, { seconds }) => sum + seconds, 0) / runs.length;
        expect(found).toMatchObject({ runs: runs.length, hits, p, pLow: low, pHigh: high });
        near(found.seconds, mean);
        near(found.tts99Low, tts99(high, mean));
        if (hits === 0) {
          expect(found).toMatchObject({ tts99Seconds: null, tts99High: null, joulesToSolution: null });
        } else {
          near(found.tts99Seconds, tts99(p, mean));
          near(found.tts99High, tts99(low, mean));
          near(found.joulesToSolution, found.watts! * found.tts99Seconds!);
        }
        const turned = summariseMethod([...runs].reverse());
        expect(turned.hits).toBe(found.hits);
        near(turned.seconds, found.seconds!);
      }),
    );
  });

  test("has the figures of a memristor network that are published: 6.6 us from anneals of 600 ns, 72 nJ at 10.9 mW", () => {
    // Eleven anneals: p where ln 0.01 / ln(1 - p) = 11.
    const p = 1 - 0.01 ** (1 / 11);
    const hits = Math.round(p * 10_000);
    const found = summariseMethod(made(hits, 10_000, 600e-9, 600e-9 * 10.9e-3));
    expect(found.tts99Seconds! * 1e6).toBeCloseTo(6.6, 2);
    expect(found.joulesToSolution! * 1e9).toBeCloseTo(72, 0);
  });

  test("counts a run that could not be finished as one without success, and not in the mean length", () => {
    const failed = { success: false, seconds: null, joules: null };
    const found = summariseMethod([...made(2, 2, 3), failed, failed]);
    expect(found).toMatchObject({ runs: 4, hits: 2, p: 0.5, seconds: 3, watts: 1 });
    expect(summariseMethod([failed])).toMatchObject({ p: 0, seconds: null, tts99Low: null, watts: null });
  });

  test("refuses no runs", () => {
    expect(() => summariseMethod([])).toThrow("no proportion");
  });
});

describe("summariseMethodSet", () => {
  test("has the values of summariseMethod for one task, and the same values in any order of the tasks", () => {
    fc.assert(
      fc.property(fc.array(runsOf, { minLength: 1, maxLength: 5 }), (groups) => {
        const [one] = groups;
        const alone = summariseMethodSet([one!], random());
        const single = summariseMethod(one!);
        expect(alone).toMatchObject({ tasks: 1, hits: single.hits, runs: single.runs, p: { value: single.p } });
        expect(alone.tts99Seconds.value).toBe(single.tts99Seconds);
        expect(alone.joulesToSolution.value).toBe(single.joulesToSolution);
        const set = summariseMethodSet(groups, random());
        const turned = summariseMethodSet([...groups].reverse(), random());
        expect(turned.tts99Seconds.value).toBe(set.tts99Seconds.value);
        near(turned.p.value, set.p.value!);
        expect(set.p.low!).toBeLessThanOrEqual(set.p.high!);
      }),
      { numRuns: 8 },
    );
  });

  test("has the median of the times, infinite when half of the tasks are never solved", () => {
    const [quick, middle, slow, never] = [made(9, 9, 1), made(9, 9, 3), made(9, 9, 100), made(0, 9, 1)];
    expect(summariseMethodSet([slow, quick, middle], random()).tts99Seconds.value).toBe(3);
    expect(summariseMethodSet([quick, middle, never], random()).tts99Seconds).toMatchObject({ value: 3, high: null });
    expect(summariseMethodSet([quick, never], random())).toMatchObject({ solved: 1, tts99Seconds: { value: null } });
  });

  test("has about Wilson's interval for many runs of one task, and a wider one for tasks that differ", () => {
    const tolerance = 0.02; // 2000 resamples leave the ends of the interval within about 0.005.
    const even = summariseMethodSet([made(150, 500, 1)], random());
    const { low, high } = wilson(150, 500);
    expect(Math.abs(even.p.low! - low)).toBeLessThan(tolerance);
    expect(Math.abs(even.p.high! - high)).toBeLessThan(tolerance);
    const mixed = summariseMethodSet([made(0, 250, 1), made(150, 250, 1)], random());
    expect(mixed.p.value).toBeCloseTo(even.p.value!, 9);
    expect(mixed.p.high! - mixed.p.low!).toBeGreaterThan(3 * (high - low));
  });
});

describe("chooseLength", () => {
  test("takes the length whose time to solution is least, in whatever unit the time is", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (unit) => {
        const lengths = [made(1, 40, unit), made(20, 40, 4 * unit), made(40, 40, 64 * unit)].map((runs) => [runs]);
        expect(chooseLength(lengths)).toBe(1);
      }),
    );
  });

  test("joins tasks by the mean of ln TTS, and takes the first of equals", () => {
    const hard = [made(0, 20, 1), made(10, 20, 2)];
    const easy = [made(20, 20, 1), made(20, 20, 2)];
    expect(chooseLength([[easy[0]!], [easy[1]!]])).toBe(0);
    expect(chooseLength([0, 1].map((k) => [easy[k]!, hard[k]!]))).toBe(1);
    // A length that leaves a task unsolved loses to any that solves it, however short it is.
    expect(
      chooseLength([
        [made(20, 20, 1e-9), made(0, 20, 1e-9)],
        [easy[0]!, made(1, 20, 50)],
      ]),
    ).toBe(1);
    expect(chooseLength([[made(0, 9, 1)], [made(0, 9, 2)]])).toBe(0);
    expect(chooseLength([[easy[0]!], [easy[0]!]])).toBe(0);
  });
});
