/**
 * The lower bound that multipliers give to the length of every tour of a branch, in arithmetic without rounding: the
 * multipliers are rounded to multiples of a power of two, and all sums are sums of integers below 2^53. Wherever the
 * multipliers come from, the bound holds.
 *
 * Symmetric: 2 sum p + sum_cuts rhs m + sum_free min(0, c_e) + sum_in c_e, with c_e = d_e - p_u - p_v - the multipliers of
 * the cuts that e crosses; with directions sum p + sum q in place of 2 sum p, and c_uv = d_uv - p_u - q_v - ... .
 *
 * Source: linear programming duality; for the use of it Applegate, Bixby, Chvatal, Cook et al., "Certification of an
 * optimal TSP tour through 85,900 cities", Operations Research Letters 37(1), 2009.
 */

import type { TourLeaf } from "../certificate.ts";
import type { Cut } from "./cuts.ts";

/** Distances between cities, as a task holds them. */
export interface Cities {
  readonly n: number;
  /** n*n integers, row-major. */
  readonly distances: Float64Array;
  readonly symmetric: boolean;
}

/** Multipliers of a linear bound. */
export interface TourDual {
  /** n; with directions 2n, those of the arcs out and then those of the arcs in. */
  readonly potentials: Float64Array;
  /** Multipliers not negative. */
  readonly cuts: readonly { readonly cut: Cut; readonly multiplier: number }[];
}

/** Largest sum that doubles hold without rounding. */
const EXACT = 2 ** 53;

/** Finest unit of a multiplier, 2^-FINEST. */
const FINEST = 16;

/** The reduced cost of every edge or arc into `out`, n*n; the diagonal is 0. Distances are taken `scale` times. */
export function reducedCostsInto(out: Float64Array, cities: Cities, { potentials, cuts }: TourDual, scale = 1): void {
  const { n, distances, symmetric } = cities;
  const shift = symmetric ? 0 : n;
  for (let u = 0; u < n; u++) {
    const row = u * n;
    const p = potentials[u]!;
    for (let v = 0; v < n; v++) out[row + v] = scale * distances[row + v]! - p - potentials[shift + v]!;
    out[row + u] = 0;
  }
  for (const { cut, multiplier } of cuts) {
    if (multiplier === 0) continue;
    const bothWays = symmetric || cut.sets.length > 1;
    for (let s = 0; s < cut.sets.length; s++) {
      const mask = cut.masks[s]!;
      for (const u of cut.sets[s]!) {
        const row = u * n;
        for (let v = 0; v < n; v++) {
          if (mask[v] === 1) continue;
          out[row + v]! -= multiplier;
          if (bothWays) out[v * n + u]! -= multiplier;
        }
      }
    }
  }
}

/** The multipliers in units of 2^-bits. */
function rounded({ potentials, cuts }: TourDual, bits: number): TourDual {
  const scale = 2 ** bits;
  return {
    potentials: potentials.map((p) => Math.round(p * scale) + 0),
    cuts: cuts
      .map(({ cut, multiplier }) => ({ cut, multiplier: Math.max(0, Math.round(multiplier * scale)) }))
      .filter(({ multiplier }) => multiplier > 0),
  };
}

/** The bound in units of 2^-bits, of multipliers in these units; -Infinity when a sum might have been rounded. */
function integerBound(cities: Cities, state: Int8Array, dual: TourDual, bits: number, costs: Float64Array): number {
  const { n, distances, symmetric } = cities;
  const scale = 2 ** bits;
  let magnitude = 0;
  for (const d of distances) magnitude = Math.max(magnitude, scale * Math.abs(d));
  let sum = 0;
  let total = 0;
  for (const p of dual.potentials) {
    magnitude += 2 * Math.abs(p);
    sum += symmetric ? 2 * p : p;
    total += 2 * Math.abs(p);
  }
  for (const { cut, multiplier } of dual.cuts) {
    magnitude += cut.sets.length * multiplier;
    sum += cut.rhs * multiplier;
    total += cut.rhs * multiplier;
  }
  // Rounded itself, this comparison needs a margin.
  if (!(magnitude < EXACT / 2)) return Number.NEGATIVE_INFINITY;
  reducedCostsInto(costs, cities, dual, scale);
  for (let u = 0; u < n; u++) {
    for (let v = symmetric ? u + 1 : 0; v < n; v++) {
      const at = u * n + v;
      if (state[at] === -1 || u === v) continue;
      const c = costs[at]!;
      if (c > 0 && state[at] === 0) continue;
      sum += c;
      total += Math.abs(c);
    }
  }
  return total < EXACT / 2 ? sum : Number.NEGATIVE_INFINITY;
}

export interface BoundedLeaf {
  /** No tour of the branch is shorter; an integer, since distances are. */
  readonly bound: number;
  readonly leaf: TourLeaf;
}

function leafOf({ n, symmetric }: Cities, { potentials, cuts }: TourDual, bits: number): TourLeaf {
  const scale = 2 ** bits;
  const values = Array.from(potentials, (p) => p / scale);
  const subtours = cuts.filter(({ cut }) => cut.sets.length === 1);
  const combs = cuts.filter(({ cut }) => cut.sets.length > 1);
  return {
    leaf: "linear",
    potentials: values.slice(0, n),
    ...(symmetric ? {} : { inPotentials: values.slice(n) }),
    subtours: subtours.map(({ cut, multiplier }) => ({ cities: cut.sets[0]!, multiplier: multiplier / scale })),
    combs: combs.map(({ cut, multiplier }) => ({
      handle: cut.sets[0]!,
      teeth: cut.sets.slice(1),
      multiplier: multiplier / scale,
    })),
  };
}

/** The bound of finely rounded multipliers, an integer. */
export function fineBound(cities: Cities, state: Int8Array, dual: TourDual, costs: Float64Array): number {
  for (let bits = FINEST; bits >= 0; bits -= 4) {
    const bound = integerBound(cities, state, rounded(dual, bits), bits, costs) / 2 ** bits;
    if (bound > Number.NEGATIVE_INFINITY) return Math.ceil(bound);
  }
  return Number.NEGATIVE_INFINITY;
}

/** The leaf of the coarsest multipliers that reach `target`, or of the finest when none do. */
export function boundedLeaf(
  cities: Cities,
  state: Int8Array,
  dual: TourDual,
  target: number,
  costs: Float64Array,
): BoundedLeaf {
  let best: BoundedLeaf | null = null;
  for (let bits = 0; bits <= FINEST; bits += 2) {
    const units = rounded(dual, bits);
    const bound = Math.ceil(integerBound(cities, state, units, bits, costs) / 2 ** bits);
    if (best !== null && bound <= best.bound) continue;
    best = { bound, leaf: leafOf(cities, units, bits) };
    if (bound >= target) break;
  }
  return best!;
}
