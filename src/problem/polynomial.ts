/**
 * Polynomials of bits and spins. Squares are gone, for x^2 = x and s^2 = 1, so that a monomial is a set of variables.
 */

import { LimitError } from "../core/index.ts";

/** A variable of {0,1} or of {-1,+1}. */
export type VariableType = "binary" | "spin";

/** A coefficient times different variables, ascending; none for a constant. Plain data. */
export interface Term {
  readonly coefficient: number;
  readonly variables: readonly number[];
}

/** Coefficients by the variables of their monomials, "1,4" for x_1 x_4 and "" for the constant. */
export type Polynomial = Map<string, number>;

/** Largest number of products that one multiplication makes. */
const MAX_PRODUCTS = 1_000_000;

export const keyOf = (variables: readonly number[]): string => variables.join(",");

/** The variables of a monomial. */
export const variablesOf = (key: string): number[] => (key === "" ? [] : key.split(",").map(Number));

/** Adds coefficient * monomial; a coefficient of 0 stays. */
export function addTerm(target: Polynomial, key: string, coefficient: number): void {
  target.set(key, (target.get(key) ?? 0) + coefficient);
}

/** Adds factor * added to the target. */
export function addPolynomial(target: Polynomial, added: Polynomial, factor = 1): void {
  for (const [key, coefficient] of added) addTerm(target, key, factor * coefficient);
}

/** The monomial of two; a variable of both stays once when it is a bit and goes when it is a spin. */
function joined(a: readonly number[], b: readonly number[], typeOf: (variable: number) => VariableType): number[] {
  const out: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i] ?? Infinity, b[j] ?? Infinity];
    if (x !== y || typeOf(x) === "binary") out.push(Math.min(x, y));
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return out;
}

/** The product of two polynomials. @throws LimitError when it takes more than MAX_PRODUCTS. */
export function multiply(a: Polynomial, b: Polynomial, typeOf: (variable: number) => VariableType): Polynomial {
  if (a.size * b.size > MAX_PRODUCTS) {
    throw new LimitError("a product has too many terms", {
      code: "problem.terms",
      received: `${a.size} times ${b.size}`,
      expected: `at most ${MAX_PRODUCTS}`,
    });
  }
  const product: Polynomial = new Map();
  const right = Array.from(b, ([key, coefficient]) => ({ variables: variablesOf(key), coefficient }));
  for (const [key, coefficient] of a) {
    const left = variablesOf(key);
    for (const other of right) {
      addTerm(product, keyOf(joined(left, other.variables, typeOf)), coefficient * other.coefficient);
    }
  }
  return product;
}

/** Terms without those of coefficient 0, by degree and then by their variables. */
export function termsOf(polynomial: Polynomial): Term[] {
  const terms: Term[] = [];
  for (const [key, coefficient] of polynomial) {
    if (coefficient !== 0) terms.push({ coefficient, variables: variablesOf(key) });
  }
  return terms.sort((a, b) => {
    const byDegree = a.variables.length - b.variables.length;
    const at = byDegree !== 0 ? -1 : a.variables.findIndex((variable, i) => variable !== b.variables[i]);
    return at < 0 ? byDegree : a.variables[at]! - b.variables[at]!;
  });
}

/** The value of terms at values of their variables. */
export function evaluateTerms(terms: readonly Term[], valueAt: (variable: number) => number): number {
  let value = 0;
  for (const { coefficient, variables } of terms) {
    let product = coefficient;
    for (const variable of variables) product *= valueAt(variable);
    value += product;
  }
  return value;
}

/** The polynomial in bits alone: a spin becomes 2 x - 1. */
export function inBits(terms: readonly Term[], typeOf: (variable: number) => VariableType): Polynomial {
  const polynomial: Polynomial = new Map();
  for (const { coefficient, variables } of terms) {
    const spins = variables.filter((variable) => typeOf(variable) === "spin");
    for (let subset = 0; subset < 2 ** spins.length; subset++) {
      let factor = coefficient;
      const left = new Set<number>();
      spins.forEach((spin, i) => {
        if ((subset >> i) & 1) factor *= 2;
        else {
          factor = -factor;
          left.add(spin);
        }
      });
      addTerm(polynomial, keyOf(left.size === 0 ? variables : variables.filter((v) => !left.has(v))), factor);
    }
  }
  for (const [key, coefficient] of polynomial) if (coefficient === 0) polynomial.delete(key);
  return polynomial;
}

/** The sums of the negative and of the positive coefficients: bounds of a polynomial of bits, exact for a linear one. */
export function boundsOf(coefficients: Iterable<number>): { low: number; high: number } {
  let low = 0;
  let high = 0;
  for (const coefficient of coefficients) {
    low += Math.min(coefficient, 0);
    high += Math.max(coefficient, 0);
  }
  return { low, high };
}
