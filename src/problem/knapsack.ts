/**
 * The 0/1 knapsack: choose items of the largest total profit whose weights sum to no more than the capacity. Bit x_i
 * says that item i is packed; the bits after them are slack, the capacity that is left. Files: formats/knapsack-file.ts.
 */

import { requireInteger } from "../core/index.ts";
import { addSquare, bitQuadratic, quadraticEncoding } from "./bit-quadratic.ts";
import { type Chosen, chosenOf, formatChosen, parseChosen, requireChosen, spinsOfChosen } from "./chosen.ts";
import { requireEncodable } from "./dense-couplings.ts";
import { MAX_VERTICES } from "./formats/edge-list.ts";
import { formatKnapsackFile, type KnapsackFile, parseKnapsackFile } from "./formats/knapsack-file.ts";
import { readNotes } from "./formats/notes.ts";
import { cleanName, nameOfFile, requireName } from "./instance-name.ts";
import { penaltyOf } from "./penalty.ts";
import type {
  EncodeOptions,
  Encoding,
  EncodingMethod,
  Penalty,
  Problem,
  ProblemKind,
  Score,
  SolutionForm,
} from "./problem.ts";
import { requireSpins } from "./require-spins.ts";
import { logSlack, setSlack } from "./slack.ts";

/** A knapsack task; n counts the items. */
export interface Knapsack extends Problem, KnapsackFile {
  readonly kind: "knapsack";
  readonly sense: "max";
}

const EXTENSIONS = [".knapsack", ".kp"] as const;

/**
 * Builds a task.
 * @param profits n integers, not negative
 * @param weights n positive integers
 * @throws ArgumentError for a number or name out of range.
 */
export function createKnapsack(
  name: string,
  profits: ArrayLike<number>,
  weights: ArrayLike<number>,
  capacity: number,
): Knapsack {
  requireName(name);
  const n = profits.length;
  requireInteger("n", n, 1, MAX_VERTICES);
  requireInteger("length of weights", weights.length, n, n);
  requireInteger("capacity", capacity, 0, 10 ** 15 - 1);
  let total = 0;
  for (let i = 0; i < n; i++) {
    requireInteger(`profits[${i}]`, profits[i]!, 0, 10 ** 15 - 1);
    requireInteger(`weights[${i}]`, weights[i]!, 1, 10 ** 15 - 1);
    total += profits[i]! + weights[i]!;
  }
  requireInteger("sum of profits and weights", total, 1);
  const data = { profits: Float64Array.from(profits), weights: Float64Array.from(weights), capacity: capacity + 0 };
  return { kind: "knapsack", name, n, sense: "max", ...data };
}

/** Parses a knapsack file in either layout. @throws ProblemError with file and line. */
export function parseKnapsack(text: string, file: string): Knapsack {
  const data = parseKnapsackFile(text, file);
  const name = cleanName(readNotes(text, "#").get("name")?.value ?? "") || nameOfFile(file, EXTENSIONS, "knapsack");
  return { kind: "knapsack", name, n: data.profits.length, sense: "max", ...data };
}

/** The weights and the capacity without the weights' common divisor, which fewer slack bits count. */
function reduced({ weights, capacity }: Knapsack): { weights: Float64Array; capacity: number } {
  const divisor = weights.reduce((a, b) => {
    while (b > 0) [a, b] = [b, a % b];
    return a;
  });
  return { weights: weights.map((weight) => weight / divisor), capacity: Math.floor(capacity / divisor) };
}

const sumOver = (chosen: Chosen, values: Float64Array): number => chosen.reduce((sum, i) => sum + values[i]!, 0);

/** The items from the first to the last of this order: by what is large. */
const descending = (values: Float64Array): number[] => [...values.keys()].sort((i, j) => values[j]! - values[i]!);

