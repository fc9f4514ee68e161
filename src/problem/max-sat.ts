/**
 * MAX-SAT: give n variables truth values that satisfy every hard clause and falsify soft clauses of the smallest total
 * weight. The objective is that weight, the cost, as solvers report it: 0 when all is satisfied. A plain `.cnf` file has
 * soft clauses of weight 1 only. Files: formats/dimacs-cnf.ts.
 */

import { requireInteger } from "../core/index.ts";
import type { Spins } from "../network/index.ts";
import { holds } from "./at-least-one.ts";
import { type Clauses, formatDimacsCnf, literalsOf, parseDimacsCnf, sortedLiterals } from "./formats/dimacs-cnf.ts";
import { MAX_VERTICES } from "./formats/edge-list.ts";
import { dataLines, lineError, readCount } from "./formats/lines.ts";
import { readNotes } from "./formats/notes.ts";
import { cleanName, nameOfFile, requireName } from "./instance-name.ts";
import { countingEncoding, sharedPairsEncoding } from "./max-sat-encodings.ts";
import type { Problem, ProblemKind, Score, SolutionForm } from "./problem.ts";
import { requireSpins } from "./require-spins.ts";

/** A MAX-SAT task; n counts the variables. Solutions are spins, one a variable, +1 for true. */
export interface MaxSat extends Problem, Clauses {
  readonly kind: "max-sat";
  readonly sense: "min";
}

const EXTENSIONS = [".cnf", ".wcnf"] as const;

/**
 * Builds a task.
 * @param clauses the literals of each clause: v + 1 for variable v, -(v + 1) for its complement
 * @param weights one a clause, 0 for hard ones; all 1 without
 * @throws ArgumentError for a size, literal, weight or name out of range.
 */
export function createMaxSat(
  name: string,
  n: number,
  clauses: readonly ArrayLike<number>[],
  weights: ArrayLike<number> = new Float64Array(clauses.length).fill(1),
): MaxSat {
  requireName(name);
  requireInteger("n", n, 1, MAX_VERTICES);
  requireInteger("length of weights", weights.length, clauses.length, clauses.length);
  let total = 0;
  const starts = [0];
  const literals: number[] = [];
  clauses.forEach((clause, c) => {
    requireInteger(`weights[${c}]`, weights[c]!, 0, 10 ** 15 - 1);
    total += weights[c]!;
    for (let k = 0; k < clause.length; k++) {
      requireInteger(`clauses[${c}][${k}]`, clause[k]!, -n, n);
      requireInteger(`variable of clauses[${c}][${k}]`, Math.abs(clause[k]!), 1, n);
    }
    for (const literal of sortedLiterals(Array.from(clause))) literals.push(literal);
    starts.push(literals.length);
  });
  requireInteger("sum of weights", total, 0);
  const data = { weights: Float64Array.from(weights, (weight) => weight + 0), starts: Uint32Array.from(starts) };
  return { kind: "max-sat", name, sense: "min", n, ...data, literals: Int32Array.from(literals) };
}

/** Parses a DIMACS file in any of its styles. @throws ProblemError with file and line. */
export function parseMaxSat(text: string, file: string): MaxSat {
  const clauses = parseDimacsCnf(text, file);
  const name = cleanName(readNotes(text, "c").get("name")?.value ?? "") || nameOfFile(file, EXTENSIONS, "max-sat");
  return { kind: "max-sat", name, sense: "min", ...clauses };
}

/** The weight of the soft clauses falsified; hard ones must hold. @throws ProblemError unless `spins` holds n spins. */
export function scoreMaxSat(problem: MaxSat, spins: Spins): Score {
  requireSpins(spins, problem.n, "variable");
  const violations: string[] = [];
  let cost = 0;
  problem.weights.forEach((weight, c) => {
    const clause = literalsOf(problem, c);
    if (clause.some((literal) => holds(literal, spins))) return;
    cost += weight;
    if (weight === 0) violations.push(`hard clause ${c + 1} (${clause.join(" ")}) is falsified`);
  });
  if (violations.length > 0) return { objective: Number.NaN, feasible: false, violations };
  return { objective: cost, feasible: true, violations };
}

/**
 * Reads the "v" lines of a solver's answer: literals, every variable once, with or without a last 0, or one word of n
 * digits 0 and 1. Lines "s" and "o" are skipped.
 * @throws ProblemError with file and line.
 */
function parseAssignment(text: string, file: string, { n }: MaxSat): Spins {
  const spins = new Int8Array(n);
  const words: { line: number; word: string }[] = [];
  let lastLine = 1;
  for (const { line, text: content, words: found } of dataLines(text)) {
    lastLine = line;
    if (found[0] === "s" || found[0] === "o") continue;
    if (found[0] !== "v") {
      const expected = '"v" and literals, or "v" and digits 0 and 1';
      throw lineError("the line cannot be read", "problem.solution-line", file, line, content, expected);
    }
    for (const word of found.slice(1)) words.push({ line, word });
  }
  const [first] = words;
  if (words.length === 1 && first!.word.length === n && /^[01]+$/.test(first!.word)) {
    return Int8Array.from(first!.word, (digit) => (digit === "1" ? 1 : -1));
  }
  if (words.at(-1)?.word === "0") words.pop();
  for (const { line, word } of words) {
    const variable = readCount(word[0] === "-" ? word.slice(1) : word);
    if (variable === undefined || variable < 1 || variable > n || spins[variable - 1] !== 0) {
      const expected = `each variable of 1..${n} once, or its negative, or ${n} digits 0 and 1`;
      throw lineError("the literal is not right", "problem.solution-literal", file, line, word, expected);
    }
    spins[variable - 1] = word[0] === "-" ? -1 : 1;
  }
  if (words.length < n) {
    const received = `${words.length} literals`;
    throw lineError("there are too few literals", "problem.solution-length", file, lastLine, received, `${n} literals`);
  }
  return spins;
}

/** Ten literals a line. */
function formatAssignment(spins: Spins): string {
  let text = "";
  for (let v = 0; v < spins.length; v++)
    text += `${v % 10 === 0 ? "v" : ""} ${(v + 1) * spins[v]!}${v % 10 === 9 ? "\n" : ""}`;
  return `${text}${spins.length % 10 === 0 ? "v" : ""} 0\n`;
}

const form: SolutionForm<MaxSat, Spins> = {
  parse: parseAssignment,
  format: (_, spins) => formatAssignment(spins),
  score: scoreMaxSat,
};

/** The task kind "max-sat". */
export const maxSatKind: ProblemKind<MaxSat> = {
  kind: "max-sat",
  extensions: EXTENSIONS,
  parse: parseMaxSat,
  format: (problem) => formatDimacsCnf(problem, [`name: ${problem.name}`]),
  bestPossible: () => 0,
  encodings: [sharedPairsEncoding(scoreMaxSat), countingEncoding(scoreMaxSat)],
  solution: form,
};
