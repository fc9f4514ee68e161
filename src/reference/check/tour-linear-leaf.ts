/**
 * The linear bound of a leaf of a tour proof, in exact sums: the multipliers are rounded to a binary grid first, which any
 * multipliers may be, and everything is then a whole number of steps of that grid below 2^53.
 *
 * Source: the formulas of `TourLeaf`, by linear programming duality; Dantzig, Fulkerson and Johnson, Oper. Res. 2, 1954,
 * for sets; Grötschel and Padberg, Math. Programming 16, 1979, for combs.
 */

import type { TourLeaf } from "../certificate.ts";
import { type Decisions, IN, OPEN, type TourTask } from "./tour-decisions.ts";

type LinearLeaf = Extract<TourLeaf, { leaf: "linear" }>;

/** A set of cities with what crossing it costs. */
interface Cut {
  readonly cities: readonly number[];
  readonly multiplier: number;
  /** Whether arcs into the set count as those out of it do: in combs, and wherever an edge has no direction. */
  readonly bothWays: boolean;
}

/** What the leaf says, with nothing rounded yet. */
interface Dual {
  readonly cuts: readonly Cut[];
  /** Multipliers with the number of crossings that each guarantees. */
  readonly gains: readonly { readonly multiplier: number; readonly crossings: number }[];
}

/** Entries handled between two pauses. */
const SLICE = 2 ** 20;

function whyNoSet(cities: readonly number[], n: number): string | null {
  if (cities.some((city) => city >= n)) return `holds a city beyond ${n - 1}`;
  if (new Set(cities).size < cities.length) return "holds a city twice";
  if (cities.length === 0 || cities.length === n) return "holds no city, or all";
  return null;
}

function whyNoComb(handle: readonly number[], teeth: readonly (readonly number[])[], n: number): string | null {
  if (teeth.length < 3 || teeth.length % 2 === 0) return `has ${teeth.length} teeth, not an odd number of at least 3`;
  for (const set of [handle, ...teeth]) {
    const why = whyNoSet(set, n);
    if (why !== null) return why;
  }
  const inHandle = new Set(handle);
  const used = new Set<number>();
  for (const tooth of teeth) {
    const inside = tooth.filter((city) => inHandle.has(city)).length;
    if (inside === 0 || inside === tooth.length) return "has a tooth that does not cross its handle";
    for (const city of tooth) {
      if (used.has(city)) return "has teeth that overlap";
      used.add(city);
    }
  }
  return null;
}

/** Checks the sets and combs and lists their cuts. */
function readDual(leaf: LinearLeaf, { n, symmetric }: TourTask): Dual | string {
  const cuts: Cut[] = [];
  const gains: Dual["gains"][number][] = [];
  for (const [s, { cities, multiplier }] of leaf.subtours.entries()) {
    const why = whyNoSet(cities, n);
    if (why !== null) return `set ${s} ${why}`;
    if (multiplier < 0) return `the multiplier of set ${s} is negative`;
    cuts.push({ cities, multiplier, bothWays: symmetric });
    gains.push({ multiplier, crossings: symmetric ? 2 : 1 });
  }
  for (const [c, { handle, teeth, multiplier }] of leaf.combs.entries()) {
    const why = whyNoComb(handle, teeth, n);
    if (why !== null) return `comb ${c} ${why}`;
    if (multiplier < 0) return `the multiplier of comb ${c} is negative`;
    for (const cities of [handle, ...teeth]) cuts.push({ cities, multiplier, bothWays: true });
    gains.push({ multiplier, crossings: 3 * teeth.length + 1 });
  }
  return { cuts, gains };
}

/**
 * The bound in units of the grid, of which there are `steps` in a unit of length; null when a sum is too large to be
 * exact.
 *
 * An edge u, v crosses S when one of its ends is in S: [u in S] + [v in S] - 2 [both]. So multipliers of sets are added to
 * the potentials of their cities, and twice to the costs of the edges within; an arc u, v leaves S: [u in S] - [both].
 * In a comb an arc crosses S as an edge does.
 */
