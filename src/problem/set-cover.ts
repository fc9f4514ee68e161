/**
 * Set cover: choose sets of the smallest total cost so that each element is in one of them at least. Bit x_j says that
 * set j is chosen; the bits after them are ancillas of the elements. Files: formats/set-rows.ts.
 */

import { addAtLeastOne, atLeastOneAncillas, settleAtLeastOne } from "./at-least-one.ts";
import { addSquare, type BitQuadratic, bitQuadratic, quadraticEncoding } from "./bit-quadratic.ts";
import { type Chosen, chosenOf, spinsOfChosen } from "./chosen.ts";
import { requireEncodable } from "./dense-couplings.ts";
import { elementCount, setsOf } from "./formats/set-rows.ts";
import { penaltyOf } from "./penalty.ts";
import type { EncodeOptions, Encoding, EncodingMethod, Penalty } from "./problem.ts";
import { requireSpins } from "./require-spins.ts";
import { createSetTask, decodeSets, type SetRules, type SetTask, setTaskKind, timesHeld } from "./set-system.ts";
import { logSlack, setSlack } from "./slack.ts";

/** A set cover task; weights are what the sets cost. */
export type SetCover = SetTask<"set-cover">;

const RULES: SetRules<"set-cover"> = {
  kind: "set-cover",
  sense: "min",
  extensions: [".scp"],
  fewest: 1,
  most: Number.POSITIVE_INFINITY,
  violation: () => "is in none of the sets chosen",
};

/**
 * Builds a task.
 * @param weights what each set costs: n integers, not negative
 * @param rows for each element the sets that hold it, counted from 0, one at least
 * @throws ArgumentError for a weight, set or name out of range, an element in no set, or a set twice in a row.
 */
export function createSetCover(name: string, weights: ArrayLike<number>, rows: readonly ArrayLike<number>[]): SetCover {
  return createSetTask(RULES, name, weights, rows);
}

/** How an element that is in none of the chosen sets is made to cost 1, and every other nothing at the best ancillas. */
interface ElementMethod {
  readonly name: string;
  readonly description: string;
  /** Number of ancillas of an element that k sets hold. */
  ancillas(k: number): number;
  add(quadratic: BitQuadratic, sets: Uint32Array, weight: number, first: number): void;
  /** Sets the ancillas of an element that `held` of its sets cover, one at least. */
  settle(spins: Int8Array, sets: Uint32Array, held: number, first: number): void;
}

/** Literals that say "set j is chosen". */
const literals = (sets: Uint32Array): Uint32Array => sets.map((set) => set + 1);

/** Slack without ancillas would do for one and two sets, for which the count's cost is exact. */
const slackOf = (k: number): number[] => (k <= 2 ? [] : logSlack(k - 1));

const counting: ElementMethod = {
  name: "counting",
  description: "a set is chosen when its spin is up; ancillas count an element's chosen sets in steps of two",
  ancillas: atLeastOneAncillas,
  add: (quadratic, sets, weight, first) => addAtLeastOne(quadratic, literals(sets), weight, first),
  settle: (spins, sets, _, first) => settleAtLeastOne(spins, literals(sets), first),
};

const logSlackMethod: ElementMethod = {
  name: "log-slack",
  description: "a set is chosen when its spin is up; a binary number counts how many more than one hold an element",
  ancillas: (k) => slackOf(k).length,
  add(quadratic, sets, weight, first) {
    const slack = slackOf(sets.length);
    if (slack.length === 0) return addAtLeastOne(quadratic, literals(sets), weight, first);
    const bits = [...sets, ...slack.map((_, k) => first + k)];
    const coefficients = [...sets.map(() => 1), ...slack.map((step) => -step)];
    // (sets chosen - 1 - slack)^2 is 1 at the best slack, 0, when no set is chosen.
    addSquare(quadratic, { bits, coefficients, constant: -1 }, weight, 0, 0);
  },
  settle: (spins, sets, held, first) => setSlack(spins, first, slackOf(sets.length), held - 1),
};

/**
 * The penalty weight A of an element that is in no chosen set, as small as this argument allows. Let V be the largest
 * cost of an element's cheapest set. Choosing the cheapest set of a bare element costs V at most and saves A at least,
 * and with the ancillas at their best for it no element is the worse. Going on leads to a cover, so that every
 * infeasible state lies at least A - V above it, and A = V + 1 makes that 1, the smallest difference of two costs.
 */
function coverPenalty(problem: SetCover, chosen?: number): Penalty {
  let cheapest = 0;
  for (let i = 0; i < elementCount(problem); i++) {
    const costs = setsOf(problem, i).reduce((least, set) => Math.min(least, problem.weights[set]!), Infinity);
    cheapest = Math.max(cheapest, costs);
  }
  const argument =
    "choosing the cheapest set of a bare element costs its weight and saves the penalty weight at least, again and again until all elements are covered";
  const weight = chosen ?? cheapest + 1;
  return penaltyOf(weight, weight - cheapest, argument);
}

/** Number of spins: the sets and every element's ancillas. */
function spinCount(problem: SetCover, method: ElementMethod): number {
  let count = problem.n;
  for (let i = 0; i < elementCount(problem); i++) count += method.ancillas(setsOf(problem, i).length);
  return count;
}

/** Encodes with set j as spin j, the ancillas of element after element behind. @throws LimitError for a task too large. */
function encodeSetCover(problem: SetCover, method: ElementMethod, options: EncodeOptions): Encoding {
  const { n, weights } = problem;
  const penalty = coverPenalty(problem, options.penaltyWeight);
  const spins = spinCount(problem, method);
  requireEncodable(spins, `${spins} spins for ${n} sets and ${elementCount(problem)} elements`);
  const quadratic = bitQuadratic(spins, `${spins} spins`);
  quadratic.linear.set(weights);
  let first = n;
  for (let i = 0; i < elementCount(problem); i++) {
    const sets = setsOf(problem, i);
    method.add(quadratic, sets, penalty.weight, first);
    first += method.ancillas(sets.length);
  }
  return quadraticEncoding(quadratic, method.name, "min", penalty);
}

const setCoverEncoding = (method: ElementMethod): EncodingMethod<SetCover, Chosen> => ({
  name: method.name,
  description: method.description,
  encode: (problem, options = {}) => encodeSetCover(problem, method, options),
  decode(problem, spins) {
    requireSpins(spins, spinCount(problem, method), "set and ancilla");
    return decodeSets(RULES, problem, spins);
  },
  spinsOf(problem, chosen) {
    const spins = spinsOfChosen(chosen, spinCount(problem, method));
    let first = problem.n;
    timesHeld(problem, chosen).forEach((held, i) => {
      const sets = setsOf(problem, i);
      method.settle(spins, sets, held, first);
      first += method.ancillas(sets.length);
    });
    return spins;
  },
  /** Chooses for each bare element in turn the cheapest of its sets. */
  repair(problem, spins) {
    const isIn = Uint8Array.from({ length: problem.n }, (_, j) => (spins[j] === 1 ? 1 : 0));
    for (let i = 0; i < elementCount(problem); i++) {
      const sets = setsOf(problem, i);
      if (sets.some((set) => isIn[set] === 1)) continue;
      isIn[sets.reduce((best, set) => (problem.weights[set]! < problem.weights[best]! ? set : best))] = 1;
    }
    return chosenOf(Int8Array.from(isIn), problem.n);
  },
});

/** The task kind "set-cover". */
export const setCoverKind = setTaskKind(RULES, [setCoverEncoding(counting), setCoverEncoding(logSlackMethod)]);