/**
 * What an overfull knapsack can be worth beyond a packing, by Dantzig's bound: items in the order of profit for weight,
 * the last one in part. With the weight 1 in excess it is `profit` at most more than the best packing by the same
 * order, item after item where it fits; each further unit of weight adds `slope` at most, for the bound is concave.
 *
 * Source: Dantzig, Oper. Res. 5, 1957; Kellerer, Pferschy and Pisinger, Knapsack Problems, 2004, sections 2.1 and 2.2.
 */
function overfullProfit(profits: Float64Array, weights: Float64Array, capacity: number) {
  let packed = 0;
  let room = capacity;
  let bound = 0;
  let left = capacity + 1;
  let slope = 0;
  for (const i of descending(profits.map((profit, i) => profit / weights[i]!))) {
    const [profit, weight] = [profits[i]!, weights[i]!];
    if (weight <= room) {
      packed += profit;
      room -= weight;
    }
    if (left < 0) continue;
    if (weight <= left) bound += profit;
    else {
      bound += Math.floor((profit * left) / weight);
      slope = profit / weight;
      left = -1;
      continue;
    }
    left -= weight;
  }
  return { profit: bound - packed, slope };
}

/**
 * The penalty weight A of (weight + slack - capacity)^2, weights in units of their common divisor, the smaller one of
 * two arguments; null when all items fit. Both put every overfull state A less some profit below the best packing, and
 * choose A so that this is 1, the smallest difference of two profits. With t the weight in excess, such a state
 * costs A t^2 at least.
 *
 * Taking out: let P be the largest profit such that the items of at least this profit do not fit together. An overfull
 * knapsack holds an item of profit P at most, for those of more would have fitted; taking that out costs P at most. It
 * saves A t^2 where the rest fits, as the slack can make up what is left of the capacity; else its weight w <= t - 1
 * saves A w (2 t - w), which is more than A too. Going on leads to a packing: A - P.
 *
 * Bounding: with B and r the profit and slope of `overfullProfit`, an overfull knapsack is worth less than
 * B + (t - 1) r + 1 more than a packing that is known. Where 3 A >= r + 1, A t^2 grows faster than that, so that t = 1
 * is the worst case: A - B. (Since B >= floor(r), that is so of A = B + 1, and of all that is not chosen too small.)
 *
 * Source: Lucas, Front. Phys. 2:5, 2014, section 5.2, which asks for more than the largest profit of all.
 */
function knapsackPenalty(problem: Knapsack, chosen?: number): Penalty | null {
  const { n, profits } = problem;
  const { weights, capacity } = reduced(problem);
  const order = descending(profits);
  let weight = 0;
  let k = 0;
  while (k < n && weight <= capacity) weight += weights[order[k++]!]!;
  if (weight <= capacity) return null;
  const dearest = profits[order[k - 1]!]!;
  const { profit, slope } = overfullProfit(profits, weights, capacity);
  const penaltyWeight = chosen ?? Math.min(dearest, profit) + 1;
  const bounded = 3 * penaltyWeight >= slope + 1 ? penaltyWeight - profit : Number.NEGATIVE_INFINITY;
  if (bounded > penaltyWeight - dearest) {
    const argument =
      "what an overfull knapsack is worth beyond a packing is bounded by its fractional relaxation, and grows slower with the excess than the penalty";
    return penaltyOf(penaltyWeight, bounded, argument);
  }
  const argument =
    "an overfull knapsack holds an item among the cheapest; taking it out costs its profit and saves the penalty weight at least, again and again until the rest fits";
  return penaltyOf(penaltyWeight, penaltyWeight - dearest, argument);
}

/** Encodes with item i as spin i and the slack bits after the items. @throws LimitError for a task too large. */
function encodeKnapsack(problem: Knapsack, method: SlackMethod, options: EncodeOptions): Encoding {
  const { n, profits } = problem;
  const { weights, capacity } = reduced(problem);
  const penalty = knapsackPenalty(problem, options.penaltyWeight);
  const slack = penalty === null ? 0 : method.count(capacity);
  requireEncodable(n + slack, `${n + slack} spins for ${n} items and a capacity of ${capacity}`);
  const quadratic = bitQuadratic(n + slack, `${n + slack} spins`);
  profits.forEach((profit, i) => {
    quadratic.linear[i] = 0 - profit;
  });
  if (penalty !== null) {
    const bits = Array.from({ length: n + slack }, (_, i) => i);
    const coefficients = [...weights, ...method.coefficients(capacity)];
    addSquare(quadratic, { bits, coefficients, constant: -capacity }, penalty.weight, 0, 0);
  }
  return quadraticEncoding(quadratic, method.name, "max", penalty);
}