function* boundOnGrid(
  leaf: LinearLeaf,
  dual: Dual,
  { task, state }: Decisions,
  steps: number,
  costs: Float64Array,
): Generator<void, number | null, void> {
  const { n, distances, symmetric } = task;
  const onGrid = (value: number): number => Math.round(value * steps);
  const tail = Float64Array.from(leaf.potentials, onGrid);
  const head = symmetric ? tail : Float64Array.from(leaf.inPotentials!, onGrid);
  let bound = 0;
  let total = 0;
  const gain = (value: number): void => {
    bound += value;
    total += Math.abs(value);
  };
  for (const p of tail) gain(symmetric ? 2 * p : p);
  if (!symmetric) for (const q of head) gain(q);
  for (const { multiplier, crossings } of dual.gains) gain(onGrid(multiplier) * crossings);
  costs.fill(0);
  let work = 0;
  // Magnitudes of what enters a single cost beside the potentials.
  let weights = 0;
  let longest = 0;
  for (const { cities, multiplier, bothWays } of dual.cuts) {
    const weight = onGrid(multiplier);
    weights += 2 * weight;
    for (const u of cities) {
      tail[u]! += weight;
      if (bothWays && !symmetric) head[u]! += weight;
      for (const v of cities) costs[u * n + v]! += bothWays ? 2 * weight : weight;
    }
    work += cities.length ** 2;
    if (work > SLICE) {
      work = 0;
      yield;
    }
  }
  let widest = 0;
  for (let u = 0; u < n; u++) widest = Math.max(widest, Math.abs(tail[u]!), Math.abs(head[u]!));
  for (let u = 0; u < n; u++) {
    for (let v = symmetric ? u + 1 : 0; v < n; v++) {
      const k = u * n + v;
      if (v === u || (state[k] !== OPEN && state[k] !== IN)) continue;
      const distance = distances[k]! * steps;
      longest = Math.max(longest, Math.abs(distance));
      const cost = costs[k]! + distance - tail[u]! - head[v]!;
      if (state[k] === IN) gain(cost);
      else if (cost < 0) gain(cost);
    }
    work += n;
    if (work > SLICE) {
      work = 0;
      yield;
    }
  }
  return total + 2 * widest + weights + longest < 2 ** 52 ? bound : null;
}

/**
 * The bound on the length of every tour of the leaf, or why there is none; not rounded to a whole length.
 * @param scratch n*n, overwritten
 */
export function* linearTourBound(
  leaf: LinearLeaf,
  decisions: Decisions,
  scratch: Float64Array,
): Generator<void, number | string, void> {
  const { n, symmetric } = decisions.task;
  if (leaf.potentials.length !== n) return `there are ${leaf.potentials.length} potentials for ${n} cities`;
  if (symmetric && leaf.inPotentials !== undefined) return "there are potentials in, but distances are symmetric";
  if (!symmetric && leaf.inPotentials?.length !== n) {
    return `there are ${leaf.inPotentials?.length ?? 0} potentials in for ${n} cities`;
  }
  const dual = readDual(leaf, decisions.task);
  if (typeof dual === "string") return dual;
  let scale = 1;
  for (const p of leaf.potentials) scale += Math.abs(p);
  for (const q of leaf.inPotentials ?? []) scale += Math.abs(q);
  for (const { multiplier, crossings } of dual.gains) scale += multiplier * crossings;
  for (let exponent = Math.min(30, 50 - Math.ceil(Math.log2(scale))); exponent >= 0; exponent -= 4) {
    const bound = yield* boundOnGrid(leaf, dual, decisions, 2 ** exponent, scratch);
    if (bound !== null) return bound / 2 ** exponent;
  }
  return "the multipliers are too large to sum exactly";
}
