/**
 * Which pairs of literals several clauses should share an ancilla for.
 *
 * A clause of k literals costs its weight when the complements of all hold: a product of k factors, which takes
 * ceil(log2 k) - 1 ancillas (at-least-one.ts). One ancilla z in place of two factors a b makes that one fewer where k is
 * 2^j + 1, that is 3, 5, 9 or 17. So an ancilla that one clause has for itself loses nothing, and one that several share
 * saves all but one of theirs: the pair that most such clauses hold is taken first, until each has one.
 *
 * With M the weight of the clauses that hold z, adding M (a - z)(b - z) keeps z = a b at the minimum, and the minimum
 * what it was: the term is M where a = b = 1 and z = 0, and is never negative, while a wrong z = 1 makes the products
 * no smaller. Rosenberg's a b - 2 a z - 2 b z + 3 z, for weights of any sign, has couplings twice as large.
 *
 * Source: Rosenberg, Cahiers Centre Etudes Rech. Oper. 17, 1975, for one ancilla a pair; the choice and the term by the
 * arguments above.
 */

import { LimitError } from "../core/index.ts";
import { addSquare, type BitQuadratic } from "./bit-quadratic.ts";

/** Stands for "literals a and b are both false", as DIMACS writes literals. */
export interface SharedPair {
  readonly a: number;
  readonly b: number;
  /** The clauses that hold it. */
  readonly clauses: readonly number[];
}

/** Lengths at which one factor fewer takes one ancilla fewer; pairs of longer clauses are too many to compare. */
const LENGTHS: ReadonlySet<number> = new Set([3, 5, 9, 17]);

/** Most pairs that are compared: some hundreds of megabytes. */
const MAX_PAIRS = 2_000_000;

/** The pairs, each clause of one of the lengths above in exactly one of them. @throws LimitError for too many clauses. */
export function sharedPairs(clauses: readonly Int32Array[]): SharedPair[] {
  let pairs = 0;
  for (const { length } of clauses) if (LENGTHS.has(length)) pairs += (length * (length - 1)) / 2;
  if (pairs > MAX_PAIRS) {
    throw new LimitError("there are too many clauses to look for pairs that they share", {
      code: "problem.encode-pairs",
      received: `${pairs} pairs of literals`,
      expected: `at most ${MAX_PAIRS}, or the encoding "counting"`,
    });
  }
  const holders = new Map<string, { readonly a: number; readonly b: number; clauses: number[] }>();
  clauses.forEach((clause, c) => {
    if (!LENGTHS.has(clause.length)) return;
    for (let i = 0; i < clause.length; i++) {
      for (let j = i + 1; j < clause.length; j++) {
        const [a, b] = [clause[i]!, clause[j]!];
        const found = holders.get(`${a} ${b}`);
        if (found === undefined) holders.set(`${a} ${b}`, { a, b, clauses: [c] });
        else found.clauses.push(c);
      }
    }
  });
  const most = [...holders.values()].reduce((largest, pair) => Math.max(largest, pair.clauses.length), 0);
  const buckets = Array.from({ length: most + 1 }, () => [] as SharedPair[]);
  for (const pair of holders.values()) buckets[pair.clauses.length]!.push(pair);
  const isDone = new Uint8Array(clauses.length);
  const taken: SharedPair[] = [];
  for (let size = most; size > 0; size--) {
    // A pair whose clauses are partly done goes to a bucket below, which is emptied later.
    for (const { a, b, clauses: all } of buckets[size]!) {
      const left = all.filter((c) => isDone[c] === 0);
      if (left.length < size) {
        buckets[left.length]!.push({ a, b, clauses: left });
        continue;
      }
      for (const c of left) isDone[c] = 1;
      taken.push({ a, b, clauses: left });
    }
  }
  return taken;
}

/** Adds weight (a - z)(b - z) with a and b the complements of the literals and z the bit of the ancilla. */
export function addPairTerm(quadratic: BitQuadratic, { a, b }: SharedPair, weight: number, z: number): void {
  // With u = a + b - z that is u (u - 1) / 2 for bits.
  const bits = [Math.abs(a) - 1, Math.abs(b) - 1, z];
  const constant = (a > 0 ? 1 : 0) + (b > 0 ? 1 : 0);
  const u = { bits, coefficients: [-Math.sign(a), -Math.sign(b), -1], constant };
  addSquare(quadratic, u, weight / 2, -weight / 2, 0);
}
