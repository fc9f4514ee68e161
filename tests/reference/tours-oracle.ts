import fc from "fast-check";
import { createTsp, type Tsp } from "../../src/problem/index.ts";
import type { TourNode } from "../../src/reference/index.ts";

/** A task from rows of distances below the diagonal (symmetric) or from all of them, row by row. */
export function taskOf(n: number, values: readonly number[], symmetric: boolean): Tsp {
  const distances = new Float64Array(n * n);
  let next = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (i === j || (symmetric && j > i)) continue;
      distances[i * n + j] = values[next++]!;
      if (symmetric) distances[j * n + i] = distances[i * n + j]!;
    }
  }
  return createTsp("random", n, distances);
}

/** Distances of many kinds: few different ones, all equal, negative, without a triangle inequality, near the largest. */
const kinds: readonly fc.Arbitrary<fc.Arbitrary<number>>[] = [
  fc.constant(fc.integer({ min: 0, max: 3 })),
  fc.integer({ min: -5, max: 5 }).map((value) => fc.constant(value)),
  fc.constant(fc.integer({ min: -50, max: 50 })),
  fc.constant(fc.constantFrom(1, 2, 10_000)),
  fc.constant(fc.integer({ min: 1, max: 1000 })),
  fc.constant(fc.integer({ min: -(2 ** 31), max: 2 ** 31 })),
];

export function tasks(minCities: number, maxCities: number): fc.Arbitrary<Tsp> {
  return fc
    .tuple(fc.integer({ min: minCities, max: maxCities }), fc.boolean(), fc.oneof(...kinds))
    .chain(([n, symmetric, value]) =>
      fc.array(value, { minLength: n * n, maxLength: n * n }).map((values) => taskOf(n, values, symmetric)),
    );
}

/** Every tour from city 0 on, in both directions. */
export function allTours(n: number): number[][] {
  const tours: number[][] = [];
  const extend = (tour: number[], left: readonly number[]): void => {
    if (left.length === 0) tours.push(tour);
    for (const city of left) {
      extend(
        [...tour, city],
        left.filter((other) => other !== city),
      );
    }
  };
  extend(
    [0],
    Array.from({ length: n - 1 }, (_, i) => i + 1),
  );
  return tours;
}

export function lengthOf({ n, distances }: Tsp, tour: ArrayLike<number>): number {
  let length = 0;
  for (let p = 0; p < n; p++) length += distances[tour[p]! * n + tour[(p + 1) % n]!]!;
  return length;
}

export interface Branch {
  readonly edge: readonly [number, number];
  readonly isIn: boolean;
}

/** The leaves of a tree with the branches that lead to them. */
export function leavesOf(tree: TourNode, path: readonly Branch[] = []) {
  const leaves: { readonly leaf: Extract<TourNode, { leaf: string }>; readonly path: readonly Branch[] }[] = [];
  const walk = (node: TourNode, at: readonly Branch[]): void => {
    if ("leaf" in node) {
      leaves.push({ leaf: node, path: at });
      return;
    }
    walk(node.in, [...at, { edge: node.edge, isIn: true }]);
    walk(node.out, [...at, { edge: node.edge, isIn: false }]);
  };
  walk(tree, path);
  return leaves;
}

/** n*n flags: whether the tour uses the edge, or the arc. */
export function usesOf(n: number, tour: ArrayLike<number>, symmetric: boolean): Uint8Array {
  const uses = new Uint8Array(n * n);
  for (let p = 0; p < n; p++) {
    const [u, v] = [tour[p]!, tour[(p + 1) % n]!];
    uses[u * n + v] = 1;
    if (symmetric) uses[v * n + u] = 1;
  }
  return uses;
}

/** Whether the tour, by its flags, follows every branch. */
export function follows(n: number, uses: Uint8Array, path: readonly Branch[]): boolean {
  return path.every(({ edge, isIn }) => (uses[edge[0] * n + edge[1]] === 1) === isIn);
}

const UNITS = 2 ** 20;

/** An integer number of units; multipliers are binary fractions, so that nothing is rounded. */
function units(value: number): bigint {
  if (!Number.isInteger(value * UNITS)) throw new Error(`${value} is no multiple of 1 / ${UNITS}`);
  return BigInt(value * UNITS);
}

/** The linear bound of a leaf, in integers, from the definition of the certificate; term by term over all edges. */
export function linearBound(
  { n, distances, symmetric }: Tsp,
  leaf: Extract<TourNode, { leaf: "linear" }>,
  path: readonly Branch[],
): number {
  const crosses = (set: readonly number[], u: number, v: number): boolean => set.includes(u) !== set.includes(v);
  const potentials = leaf.potentials.map(units);
  const inPotentials = (leaf.inPotentials ?? []).map(units);
  let sum = 0n;
  for (const p of potentials) sum += symmetric ? 2n * p : p;
  for (const q of inPotentials) sum += q;
  for (const { cities, multiplier } of leaf.subtours) {
    if (multiplier < 0 || cities.length < 1 || cities.length >= n) throw new Error("a subtour is not right");
    sum += (symmetric ? 2n : 1n) * units(multiplier);
  }
  for (const { handle, teeth, multiplier } of leaf.combs) {
    const disjoint = new Set(teeth.flat()).size === teeth.flat().length;
    const crossed = teeth.every((t) => t.some((c) => handle.includes(c)) && t.some((c) => !handle.includes(c)));
    if (multiplier < 0 || teeth.length % 2 === 0 || teeth.length < 3 || !disjoint || !crossed) {
      throw new Error("a comb is not right");
    }
    sum += BigInt(3 * teeth.length + 1) * units(multiplier);
  }
  for (let u = 0; u < n; u++) {
    for (let v = symmetric ? u + 1 : 0; v < n; v++) {
      if (u === v) continue;
      let c = units(distances[u * n + v]!) - potentials[u]! - (symmetric ? potentials[v]! : inPotentials[v]!);
      for (const { cities, multiplier } of leaf.subtours) {
        const counts = symmetric ? crosses(cities, u, v) : cities.includes(u) && !cities.includes(v);
        if (counts) c -= units(multiplier);
      }
      for (const { handle, teeth, multiplier } of leaf.combs) {
        for (const set of [handle, ...teeth]) if (crosses(set, u, v)) c -= units(multiplier);
      }
      const branch = path.find(({ edge: [a, b] }) => (a === u && b === v) || (symmetric && a === v && b === u));
      if (branch === undefined ? c < 0n : branch.isIn) sum += c;
    }
  }
  return Number(sum) / UNITS;
}
