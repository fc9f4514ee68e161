/**
 * The encoding of expressions: constraints become penalties, inequalities with slack bits where they need them, and
 * products of three variables and more are reduced by ancillas. Bits are first the variables, then the slack of each
 * constraint, then the ancillas.
 *
 * Source: Glover, Kochenberger and Du, 4OR 17, 2019, for the penalties; their weight by the argument of
 * `constraintPenalty`.
 */

import type { Spins } from "../network/index.ts";
import { addPair, bitQuadratic, quadraticEncoding } from "./bit-quadratic.ts";
import { type Constraint, standardForm } from "./constraint.ts";
import { requireEncodable } from "./dense-couplings.ts";
import type { Comparison, Variable } from "./formats/expression-text.ts";
import { penaltyOf } from "./penalty.ts";
import {
  addPolynomial,
  addTerm,
  boundsOf,
  evaluateTerms,
  inBits,
  multiply,
  type Polynomial,
  type Term,
  termsOf,
  variablesOf,
} from "./polynomial.ts";
import type { EncodeOptions, Encoding, Penalty } from "./problem.ts";
import { reduceDegree, type Substitution } from "./reduce-degree.ts";
import { logSlack, setSlack } from "./slack.ts";

/** A polynomial to be minimised or maximised under constraints. */
export interface ExpressionTask {
  readonly n: number;
  readonly sense: "max" | "min";
  readonly variables: readonly Variable[];
  readonly objective: readonly Term[];
  readonly constraints: readonly Comparison[];
}

/** The slack of one constraint: bits `first`, `first` + 1 and so on make up for what `bits` lacks to 0. */
interface Slack {
  readonly first: number;
  readonly weights: readonly number[];
  readonly bits: readonly Term[];
}

/** An expression in bits alone. */
interface Compiled {
  readonly quadratic: Polynomial;
  /** Number of bits. */
  readonly size: number;
  readonly slacks: readonly Slack[];
  readonly substitutions: readonly Substitution[];
  readonly penalty: Penalty | null;
}

const binary = (): "binary" => "binary";

/** A penalty: 0 for the best slack where the constraint holds, at least 1 elsewhere. */
interface ConstraintPenalty {
  readonly polynomial: Polynomial;
  readonly slack: Slack | null;
}

/**
 * The penalty of a constraint that not every state fulfils, with g its polynomial, of integers between low and high. An
 * equation costs |g| when g has one sign and g^2 otherwise; g <= 0 costs g when g is never negative, g (g + 1) / 2 when it is
 * never below -1, and (g + slack)^2 otherwise, with slack from 0 to -low.
 */
function penaltyFor({ isEquation, bits, low, high }: Constraint, first: number): ConstraintPenalty {
  const square = (polynomial: Polynomial): Polynomial => multiply(polynomial, polynomial, binary);
  if (low >= 0) return { polynomial: bits, slack: null };
  if (isEquation) {
    if (high > 0) return { polynomial: square(bits), slack: null };
    return { polynomial: new Map(Array.from(bits, ([key, value]) => [key, -value])), slack: null };
  }
  if (low === -1) {
    const twice = square(bits);
    addPolynomial(twice, bits);
    return { polynomial: new Map(Array.from(twice, ([key, value]) => [key, value / 2])), slack: null };
  }
  const weights = logSlack(-low);
  const filled = new Map(bits);
  weights.forEach((weight, b) => {
    addTerm(filled, String(first + b), weight);
  });
  return { polynomial: square(filled), slack: { first, weights, bits: termsOf(bits) } };
}

/**
 * The most that mending a constraint by one flip costs, or Infinity when a flip may break another or not be enough. It
 * is known when all constraints are linear, an equation has coefficients 1 and -1 only and shares no variable, and no two
 * inequalities pull a variable in opposite directions. Then every broken constraint has a variable whose flip lowers its
 * penalty by 1 at least, and no other's rises.
 */
function dearestFlip(objective: Polynomial, constraints: readonly Constraint[]): number {
  const pulls = new Map<number, number>();
  let dearest = 0;
  const byVariable = new Map<number, number[]>();
  for (const [key, coefficient] of objective) {
    for (const variable of variablesOf(key)) {
      const list = byVariable.get(variable);
      if (list === undefined) byVariable.set(variable, [coefficient]);
      else list.push(coefficient);
    }
  }
  for (const { isEquation, bits } of constraints) {
    for (const [key, coefficient] of bits) {
      if (key === "") continue;
      const variables = variablesOf(key);
      const variable = variables[0]!;
      // 1 or -1 for inequalities, 2 for an equation: 2 agrees with nothing.
      const pull = isEquation ? 2 : Math.sign(coefficient);
      const before = pulls.get(variable);
      const isShared = before !== undefined && (isEquation || before !== pull);
      if (variables.length > 1 || isShared || (isEquation && Math.abs(coefficient) !== 1)) return Infinity;
      pulls.set(variable, pull);
      // A variable that is taken away saves its share of the objective, one that is put in costs it.
      const { low, high } = boundsOf(byVariable.get(variable) ?? []);
      if (pull !== -1) dearest = Math.max(dearest, -low);
      if (pull !== 1) dearest = Math.max(dearest, high);
    }
  }
  return dearest;
}

