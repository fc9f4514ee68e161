/** A closed tour as an array of cities that moves rewrite in place. */
export interface Ring {
  /** Cities by position: n. */
  readonly order: Uint32Array;
  /** Position of each city: n. */
  readonly position: Uint32Array;
  /** Whether the tour runs through `order` backwards. */
  backwards: boolean;
  /** Room for a stretch that is moved: n. */
  readonly scratch: Uint32Array;
}

export function createRing(n: number): Ring {
  return {
    order: new Uint32Array(n),
    position: new Uint32Array(n),
    backwards: false,
    scratch: new Uint32Array(n),
  };
}

/** Takes `tour` as the order, forwards. */
export function setRing(ring: Ring, tour: ArrayLike<number>): void {
  const { order, position } = ring;
  order.set(tour);
  for (let p = 0; p < order.length; p++) position[order[p]!] = p;
  ring.backwards = false;
}

export function copyRing(to: Ring, from: Ring): void {
  to.order.set(from.order);
  to.position.set(from.position);
  to.backwards = from.backwards;
}

/** The city after this one. */
export function next({ order, position, backwards }: Ring, city: number): number {
  const p = position[city]!;
  const n = order.length;
  if (backwards) return order[p === 0 ? n - 1 : p - 1]!;
  return order[p + 1 === n ? 0 : p + 1]!;
}

/** The city before this one. */
export function previous({ order, position, backwards }: Ring, city: number): number {
  const p = position[city]!;
  const n = order.length;
  if (backwards) return order[p + 1 === n ? 0 : p + 1]!;
  return order[p === 0 ? n - 1 : p - 1]!;
}

/** Steps from one city to another in the direction of the tour. */
export function stepsBetween({ position, backwards }: Ring, from: number, to: number): number {
  const steps = backwards ? position[from]! - position[to]! : position[to]! - position[from]!;
  return steps < 0 ? steps + position.length : steps;
}

/**
 * Turns the path from a to b around. Of the path and the rest the shorter is rewritten: turning the rest around and
 * running the other way is the same tour.
 */
export function flip(ring: Ring, a: number, b: number): void {
  const { order, position } = ring;
  const n = order.length;
  let i = ring.backwards ? position[b]! : position[a]!;
  let j = ring.backwards ? position[a]! : position[b]!;
  let inside = j - i + 1;
  if (inside <= 0) inside += n;
  if (2 * inside > n) {
    ring.backwards = !ring.backwards;
    const from = i;
    i = j + 1 === n ? 0 : j + 1;
    j = from === 0 ? n - 1 : from - 1;
    inside = n - inside;
  }
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
}

/** Exchanges the stretches of `first` and `second` cities that follow each other from position `start` on, in `order`. */
function exchangeAt({ order, position, scratch }: Ring, start: number, first: number, second: number): void {
  const n = order.length;
  const size = first + second;
  for (let k = 0; k < size; k++) {
    const from = k < second ? first + k : k - second;
    scratch[k] = order[(start + from) % n]!;
  }
  for (let k = 0; k < size; k++) {
    const p = (start + k) % n;
    order[p] = scratch[k]!;
    position[scratch[k]!] = p;
  }
}

/**
 * Exchanges the path b..c with the path e..f that follows it, neither turned around. Of these two and the rest, any two
 * that follow each other may be exchanged for the same tour: the longest of the three stays.
 */
export function exchange(ring: Ring, b: number, c: number, e: number, f: number): void {
  const n = ring.order.length;
  const first = stepsBetween(ring, b, c) + 1;
  const second = stepsBetween(ring, e, f) + 1;
  const rest = n - first - second;
  const { position, backwards } = ring;
  // Positions of the three stretches in the order of the array.
  const at = (city: number, size: number) => (backwards ? (position[city]! - size + 1 + n) % n : position[city]!);
  const stretches: [start: number, size: number][] = [
    [at(b, first), first],
    [at(e, second), second],
    [backwards ? (at(e, second) - rest + n) % n : (at(e, second) + second) % n, rest],
  ];
  if (backwards) stretches.reverse();
  const longest = stretches.reduce((most, [, size], k) => (size > stretches[most]![1] ? k : most), 0);
  const [start, leading] = stretches[(longest + 1) % 3]!;
  exchangeAt(ring, start, leading, stretches[(longest + 2) % 3]![1]);
}