interface SlackMethod {
  readonly name: string;
  readonly description: string;
  readonly coefficients: (range: number) => number[];
  /** Length of the coefficients, to be known before they take memory. */
  readonly count: (range: number) => number;
}

const SLACK_METHODS: readonly [SlackMethod, SlackMethod] = [
  {
    name: "log-slack",
    description: "an item is packed when its spin is up; the capacity left is a binary number",
    coefficients: logSlack,
    count: (range) => logSlack(range).length,
  },
  {
    name: "unary-slack",
    description: "an item is packed when its spin is up; the capacity left is the number of slack spins that are up",
    coefficients: (range) => Array<number>(range).fill(1),
    count: (range) => range,
  },
];

/** The total profit; a choice that weighs more than the capacity is not feasible. @throws ProblemError for no set. */
export function scoreKnapsack({ n, profits, weights, capacity }: Knapsack, chosen: Chosen): Score {
  requireChosen(chosen, n, "item");
  const weight = sumOver(chosen, weights);
  if (weight > capacity) {
    const violations = [`the items weigh ${weight}, the capacity is ${capacity}`];
    return { objective: Number.NaN, feasible: false, violations };
  }
  return { objective: sumOver(chosen, profits), feasible: true, violations: [] };
}

const slackEncoding = (method: SlackMethod): EncodingMethod<Knapsack, Chosen> => {
  const slackCount = (problem: Knapsack): number =>
    knapsackPenalty(problem) === null ? 0 : method.count(reduced(problem).capacity);
  return {
    name: method.name,
    description: method.description,
    encode: (problem, options = {}) => encodeKnapsack(problem, method, options),
    decode(problem, spins) {
      requireSpins(spins, problem.n + slackCount(problem), "item and slack bit");
      const solution = chosenOf(spins, problem.n);
      const { feasible, violations } = scoreKnapsack(problem, solution);
      return feasible ? { feasible, solution } : { feasible, violations };
    },
    spinsOf(problem, chosen) {
      const { n } = problem;
      const { weights, capacity } = reduced(problem);
      const slack = slackCount(problem);
      const spins = spinsOfChosen(chosen, n + slack);
      if (slack > 0) setSlack(spins, n, method.coefficients(capacity), capacity - sumOver(chosen, weights));
      return spins;
    },
    /** Takes the items of the least profit for their weight out until the rest fits. */
    repair({ n, profits, weights, capacity }, spins) {
      const kept = [...chosenOf(spins, n)].sort((i, j) => profits[j]! / weights[j]! - profits[i]! / weights[i]!);
      let weight = kept.reduce((sum, i) => sum + weights[i]!, 0);
      while (weight > capacity) weight -= weights[kept.pop()!]!;
      return Uint32Array.from(kept).sort();
    },
  };
};

const form: SolutionForm<Knapsack, Chosen> = {
  parse: (text, file, problem) => parseChosen(text, file, problem.n, "item"),
  format: (_, chosen) => formatChosen(chosen),
  score: scoreKnapsack,
};

/** The task kind "knapsack". Solution files list the items packed, counted from 1. */
export const knapsackKind: ProblemKind<Knapsack, Chosen> = {
  kind: "knapsack",
  extensions: EXTENSIONS,
  parse: parseKnapsack,
  format: (problem) => formatKnapsackFile(problem, [`name: ${problem.name}`]),
  encodings: [slackEncoding(SLACK_METHODS[0]), slackEncoding(SLACK_METHODS[1])],
  solution: form,
};
