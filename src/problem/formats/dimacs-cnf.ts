/**
 * Clauses in DIMACS files (`.cnf`, `.wcnf`), told apart by the first line that is no comment ("c"):
 *
 *     p cnf n m            m clauses of equal weight, each its literals and a 0
 *     p wcnf n m [top]     before each clause its weight; top or more says that it is hard
 *     h ... or a weight    no header, as MAX-SAT evaluations have it since 2022: "h" before a hard clause; not in .cnf
 *
 * Literals are 1 .. n for variables, -1 .. -n for their complements. A clause may go over several lines. A "%" ends the
 * file, as it does in SATLIB's. A literal that is repeated in its clause counts once.
 *
 * Source: DIMACS, Satisfiability Suggested Format, 1993; MaxSAT Evaluation 2020 and 2022, input formats.
 */

import type { ProblemError } from "../../core/index.ts";
import { MAX_VERTICES } from "./edge-list.ts";
import { lineError, readCount } from "./lines.ts";
import { dataWords, type Word } from "./words.ts";

/** Clauses over n variables. */
export interface Clauses {
  /** Number of variables. */
  readonly n: number;
  /** One a clause, integers: what it costs to falsify it; 0 says that it is hard, and must not be. */
  readonly weights: Float64Array;
  /** Number of clauses + 1: the literals of clause c are literals[starts[c]] to literals[starts[c + 1] - 1]. */
  readonly starts: Uint32Array;
  /** 1 .. n and -1 .. -n, by variable within a clause, each at most once there. */
  readonly literals: Int32Array;
}

/** The literals of clause c, a view. */
export function literalsOf({ starts, literals }: Clauses, c: number): Int32Array {
  return literals.subarray(starts[c]!, starts[c + 1]!);
}

/** Each literal once, by variable, complements last. */
export function sortedLiterals(literals: Iterable<number>): number[] {
  return [...new Set(literals)].sort((a, b) => Math.abs(a) - Math.abs(b) || b - a);
}

interface Header {
  readonly line: number;
  /** 0 without a header. */
  readonly n: number;
  readonly m: number;
  /** Weights of at least this are hard; undefined where every clause is soft or the word "h" says it. */
  readonly top: bigint | undefined;
  readonly style: "cnf" | "wcnf" | "plain";
}

class ClauseReader {
  readonly #file: string;
  readonly #words: Iterator<Word>;
  #ahead: Word | undefined;
  #line = 1;

  constructor(text: string, file: string) {
    this.#file = file;
    this.#words = dataWords(text);
    this.#ahead = this.#words.next().value as Word | undefined;
  }

  /** The next word, which is not taken; undefined at the end. */
  peek(): Word | undefined {
    return this.#ahead?.text === "%" ? undefined : this.#ahead;
  }

  take(): Word | undefined {
    const word = this.peek();
    if (word === undefined) return undefined;
    this.#line = word.line;
    this.#ahead = this.#words.next().value as Word | undefined;
    return word;
  }

  /** The words of the line that the next word stands on. */
  takeLine(): string[] {
    const line = this.peek()?.line;
    const words: string[] = [];
    while (this.peek()?.line === line && line !== undefined) words.push(this.take()!.text);
    return words;
  }

