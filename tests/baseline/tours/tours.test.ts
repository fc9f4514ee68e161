import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  lengthOfTour,
  linKernighan,
  nearestNeighbourTour,
  segmentInsertion,
  type TourIncumbent,
  type TourSearchOptions,
  type TourSearchResult,
  type TourTask,
  twoOpt,
} from "../../../src/baseline/index.ts";
import {
  ArgumentError,
  CancelledError,
  createRandom,
  type Progress,
  type StepOptions,
} from "../../../src/core/index.ts";
import { parseTsp } from "../../../src/problem/index.ts";
import { caught } from "../../helpers/caught.ts";
import { NO_SHARED_DATA, sharedData } from "../../shared-data.ts";

type Method = (task: TourTask, options: TourSearchOptions & StepOptions) => TourSearchResult;

/** Of each method: whether distances may depend on the direction, and whether it ends in the shortest of small tours. */
const METHODS: [string, Method, { directed: boolean; exact: boolean }][] = [
  ["nearestNeighbourTour", nearestNeighbourTour, { directed: true, exact: false }],
  ["twoOpt", twoOpt, { directed: false, exact: true }],
  ["segmentInsertion", segmentInsertion, { directed: true, exact: true }],
  ["linKernighan", linKernighan, { directed: false, exact: true }],
];

function randomCities(n: number, seed: number, symmetric: boolean): TourTask {
  const random = createRandom(seed, "tours test", n);
  const distances = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (i === j || (symmetric && j < i)) continue;
      distances[i * n + j] = random.integer(100) - 10;
      if (symmetric) distances[j * n + i] = distances[i * n + j]!;
    }
  }
  return { n, distances, symmetric };
}

/** Cities in the plane, whose tours cross where they can be shortened. */
function planeCities(n: number, seed: number): TourTask {
  const random = createRandom(seed, "plane", n);
  const places = Array.from({ length: n }, () => [random.integer(1000), random.integer(1000)] as const);
  const distances = Float64Array.from({ length: n * n }, (_, at) => {
    const [a, b] = [places[Math.floor(at / n)]!, places[at % n]!];
    return Math.round(Math.hypot(a[0] - b[0], a[1] - b[1]));
  });
  return { n, distances, symmetric: true };
}

/** The shortest tour by trying all orders of the cities after the first. */
function shortest(task: TourTask): number {
  let least = Number.POSITIVE_INFINITY;
  const tour = Array.from({ length: task.n }, (_, city) => city);
  const place = (p: number): void => {
    if (p === task.n) {
      least = Math.min(least, lengthOfTour(task, tour));
      return;
    }
    for (let q = p; q < task.n; q++) {
      [tour[p], tour[q]] = [tour[q]!, tour[p]!];
      place(p + 1);
      [tour[p], tour[q]] = [tour[q]!, tour[p]!];
    }
  };
  place(1);
  return least;
}

const isTour = (tour: Uint32Array, n: number) =>
  expect(tour.slice().sort()).toEqual(Uint32Array.from({ length: n }, (_, city) => city));

