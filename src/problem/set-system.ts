/** What set packing and set covering have in common: sets with weights, and a solution that is a choice of sets. */

import { ArgumentError, requireInteger } from "../core/index.ts";
import { type Chosen, chosenOf, formatChosen, parseChosen, requireChosen } from "./chosen.ts";
import { MAX_VERTICES } from "./formats/edge-list.ts";
import { readNotes } from "./formats/notes.ts";
import { elementCount, formatSetRows, parseSetRows, type SetSystem, setsOf } from "./formats/set-rows.ts";
import { cleanName, nameOfFile, requireName } from "./instance-name.ts";
import type { Problem, ProblemKind, Score, SolutionForm } from "./problem.ts";

/** A task on sets; n counts them. */
export interface SetTask<K extends string> extends Problem, SetSystem {
  readonly kind: K;
}

/** What distinguishes one of the tasks. */
export interface SetRules<K extends string> {
  readonly kind: K;
  readonly sense: "max" | "min";
  readonly extensions: readonly string[];
  /** How many chosen sets may hold an element. */
  readonly fewest: 0 | 1;
  readonly most: number;
  /** What an element of a broken constraint is, after "element 3 ", when `count` chosen sets hold it. */
  readonly violation: (count: number) => string;
}

/**
 * Builds a task.
 * @param weights n integers, not negative
 * @param rows for each element the sets that hold it, counted from 0, in any order
 * @throws ArgumentError for a weight, set or name out of range, or a set twice in a row.
 */
export function createSetTask<K extends string>(
  rules: SetRules<K>,
  name: string,
  weights: ArrayLike<number>,
  rows: readonly ArrayLike<number>[],
): SetTask<K> {
  requireName(name);
  const n = weights.length;
  requireInteger("n", n, 1, MAX_VERTICES);
  requireInteger("number of elements", rows.length, 1, MAX_VERTICES);
  let total = 0;
  for (let j = 0; j < n; j++) {
    requireInteger(`weights[${j}]`, weights[j]!, 0, 10 ** 15 - 1);
    total += weights[j]!;
  }
  requireInteger("sum of weights", total, 0);
  const starts = [0];
  const sets: number[] = [];
  rows.forEach((row, i) => {
    requireInteger(`length of rows[${i}]`, row.length, rules.fewest, n);
    for (let k = 0; k < row.length; k++) requireInteger(`rows[${i}][${k}]`, row[k]!, 0, n - 1);
    const sorted = Uint32Array.from(row).sort();
    if (new Set(sorted).size !== sorted.length) {
      throw new ArgumentError(`rows[${i}] holds a set twice`, {
        code: "problem.duplicate-set",
        received: sorted.slice(0, 10).join(" "),
        expected: "each set at most once",
      });
    }
    for (const set of sorted) sets.push(set);
    starts.push(sets.length);
  });
  const data = { weights: Float64Array.from(weights, (weight) => weight + 0), starts: Uint32Array.from(starts) };
  return { kind: rules.kind, name, sense: rules.sense, n, ...data, sets: Uint32Array.from(sets) };
}

/** For each element how many of the chosen sets hold it. */
export function timesHeld(task: SetSystem, chosen: Chosen): Uint32Array {
  const isIn = new Uint8Array(task.n);
  for (const set of chosen) isIn[set] = 1;
  return Uint32Array.from({ length: elementCount(task) }, (_, i) =>
    setsOf(task, i).reduce((count, set) => count + isIn[set]!, 0),
  );
}

/** The total weight of the sets chosen. @throws ProblemError when they are no set of numbers in range. */
export function scoreSets<K extends string>(rules: SetRules<K>, task: SetTask<K>, chosen: Chosen): Score {
  requireChosen(chosen, task.n, "set");
  const violations: string[] = [];
  timesHeld(task, chosen).forEach((count, i) => {
    if (count < rules.fewest || count > rules.most) violations.push(`element ${i + 1} ${rules.violation(count)}`);
  });
  if (violations.length > 0) return { objective: Number.NaN, feasible: false, violations };
  return { objective: chosen.reduce((sum, set) => sum + task.weights[set]!, 0), feasible: true, violations };
}

/** What the first n spins of a state mean. */
export function decodeSets<K extends string>(rules: SetRules<K>, task: SetTask<K>, spins: Int8Array) {
  const solution = chosenOf(spins, task.n);
  const { feasible, violations } = scoreSets(rules, task, solution);
  return feasible ? { feasible, solution } : { feasible, violations };
}

/** The task kind of these rules. Solution files list the sets chosen, counted from 1. */
export function setTaskKind<K extends string>(
  rules: SetRules<K>,
  encodings: ProblemKind<SetTask<K>, Chosen>["encodings"],
): ProblemKind<SetTask<K>, Chosen> {
  const solution: SolutionForm<SetTask<K>, Chosen> = {
    parse: (text, file, problem) => parseChosen(text, file, problem.n, "set"),
    format: (_, chosen) => formatChosen(chosen),
    score: (problem, chosen) => scoreSets(rules, problem, chosen),
  };
  return {
    kind: rules.kind,
    extensions: rules.extensions,
    parse(text, file) {
      const system = parseSetRows(text, file, rules.fewest);
      const name =
        cleanName(readNotes(text, "#").get("name")?.value ?? "") || nameOfFile(file, rules.extensions, rules.kind);
      return { kind: rules.kind, name, sense: rules.sense, ...system };
    },
    format: (problem) => formatSetRows(problem, [`name: ${problem.name}`]),
    encodings,
    solution,
  };
}
