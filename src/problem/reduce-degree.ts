/**
 * Quadratic polynomials from polynomials of any degree: a pair of bits that many monomials hold is replaced by an
 * ancilla z, which a penalty holds at their product. The pair that most monomials hold goes first, so that few ancillas
 * are made; the fewest are hard to find.
 *
 * Source: Rosenberg, Cahiers du Centre d'Etudes de Recherche Operationnelle 17, 1975; Boros and Hammer, Discrete Appl.
 * Math. 123, 2002, section 4.4.
 */

import { LimitError } from "../core/index.ts";
import { addTerm, boundsOf, keyOf, type Polynomial, variablesOf } from "./polynomial.ts";

/** Bit `ancilla` stands for the product of bits `left` and `right`, which may be ancillas made before. */
export interface Substitution {
  readonly ancilla: number;
  readonly left: number;
  readonly right: number;
}

/** Largest number of monomials of a degree above 2. */
const MAX_HIGH_TERMS = 1000;

interface HighTerm {
  variables: number[];
  readonly coefficient: number;
}

/** The pair that most terms hold, the first of several. */
function commonest(pairs: ReadonlyMap<string, ReadonlySet<HighTerm>>): string {
  let best = "";
  let most = 0;
  for (const [pair, terms] of pairs) {
    if (terms.size <= most) continue;
    most = terms.size;
    best = pair;
  }
  return best;
}

function* pairsOf(variables: readonly number[]): Generator<string> {
  for (let i = 0; i < variables.length; i++) {
    for (let j = i + 1; j < variables.length; j++) yield keyOf([variables[i]!, variables[j]!]);
  }
}

/**
 * Reduces a polynomial of bits to degree 2; which pairs are replaced depends on its monomials and not on their
 * coefficients, of which some may be 0.
 *
 * The penalty M (x y - 2 x z - 2 y z + 3 z) is 0 for z = x y and at least M otherwise. M is the most that a wrong z can
 * gain: the larger of the sums of the positive and of the negative coefficients of the monomials that hold z when z is
 * made. Whatever the other bits are, making the last ancilla right then never raises the value, and its monomials
 * become those that it replaced; so then with the last but one, and so on. The lowest value over all ancillas is that
 * of the polynomial given.
 *
 * @param n number of bits; ancillas are n, n + 1 and so on
 * @throws LimitError above MAX_HIGH_TERMS.
 */
export function reduceDegree(
  polynomial: Polynomial,
  n: number,
): { readonly quadratic: Polynomial; readonly substitutions: readonly Substitution[] } {
  const quadratic: Polynomial = new Map();
  const pairs = new Map<string, Set<HighTerm>>();
  const note = (term: HighTerm): void => {
    for (const pair of pairsOf(term.variables)) {
      const holders = pairs.get(pair);
      if (holders === undefined) pairs.set(pair, new Set([term]));
      else holders.add(term);
    }
  };
  const forget = (term: HighTerm): void => {
    for (const pair of pairsOf(term.variables)) {
      const holders = pairs.get(pair)!;
      holders.delete(term);
      if (holders.size === 0) pairs.delete(pair);
    }
  };
  let high = 0;
  for (const [key, coefficient] of polynomial) {
    const variables = variablesOf(key);
    if (variables.length <= 2) {
      quadratic.set(key, coefficient);
      continue;
    }
    if (++high > MAX_HIGH_TERMS) {
      throw new LimitError("too many terms have a degree above 2", {
        code: "problem.degree-terms",
        received: `more than ${MAX_HIGH_TERMS}`,
        expected: `at most ${MAX_HIGH_TERMS}, counting those of squared constraints`,
      });
    }
    note({ variables, coefficient });
  }
  const substitutions: Substitution[] = [];
  while (pairs.size > 0) {
    const pair = commonest(pairs);
    const [left, right] = variablesOf(pair) as [number, number];
    const ancilla = n + substitutions.length;
    substitutions.push({ ancilla, left, right });
    const terms = [...pairs.get(pair)!];
    for (const term of terms) {
      forget(term);
      // The ancilla is the largest number: variables stay ascending.
      term.variables = [...term.variables.filter((variable) => variable !== left && variable !== right), ancilla];
      if (term.variables.length > 2) note(term);
      else addTerm(quadratic, keyOf(term.variables), term.coefficient);
    }
    const { low, high: above } = boundsOf(terms.map(({ coefficient }) => coefficient));
    const penalty = Math.max(above, -low);
    addTerm(quadratic, pair, penalty);
    addTerm(quadratic, keyOf([left, ancilla]), -2 * penalty);
    addTerm(quadratic, keyOf([right, ancilla]), -2 * penalty);
    addTerm(quadratic, keyOf([ancilla]), 3 * penalty);
  }
  return { quadratic, substitutions };
}
