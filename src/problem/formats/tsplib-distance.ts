/**
 * Distances of TSPLIB, rounded as its library does.
 *
 * Source: Reinelt, TSPLIB 95, section 2.
 */

/** Coordinates of two cities in, an integer out. */
export type Metric = (x1: number, y1: number, x2: number, y2: number) => number;

const nint = (x: number): number => Math.floor(x + 0.5);

/** The radius and the value of pi that TSPLIB's optimal lengths were computed with. */
const EARTH_KM = 6378.388;
// biome-ignore lint/suspicious/noApproximativeNumericConstant: TSPLIB's own value
const PI = 3.141592;

/** DDD.MM, degrees and minutes, to radians. The degrees are truncated, though TSPLIB's text says nint. */
function radians(coordinate: number): number {
  const degrees = Math.trunc(coordinate);
  return (PI * (degrees + (5 * (coordinate - degrees)) / 3)) / 180;
}

/** x is the latitude, y the longitude. The distance of a city to itself comes out as 1. */
function geo(x1: number, y1: number, x2: number, y2: number): number {
  const q1 = Math.cos(radians(y1) - radians(y2));
  const q2 = Math.cos(radians(x1) - radians(x2));
  const q3 = Math.cos(radians(x1) + radians(x2));
  // Roundoff must not push the argument past 1 where two cities coincide.
  const cosine = Math.max(-1, Math.min(1, 0.5 * ((1 + q1) * q2 - (1 - q1) * q3)));
  return Math.trunc(EARTH_KM * Math.acos(cosine) + 1);
}

/** The metrics by their EDGE_WEIGHT_TYPE. */
export const METRICS = {
  EUC_2D: (x1, y1, x2, y2) => nint(Math.sqrt((x1 - x2) ** 2 + (y1 - y2) ** 2)),
  CEIL_2D: (x1, y1, x2, y2) => Math.ceil(Math.sqrt((x1 - x2) ** 2 + (y1 - y2) ** 2)),
  MAN_2D: (x1, y1, x2, y2) => nint(Math.abs(x1 - x2) + Math.abs(y1 - y2)),
  MAX_2D: (x1, y1, x2, y2) => Math.max(nint(Math.abs(x1 - x2)), nint(Math.abs(y1 - y2))),
  /** Pseudo-Euclidean: the root of a tenth of the square, rounded up. */
  ATT: (x1, y1, x2, y2) => Math.ceil(Math.sqrt(((x1 - x2) ** 2 + (y1 - y2) ** 2) / 10)),
  GEO: geo,
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof METRICS;

/** Whether an EDGE_WEIGHT_TYPE is one of the metrics. */
export function isMetricName(name: string): name is MetricName {
  return Object.hasOwn(METRICS, name);
}

/** Distances of all pairs: n*n, row-major, symmetric, 0 on the diagonal. */
export function metricDistances(metric: MetricName, x: Float64Array, y: Float64Array): Float64Array {
  const n = x.length;
  const distance = METRICS[metric];
  const distances = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const value = distance(x[i]!, y[i]!, x[j]!, y[j]!);
      distances[i * n + j] = value;
      distances[j * n + i] = value;
    }
  }
  return distances;
}
