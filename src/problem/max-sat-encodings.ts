/**
 * MAX-SAT as a network: spin v is variable v, +1 for true, and ancillas behind make clauses of more than two literals
 * quadratic. Both encodings cost exactly the weight of the clauses falsified at the best values of the ancillas, a hard
 * clause weighing the penalty weight, and never less at others; they differ in the ancillas.
 */

import type { Spins } from "../network/index.ts";
import { addAtLeastOne, atLeastOneAncillas, holds, type Literals, settleAtLeastOne } from "./at-least-one.ts";
import { type BitQuadratic, bitQuadratic, quadraticEncoding } from "./bit-quadratic.ts";
import { requireEncodable } from "./dense-couplings.ts";
import { type Clauses, literalsOf } from "./formats/dimacs-cnf.ts";
import { penaltyOf } from "./penalty.ts";
import type { EncodingMethod, Penalty, Problem, Score } from "./problem.ts";
import { requireSpins } from "./require-spins.ts";
import { addPairTerm, type SharedPair, sharedPairs } from "./shared-pairs.ts";

interface ClauseTask extends Problem, Clauses {}

/** The clauses that can be falsified: not those that hold a variable and its complement, which sorting puts side by side. */
function falsifiable(problem: Clauses): number[] {
  return [...problem.weights.keys()].filter((c) => {
    const clause = literalsOf(problem, c);
    return clause.every((literal, k) => k === 0 || literal !== -clause[k - 1]!);
  });
}

/**
 * An upper bound on the weight of the soft clauses that an assignment falsifies. Each clause is charged to one of its
 * literals; of the clauses charged to a variable those with it plain and those with its complement are never falsified
 * together, so that the heavier side counts.
 */
export function mostFalsified(problem: Clauses): number {
  /** Charged to v at 2 v and to its complement at 2 v + 1. */
  const charged = new Float64Array(2 * problem.n);
  const soft = falsifiable(problem).filter((c) => problem.weights[c]! > 0);
  let bound = 0;
  for (const c of soft.sort((a, b) => problem.weights[b]! - problem.weights[a]!)) {
    const weight = problem.weights[c]!;
    let least = weight;
    let best = -1;
    for (const literal of literalsOf(problem, c)) {
      const side = 2 * (Math.abs(literal) - 1) + (literal < 0 ? 1 : 0);
      const more = Math.max(0, charged[side]! + weight - Math.max(charged[side]!, charged[side ^ 1]!));
      if (best >= 0 && more >= least) continue;
      least = more;
      best = side;
    }
    if (best >= 0) charged[best]! += weight;
    bound += least;
  }
  return bound;
}

/**
 * The penalty weight A of a falsified hard clause, as small as this argument allows; null without hard clauses. A state
 * that falsifies a hard clause costs A at least. With U the bound of `mostFalsified`, every feasible one costs U at
 * most, at the best values of its ancillas. So all infeasible states lie at least A - U above all feasible ones, and
 * A = U + 1 makes that 1, the smallest difference of two costs. It takes no feasible assignment to be known; whether there
 * is one is as hard a question as the task.
 *
 * Source: the "top" of MaxSAT evaluations, which is 1 more than the sum of all soft weights.
 */
function hardPenalty(problem: Clauses, clauses: readonly number[], chosen?: number): Penalty | null {
  if (clauses.every((c) => problem.weights[c]! > 0)) return null;
  const most = mostFalsified(problem);
  const argument =
    "a falsified hard clause costs more than all the soft clauses that can be falsified together, so that every infeasible state lies above every feasible one";
  const weight = chosen ?? most + 1;
  return penaltyOf(weight, weight - most, argument);
}

/** How clauses of more than two literals become quadratic. */
interface Reduction<Plan> {
  readonly name: string;
  readonly description: string;
  /** @param weights one a clause @param first the first bit that is free for an ancilla */
  plan(clauses: readonly Int32Array[], weights: Float64Array, first: number): Plan;
  ancillas(plan: Plan): number;
  add(quadratic: BitQuadratic, plan: Plan): void;
  /** Sets the ancillas to their best values. */
  settle(spins: Spins, plan: Plan): void;
}

