import type { IntegerNetwork } from "./integer-network.ts";
import type { Ties } from "./ties.ts";

/** What the ties leave of a network: E' = constant - sum_e values_e x_from x_to over representatives. */
export interface Contracted {
  /** The spins that represent their classes, in increasing order; n is last when it takes part. */
  readonly representatives: readonly number[];
  /** Position of each representative in `representatives`. */
  readonly position: ReadonlyMap<number, number>;
  /** Whether the last representative is n, which is always +1. */
  readonly anchored: boolean;
  /** Positions from < to. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Whole numbers other than 0. */
  readonly values: readonly number[];
  readonly constant: number;
  /** sum |values| + |constant|, at most the sum of the network's. */
  readonly magnitude: number;
}

/** Contracts the classes of tied spins to one representative each, as `SemidefiniteLeaf` says. O(n log n + couplings). */
export function contract(network: IntegerNetwork, ties: Ties): Contracted {
  const { n, biased } = network;
  const leader = new Map<number, number>();
  const top = ties.root(n);
  leader.set(top, n);
  let tied = false;
  const representatives: number[] = [];
  for (let i = 0; i < n; i++) {
    const root = ties.root(i);
    if (root === top) tied = true;
    if (leader.has(root)) continue;
    leader.set(root, i);
    representatives.push(i);
  }
  const anchored = biased || tied;
  if (anchored) representatives.push(n);
  const position = new Map(representatives.map((r, p) => [r, p]));
  const place = new Int32Array(n + 1);
  const sign = new Int8Array(n + 1);
  for (let i = 0; i <= n; i++) {
    const r = leader.get(ties.root(i))!;
    place[i] = position.get(r) ?? -1;
    sign[i] = ties.signToRoot(i) * ties.signToRoot(r);
  }
  const m = representatives.length;
  const sums = new Map<number, number>();
  let constant = 0;
  for (let e = 0; e < network.values.length; e++) {
    const i = network.from[e]!;
    const j = network.to[e]!;
    const p = place[i]!;
    const q = place[j]!;
    const value = network.values[e]! * sign[i]! * sign[j]!;
    if (p === q) constant -= value;
    else {
      const key = Math.min(p, q) * m + Math.max(p, q);
      sums.set(key, (sums.get(key) ?? 0) + value);
    }
  }
  const from: number[] = [];
  const to: number[] = [];
  const values: number[] = [];
  let magnitude = Math.abs(constant);
  for (const [key, value] of sums) {
    if (value === 0) continue;
    from.push(Math.floor(key / m));
    to.push(key % m);
    values.push(value);
    magnitude += Math.abs(value);
  }
  return { representatives, position, anchored, from, to, values, constant, magnitude };
}

function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/**
 * Rounds a lower bound of the energies of a leaf up to the next value that one of them can have. All couplings are
 * multiples of their greatest common divisor g, so that flips change the energy by multiples of 2 g; and by multiples of
 * 4 g when the couplings of each free representative, in units of g, have an even sum, for its field is then even too.
 * Exact: the bound is a whole number, or a half, below MAX_SUM.
 */
export function roundToEnergy(contracted: Contracted, bound: number): number {
  const { representatives, anchored, from, to, values, constant } = contracted;
  let divisor = 0;
  let aligned = constant;
  for (const value of values) {
    divisor = greatestCommonDivisor(divisor, Math.abs(value));
    aligned -= value;
  }
  if (divisor === 0) return constant;
  const odd = new Uint8Array(representatives.length);
  values.forEach((value, e) => {
    if ((value / divisor) % 2 === 0) return;
    odd[from[e]!]! ^= 1;
    odd[to[e]!]! ^= 1;
  });
  if (anchored) odd[odd.length - 1] = 0;
  const step = odd.includes(1) ? 2 * divisor : 4 * divisor;
  const whole = Math.ceil(bound);
  const above = (((whole - aligned) % step) + step) % step;
  return above === 0 ? whole : whole + (step - above);
}

/** The position of each spin of a cut or cycle, or why the list does not hold different representatives. */
export function positionsOf(contracted: Contracted, spins: readonly number[]): number[] | string {
  const positions: number[] = [];
  for (const spin of spins) {
    const p = contracted.position.get(spin);
    if (p === undefined) return `spin ${spin} represents no class here`;
    positions.push(p);
  }
  return new Set(positions).size === positions.length ? positions : "a spin is listed twice";
}
