import { createRandom, requireFinite, requireInteger, runSteps, type StepOptions, type Steps } from "../core/index.ts";

/** Hopfield and Tank's constants; 1 is the side of the square that holds the cities. */
export interface HopfieldTankConstants {
  /** Weight of two positions of one city. */
  readonly a: number;
  /** Weight of two cities at one position. */
  readonly b: number;
  /** Weight of the squared difference between the number of bits and `bits`. */
  readonly c: number;
  /** Weight of the length. */
  readonly d: number;
  /** n', which the published runs set half as large again as n. */
  readonly bits: number;
  /** Input at which an output changes, V = (1 + tanh(u / u0)) / 2. */
  readonly u0: number;
  readonly tau: number;
}

export interface HopfieldTankOptions {
  readonly seed: number;
  /** n*n, row-major; the diagonal is not looked at. */
  readonly distances: ArrayLike<number>;
  readonly n: number;
  readonly constants: HopfieldTankConstants;
  /** Random starts; 200 by default. */
  readonly starts?: number;
  /** Euler steps after which the states are read, increasing. */
  readonly reads: readonly number[];
  /** Length of an Euler step in units of tau; 1e-5 by default. */
  readonly stepTaus?: number;
}

/** What the starts had come to after some steps. Plain data. */
export interface HopfieldTankRead {
  readonly steps: number;
  /** Length of each tour, in the order of the starts; NaN for a state that is none. */
  readonly lengths: Float64Array;
}

/** The ten cities of their figure 3: x then y. */
export const HOPFIELD_TANK_CITIES: readonly (readonly [number, number])[] = [
  [0.2439, 0.1463],
  [0.8488, 0.3609],
  [0.6683, 0.2536],
  [0.6878, 0.5219],
  [0.1707, 0.2293],
  [0.2293, 0.761],
  [0.4, 0.4439],
  [0.8732, 0.6536],
  [0.5171, 0.9414],
  [0.6195, 0.2634],
];

/** The published constants for n cities. */
export function hopfieldTankConstants(n: number): HopfieldTankConstants {
  return { a: 500, b: 500, c: 200, d: 500, bits: 1.5 * n, u0: 0.02, tau: 1 };
}

/** Start values differ from the common one by up to this share of u0. */
const START_SPREAD = 0.1;

/** Neuron updates between two yields: some tens of milliseconds. */
const SLICE_UPDATES = 1e6;

/** Length of the tour that the outputs above 1/2 make, NaN when they make none. */
function lengthOf(v: Float64Array, n: number, distances: ArrayLike<number>): number {
  const order = new Int32Array(n).fill(-1);
  const placed = new Uint8Array(n);
  for (let x = 0; x < n; x++) {
    for (let i = 0; i < n; i++) {
      if (v[x * n + i]! <= 0.5) continue;
      if (placed[x] === 1 || order[i]! >= 0) return Number.NaN;
      placed[x] = 1;
      order[i] = x;
    }
  }
  let length = 0;
  for (let i = 0; i < n; i++) {
    if (order[i]! < 0) return Number.NaN;
    length += distances[order[i]! * n + order[(i + 1) % n]!]!;
  }
  return length;
}

/** Slopes of all n*n inputs at outputs v, into `slope`. `rows`, `columns` (n) and `beside` (n*n) are overwritten. */
function slopesInto(
  slope: Float64Array,
  u: Float64Array,
  v: Float64Array,
  n: number,
  distances: ArrayLike<number>,
  { a, b, c, d, bits, tau }: HopfieldTankConstants,
  rows: Float64Array,
  columns: Float64Array,
  beside: Float64Array,
): void {
  rows.fill(0);
  columns.fill(0);
  let total = 0;
  for (let x = 0; x < n; x++) {
    for (let i = 0; i < n; i++) {
      const value = v[x * n + i]!;
      rows[x]! += value;
      columns[i]! += value;
      total += value;
      beside[x * n + i] = v[x * n + ((i + 1) % n)]! + v[x * n + ((i + n - 1) % n)]!;
    }
  }
  const global = c * (total - bits);
  for (let x = 0; x < n; x++) {
    for (let i = 0; i < n; i++) {
      const k = x * n + i;
      slope[k] = -u[k]! / tau - a * (rows[x]! - v[k]!) - b * (columns[i]! - v[k]!) - global;
    }
    for (let y = 0; y < n; y++) {
      if (y === x) continue;
      const cost = d * distances[x * n + y]!;
      for (let i = 0; i < n; i++) slope[x * n + i]! -= cost * beside[y * n + i]!;
    }
  }
}

