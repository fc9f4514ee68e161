/**
 * Products of literals with positive weights made quadratic: a pair a b that many products share becomes one ancilla z,
 * the pair in most products first, until no product has more than two factors.
 *
 * With M no less than the weights of the products that hold z, adding M (a - z)(b - z) keeps z = a b at the minimum, and
 * the minimum what it was: the term is M where a = b = 1 and z = 0, and is never negative, while a wrong z = 1 makes the
 * products no smaller. Rosenberg's term a b - 2 a z - 2 b z + 3 z, which holds for weights of any sign, has couplings
 * twice as large.
 *
 * Source: Rosenberg, Cahiers Centre Etudes Rech. Oper. 17, 1975; Boros and Hammer, Discrete Appl. Math. 123, 2002,
 * section 4.4.
 */

import { LimitError } from "../core/index.ts";
import { addPair, type BitQuadratic } from "./bit-quadratic.ts";

/** A product of literals, v + 1 for bit v and -(v + 1) for its complement, no bit twice. */
export interface Product {
  readonly factors: readonly number[];
  readonly weight: number;
}

/** Stands for the product of literals a and b. */
export interface Ancilla {
  readonly a: number;
  readonly b: number;
  /** Total weight of the products that hold it. */
  readonly weight: number;
}

export interface Substituted {
  /** Ancilla k is bit n + k; a and b may be ancillas before it. */
  readonly ancillas: readonly Ancilla[];
  /** At most two factors each. */
  readonly products: readonly Product[];
}

/** Most pairs that are counted: about a gigabyte. */
const MAX_PAIRS = 4_000_000;

/** Substitutes pairs in products of bits 0 to n - 1. @throws LimitError when the pairs are too many to count. */
export function substitutePairs(n: number, given: readonly Product[]): Substituted {
  const factors = given.map((product) => new Set(product.factors));
  const ancillas: Ancilla[] = [];
  /** Products of three factors or more by pair, and pairs by the number of these, which may be out of date. */
  const holders = new Map<string, Set<number>>();
  const buckets: string[][] = [];
  let pairs = 0;
  for (const { size } of factors) if (size > 2) pairs += (size * (size - 1)) / 2;
  if (pairs > MAX_PAIRS) {
    throw new LimitError("the clauses are too long for pair substitution", {
      code: "problem.encode-pairs",
      received: `${pairs} pairs of literals`,
      expected: `at most ${MAX_PAIRS}; the encoding "counting" takes clauses of any length`,
    });
  }
  const keyOf = (a: number, b: number): string => (a < b ? `${a} ${b}` : `${b} ${a}`);
  const queue = (key: string): void => {
    const { size } = holders.get(key)!;
    while (buckets.length <= size) buckets.push([]);
    buckets[size]!.push(key);
  };
  const count = (key: string, p: number): void => {
    const found = holders.get(key);
    if (found === undefined) holders.set(key, new Set([p]));
    else found.add(p);
  };
  factors.forEach((set, p) => {
    if (set.size <= 2) return;
    const list = [...set];
    list.forEach((a, i) => {
      for (const b of list.slice(i + 1)) count(keyOf(a, b), p);
    });
  });
  for (const key of holders.keys()) queue(key);

  for (let size = buckets.length - 1; size > 0; ) {
    const key = buckets[size]!.pop();
    if (key === undefined) {
      size--;
      continue;
    }
    if (holders.get(key)!.size !== size) {
      queue(key);
      continue;
    }
    const [a, b] = key.split(" ").map(Number) as [number, number];
    const z = n + ancillas.length + 1;
    const held = [...holders.get(key)!];
    ancillas.push({ a, b, weight: held.reduce((sum, p) => sum + given[p]!.weight, 0) });
    const fresh = new Set<string>();
    for (const p of held) {
      const set = factors[p]!;
      for (const c of set) {
        for (const d of [a, b]) if (c !== d) holders.get(keyOf(c, d))!.delete(p);
      }
      set.delete(a);
      set.delete(b);
      // Two factors with z are few enough; only longer products count.
      if (set.size > 1) {
        for (const c of set) {
          count(keyOf(c, z), p);
          fresh.add(keyOf(c, z));
        }
      }
      set.add(z);
    }
    for (const other of fresh) queue(other);
  }
  return { ancillas, products: factors.map((set, p) => ({ factors: [...set], weight: given[p]!.weight })) };
}

/** Adds weight times a product of at most two literals of different bits. */
function addProduct(quadratic: BitQuadratic, literals: readonly number[], weight: number): void {
  const bits = literals.map((literal) => Math.abs(literal) - 1);
  const slopes = literals.map(Math.sign);
  const constants = literals.map((literal) => (literal < 0 ? 1 : 0));
  if (literals.length === 0) quadratic.offset += weight;
  if (literals.length === 1) {
    quadratic.offset += weight * constants[0]!;
    quadratic.linear[bits[0]!]! += weight * slopes[0]!;
  }
  if (literals.length === 2) {
    quadratic.offset += weight * constants[0]! * constants[1]!;
    quadratic.linear[bits[0]!]! += weight * slopes[0]! * constants[1]!;
    quadratic.linear[bits[1]!]! += weight * slopes[1]! * constants[0]!;
    addPair(quadratic, bits[0]!, bits[1]!, weight * slopes[0]! * slopes[1]!);
  }
}

/** Adds the products and what keeps the ancillas right; ancilla k is bit n + k. */
export function addSubstituted(quadratic: BitQuadratic, { ancillas, products }: Substituted, n: number): void {
  for (const { factors, weight } of products) addProduct(quadratic, factors, weight);
  ancillas.forEach(({ a, b, weight }, k) => {
    const z = n + k + 1;
    addProduct(quadratic, [a, b], weight);
    addProduct(quadratic, [a, z], -weight);
    addProduct(quadratic, [b, z], -weight);
    addProduct(quadratic, [z], weight);
  });
}
