import { createRandom, type Random, type Steps } from "../../core/index.ts";
import { nearestNeighbourInto } from "./nearest-neighbour-tour.ts";
import { copyRing, createRing, type Ring, setRing } from "./ring.ts";
import {
  keepShortest,
  lengthOfTour,
  requireTourSearch,
  type TourSearchOptions,
  type TourSearchResult,
  type TourTask,
} from "./tour-search.ts";

/** Cities whose surroundings have changed since a move was last sought there: don't-look bits with an order. */
export interface Queue {
  push(city: number): void;
  /** -1 when there is none. */
  shift(): number;
}

export function createQueue(n: number): Queue {
  const cities = new Uint32Array(n);
  const isIn = new Uint8Array(n);
  let head = 0;
  let size = 0;
  return {
    push(city) {
      if (isIn[city] === 1) return;
      isIn[city] = 1;
      cities[(head + size++) % n] = city;
    },
    shift() {
      if (size === 0) return -1;
      const city = cities[head]!;
      head = (head + 1) % n;
      size--;
      isIn[city] = 0;
      return city;
    },
  };
}

/** Shortens the tour by moves around the cities of the queue until none is left; returns by how much. */
export type Improve = (ring: Ring, queue: Queue) => number;

/** Longest stretch that a kick takes apart. */
const SPAN = 50;
/** Kicks between two yields, times cities: some milliseconds. */
const SLICE_KICKS = 200;

/**
 * Exchanges two random stretches that follow each other, no further than SPAN from end to end: the double bridge. Queues
 * the cities at its edges and returns by how much the tour is longer.
 */
function kick(ring: Ring, { n, distances: d }: TourTask, queue: Queue, random: Random): number {
  const { order, position, scratch } = ring;
  const span = Math.min(n - 1, SPAN);
  const start = random.integer(n);
  let i = 1 + random.integer(span - 1);
  let j = 1 + random.integer(span - 2);
  if (j >= i) j++;
  else [i, j] = [j, i];
  // Cities at start | start + 1 .. start + i | .. start + j | start + j + 1.
  const city = (k: number) => order[(start + k) % n]!;
  const [a, b, c, e, f, g] = [city(0), city(1), city(i), city(i + 1), city(j), city(j + 1)];
  const joined = ring.backwards
    ? d[e * n + a]! + d[b * n + f]! + d[g * n + c]! - d[b * n + a]! - d[e * n + c]! - d[g * n + f]!
    : d[a * n + e]! + d[f * n + b]! + d[c * n + g]! - d[a * n + b]! - d[c * n + e]! - d[f * n + g]!;
  for (let k = 0; k < j; k++) scratch[k] = city(k < j - i ? i + 1 + k : k - (j - i) + 1);
  for (let k = 0; k < j; k++) {
    const p = (start + 1 + k) % n;
    order[p] = scratch[k]!;
    position[scratch[k]!] = p;
  }
  for (const touched of [a, b, c, e, f, g]) queue.push(touched);
  return joined;
}

/**
 * Local search from nearest neighbour tours of random first cities, then kicks, each followed by local search around it
 * and taken back when the tour has become longer. `improve` belongs to this task.
 */
export function* iteratedSteps(
  task: TourTask,
  options: TourSearchOptions,
  label: string,
  defaults: { readonly restarts: number; readonly kicks: number },
  improve: Improve,
): Steps<TourSearchResult> {
  const { n } = task;
  const { seed, restarts, kicks, target } = requireTourSearch(task, options, defaults.restarts, defaults.kicks);
  const best = keepShortest(task, options);
  const ring = createRing(n);
  const kept = createRing(n);
  const queue = createQueue(n);
  const tour = new Uint32Array(n);
  // Fewer than 5 cities have no two stretches whose exchange turning around would not do as well.
  const kicked = n < 5 ? 0 : kicks;
  const total = restarts * (kicked + 1);
  let made = 0;
  let started = 0;
  const offer = (length: number) => {
    if (length >= best.length) return;
    // The order backwards is another tour when distances depend on the direction.
    if (ring.backwards) best.offer(ring.order.slice().reverse(), length, made);
    else best.offer(ring.order, length, made);
  };
  while (started < restarts && best.length > target) {
    const random = createRandom(seed, label, started);
    nearestNeighbourInto(tour, task, random.integer(n));
    setRing(ring, tour);
    for (const city of tour) queue.push(city);
    let length = lengthOfTour(task, tour) - improve(ring, queue);
    made++;
    started++;
    offer(length);
    for (let k = 1; k <= kicked && best.length > target; k++) {
      copyRing(kept, ring);
      const before = length;
      length += kick(ring, task, queue, random);
      length -= improve(ring, queue);
      made++;
      if (length <= before) offer(length);
      else {
        copyRing(ring, kept);
        length = before;
      }
      if (k % SLICE_KICKS === 0) yield { stage: "tour", done: made, total, note: `best length ${best.length}` };
    }
    if (kicked === 0 && started % SLICE_KICKS !== 0 && started < restarts) continue;
    yield { stage: "tour", done: made, total, note: `best length ${best.length}` };
  }
  return { length: best.length, tour: best.tour, sweeps: made, restarts: started };
}
