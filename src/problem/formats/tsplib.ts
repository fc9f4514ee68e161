/**
 * TSPLIB's TSP and ATSP files: coordinates with a metric, or distances in any triangle or in full. What only serves to
 * draw the cities is skipped; fixed edges are refused.
 *
 * Source: Reinelt, TSPLIB 95.
 */

import { LimitError } from "../../core/index.ts";
import { lineError, readCount } from "./lines.ts";
import { readFinite } from "./quadratic.ts";
import { isMetricName, METRICS, type MetricName, metricDistances } from "./tsplib-distance.ts";
import { readTsplib, type TsplibFile, type Word } from "./tsplib-keys.ts";
import { MATRIX_FORMS } from "./tsplib-matrix.ts";

/** Distances between cities, and where they come from when a metric gives them. */
export interface Distances {
  readonly n: number;
  /** n*n, row-major, from row to column, integers; the diagonal is 0. */
  readonly distances: Float64Array;
  readonly symmetric: boolean;
  /** null for distances listed one by one. x and y: n. */
  readonly layout: { readonly metric: MetricName; readonly x: Float64Array; readonly y: Float64Array } | null;
}

export interface TsplibTask extends Distances {
  /** "" when the file names nothing. */
  readonly name: string;
}

/** Largest number of cities: their distances take n*n doubles, 200 MB here. */
export const MAX_CITIES = 5000;

/** Largest magnitude of a distance: every sum that a tour or an energy makes of them is exact. */
export const MAX_DISTANCE = 2 ** 31;

/** Largest magnitude of a coordinate. */
const MAX_COORDINATE = 1e8;

function readDimension({ keys, lastLine }: TsplibFile, file: string): number {
  const dimension = keys.get("DIMENSION");
  const n = dimension === undefined ? undefined : readCount(dimension.text);
  if (dimension === undefined || n === undefined || n < 3) {
    const received = dimension?.text ?? "nothing";
    const expected = "at least 3 cities";
    throw lineError(
      "the dimension is not right",
      "problem.dimension",
      file,
      dimension?.line ?? lastLine,
      received,
      expected,
    );
  }
  if (n > MAX_CITIES) {
    throw new LimitError("there are too many cities", {
      code: "problem.dimension-size",
      file,
      line: dimension.line,
      received: dimension.text,
      expected: `at most ${MAX_CITIES}`,
    });
  }
  return n;
}

function requireSection(data: TsplibFile, key: string, length: number, file: string): readonly Word[] {
  const words = data.sections.get(key);
  if (words?.length !== length) {
    const received = words === undefined ? "no section" : `${words.length} numbers`;
    const line = words?.at(-1)?.line ?? data.lastLine;
    throw lineError(`${key} is not complete`, "problem.section", file, line, received, `${length} numbers`);
  }
  return words;
}

function readCoordinates(data: TsplibFile, metric: MetricName, n: number, file: string): Distances {
  const words = requireSection(data, "NODE_COORD_SECTION", 3 * n, file);
  const x = new Float64Array(n).fill(Number.NaN);
  const y = new Float64Array(n);
  for (let k = 0; k < 3 * n; k += 3) {
    const { line, text: word } = words[k]!;
    const city = readCount(word);
    if (city === undefined || city < 1 || city > n || !Number.isNaN(x[city - 1])) {
      throw lineError("a city is not right", "problem.city", file, line, word, `each city of 1..${n} once`);
    }
    const [first, second] = [words[k + 1]!, words[k + 2]!].map((coordinate) => {
      const value = readFinite(coordinate.text, file, coordinate.line);
      if (Math.abs(value) > MAX_COORDINATE) {
        const expected = `a magnitude of at most ${MAX_COORDINATE}`;
        throw lineError("a coordinate is too large", "problem.city", file, coordinate.line, coordinate.text, expected);
      }
      return value;
    });
    x[city - 1] = first!;
    y[city - 1] = second!;
  }
  return { n, distances: metricDistances(metric, x, y), symmetric: true, layout: { metric, x, y } };
}

