/**
 * Short tours by local search, for an upper bound that the proof can start from. When distances do not depend on the
 * direction: Lin and Kernighan's chain of flips; when they do: the exchange of two adjacent stretches, which turns none
 * around. Both are restarted from a double bridge.
 *
 * Source: Lin and Kernighan, "An effective heuristic algorithm for the traveling-salesman problem", Operations Research
 * 21(2), 1973; Martin, Otto and Felten, "Large-step Markov chains for the traveling salesman problem", Complex Systems
 * 5(3), 1991.
 */

import type { Random, Steps } from "../../core/index.ts";

/** Nearest cities that a new edge may lead to. */
const NEIGHBOURS = 8;
/** Candidates that are tried at each step of a chain; one beyond these steps. */
const BREADTH = [5, 3, 2];
const DEPTH = 25;

/** Cities by their distance from each city, nearest first: n * k, row-major, k = min(limit, n - 1). */
export function nearestCities(n: number, distances: Float64Array, limit: number): { k: number; near: Uint32Array } {
  const k = Math.min(limit, n - 1);
  const near = new Uint32Array(n * k);
  const others = Array.from({ length: n }, (_, j) => j);
  for (let i = 0; i < n; i++) {
    const row = i * n;
    const sorted = others.filter((j) => j !== i).sort((a, b) => distances[row + a]! - distances[row + b]! || a - b);
    near.set(sorted.slice(0, k), i * k);
  }
  return { k, near };
}

export function tourLength(n: number, distances: Float64Array, tour: ArrayLike<number>): number {
  let length = 0;
  for (let p = 0; p < n; p++) length += distances[tour[p]! * n + tour[p + 1 === n ? 0 : p + 1]!]!;
  return length;
}

/** Shortens `tour` in place. */
export type Improve = (tour: Uint32Array) => void;

/** Chains of flips until none shortens the tour; symmetric distances. */
function createChainSearch(n: number, d: Float64Array): Improve {
  const { k, near } = nearestCities(n, d, NEIGHBOURS);
  const position = new Uint32Array(n);
  let order: Uint32Array = new Uint32Array(n);
  const next = (city: number): number => order[position[city]! + 1 === n ? 0 : position[city]! + 1]!;
  const previous = (city: number): number => order[position[city] === 0 ? n - 1 : position[city]! - 1]!;

  /** Turns the path from a to b around: always this one, since the chain counts on the direction of the rest. */
  const flip = (a: number, b: number): void => {
    let i = position[a]!;
    let j = position[b]!;
    const inside = i <= j ? j - i + 1 : j - i + 1 + n;
    for (let step = inside >> 1; step > 0; step--) {
      const first = order[i]!;
      const last = order[j]!;
      order[i] = last;
      order[j] = first;
      position[last] = i;
      position[first] = j;
      i = i + 1 === n ? 0 : i + 1;
      j = j === 0 ? n - 1 : j - 1;
    }
  };

  const place = (): void => {
    for (let p = 0; p < n; p++) position[order[p]!] = p;
  };
  const turn = (): void => {
    order.reverse();
    place();
  };

  /** Extends the chain that has gained `gain` without its closing edge, t2 following t1. */
  const extend = (t1: number, t2: number, gain: number, level: number): boolean => {
    let tries = BREADTH[level] ?? 1;
    for (let q = 0; q < k && tries > 0; q++) {
      const t3 = near[t2 * k + q]!;
      const open = gain - d[t2 * n + t3]!;
      if (open <= 0) break;
      const t4 = previous(t3);
      if (t3 === t1 || t4 === t2) continue;
      tries--;
      const reached = open + d[t4 * n + t3]!;
      flip(t2, t4);
      if (reached - d[t4 * n + t1]! > 0) return true;
      if (level + 1 < DEPTH && extend(t1, t4, reached, level + 1)) return true;
      flip(t4, t2);
    }
    return false;
  };

  return (tour) => {
    order = tour;
    place();
    const queue = Array.from(tour);
    const queued = new Uint8Array(n).fill(1);
    for (let head = 0; head < queue.length; head++) {
      const city = queue[head]!;
      queued[city] = 0;
      for (let side = 0; side < 2; side++) {
        const other = side === 0 ? next(city) : previous(city);
        if (side === 1) turn();
        if (!extend(city, other, d[city * n + other]!, 0)) continue;
        for (const touched of [city, other, next(city), previous(city), next(other), previous(other)]) {
          if (queued[touched] === 0) {
            queued[touched] = 1;
            queue.push(touched);
          }
        }
        if (queued[city] === 0) {
          queued[city] = 1;
          queue.push(city);
        }
        break;
      }
    }
  };
}

