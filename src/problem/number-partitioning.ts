/**
 * Number partitioning: divide numbers in two so that the sums of the parts differ as little as possible. The objective
 * is the square of the difference, which is quadratic where the difference itself is not; it has the same optima. The
 * part of a number is its spin. A file holds the numbers, separated by white space or line ends.
 */

import { requireInteger } from "../core/index.ts";
import type { Spins } from "../network/index.ts";
import { denseCouplings } from "./dense-couplings.ts";
import { dataLines, lineError, readCount } from "./formats/lines.ts";
import { readNotes } from "./formats/notes.ts";
import { cleanName, nameOfFile, requireName } from "./instance-name.ts";
import type { Encoding, Problem, ProblemKind, Score } from "./problem.ts";
import { requireSpins } from "./require-spins.ts";
import { spinEncoding, spinSolution } from "./solution.ts";

/** A number partitioning task; n counts the numbers. */
export interface NumberPartitioning extends Problem {
  readonly kind: "number-partitioning";
  readonly sense: "min";
  /** n, positive integers. */
  readonly numbers: Float64Array;
}

/** Largest sum of all numbers: its square, and so every energy, is an exact integer. */
export const MAX_NUMBER_SUM = 2 ** 26;

const EXTENSIONS = [".numbers"] as const;

/** Builds a task. @throws ArgumentError for no numbers, one that is no positive integer, a sum or name out of range. */
export function createNumberPartitioning(name: string, numbers: ArrayLike<number>): NumberPartitioning {
  requireName(name);
  requireInteger("n", numbers.length, 1);
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) {
    requireInteger(`numbers[${i}]`, numbers[i]!, 1);
    sum += numbers[i]!;
  }
  requireInteger("sum of numbers", sum, 1, MAX_NUMBER_SUM);
  return { kind: "number-partitioning", name, n: numbers.length, sense: "min", numbers: Float64Array.from(numbers) };
}

/** Parses a list of numbers. @throws ProblemError with file and line. */
export function parseNumberPartitioning(text: string, file: string): NumberPartitioning {
  const numbers: number[] = [];
  let sum = 0;
  for (const { line, words } of dataLines(text)) {
    for (const word of words) {
      const value = readCount(word);
      if (value === undefined || value < 1) {
        throw lineError("a number cannot be read", "problem.number", file, line, word, "a positive integer");
      }
      sum += value;
      if (sum > MAX_NUMBER_SUM) {
        const expected = `numbers that sum to at most ${MAX_NUMBER_SUM}, so that the squared difference is exact`;
        throw lineError("the numbers are too large", "problem.number-sum", file, line, word, expected);
      }
      numbers.push(value);
    }
  }
  if (numbers.length === 0) {
    throw lineError("the file has no numbers", "problem.number", file, 1, "no data", "positive integers");
  }
  const name = cleanName(readNotes(text, "#").get("name")?.value ?? "") || nameOfFile(file, EXTENSIONS, "numbers");
  return { kind: "number-partitioning", name, n: numbers.length, sense: "min", numbers: Float64Array.from(numbers) };
}

/** Writes a task, one number a line; reads back as the same. */
export function formatNumberPartitioning({ name, numbers }: NumberPartitioning): string {
  return `# name: ${name}\n${numbers.join("\n")}\n`;
}

/**
 * Encodes as W_ij = -a_i a_j: the squared difference is 2 E + sum of squares for every state.
 * @throws LimitError above MAX_ENCODED_SPINS.
 */
export function encodeNumberPartitioning({ n, numbers }: NumberPartitioning): Encoding {
  const weights = denseCouplings(n, `${n} numbers`);
  let squares = 0;
  for (let i = 0; i < n; i++) {
    squares += numbers[i]! ** 2;
    for (let j = 0; j < n; j++) if (j !== i) weights[i * n + j] = -numbers[i]! * numbers[j]!;
  }
  const network = { n, weights, bias: new Float64Array(n), constant: 0 };
  return { name: "spins", network, scale: 2, shift: squares, penalty: null };
}

/** The squared difference of the parts' sums. @throws ProblemError unless `spins` holds n entries of -1 or +1. */
export function scoreNumberPartitioning({ n, numbers }: NumberPartitioning, spins: Spins): Score {
  requireSpins(spins, n, "number");
  let difference = 0;
  for (let i = 0; i < n; i++) difference += numbers[i]! * spins[i]!;
  return { objective: difference ** 2, feasible: true, violations: [] };
}

/** The task kind "number-partitioning". */
export const numberPartitioningKind: ProblemKind<NumberPartitioning> = {
  kind: "number-partitioning",
  extensions: EXTENSIONS,
  parse: parseNumberPartitioning,
  format: formatNumberPartitioning,
  // The difference of an odd sum's parts is odd.
  bestPossible: ({ numbers }) => numbers.reduce((sum, a) => sum + a, 0) % 2,
  encodings: [spinEncoding("the part of a number is its spin", "number", encodeNumberPartitioning)],
  solution: spinSolution(scoreNumberPartitioning),
};
