/**
 * Travelling salesman: the shortest closed tour that visits every city once, with distances that may depend on the
 * direction. A solution is the order of the cities, counted from 0.
 */

import { requireFinite, requireInteger } from "../core/index.ts";
import { formatTour, parseTour } from "./formats/tour.ts";
import { type Distances, formatTsplib, MAX_CITIES, MAX_DISTANCE, parseTsplib } from "./formats/tsplib.ts";
import { type MetricName, metricDistances } from "./formats/tsplib-distance.ts";
import { cleanName, nameOfFile, requireName } from "./instance-name.ts";
import type { EncodeOptions, Encoding, EncodingMethod, Problem, ProblemKind, Score, SolutionForm } from "./problem.ts";
import { encodeBrandt } from "./tsp-brandt.ts";
import { decodeGrid, encodeTour, type GridOptions, repairGrid } from "./tsp-grid.ts";
import { encodeHopfieldTank } from "./tsp-hopfield-tank.ts";
import { encodeOneHot } from "./tsp-one-hot.ts";
import { encodeTalavanYanez } from "./tsp-talavan-yanez.ts";
import { encodeValidSubspace } from "./tsp-valid-subspace.ts";

/** A travelling salesman task of at least 3 cities. */
export interface Tsp extends Problem, Distances {
  readonly kind: "tsp";
  readonly sense: "min";
}

/** The order of the cities: n, each of 0..n-1 once. */
export type Tour = Uint32Array;

const EXTENSIONS = [".tsp", ".atsp"] as const;

/**
 * Builds a task from distances; it is symmetric when they are.
 *
 * @param distances n*n integers, row-major, from row to column; the diagonal is not looked at
 * @throws ArgumentError for fewer than 3 cities, a distance that is no integer or too large, or a name out of range.
 */
export function createTsp(name: string, n: number, distances: ArrayLike<number>): Tsp {
  requireName(name);
  requireInteger("n", n, 3, MAX_CITIES);
  requireFinite("distances", distances, n * n);
  const copy = Float64Array.from(distances, (value) => value + 0);
  let symmetric = true;
  for (let i = 0; i < n; i++) {
    copy[i * n + i] = 0;
    for (let j = 0; j < n; j++) {
      requireInteger(`distances[${i},${j}]`, copy[i * n + j]!, -MAX_DISTANCE, MAX_DISTANCE);
      if (j < i && copy[i * n + j] !== copy[j * n + i]) symmetric = false;
    }
  }
  return { kind: "tsp", name, n, sense: "min", distances: copy, symmetric, layout: null };
}

/**
 * Builds a task from coordinates.
 * @param x n finite numbers; latitudes as DDD.MM for GEO
 * @param y n finite numbers; longitudes as DDD.MM for GEO
 * @throws ArgumentError for fewer than 3 cities, or a coordinate or name out of range.
 */
export function createPlacedTsp(name: string, metric: MetricName, x: ArrayLike<number>, y: ArrayLike<number>): Tsp {
  requireName(name);
  const n = x.length;
  requireInteger("n", n, 3, MAX_CITIES);
  requireFinite("x", x, n);
  requireFinite("y", y, n);
  const layout = { metric, x: Float64Array.from(x, (v) => v + 0), y: Float64Array.from(y, (v) => v + 0) };
  const distances = metricDistances(metric, layout.x, layout.y);
  return { kind: "tsp", name, n, sense: "min", distances, symmetric: true, layout };
}

/** Parses a TSPLIB file. @throws ProblemError with file and line, LimitError above MAX_CITIES. */
export function parseTsp(text: string, file: string): Tsp {
  const { name, ...distances } = parseTsplib(text, file);
  return { kind: "tsp", name: cleanName(name) || nameOfFile(file, EXTENSIONS, "tsp"), sense: "min", ...distances };
}

/** The length of a tour; an order that is none has the length NaN and names the cities that are not right. */
export function scoreTour({ n, distances }: Tsp, tour: Tour): Score {
  const violations: string[] = [];
  const visits = new Uint32Array(n);
  for (const city of tour) {
    if (city < n) visits[city]!++;
    else violations.push(`there is no city ${city + 1}`);
  }
  visits.forEach((count, city) => {
    if (count !== 1) violations.push(`city ${city + 1} is visited ${count} times`);
  });
  if (violations.length > 0) return { objective: Number.NaN, feasible: false, violations };
  let objective = 0;
  for (let p = 0; p < n; p++) objective += distances[tour[p]! * n + tour[(p + 1) % n]!]!;
  return { objective, feasible: true, violations };
}

const tourForm: SolutionForm<Tsp, Tour> = {
  parse: (text, file, problem) => parseTour(text, file, problem.n),
  format: (problem, tour) => formatTour(problem.name, tour),
  score: scoreTour,
};

/** Both forms of an encoding on the grid of cities and positions: with the first city held at the first, and free. */
function gridMethods(
  name: string,
  penalty: string,
  encode: (problem: Tsp, options: GridOptions & EncodeOptions) => Encoding,
): readonly [EncodingMethod<Tsp, Tour>, EncodingMethod<Tsp, Tour>] {
  const method = (fixFirst: boolean): EncodingMethod<Tsp, Tour> => ({
    name: fixFirst ? name : `${name}-free`,
    description: `a spin for every city at every position${fixFirst ? ", the first city held at the first" : ""}; ${penalty}`,
    encode: (problem, options = {}) => encode(problem, { ...options, fixFirst }),
    decode: decodeGrid,
    spinsOf: (problem, tour) => encodeTour(problem, tour, fixFirst),
    repair: repairGrid,
  });
  return [method(true), method(false)];
}

/** The task kind "tsp". */
export const tspKind: ProblemKind<Tsp, Tour> = {
  kind: "tsp",
  extensions: EXTENSIONS,
  parse: parseTsp,
  format: formatTsplib,
  encodings: [
    ...gridMethods("one-hot", "row and column sums penalised as little as an argument allows", encodeOneHot),
    ...gridMethods("hopfield-tank", "Hopfield and Tank's constants of 1985", encodeHopfieldTank),
    ...gridMethods("talavan-yanez", "Hopfield and Tank's energy with parameters by rule", encodeTalavanYanez),
    ...gridMethods("brandt", "row and column sums penalised by the longest distance", encodeBrandt),
    ...gridMethods("valid-subspace", "the distance from the plane of valid sums penalised", encodeValidSubspace),
  ],
  solution: tourForm,
};