/** Exchanges of two adjacent stretches until none shortens the tour; distances of any kind. Cost: up to n^2 k a pass. */
function createExchangeSearch(n: number, d: Float64Array): Improve {
  const { k, near } = nearestCities(n, d, NEIGHBOURS);
  const position = new Uint32Array(n);
  // The tour from the successor of a city on, which comes last.
  const turned = new Uint32Array(n);

  /** Gives the city `a` a nearer successor e: a | b..c | e..f | g becomes a | e..f | b..c | g. */
  const shorten = (tour: Uint32Array, a: number): boolean => {
    const start = position[a]! + 1;
    for (let p = 0; p < n; p++) turned[p] = tour[start + p < n ? start + p : start + p - n]!;
    const b = turned[0]!;
    for (let q = 0; q < k; q++) {
      const e = near[a * k + q]!;
      const open = d[a * n + b]! - d[a * n + e]!;
      if (open <= 0) return false;
      const split = position[e]! >= start ? position[e]! - start : position[e]! + n - start;
      const c = turned[split - 1]!;
      const gain = open + d[c * n + e]!;
      let most = 0;
      let end = -1;
      for (let p = split; p < n - 1; p++) {
        const f = turned[p]!;
        const g = turned[p + 1]!;
        const gained = gain + d[f * n + g]! - d[f * n + b]! - d[c * n + g]!;
        if (gained > most) {
          most = gained;
          end = p;
        }
      }
      if (end < 0) continue;
      tour.set(turned.subarray(split, end + 1));
      tour.set(turned.subarray(0, split), end + 1 - split);
      tour.set(turned.subarray(end + 1), end + 1);
      for (let p = 0; p < n; p++) position[tour[p]!] = p;
      return true;
    }
    return false;
  };
  return (tour) => {
    for (let p = 0; p < n; p++) position[tour[p]!] = p;
    for (let shorter = true; shorter; ) {
      shorter = false;
      for (let a = 0; a < n; a++) while (shorten(tour, a)) shorter = true;
    }
  };
}

export function createImprove(n: number, distances: Float64Array, symmetric: boolean): Improve {
  return symmetric && n >= 5 ? createChainSearch(n, distances) : createExchangeSearch(n, distances);
}

/** Exchanges two adjacent stretches of a tour of at least 4 cities, near each other in a long one. */
function doubleBridge(tour: Uint32Array, random: Random): void {
  const n = tour.length;
  const span = Math.min(n, 50);
  const start = random.integer(n);
  const turned = Uint32Array.from(tour, (_, p) => tour[(p + start) % n]!);
  const cuts = [0, 0, 0].map(() => 1 + random.integer(span - 1)).sort((a, b) => a - b);
  const [i, j, k] = cuts as [number, number, number];
  tour.set(turned);
  tour.set(turned.subarray(j, k), i);
  tour.set(turned.subarray(i, j), i + k - j);
}

/** A short tour from `start`, or from a nearest neighbour tour, by `kicks` double bridges. */
export function* shortTourSteps(
  n: number,
  distances: Float64Array,
  improve: Improve,
  random: Random,
  kicks: number,
  isStopped: () => boolean,
  start?: Uint32Array,
): Steps<Uint32Array> {
  const best = start?.slice() ?? nearestNeighbourTour(n, distances);
  improve(best);
  let length = tourLength(n, distances, best);
  if (n < 5) return best;
  for (let kick = 0; kick < kicks && !isStopped(); kick++) {
    const tour = best.slice();
    doubleBridge(tour, random);
    improve(tour);
    const reached = tourLength(n, distances, tour);
    if (reached <= length) {
      best.set(tour);
      length = reached;
    }
    if (kick % 8 === 7) yield { stage: "prove", done: kick, total: kicks, note: `a tour of length ${length}` };
  }
  return best;
}

function nearestNeighbourTour(n: number, distances: Float64Array): Uint32Array {
  const tour = Uint32Array.from({ length: n }, (_, city) => city);
  for (let p = 1; p < n; p++) {
    let best = p;
    for (let q = p + 1; q < n; q++) {
      if (distances[tour[p - 1]! * n + tour[q]!]! < distances[tour[p - 1]! * n + tour[best]!]!) best = q;
    }
    const kept = tour[p]!;
    tour[p] = tour[best]!;
    tour[best] = kept;
  }
  return tour;
}