function readMatrix(data: TsplibFile, isAsymmetric: boolean, n: number, file: string): Distances {
  const name = data.keys.get("EDGE_WEIGHT_FORMAT");
  const form = MATRIX_FORMS.get(name?.text.toUpperCase() ?? "");
  if (form === undefined || (isAsymmetric && form.isTriangle)) {
    const expected = isAsymmetric ? "FULL_MATRIX" : [...MATRIX_FORMS.keys()].join(", ");
    const line = name?.line ?? data.lastLine;
    throw lineError("the form is not known", "problem.matrix-form", file, line, name?.text ?? "nothing", expected);
  }
  const words = requireSection(data, "EDGE_WEIGHT_SECTION", form.count(n), file);
  const distances = new Float64Array(n * n);
  let k = 0;
  for (const [row, column] of form.places(n)) {
    const { line, text: word } = words[k++]!;
    const value = readFinite(word, file, line);
    if (row === column) continue;
    if (!Number.isInteger(value) || Math.abs(value) > MAX_DISTANCE) {
      const expected = `an integer of magnitude at most ${MAX_DISTANCE}`;
      throw lineError("a distance is not right", "problem.distance", file, line, word, expected);
    }
    distances[row * n + column] = value;
    if (form.isTriangle) distances[column * n + row] = value;
    else if (!isAsymmetric && column < row && distances[column * n + row] !== value) {
      const expected = `${distances[column * n + row]}, as the other way`;
      throw lineError("the distances are not symmetric", "problem.symmetry", file, line, word, expected);
    }
  }
  return { n, distances, symmetric: !isAsymmetric, layout: null };
}

/** @throws ProblemError naming file and line, LimitError above MAX_CITIES. */
export function parseTsplib(text: string, file: string): TsplibTask {
  const data = readTsplib(text, file);
  const { keys, sections, lastLine } = data;
  const type = keys.get("TYPE");
  const kind = /^[A-Z]*/.exec(type?.text.toUpperCase() ?? "")?.[0];
  if (kind !== "TSP" && kind !== "ATSP") {
    throw lineError(
      "the type is not known",
      "problem.type",
      file,
      type?.line ?? lastLine,
      type?.text ?? "nothing",
      "TSP or ATSP",
    );
  }
  const fixed = sections.get("FIXED_EDGES_SECTION");
  if (fixed !== undefined) {
    const line = fixed[0]?.line ?? lastLine;
    throw lineError("edges cannot be fixed", "problem.section", file, line, "FIXED_EDGES_SECTION", "no fixed edges");
  }
  const n = readDimension(data, file);
  const name = keys.get("NAME")?.text ?? "";
  const weights = keys.get("EDGE_WEIGHT_TYPE");
  const weightType = weights?.text.toUpperCase() ?? "";
  if (weightType === "EXPLICIT") return { name, ...readMatrix(data, kind === "ATSP", n, file) };
  if (isMetricName(weightType) && kind === "TSP") return { name, ...readCoordinates(data, weightType, n, file) };
  const expected = kind === "ATSP" ? "EXPLICIT" : `EXPLICIT, ${Object.keys(METRICS).join(", ")}`;
  const line = weights?.line ?? lastLine;
  throw lineError(
    "the edge weights are of no known type",
    "problem.weight-type",
    file,
    line,
    weights?.text ?? "nothing",
    expected,
  );
}

/** Writes coordinates where there are some, else the upper triangle, or all of an asymmetric matrix. */
export function formatTsplib({ name, n, distances, symmetric, layout }: TsplibTask): string {
  const lines = [`NAME : ${name}`, `TYPE : ${symmetric ? "TSP" : "ATSP"}`, `DIMENSION : ${n}`];
  if (layout !== null) {
    lines.push(`EDGE_WEIGHT_TYPE : ${layout.metric}`, "NODE_COORD_SECTION");
    for (let i = 0; i < n; i++) lines.push(`${i + 1} ${layout.x[i]} ${layout.y[i]}`);
  } else {
    const form = symmetric ? "UPPER_ROW" : "FULL_MATRIX";
    lines.push("EDGE_WEIGHT_TYPE : EXPLICIT", `EDGE_WEIGHT_FORMAT : ${form}`, "EDGE_WEIGHT_SECTION");
    for (let i = 0; i < n; i++) {
      const row = distances.subarray(i * n + (symmetric ? i + 1 : 0), (i + 1) * n);
      if (row.length > 0) lines.push(row.join(" "));
    }
  }
  return `${[...lines, "EOF"].join("\n")}\n`;
}
