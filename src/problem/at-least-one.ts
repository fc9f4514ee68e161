/**
 * "At least one of k literals is true" as a quadratic cost: 1 when none is, else 0, at the best values of
 * ceil(log2 k) - 1 ancillas (none for k <= 2); other values never cost less.
 *
 * With t literals true and u = t - 2 e, the cost is (u - 1)(u - 2) / 2, which no integer u makes negative. The ancillas
 * count e = 0 .. floor((k - 1) / 2): t > 0 is 2 e + 1 or 2 e + 2 for one of these, which costs nothing, and t = 0 costs 1
 * with e = 0 and more with another. Slack in t - 1 = e would take one ancilla more, pair substitution k - 2.
 *
 * Source: Boros, Crama and Rodriguez-Heck, Compact quadratizations for pseudo-Boolean functions, J. Comb. Optim. 39,
 * 2020, which gives this for a product of k bits, here of the literals' complements, and proves that no fewer will do.
 */

import type { Spins } from "../network/index.ts";
import { addSquare, type BitQuadratic } from "./bit-quadratic.ts";
import { logSlack, setSlack } from "./slack.ts";

/** Literals as DIMACS writes them: v + 1 for bit v, -(v + 1) for its complement; no bit twice. */
export type Literals = ArrayLike<number>;

/** What the ancillas of k literals count to, in steps of 2. */
const pairSlack = (k: number): number[] => logSlack(Math.max(0, Math.floor((k - 1) / 2)));

/** Number of ancillas that k literals take. */
export function atLeastOneAncillas(k: number): number {
  return pairSlack(k).length;
}

/** Adds the cost, times `weight`; the ancillas are the bits from `first` on. */
export function addAtLeastOne(quadratic: BitQuadratic, literals: Literals, weight: number, first: number): void {
  const bits: number[] = [];
  const coefficients: number[] = [];
  let constant = 0;
  for (let k = 0; k < literals.length; k++) {
    bits.push(Math.abs(literals[k]!) - 1);
    coefficients.push(Math.sign(literals[k]!));
    if (literals[k]! < 0) constant++;
  }
  pairSlack(literals.length).forEach((step, k) => {
    bits.push(first + k);
    coefficients.push(-2 * step);
  });
  addSquare(quadratic, { bits, coefficients, constant }, weight / 2, -1.5 * weight, weight);
}

/** Whether a literal is true. */
export const holds = (literal: number, spins: Spins): boolean => spins[Math.abs(literal) - 1] === Math.sign(literal);

/** Sets the ancillas from `first` on to their best values for the spins of the literals' bits. */
export function settleAtLeastOne(spins: Spins, literals: Literals, first: number): void {
  let held = 0;
  for (let k = 0; k < literals.length; k++) if (holds(literals[k]!, spins)) held++;
  setSlack(spins, first, pairSlack(literals.length), Math.max(0, Math.floor((held - 1) / 2)));
}
