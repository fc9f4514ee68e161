import { ArgumentError, createRandom, requireInteger } from "../core/index.ts";
import { MAX_ENCODED_SPINS } from "./dense-couplings.ts";
import { createMaxCut, type MaxCut } from "./max-cut.ts";

/** Integer weights, uniform in low..high, both included; 0 is drawn like any other. */
export interface WeightRange {
  readonly low: number;
  readonly high: number;
}

export interface RandomMaxCutOptions {
  readonly vertices: number;
  /** Share of the n(n-1)/2 pairs that are edges, in [0, 1]; the number of edges is rounded, never left to chance. */
  readonly density: number;
  readonly seed: number;
  /** Without it every weight is 1. */
  readonly weights?: WeightRange;
}

const MAX_RANGE = 0x100000000;
const MAX_WEIGHT = 2 ** 32;

function requireRange({ low, high }: WeightRange): void {
  requireInteger("weights.low", low, -MAX_WEIGHT, MAX_WEIGHT);
  requireInteger("weights.high", high, low, Math.min(MAX_WEIGHT, low + MAX_RANGE - 1));
}

/**
 * A random graph with exactly round(density n(n-1)/2) edges, uniform among all such graphs, e.g. "random-60-0.5-1". The
 * edges do not depend on the weights asked for. O(n^2).
 *
 * Source: selection sampling, Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S.
 * @throws ArgumentError for an argument out of range.
 */
export function generateMaxCut(options: RandomMaxCutOptions): MaxCut {
  const { vertices: n, density, seed, weights: range } = options;
  requireInteger("vertices", n, 1, MAX_ENCODED_SPINS);
  requireInteger("seed", seed, Number.MIN_SAFE_INTEGER);
  if (!(density >= 0 && density <= 1)) {
    throw new ArgumentError("density is out of range", {
      code: "argument.range",
      received: String(density),
      expected: "a number in [0, 1]",
    });
  }
  if (range !== undefined) requireRange(range);

  const pairs = (n * (n - 1)) / 2;
  const m = Math.round(density * pairs);
  const from = new Uint32Array(m);
  const to = new Uint32Array(m);
  const pick = createRandom(seed, "max-cut", "edges");
  let left = pairs;
  let chosen = 0;
  for (let u = 0; u < n && chosen < m; u++) {
    for (let v = u + 1; v < n && chosen < m; v++, left--) {
      if (pick.integer(left) >= m - chosen) continue;
      from[chosen] = u;
      to[chosen] = v;
      chosen++;
    }
  }
  const weights = new Float64Array(m).fill(1);
  let name = `random-${n}-${density}-${seed}`;
  if (range !== undefined) {
    const draw = createRandom(seed, "max-cut", "weights");
    for (let e = 0; e < m; e++) weights[e] = range.low + draw.integer(range.high - range.low + 1);
    name += `-w${range.low}_${range.high}`;
  }
  return createMaxCut(name, n, from, to, weights);
}

export interface TorusMaxCutOptions {
  /** At least 3, so that no edge is doubled. */
  readonly rows: number;
  readonly columns: number;
  readonly seed: number;
}

/** A square lattice wrapped to a torus with weights +1 or -1, equally likely, e.g. "torus-5x5-1": a spin glass. */
export function generateTorusMaxCut({ rows, columns, seed }: TorusMaxCutOptions): MaxCut {
  requireInteger("rows", rows, 3, MAX_ENCODED_SPINS);
  requireInteger("columns", columns, 3, Math.floor(MAX_ENCODED_SPINS / rows));
  requireInteger("seed", seed, Number.MIN_SAFE_INTEGER);
  const draw = createRandom(seed, "max-cut", "torus");
  const from: number[] = [];
  const to: number[] = [];
  const weights: number[] = [];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const here = r * columns + c;
      from.push(here, here);
      to.push(r * columns + ((c + 1) % columns), ((r + 1) % rows) * columns + c);
      weights.push(2 * draw.integer(2) - 1, 2 * draw.integer(2) - 1);
    }
  }
  return createMaxCut(`torus-${rows}x${columns}-${seed}`, rows * columns, from, to, weights);
}
