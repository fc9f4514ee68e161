/** Constraints between polynomials in a form that a penalty can be made of: integers, in bits, compared with 0. */

import type { Comparison } from "./formats/expression-text.ts";
import { boundsOf, inBits, type Polynomial, type VariableType } from "./polynomial.ts";

/** "bits = 0" or "bits <= 0", divided by what all coefficients have in common. */
export interface Constraint {
  readonly isEquation: boolean;
  /** Integer coefficients; the constant has the key "". */
  readonly bits: Polynomial;
  /** Bounds of `bits` over all values, exact when it is linear. */
  readonly low: number;
  readonly high: number;
}

/** Why no penalty can be made of a constraint. */
export interface Unfit {
  readonly what: string;
  readonly expected: string;
}

/** Largest sum of a constraint's magnitudes: its square is exact, and its slack takes 26 bits at most. */
const MAX_MAGNITUDE = 2 ** 25;

/** The greatest common divisor of integers that are not negative. */
function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** A comparison in standard form, or why it has none. */
export function standardForm(comparison: Comparison, typeOf: (variable: number) => VariableType): Constraint | Unfit {
  const { terms, relation, bound } = comparison;
  const isEquation = relation === "=";
  const sign = relation === ">=" ? -1 : 1;
  const given = inBits([...terms, { coefficient: -bound, variables: [] }], typeOf);
  const constant = sign * (given.get("") ?? 0);
  given.delete("");
  const coefficients = [...given.values()];
  if (coefficients.length === 0) return { what: "the constraint has no variables", expected: "a variable at least" };
  const magnitude = coefficients.reduce((sum, value) => sum + Math.abs(value), Math.abs(constant));
  if (!coefficients.every(Number.isInteger) || (isEquation && !Number.isInteger(constant))) {
    const expected = "integer coefficients, such as both sides times 10 give of tenths";
    return { what: "the constraint's coefficients are not whole", expected };
  }
  if (magnitude > MAX_MAGNITUDE) {
    return {
      what: "the constraint's coefficients are too large",
      expected: `magnitudes that sum to ${MAX_MAGNITUDE} at most`,
    };
  }
  const common = coefficients.reduce((a, b) => divisor(a, Math.abs(b)), 0);
  const bits: Polynomial = new Map();
  for (const [key, coefficient] of given) bits.set(key, (sign * coefficient) / common);
  // Below an integer, a sum of integers is below the next whole number too.
  const rest = isEquation ? constant / common : Math.ceil(constant / common);
  if (rest !== 0) bits.set("", rest);
  const { low, high } = boundsOf([...bits].flatMap(([key, coefficient]) => (key === "" ? [] : [coefficient])));
  const constraint = { isEquation, bits, low: low + rest, high: high + rest };
  const isImpossible = constraint.low > 0 || (isEquation && (constraint.high < 0 || !Number.isInteger(rest)));
  if (isImpossible) return { what: "the constraint can never hold", expected: "one that some values fulfil" };
  return constraint;
}
