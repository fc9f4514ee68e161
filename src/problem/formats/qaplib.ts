/**
 * QAPLIB's files: an instance (`.dat`) is n and two n x n matrices of integers, a solution (`.sln`) is n, its value and
 * the permutation, all separated by white space with line ends anywhere; some instances give the best known value after
 * n, which is skipped, and some solutions separate by commas. Lines that begin with "#" are comments here.
 *
 * A permutation p stands for sum a_ij b_p(i)p(j), with a the first matrix: the published optima of nug12, had12 and
 * esc16a have their values so and not the other way round. Solutions of other authors may hold the inverse; the value
 * of a file tells which.
 *
 * Source: Burkard, Karisch and Rendl, QAPLIB, J. Global Optim. 10, 1997.
 */

import { dataLines, lineError, readCount } from "./lines.ts";

/** The two matrices of an instance: n*n each, row-major, integers. */
export interface QaplibMatrices {
  readonly n: number;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** Largest n^2 max|a| max|b|: the cost of every permutation, and every sum on the way to it, is exact. */
export const MAX_ASSIGNMENT_COST = 2 ** 48;

const INTEGER = /^[+-]?\d{1,15}$/;

/** Whether a text begins like an instance: a line of integers, the first a size. */
export function looksLikeQaplib(text: string): boolean {
  const [first] = dataLines(text);
  return first !== undefined && /^\d+$/.test(first.words[0]!) && first.words.every((word) => INTEGER.test(word));
}

/** An upper bound of the magnitude of any permutation's cost. */
export function largestCost({ n, first, second }: QaplibMatrices): number {
  const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return n * n * largest(first) * largest(second);
}

/** @throws ProblemError naming file and line. */
export function parseQaplib(text: string, file: string): QaplibMatrices {
  let n = 0;
  let lastLine = 1;
  const values: number[] = [];
  for (const { line, words } of dataLines(text)) {
    lastLine = line;
    for (const word of words) {
      if (n === 0) {
        n = readCount(word) ?? 0;
        if (n > 0) continue;
        throw lineError("the size cannot be read", "problem.header", file, line, word, "the number of facilities");
      }
      if (!INTEGER.test(word)) {
        throw lineError("an entry cannot be read", "problem.entry", file, line, word, "an integer");
      }
      if (values.length > 2 * n * n) {
        const expected = `two matrices of ${n} x ${n} integers`;
        throw lineError("there are too many entries", "problem.entry-count", file, line, word, expected);
      }
      values.push(Number(word) + 0);
    }
  }
  const size = n * n;
  const start = values.length - 2 * size;
  if (n === 0 || start < 0) {
    const expected = n === 0 ? "the number of facilities and two matrices" : `${2 * size}, two matrices of ${n} x ${n}`;
    throw lineError(
      "the matrices are not complete",
      "problem.entry-count",
      file,
      lastLine,
      `${values.length} entries`,
      expected,
    );
  }
  const matrices = {
    n,
    first: Float64Array.from(values.slice(start, start + size)),
    second: Float64Array.from(values.slice(start + size)),
  };
  const cost = largestCost(matrices);
  if (cost > MAX_ASSIGNMENT_COST) {
    const expected = `n^2 max|a| max|b| of at most ${MAX_ASSIGNMENT_COST}, so that costs are exact`;
    throw lineError("the entries are too large", "problem.entry-size", file, lastLine, String(cost), expected);
  }
  return matrices;
}

/** Writes an instance with comments above it; reads back as the same. */
export function formatQaplib({ n, first, second }: QaplibMatrices, comments: readonly string[]): string {
  const rows = (matrix: Float64Array): string =>
    Array.from({ length: n }, (_, i) => matrix.subarray(i * n, (i + 1) * n).join(" ")).join("\n");
  return [...comments.map((comment) => `# ${comment}`), n, "", rows(first), "", rows(second), ""].join("\n");
}

/** The permutation that undoes `p`. */
function inverse(p: Uint32Array): Uint32Array {
  const q = new Uint32Array(p.length);
  p.forEach((k, i) => {
    q[k] = i;
  });
  return q;
}

/**
 * Reads a permutation, counted from 0: with n and its value before it, or alone.
 * @param costOf the value of a permutation; where a file gives one, that is what tells a permutation from its inverse
 * @throws ProblemError naming file and line: an entry out of range or given twice, or a value that fits neither.
 */
export function parseQaplibSolution(
  text: string,
  file: string,
  n: number,
  costOf: (permutation: Uint32Array) => number,
): Uint32Array {
  const found: { readonly word: string; readonly line: number }[] = [];
  let lastLine = 1;
  for (const { line, text: content } of dataLines(text)) {
    lastLine = line;
    for (const word of content.split(/[\s,]+/)) if (word !== "") found.push({ word, line });
  }
  if (found.length !== n && found.length !== n + 2) {
    const received = `${found.length} numbers`;
    const expected = `${n}, or ${n + 2} with n and the value`;
    throw lineError("the solution has the wrong length", "problem.solution-length", file, lastLine, received, expected);
  }
  const head = found.length - n;
  const size = found[0];
  if (head > 0 && readCount(size!.word) !== n) {
    const { word, line } = size!;
    throw lineError("the solution is of another task", "problem.solution-length", file, line, word, String(n));
  }
  const seen = new Uint8Array(n);
  const permutation = Uint32Array.from(found.slice(head), ({ word, line }) => {
    const value = readCount(word);
    if (value === undefined || value < 1 || value > n || seen[value - 1] === 1) {
      const expected = `each of 1..${n} once`;
      throw lineError("the permutation is not right", "problem.solution-permutation", file, line, word, expected);
    }
    seen[value - 1] = 1;
    return value - 1;
  });
  if (head === 0) return permutation;
  const { word, line } = found[1]!;
  const turned = inverse(permutation);
  const costs = [costOf(permutation), costOf(turned)];
  if (INTEGER.test(word) && Number(word) === costs[0]) return permutation;
  if (INTEGER.test(word) && Number(word) === costs[1]) return turned;
  const expected = `${costs[0]}, or ${costs[1]} for the inverse`;
  throw lineError("the value is not that of the permutation", "problem.solution-value", file, line, word, expected);
}

/** Writes a solution with its value; reads back as the same. */
export function formatQaplibSolution(permutation: Uint32Array, cost: number): string {
  return `${permutation.length} ${cost}\n${Array.from(permutation, (k) => k + 1).join(" ")}\n`;
}
