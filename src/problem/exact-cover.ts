/**
 * Exact cover: choose sets so that every element is in exactly one of them, as few sets as possible. A file holds the
 * number of elements, then a set a line, its elements counted from 1. docs/add-a-task.md walks through this file.
 */

import { requireInteger } from "../core/index.ts";
import type { Spins } from "../network/index.ts";
import { type Chosen, chosenOf, formatChosen, parseChosen, requireChosen, spinsOfChosen } from "./chosen.ts";
import { requireEncodable } from "./dense-couplings.ts";
import { dataLines, lineError, readCount } from "./formats/lines.ts";
import { readNotes } from "./formats/notes.ts";
import { cleanName, nameOfFile, requireName } from "./instance-name.ts";
import { penaltyOf } from "./penalty.ts";
import type { EncodeOptions, Encoding, EncodingMethod, Problem, ProblemKind, Score, SolutionForm } from "./problem.ts";
import { encodeQubo } from "./qubo.ts";
import { requireSpins } from "./require-spins.ts";

/** An exact cover task; n counts the sets. */
export interface ExactCover extends Problem {
  readonly kind: "exact-cover";
  readonly sense: "min";
  readonly elements: number;
  /** n sets of elements counted from 0, ascending, none of them empty. */
  readonly sets: readonly (readonly number[])[];
}

/** Elements or sets of a task at most. */
const MAX_COUNT = 100_000;

const EXTENSIONS = [".exact-cover"] as const;

/** Builds a task. @throws ArgumentError for a number of elements, an element or a name out of range, or an empty set. */
export function createExactCover(name: string, elements: number, sets: readonly (readonly number[])[]): ExactCover {
  requireName(name);
  requireInteger("elements", elements, 1, MAX_COUNT);
  requireInteger("number of sets", sets.length, 1, MAX_COUNT);
  sets.forEach((set, k) => {
    requireInteger(`size of set ${k}`, set.length, 1);
    for (const element of set) requireInteger(`element of set ${k}`, element, 0, elements - 1);
  });
  const sorted = sets.map((set) => [...new Set(set)].sort((a, b) => a - b));
  return { kind: "exact-cover", name, n: sets.length, sense: "min", elements, sets: sorted };
}

/** Parses a task. @throws ProblemError with file and line. */
export function parseExactCover(text: string, file: string): ExactCover {
  let elements = 0;
  const sets: number[][] = [];
  for (const { line, text: content, words } of dataLines(text)) {
    const numbers = words.map(readCount);
    if (elements === 0) {
      const [count] = numbers;
      if (words.length !== 1 || count === undefined || count < 1 || count > MAX_COUNT) {
        const expected = `the number of elements, 1 to ${MAX_COUNT}`;
        throw lineError("the first line is not right", "problem.exact-cover", file, line, content, expected);
      }
      elements = count;
      continue;
    }
    const set = numbers.map((element) => {
      if (element !== undefined && element >= 1 && element <= elements) return element - 1;
      throw lineError("a set is not right", "problem.exact-cover", file, line, content, `elements of 1..${elements}`);
    });
    sets.push([...new Set(set)].sort((a, b) => a - b));
    if (sets.length > MAX_COUNT) {
      throw lineError("there are too many sets", "problem.exact-cover", file, line, content, `at most ${MAX_COUNT}`);
    }
  }
  if (sets.length === 0) {
    throw lineError("the file has no sets", "problem.exact-cover", file, 1, "no data", "a set a line");
  }
  const name = cleanName(readNotes(text, "#").get("name")?.value ?? "") || nameOfFile(file, EXTENSIONS, "exact-cover");
  return { kind: "exact-cover", name, n: sets.length, sense: "min", elements, sets };
}

/** Writes a task; reads back as the same. */
export function formatExactCover({ name, elements, sets }: ExactCover): string {
  const lines = sets.map((set) => `${set.map((element) => element + 1).join(" ")}\n`);
  return `# name: ${name}\n${elements}\n${lines.join("")}`;
}

/** How many of the chosen sets hold each element. */
function coverage({ elements, sets }: ExactCover, chosen: Iterable<number>): Uint32Array {
  const counts = new Uint32Array(elements);
  for (const k of chosen) for (const element of sets[k]!) counts[element]!++;
  return counts;
}

function violationsOf(problem: ExactCover, chosen: Iterable<number>): string[] {
  const violations: string[] = [];
  coverage(problem, chosen).forEach((count, element) => {
    if (count !== 1) violations.push(`element ${element + 1} is in ${count} of the sets`);
  });
  return violations;
}

/**
 * Encodes the number of sets plus A (count of e - 1)^2 for every element e.
 *
 * A: an exact cover has at most as many sets as there are elements, or sets; call that D. A state that is no cover costs A
 * at least and one that is costs D at most, so that A = D + 1 puts the first 1 above the second.
 *
 * Source: Lucas, Front. Phys. 2:5, 2014, section 4.1.
 */
function encodeExactCover(problem: ExactCover, options: EncodeOptions = {}): Encoding {
  const { n, elements, sets } = problem;
  requireEncodable(n, `${n} sets`);
  const most = Math.min(n, elements);
  const weight = options.penaltyWeight ?? most + 1;
  const argument = "a state that is no cover costs the weight at least, a cover one for each of its sets";
  const penalty = penaltyOf(weight, weight - most, argument);
  // A (sum x - 1)^2 = 2 A (pairs) - A (sum x) + A for the sets that hold an element.
  const shared = new Map<number, number>();
  const holders: number[][] = Array.from({ length: elements }, () => []);
  for (const [k, set] of sets.entries()) {
    for (const element of set) {
      for (const other of holders[element]!) shared.set(other * n + k, (shared.get(other * n + k) ?? 0) + 1);
      holders[element]!.push(k);
    }
  }
  const pairs = [...shared.keys()];
  const encoding = encodeQubo({
    kind: "qubo",
    name: "exact-cover",
    sense: "min",
    n,
    from: Uint32Array.from(pairs, (pair) => Math.floor(pair / n)),
    to: Uint32Array.from(pairs, (pair) => pair % n),
    weights: Float64Array.from(shared.values(), (common) => 2 * weight * common),
    linear: Float64Array.from(sets, (set) => 1 - weight * set.length),
    offset: weight * elements,
  });
  return { ...encoding, name: "bits", penalty };
}

const bits: EncodingMethod<ExactCover, Chosen> = {
  name: "bits",
  description: "a set is chosen when its spin is up",
  encode: encodeExactCover,
  decode(problem, spins: Spins) {
    requireSpins(spins, problem.n, "set");
    const chosen = chosenOf(spins, problem.n);
    const violations = violationsOf(problem, chosen);
    return violations.length === 0 ? { feasible: true, solution: chosen } : { feasible: false, violations };
  },
  spinsOf: ({ n }, chosen) => spinsOfChosen(chosen, n),
};

const solution: SolutionForm<ExactCover, Chosen> = {
  parse: (text, file, { n }) => parseChosen(text, file, n, "set"),
  format: (_, chosen) => formatChosen(chosen),
  score(problem, chosen): Score {
    requireChosen(chosen, problem.n, "set");
    const violations = violationsOf(problem, chosen);
    const feasible = violations.length === 0;
    return { objective: feasible ? chosen.length : Number.NaN, feasible, violations };
  },
};

/** The task kind "exact-cover". Solution files list the sets chosen, counted from 1. */
export const exactCoverKind: ProblemKind<ExactCover, Chosen> = {
  kind: "exact-cover",
  extensions: EXTENSIONS,
  parse: parseExactCover,
  format: formatExactCover,
  encodings: [bits],
  solution,
};
