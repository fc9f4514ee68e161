/**
 * Set packing: choose sets of the largest total weight so that no two share an element. Bit x_j says that set j is
 * chosen; sets that share an element are in conflict, and nothing else is needed. Files: formats/set-rows.ts.
 */

import { bitQuadratic, quadraticEncoding } from "./bit-quadratic.ts";
import { type Chosen, chosenOf, spinsOfChosen } from "./chosen.ts";
import { elementCount, setsOf } from "./formats/set-rows.ts";
import { penaltyOf } from "./penalty.ts";
import type { EncodeOptions, Encoding, EncodingMethod, Penalty } from "./problem.ts";
import { requireSpins } from "./require-spins.ts";
import { createSetTask, decodeSets, type SetRules, type SetTask, setTaskKind } from "./set-system.ts";

/** A set packing task; weights are what the sets are worth. */
export type SetPacking = SetTask<"set-packing">;

const RULES: SetRules<"set-packing"> = {
  kind: "set-packing",
  sense: "max",
  extensions: [".spp"],
  fewest: 0,
  most: 1,
  violation: (count) => `is in ${count} of the sets chosen`,
};

/**
 * Builds a task.
 * @param weights what each set is worth: n integers, not negative
 * @param rows for each element the sets that hold it, counted from 0
 * @throws ArgumentError for a weight, set or name out of range, or a set twice in a row.
 */
export function createSetPacking(
  name: string,
  weights: ArrayLike<number>,
  rows: readonly ArrayLike<number>[],
): SetPacking {
  return createSetTask(RULES, name, weights, rows);
}

/**
 * The penalty weight A of two chosen sets that share an element, as small as this argument allows; null when no two do.
 * Let V be the largest weight that the lighter set of a conflict has. From an infeasible state, leaving the lighter set
 * of a conflict out loses V at most, saves A at least and makes no conflict. So single flips lead from it to a packing
 * that is at least A - V better, and A = V + 1 makes that 1, the smallest difference of two weights.
 *
 * Source: Lucas, Front. Phys. 2:5, 2014, section 4.2, which asks for the weights to be equal.
 */
function packingPenalty(problem: SetPacking, chosen?: number): Penalty | null {
  let lighter = -1;
  for (let i = 0; i < elementCount(problem); i++) {
    // The lighter set of an element's heaviest conflict is the second of its sets by weight.
    let [first, second] = [-1, -1];
    for (const set of setsOf(problem, i)) {
      const weight = problem.weights[set]!;
      if (weight > first) [first, second] = [weight, first];
      else if (weight > second) second = weight;
    }
    lighter = Math.max(lighter, second);
  }
  if (lighter < 0) return null;
  const argument =
    "leaving the lighter set of a conflict out loses its weight and saves the penalty weight, so single flips lead from any infeasible state to a better packing";
  const weight = chosen ?? lighter + 1;
  return penaltyOf(weight, weight - lighter, argument);
}

/** Encodes with set j as spin j. @throws LimitError for a task too large. */
function encodeSetPacking(problem: SetPacking, options: EncodeOptions): Encoding {
  const { n, weights } = problem;
  const penalty = packingPenalty(problem, options.penaltyWeight);
  const quadratic = bitQuadratic(n, `${n} sets`);
  weights.forEach((weight, j) => {
    quadratic.linear[j] = 0 - weight;
  });
  if (penalty !== null) {
    for (let i = 0; i < elementCount(problem); i++) {
      const row = setsOf(problem, i);
      for (const a of row) {
        // Assigned, not added: a pair is one conflict, however many elements it shares.
        for (const b of row) if (b !== a) quadratic.couplings[a * n + b] = 0 - penalty.weight;
      }
    }
  }
  return quadraticEncoding(quadratic, "bits", "max", penalty);
}

const bits: EncodingMethod<SetPacking, Chosen> = {
  name: "bits",
  description: "a set is chosen when its spin is up",
  encode: (problem, options = {}) => encodeSetPacking(problem, options),
  decode(problem, spins) {
    requireSpins(spins, problem.n, "set");
    return decodeSets(RULES, problem, spins);
  },
  spinsOf: ({ n }, chosen) => spinsOfChosen(chosen, n),
  /** Keeps the chosen sets from the heaviest on, each that shares no element with one kept before. */
  repair(problem, spins) {
    const held: number[][] = Array.from({ length: problem.n }, () => []);
    for (let i = 0; i < elementCount(problem); i++) for (const set of setsOf(problem, i)) held[set]!.push(i);
    const taken = new Uint8Array(elementCount(problem));
    const order = [...chosenOf(spins, problem.n)].sort((a, b) => problem.weights[b]! - problem.weights[a]!);
    const kept = order.filter((set) => {
      if (held[set]!.some((i) => taken[i] === 1)) return false;
      for (const i of held[set]!) taken[i] = 1;
      return true;
    });
    return Uint32Array.from(kept).sort();
  },
};

/** The task kind "set-packing". */
export const setPackingKind = setTaskKind(RULES, [bits]);