  error(what: string, code: string, received: string, expected: string): ProblemError {
    return lineError(what, code, this.#file, this.#line, received, expected);
  }
}

function readHeader(reader: ClauseReader, mayBePlain: boolean): Header {
  const first = reader.peek();
  if (first === undefined || (first.text !== "p" && !mayBePlain)) {
    const received = reader.takeLine().join(" ") || "no data";
    throw reader.error("the file has no header", "problem.header", received, '"p cnf n m" or "p wcnf n m top"');
  }
  if (first.text !== "p") return { line: first.line, n: 0, m: 0, top: undefined, style: "plain" };
  const words = reader.takeLine();
  const [, style, variables, clauses, top] = words;
  const [n, m] = [readCount(variables ?? ""), readCount(clauses ?? "")];
  const isCnf = style === "cnf" && words.length === 4;
  const isWcnf = style === "wcnf" && (words.length === 4 || (words.length === 5 && /^\d{1,20}$/.test(top!)));
  if ((!isCnf && !isWcnf) || n === undefined || m === undefined) {
    throw reader.error(
      "the header cannot be read",
      "problem.header",
      words.join(" "),
      '"p cnf n m" or "p wcnf n m top"',
    );
  }
  if (n < 1 || n > MAX_VERTICES) {
    const expected = `1 to ${MAX_VERTICES} variables`;
    throw reader.error("the number of variables is out of range", "problem.header-size", variables!, expected);
  }
  return { line: first.line, n, m, top: top === undefined ? undefined : BigInt(top), style: isCnf ? "cnf" : "wcnf" };
}

/** The weight before a clause, 0 for a hard one. */
function readWeight(reader: ClauseReader, { style, top }: Header): number {
  if (style === "cnf") return 1;
  const word = reader.take()!.text;
  if (style === "plain" && word === "h") return 0;
  // Tops up to 2^64 - 1 are usual, which is why weights are compared before they become numbers.
  if (top !== undefined && /^\d{1,20}$/.test(word) && BigInt(word) >= top && top > 0n) return 0;
  const weight = readCount(word);
  if (weight !== undefined && weight >= 1) return weight;
  const expected = style === "plain" ? 'a positive integer below 10^15, or "h"' : "a positive integer below 10^15";
  throw reader.error("the weight of a clause is not right", "problem.weight", word, expected);
}

/** @throws ProblemError naming file and line. */
export function parseDimacsCnf(text: string, file: string): Clauses {
  const reader = new ClauseReader(text, file);
  const header = readHeader(reader, !file.toLowerCase().endsWith(".cnf"));
  const largest = header.n === 0 ? MAX_VERTICES : header.n;
  let n = header.n;
  let total = 0;
  const weights: number[] = [];
  const starts = [0];
  const literals: number[] = [];
  while (reader.peek() !== undefined) {
    const weight = readWeight(reader, header);
    total += weight;
    if (total > Number.MAX_SAFE_INTEGER) {
      const expected = "soft weights that sum to less than 2^53";
      throw reader.error("the weights are too large", "problem.total", String(weight), expected);
    }
    const clause: number[] = [];
    for (;;) {
      const word = reader.take()?.text;
      if (word === undefined) {
        throw reader.error("the last clause has no end", "problem.clause", "no more", "a 0 after the literals");
      }
      const value = readCount(word[0] === "-" ? word.slice(1) : word);
      if (value === undefined || value > largest || (value === 0 && word[0] === "-")) {
        const expected = `a literal in 1..${largest}, its negative, or a 0 that ends the clause`;
        throw reader.error("a literal is not right", "problem.literal", word, expected);
      }
      if (value === 0) break;
      n = Math.max(n, value);
      clause.push(word[0] === "-" ? -value : value);
    }
    for (const literal of sortedLiterals(clause)) literals.push(literal);
    starts.push(literals.length);
    weights.push(weight);
  }
  if (header.style !== "plain" && weights.length !== header.m) {
    const expected = `${header.m} clauses, as line ${header.line} says`;
    const what = "the clauses are not as many as announced";
    throw reader.error(what, "problem.clause-count", `${weights.length} clauses`, expected);
  }
  if (n === 0) {
    throw reader.error("the file has no variables", "problem.header-size", "no literals", "one at least");
  }
  const data = { weights: Float64Array.from(weights), starts: Uint32Array.from(starts) };
  return { n, ...data, literals: Int32Array.from(literals) };
}

/** Writes "p cnf" when all clauses weigh 1, else "p wcnf" with a top, which keep n; reads back as the same. */
export function formatDimacsCnf(clauses: Clauses, comments: readonly string[]): string {
  const { n, weights } = clauses;
  const isPlain = weights.every((weight) => weight === 1);
  const top = weights.reduce((sum, weight) => sum + weight, 1);
  const lines = comments.map((comment) => `c ${comment}`);
  lines.push(isPlain ? `p cnf ${n} ${weights.length}` : `p wcnf ${n} ${weights.length} ${top}`);
  weights.forEach((weight, c) => {
    const words = [...literalsOf(clauses, c), 0];
    lines.push((isPlain ? words : [weight === 0 ? top : weight, ...words]).join(" "));
  });
  return `${lines.join("\n")}\n`;
}
