/**
 * Expressions typed by hand: minimise or maximise a polynomial of bits and spins, under equations and inequalities
 * between such polynomials with integer coefficients. A solution is a value for each variable, kept as a spin: up is 1,
 * down is 0 for a bit and -1 for a spin.
 */

import { ArgumentError, requireFinite, requireInteger } from "../core/index.ts";
import type { Spins } from "../network/index.ts";
import { standardForm } from "./constraint.ts";
import { encodeExpression, spinCount, spinsOfValues } from "./expression-encode.ts";
import { loadAlgebra, MAX_DEGREE } from "./formats/algebra.ts";
import {
  type Comparison,
  formatComparison,
  formatExpressionText,
  isVariableName,
  parseExpressionText,
  type Variable,
} from "./formats/expression-text.ts";
import { lineError, numberedLines } from "./formats/lines.ts";
import { readNotes } from "./formats/notes.ts";
import { cleanName, nameOfFile, requireName } from "./instance-name.ts";
import { addTerm, evaluateTerms, keyOf, type Polynomial, type Term, termsOf } from "./polynomial.ts";
import type { Decoded, EncodingMethod, Problem, ProblemKind, Score, SolutionForm } from "./problem.ts";
import { requireSpins } from "./require-spins.ts";

/** An expression to be minimised or maximised; n counts its variables. */
export interface Expression extends Problem {
  readonly kind: "expression";
  readonly variables: readonly Variable[];
  /** By degree and then by their variables, each monomial once. */
  readonly objective: readonly Term[];
  readonly constraints: readonly Comparison[];
}

/** Largest sum of the objective's magnitudes. */
const MAX_OBJECTIVE = 2 ** 53;

const EXTENSIONS = [".expr", ".opt"] as const;

const magnitude = (terms: readonly Term[]): number =>
  terms.reduce((sum, { coefficient }) => sum + Math.abs(coefficient), 0);

/** Terms with ascending variables and each monomial once. @throws ArgumentError for a variable or coefficient. */
function canonicalTerms(name: string, n: number, terms: readonly Term[]): Term[] {
  const polynomial: Polynomial = new Map();
  for (const { coefficient, variables } of terms) {
    requireFinite(`${name} coefficient`, [coefficient], 1);
    requireInteger(`${name} degree`, variables.length, 0, MAX_DEGREE);
    for (const variable of variables) requireInteger(`${name} variable`, variable, 0, n - 1);
    requireInteger(`${name} different variables`, new Set(variables).size, variables.length, variables.length);
    addTerm(polynomial, keyOf([...variables].sort((a, b) => a - b)), coefficient);
  }
  return termsOf(polynomial);
}

function unfit(what: string, received: string, expected: string): ArgumentError {
  return new ArgumentError(what, { code: "problem.constraint", received, expected });
}

/**
 * Builds a task.
 * @param objective products of different variables, which are numbers in `variables`
 * @throws ArgumentError for names, variables, coefficients or constraints that are not right.
 */
export function createExpression(
  name: string,
  sense: "max" | "min",
  variables: readonly Variable[],
  objective: readonly Term[],
  constraints: readonly Comparison[] = [],
): Expression {
  requireName(name);
  const n = variables.length;
  requireInteger("n", n, 1);
  const names = variables.map((variable) => variable.name);
  if (!names.every(isVariableName) || new Set(names).size !== n) {
    throw unfit("the variables are not named", names.join(" "), "names such as x1 that are not reserved, each once");
  }
  const copies = variables.map((variable) => ({ name: variable.name, type: variable.type }));
  const comparisons = constraints.map(({ terms, relation, bound }, c) => {
    requireFinite(`constraints[${c}].bound`, [bound], 1);
    const comparison = { terms: canonicalTerms(`constraints[${c}]`, n, terms), relation, bound: bound + 0 };
    const form = standardForm(comparison, (variable) => copies[variable]!.type);
    if ("what" in form) throw unfit(form.what, formatComparison(comparison, copies), form.expected);
    return comparison;
  });
  const terms = canonicalTerms("objective", n, objective);
  requireFinite("sum of magnitudes", [magnitude(terms) <= MAX_OBJECTIVE ? 0 : Infinity], 1);
  return { kind: "expression", name, n, sense, variables: copies, objective: terms, constraints: comparisons };
}

/**
 * Parses an expression.
 * @throws ProblemError with file and line, LimitError for too many terms; ArgumentError before the kind's `prepare`.
 */