/** The study in slices; see `hopfieldTankStudy`. */
export function* hopfieldTankSteps(options: HopfieldTankOptions): Steps<HopfieldTankRead[]> {
  const { seed, n, distances, constants, reads, starts = 200, stepTaus = 1e-5 } = options;
  requireInteger("seed", seed, Number.MIN_SAFE_INTEGER);
  requireInteger("n", n, 3, 1000);
  requireFinite("distances", distances, n * n);
  requireInteger("starts", starts, 1, 2 ** 20);
  requireInteger("reads", reads.length, 1);
  reads.forEach((steps, k) => {
    requireInteger(`reads[${k}]`, steps, k === 0 ? 0 : reads[k - 1]! + 1, 2 ** 30);
  });
  const { u0, tau } = constants;
  const cells = n * n;
  const [u, v, slope, beside] = Array.from({ length: 4 }, () => new Float64Array(cells)) as Float64Array[];
  const [rows, columns] = [new Float64Array(n), new Float64Array(n)];
  const results = reads.map((steps) => ({ steps, lengths: new Float64Array(starts) }));
  const last = reads.at(-1)!;
  const slice = Math.max(1, Math.floor(SLICE_UPDATES / cells));
  // The common input at which all outputs are 1/n, so that they sum to n.
  const common = u0 * Math.atanh(2 / n - 1);
  const dt = stepTaus * tau;
  for (let start = 0; start < starts; start++) {
    const random = createRandom(seed, "hopfield-tank", start);
    for (let k = 0; k < cells; k++) u![k] = common + START_SPREAD * u0 * (2 * random.uniform() - 1);
    let read = 0;
    for (let step = 0; step <= last; step++) {
      for (let k = 0; k < cells; k++) v![k] = (1 + Math.tanh(u![k]! / u0)) / 2;
      if (step === reads[read]) results[read++]!.lengths[start] = lengthOf(v!, n, distances);
      slopesInto(slope!, u!, v!, n, distances, constants, rows!, columns!, beside!);
      for (let k = 0; k < cells; k++) u![k]! += dt * slope![k]!;
      if (step % slice === slice - 1) yield { stage: "integrate", done: start * last + step, total: starts * last };
    }
    yield { stage: "integrate", done: (start + 1) * last, total: starts * last };
  }
  return results;
}

/**
 * Hopfield and Tank's network for tours, integrated as published: with bit V_Xi for city X at position i
 *
 *   du_Xi/dt = -u_Xi / tau - A (sum of V_Xj, j != i) - B (sum of V_Yi, Y != X) - C (sum of all V - n')
 *              - D sum_Y d_XY (V_Y,i+1 + V_Y,i-1),   V = (1 + tanh(u / u0)) / 2,
 *
 * by Euler steps of 1e-5 tau, from inputs within a tenth of u0 around the value at which the outputs sum to n. A state
 * is a tour when the outputs above 1/2 hold one in every row and column.
 *
 * Source: Hopfield and Tank, Biol. Cybern. 52, 1985, equations 7 to 9; step and count of steps after Wilson and Pawley,
 * Biol. Cybern. 58, 1988, who found 15 tours in 100 starts.
 * @throws ArgumentError for an option out of range.
 * @throws CancelledError when the signal is aborted.
 */
export function hopfieldTankStudy(options: HopfieldTankOptions & StepOptions): HopfieldTankRead[] {
  return runSteps(hopfieldTankSteps(options), options);
}
