/** The shortest tour with proof: dynamic programming for few cities, branch and cut beyond. */

import {
  ArgumentError,
  createRandom,
  LimitError,
  requireFinite,
  requireInteger,
  runSteps,
  runStepsAsync,
  type StepOptions,
  type Steps,
} from "../../core/index.ts";
import type { Tour } from "../../problem/index.ts";
import type { TourNode } from "../certificate.ts";
import type { LinearProgramFactory } from "../linear-program/index.ts";
import { loadHighs } from "../linear-program/index.ts";
import { branchAndCutSteps } from "./branch-and-cut.ts";
import { heldKarpSteps, MAX_HELD_KARP_CITIES } from "./held-karp.ts";
import { createImprove, shortTourSteps, tourLength } from "./local-search.ts";
import { type Cities, fineBound } from "./tour-bound.ts";

/** Largest number of cities: bounds are computed over all pairs of them at every step. */
export const MAX_PROVEN_CITIES = 500;

/** Double bridges of the first tour: for each city, and at most. */
const KICKS = 10;
const MOST_KICKS = 1000;

/** What is known about the shortest tour: lower <= shortest <= upper. Plain data. */
export interface TourReference {
  readonly lower: number;
  /** Length of `tour`. */
  readonly upper: number;
  readonly tour: Tour;
  /** Whether the two are equal, so that the tour is a shortest one. */
  readonly proven: boolean;
  readonly method: string;
  /** Nodes of the tree that were looked at; 0 without a tree. */
  readonly nodes: number;
  /** Inequalities found. */
  readonly cuts: number;
  /** Proof of `lower`; null when it came from dynamic programming, which leaves none. */
  readonly tree: TourNode | null;
}

export interface TourProofOptions {
  /** Makes linear programs, from `loadHighs`; needed beyond 18 cities and for a tree. */
  readonly createProgram?: LinearProgramFactory;
  /** Whether a tree is wanted at any size. */
  readonly certificate?: boolean;
  /** A short tour, from a heuristic. */
  readonly incumbent?: Tour;
  /** Steers the search, never its result's truth. */
  readonly seed?: number;
  /** Ends the search, between slices, with the bounds that it has. */
  readonly signal?: AbortSignal;
}

function requireTour(tour: Tour, n: number): void {
  const seen = new Set(tour);
  if (tour.length === n && seen.size === n && tour.every((city) => city < n)) return;
  throw new ArgumentError("the incumbent is not a tour", {
    code: "reference.incumbent",
    received: `${tour.length} cities, ${seen.size} different`,
    expected: `each of 0..${n - 1} once`,
  });
}

function requireCities({ n, distances }: Cities): void {
  requireInteger("n", n, 3);
  if (n > MAX_PROVEN_CITIES) {
    throw new LimitError("there are too many cities for a proof", {
      code: "reference.tour-size",
      received: `${n} cities`,
      expected: `at most ${MAX_PROVEN_CITIES}`,
    });
  }
  requireFinite("distances", distances, n * n);
  const at = distances.findIndex((d) => !Number.isSafeInteger(d));
  if (at >= 0) requireInteger(`distances[${at}]`, distances[at]!, -Number.MAX_SAFE_INTEGER);
}

/** The proof in slices; see `proveTour`. */
export function* proveTourSteps(cities: Cities, options: TourProofOptions = {}): Steps<TourReference> {
  requireCities(cities);
  const { n, distances, symmetric } = cities;
  const { createProgram, certificate = false, incumbent, seed = 1, signal } = options;
  if (incumbent !== undefined) requireTour(incumbent, n);
  const isSmall = n <= MAX_HELD_KARP_CITIES && !certificate;
  if (!isSmall && createProgram === undefined) {
    throw new ArgumentError("there is no solver of linear programs", {
      code: "reference.linear-program",
      received: `${n} cities${certificate ? ", with a certificate" : ""}`,
      expected: "createProgram, from loadHighs()",
    });
  }
  const isStopped = (): boolean => signal?.aborted ?? false;
  const random = createRandom(seed, "tours");
  const improve = createImprove(n, distances, symmetric);
  const kicks = isSmall ? 0 : Math.min(MOST_KICKS, KICKS * n);
  const tour = yield* shortTourSteps(n, distances, improve, random, kicks, isStopped, incumbent);
  const upper = tourLength(n, distances, tour);
  if (!isSmall) {
    const found = yield* branchAndCutSteps(cities, { createProgram: createProgram!, tour, random, isStopped });
    const proven = found.lower >= found.upper;
    return { ...found, proven, method: "branch and cut" };
  }
  const steps = heldKarpSteps(n, distances);
  for (;;) {
    const next = steps.next();
    if (next.done) {
      const length = tourLength(n, distances, next.value);
      const method = "Held and Karp's dynamic programme";
      return { lower: length, upper: length, tour: next.value, proven: true, method, nodes: 0, cuts: 0, tree: null };
    }
    yield next.value;
    if (!isStopped()) continue;
    const zero = { potentials: new Float64Array(symmetric ? n : 2 * n), cuts: [] };
    const lower = Math.min(upper, fineBound(cities, new Int8Array(n * n), zero, new Float64Array(n * n)));
    return { lower, upper, tour, proven: lower >= upper, method: "local search", nodes: 0, cuts: 0, tree: null };
  }
}

/**
 * A shortest tour with proof. Up to 18 cities by dynamic programming; above, or when a certificate is asked for, by branch
 * and cut, whose tree is the proof. When the signal is aborted the bounds reached so far are returned, with the tree
 * that proves the lower one.
 *
 * @throws ArgumentError for distances that are not integers, an incumbent that is no tour, or no solver where one is needed.
 * @throws LimitError above MAX_PROVEN_CITIES.
 */
export function proveTour(
  cities: Cities,
  options: TourProofOptions & Pick<StepOptions, "progress"> = {},
): TourReference {
  const { progress } = options;
  return runSteps(proveTourSteps(cities, options), progress === undefined ? {} : { progress });
}

/** `proveTour` that lets the event loop in between slices, and loads HiGHS when no other solver is given. */
export async function proveTourAsync(
  cities: Cities,
  options: TourProofOptions & Pick<StepOptions, "progress"> = {},
): Promise<TourReference> {
  const { progress, certificate = false } = options;
  const isSmall = cities.n <= MAX_HELD_KARP_CITIES && !certificate;
  const createProgram = options.createProgram ?? (isSmall ? undefined : await loadHighs());
  const steps = proveTourSteps(cities, createProgram === undefined ? options : { ...options, createProgram });
  return runStepsAsync(steps, progress === undefined ? {} : { progress });
}