function encodingOf<P extends ClauseTask, Plan>(
  reduction: Reduction<Plan>,
  score: (problem: P, spins: Spins) => Score,
): EncodingMethod<P, Spins> {
  const { name, description } = reduction;
  const planOf = (problem: P, weights: Float64Array): Plan =>
    reduction.plan(
      falsifiable(problem).map((c) => literalsOf(problem, c)),
      weights,
      problem.n,
    );
  /** The ancillas do not depend on the weights. */
  const unweighted = (problem: P): Plan => planOf(problem, new Float64Array(problem.weights.length));
  return {
    name,
    description,
    encode(problem, options = {}) {
      requireEncodable(problem.n, `${problem.n} variables`);
      const clauses = falsifiable(problem);
      const penalty = hardPenalty(problem, clauses, options.penaltyWeight);
      const weights = Float64Array.from(clauses, (c) => problem.weights[c]! || (penalty?.weight ?? 0));
      const plan = planOf(problem, weights);
      const spins = problem.n + reduction.ancillas(plan);
      requireEncodable(spins, `${spins} spins for ${problem.n} variables and ${clauses.length} clauses`);
      const quadratic = bitQuadratic(spins, `${spins} spins`);
      reduction.add(quadratic, plan);
      return quadraticEncoding(quadratic, name, "min", penalty);
    },
    decode(problem, spins) {
      requireSpins(spins, problem.n + reduction.ancillas(unweighted(problem)), "variable and ancilla");
      const solution = spins.slice(0, problem.n);
      const { feasible, violations } = score(problem, solution);
      return feasible ? { feasible, solution } : { feasible, violations };
    },
    spinsOf(problem, solution) {
      const plan = unweighted(problem);
      const spins = new Int8Array(problem.n + reduction.ancillas(plan)).fill(-1);
      spins.set(solution);
      reduction.settle(spins, plan);
      return spins;
    },
  };
}

interface CountingPlan {
  readonly clauses: readonly { readonly literals: Literals; readonly weight: number; readonly first: number }[];
  readonly ancillas: number;
}

/** The plan of these clauses, with ancillas from `first` on. */
function planCounting(clauses: readonly Literals[], weights: Float64Array, first: number): CountingPlan {
  let next = first;
  const planned = clauses.map((literals, k) => {
    const clause = { literals, weight: weights[k]!, first: next };
    next += atLeastOneAncillas(literals.length);
    return clause;
  });
  return { clauses: planned, ancillas: next - first };
}

/** ceil(log2 k) - 1 ancillas for a clause of k literals, its own: none up to 2, 1 up to 4, 2 up to 8 (at-least-one.ts). */
const counting: Reduction<CountingPlan> = {
  name: "counting",
  description: "a variable is true when its spin is up; ancillas count a clause's true literals in steps of two",
  plan: planCounting,
  ancillas: ({ ancillas }) => ancillas,
  add(quadratic, { clauses }) {
    for (const { literals, weight, first } of clauses) addAtLeastOne(quadratic, literals, weight, first);
  },
  settle(spins, { clauses }) {
    for (const { literals, first } of clauses) settleAtLeastOne(spins, literals, first);
  },
};

interface SharedPlan {
  /** The ancilla of pair k is bit first + k. */
  readonly pairs: readonly SharedPair[];
  readonly weights: Float64Array;
  readonly first: number;
  readonly rest: CountingPlan;
}

/** As many ancillas as counting takes, less those that clauses share (shared-pairs.ts). */
const shared: Reduction<SharedPlan> = {
  name: "shared-pairs",
  description:
    "a variable is true when its spin is up; ancillas say that two literals are false, for all clauses with both",
  plan(clauses, weights, first) {
    const pairs = sharedPairs(clauses);
    const left = clauses.map((clause) => Array.from(clause));
    pairs.forEach(({ a, b, clauses: holding }, k) => {
      // The ancilla is the complement of "a or b", and stands in their place as a literal.
      for (const c of holding) left[c] = [...left[c]!.filter((l) => l !== a && l !== b), -(first + k + 1)];
    });
    const totals = pairs.map(({ clauses: holding }) => holding.reduce((sum, c) => sum + weights[c]!, 0));
    const rest = planCounting(left, weights, first + pairs.length);
    return { pairs, weights: Float64Array.from(totals), first, rest };
  },
  ancillas: ({ pairs, rest }) => pairs.length + rest.ancillas,
  add(quadratic, { pairs, weights, first, rest }) {
    counting.add(quadratic, rest);
    pairs.forEach((pair, k) => {
      addPairTerm(quadratic, pair, weights[k]!, first + k);
    });
  },
  settle(spins, { pairs, first, rest }) {
    pairs.forEach(({ a, b }, k) => {
      spins[first + k] = holds(a, spins) || holds(b, spins) ? -1 : 1;
    });
    counting.settle(spins, rest);
  },
};

/** Ancillas that clauses share where they can: never more than counting takes. */
export const sharedPairsEncoding = <P extends ClauseTask>(score: (problem: P, spins: Spins) => Score) =>
  encodingOf<P, SharedPlan>(shared, score);

/** Ancillas of each clause's own. */
export const countingEncoding = <P extends ClauseTask>(score: (problem: P, spins: Spins) => Score) =>
  encodingOf<P, CountingPlan>(counting, score);