export function parseExpression(text: string, file: string): Expression {
  const { sense, variables, objective, constraints } = parseExpressionText(text, file);
  if (variables.length === 0) {
    throw lineError("the expression has no variables", "problem.expression", file, 1, "numbers", "a variable at least");
  }
  if (!(magnitude(objective) <= MAX_OBJECTIVE)) {
    const received = `coefficients that sum to ${magnitude(objective)}`;
    throw lineError("the objective is too large", "problem.value-sum", file, 1, received, `at most ${MAX_OBJECTIVE}`);
  }
  const comparisons = constraints.map(({ line, ...comparison }) => {
    const form = standardForm(comparison, (variable) => variables[variable]!.type);
    if (!("what" in form)) return comparison;
    const received = formatComparison(comparison, variables);
    throw lineError(form.what, "problem.constraint", file, line, received, form.expected);
  });
  const name = cleanName(readNotes(text, "#").get("name")?.value ?? "") || nameOfFile(file, EXTENSIONS, "expression");
  return { kind: "expression", name, n: variables.length, sense, variables, objective, constraints: comparisons };
}

/** Values of the variables as the task means them. */
function valuesAt({ variables }: Expression, solution: Spins): (variable: number) => number {
  return (variable) => {
    if (solution[variable] === 1) return 1;
    return variables[variable]!.type === "spin" ? -1 : 0;
  };
}

/** Constraints that values break, one line each. */
function brokenConstraints(problem: Expression, solution: Spins): string[] {
  const valueAt = valuesAt(problem, solution);
  return problem.constraints.flatMap((constraint) => {
    const value = evaluateTerms(constraint.terms, valueAt);
    const { relation, bound } = constraint;
    const holds = relation === "=" ? value === bound : relation === "<=" ? value <= bound : value >= bound;
    return holds ? [] : [`${formatComparison(constraint, problem.variables)} fails: the left side is ${value}`];
  });
}

/** The objective's value; NaN when a constraint fails. @throws ProblemError unless `solution` holds n spins. */
export function scoreExpression(problem: Expression, solution: Spins): Score {
  requireSpins(solution, problem.n, "variable");
  const violations = brokenConstraints(problem, solution);
  if (violations.length > 0) return { objective: Number.NaN, feasible: false, violations };
  return { objective: evaluateTerms(problem.objective, valuesAt(problem, solution)), feasible: true, violations };
}

/** Reads "name = value" lines in any order. @throws ProblemError with file and line. */
function parseValues(text: string, file: string, { n, variables }: Expression): Spins {
  const numbers = new Map(variables.map(({ name }, i) => [name, i]));
  const solution = new Int8Array(n);
  let lastLine = 1;
  for (const { line, text: content } of numberedLines(text)) {
    const statement = content.split("#", 1)[0]!.trim();
    if (statement === "") continue;
    lastLine = line;
    const [, name = "", value = ""] = /^(\w+)[ \t]*=[ \t]*([+-]?[01])$/.exec(statement) ?? [];
    const variable = numbers.get(name);
    if (variable === undefined || solution[variable] !== 0) {
      const expected = '"name = value", each variable once';
      throw lineError("the value cannot be read", "problem.solution-value", file, line, statement, expected);
    }
    const down = variables[variable]!.type === "spin" ? -1 : 0;
    if (Number(value) !== 1 && Number(value) !== down) {
      throw lineError("the value is not right", "problem.solution-value", file, line, statement, `1 or ${down}`);
    }
    solution[variable] = Number(value) === 1 ? 1 : -1;
  }
  const missing = solution.indexOf(0);
  if (missing < 0) return solution;
  const expected = `a value of ${variables[missing]!.name}`;
  throw lineError("a variable is missing", "problem.solution-length", file, lastLine, "the end", expected);
}

const penalties: EncodingMethod<Expression, Spins> = {
  name: "penalties",
  description: "a spin for every variable, then slack bits of inequalities and ancillas of products",
  encode: encodeExpression,
  decode(problem, spins): Decoded<Spins> {
    requireSpins(spins, spinCount(problem), "variable, slack bit and ancilla");
    const solution = spins.slice(0, problem.n);
    const violations = brokenConstraints(problem, solution);
    return violations.length === 0 ? { feasible: true, solution } : { feasible: false, violations };
  },
  spinsOf: spinsOfValues,
};

const form: SolutionForm<Expression, Spins> = {
  parse: parseValues,
  format(problem, solution) {
    const valueAt = valuesAt(problem, solution);
    return problem.variables.map(({ name }, i) => `${name} = ${valueAt(i)}\n`).join("");
  },
  score: scoreExpression,
};

/** The task kind "expression". */
export const expressionKind: ProblemKind<Expression> = {
  kind: "expression",
  extensions: EXTENSIONS,
  prepare: loadAlgebra,
  parse: parseExpression,
  format: (problem) => formatExpressionText(problem, [`name: ${problem.name}`]),
  encodings: [penalties],
  solution: form,
};