/** The smallest difference of two objectives that can be told: 1 for integers, else at most the smallest coefficient. */
function stepOf(objective: Polynomial): number {
  const coefficients = [...objective.values()];
  if (coefficients.every(Number.isInteger)) return 1;
  return Math.min(1, ...coefficients.filter((value) => value !== 0).map(Math.abs));
}

/**
 * The penalty weight A, as small as the better of two arguments allows. One: broken constraints can be mended by single
 * flips that cost D at most each and save A (`dearestFlip`), so that every infeasible state lies A - D above some
 * feasible one. Two: a broken constraint costs A, and the objective of any two states differs by its range R at most,
 * so that every infeasible state lies A - R above every feasible one. A is D or R, whichever is less, plus a step:
 * 1 when the objective's coefficients are integers.
 */
function constraintPenalty(objective: Polynomial, constraints: readonly Constraint[], chosen?: number): Penalty {
  const flip = dearestFlip(objective, constraints);
  const { low, high } = boundsOf([...objective].flatMap(([key, value]) => (key === "" ? [] : [value])));
  const loss = Math.min(flip, high - low);
  const argument =
    flip <= high - low
      ? "single flips mend one constraint after another, each for less than it saves"
      : "a broken constraint costs more than the objective's whole range";
  const weight = chosen ?? loss + stepOf(objective);
  return penaltyOf(weight, weight - loss, argument);
}

/** Constraints that are fit for penalties and that some state breaks. */
function constraintsOf(task: ExpressionTask): Constraint[] {
  return task.constraints.flatMap((comparison) => {
    const constraint = standardForm(comparison, (variable) => task.variables[variable]!.type);
    const isBreakable = "bits" in constraint && (constraint.high > 0 || (constraint.isEquation && constraint.low < 0));
    return isBreakable ? [constraint] : [];
  });
}

/** The objective in bits, as one that is minimised. */
function minimised({ sense, variables, objective }: ExpressionTask): Polynomial {
  const bits = inBits(objective, (variable) => variables[variable]!.type);
  if (sense === "min") return bits;
  return new Map(Array.from(bits, ([key, value]) => [key, 0 - value]));
}

function compile(task: ExpressionTask, penaltyWeight?: number): Compiled {
  requireEncodable(task.n, `${task.n} variables`);
  const objective = minimised(task);
  const constraints = constraintsOf(task);
  const penalty = constraints.length === 0 ? null : constraintPenalty(objective, constraints, penaltyWeight);
  const total = new Map(objective);
  const slacks: Slack[] = [];
  let size = task.n;
  for (const constraint of constraints) {
    const { polynomial, slack } = penaltyFor(constraint, size);
    addPolynomial(total, polynomial, penalty!.weight);
    if (slack === null) continue;
    slacks.push(slack);
    size += slack.weights.length;
  }
  const { quadratic, substitutions } = reduceDegree(total, size);
  return { quadratic, size: size + substitutions.length, slacks, substitutions, penalty };
}

/** What was compiled of a task, for decoding asks again and again how many spins there are. */
const compiled = new WeakMap<ExpressionTask, Compiled>();

function structureOf(task: ExpressionTask): Compiled {
  let found = compiled.get(task);
  if (found === undefined) {
    found = compile(task);
    compiled.set(task, found);
  }
  return found;
}

/** Number of spins of a task: variables, slack and ancillas. */
export const spinCount = (task: ExpressionTask): number => structureOf(task).size;

/** Encodes an expression. @throws LimitError above MAX_ENCODED_SPINS or for too many terms. */
export function encodeExpression(task: ExpressionTask, options: EncodeOptions = {}): Encoding {
  const { penaltyWeight } = options;
  const { quadratic, size, penalty } = penaltyWeight === undefined ? structureOf(task) : compile(task, penaltyWeight);
  const cost = bitQuadratic(size, `${size} spins for ${task.n} variables, slack and ancillas`);
  for (const [key, coefficient] of quadratic) {
    const [i, j] = variablesOf(key);
    if (i === undefined) cost.offset += coefficient;
    else if (j === undefined) cost.linear[i]! += coefficient;
    else addPair(cost, i, j, coefficient);
  }
  return quadraticEncoding(cost, "penalties", task.sense, penalty);
}

/** The spins of values of the variables, slack and ancillas at their best. */
export function spinsOfValues(task: ExpressionTask, values: Spins): Spins {
  const { size, slacks, substitutions } = structureOf(task);
  const spins = new Int8Array(size).fill(-1);
  spins.set(values);
  const bit = (i: number): number => (spins[i] === 1 ? 1 : 0);
  for (const { first, weights, bits } of slacks) {
    const lack = Math.max(0, -evaluateTerms(bits, bit));
    setSlack(spins, first, weights, lack);
  }
  for (const { ancilla, left, right } of substitutions) spins[ancilla] = bit(left) * bit(right) === 1 ? 1 : -1;
  return spins;
}