describe.each(METHODS)("%s", (_, method, { directed, exact }) => {
  const kinds = directed ? [true, false] : [true];

  test.skipIf(!exact)("finds the shortest tours of 3 to 8 cities from 20 starts", () => {
    for (let n = 3; n <= 8; n++) {
      for (const symmetric of kinds) {
        for (const seed of [1, 2]) {
          const task = randomCities(n, seed, symmetric);
          const found = method(task, { seed, restarts: 20, kicks: 50 });
          expect(found.length).toBe(shortest(task));
        }
      }
    }
  });

  test("hands out ever shorter tours of the lengths it names, the last of which is its result", () => {
    for (const symmetric of kinds) {
      const task = symmetric ? planeCities(70, 3) : randomCities(70, 3, false);
      const seen: TourIncumbent[] = [];
      const found = method(task, { seed: 2, restarts: 3, kicks: 40, onIncumbent: (tour) => seen.push(tour) });
      for (const { tour, length } of seen) {
        isTour(tour, 70);
        expect(lengthOfTour(task, tour)).toBe(length);
      }
      for (let k = 1; k < seen.length; k++) expect(seen[k]!.length).toBeLessThan(seen[k - 1]!.length);
      expect(seen.at(-1)).toMatchObject({ length: found.length, tour: found.tour });
    }
  });

  test("repeats from its seed, and starts elsewhere from another", () => {
    const task = randomCities(60, 4, true);
    const options = { seed: 5, restarts: 1, kicks: 0 };
    const found = method(task, options);
    expect(method(task, options)).toEqual(found);
    const others = [6, 7, 8].map((seed) => method(task, { ...options, seed }).tour);
    expect(others.some((tour) => tour.join() !== found.tour.join())).toBe(true);
  });

  test("stops at its target, with a tour that has reached it", () => {
    const task = planeCities(12, 5);
    const full = method(task, { seed: 1, restarts: 5, kicks: 100 });
    const early = method(task, { seed: 1, restarts: 5, kicks: 100, targetLength: full.length });
    expect(early.length).toBe(full.length);
    expect(early.sweeps).toBeLessThanOrEqual(full.sweeps);
  });

  test("works on distances of zero", () => {
    const found = method(
      { n: 9, distances: new Float64Array(81), symmetric: true },
      { seed: 1, restarts: 2, kicks: 5 },
    );
    expect(found.length).toBe(0);
    isTour(found.tour, 9);
  });

  test("reports progress up to its end, and stops between two slices when its signal is aborted", () => {
    const task = planeCities(30, 6);
    const seen: Progress[] = [];
    method(task, { seed: 1, restarts: 3, kicks: 250, progress: (p) => seen.push(p) });
    expect(seen.at(-1)!.done).toBe(seen.at(-1)!.total);
    for (let k = 1; k < seen.length; k++) expect(seen[k]!.done).toBeGreaterThanOrEqual(seen[k - 1]!.done);
    const controller = new AbortController();
    controller.abort();
    expect(() => method(task, { seed: 1, signal: controller.signal })).toThrow(CancelledError);
  });

  test("refuses options out of range, and directions that it cannot bear", () => {
    const task = randomCities(6, 7, true);
    expect(() => method(task, { seed: 1, restarts: 0 })).toThrow(ArgumentError);
    expect(() => method(task, { seed: 0.5 })).toThrow(ArgumentError);
    expect(() => method({ ...task, n: 5 }, { seed: 1 })).toThrow(ArgumentError);
    const act = () => method(randomCities(6, 7, false), { seed: 1, restarts: 1 });
    if (directed) expect(act().length).toBe(lengthOfTour(randomCities(6, 7, false), act().tour));
    else expect(caught(act)).toMatchObject({ code: "argument.asymmetric" });
  });
});

describe("linKernighan", () => {
  test("ends in tours that are shorter by far than those of 2-opt from the same starts", () => {
    const lengths = [1, 2, 3, 4, 5].map((seed) => {
      const task = planeCities(100, seed);
      return [linKernighan, twoOpt].map((method) => method(task, { seed, restarts: 1, kicks: 0 }).length);
    });
    const [chains, pairs] = [0, 1].map((k) => lengths.reduce((sum, pair) => sum + pair[k]!, 0));
    expect(chains).toBeLessThan(0.99 * pairs!);
  });

  test.skipIf(sharedData === undefined)(`finds the shortest tour of berlin52 (${NO_SHARED_DATA} otherwise)`, () => {
    const task = parseTsp(readFileSync(`${sharedData}tsplib/berlin52.tsp`, "utf8"), "berlin52.tsp");
    expect(linKernighan(task, { seed: 1, targetLength: 7542 }).length).toBe(7542);
  });
});

describe("segmentInsertion", () => {
  test.skipIf(sharedData === undefined)(`finds the shortest tour of ftv33 (${NO_SHARED_DATA} otherwise)`, () => {
    const task = parseTsp(readFileSync(`${sharedData}atsp/ftv33.atsp`, "utf8"), "ftv33.atsp");
    expect(segmentInsertion(task, { seed: 1, targetLength: 1286 }).length).toBe(1286);
  });
});
