/** Reading text files a line at a time, with the errors that name file and line. */

import { ProblemError, quoteReceived } from "../../core/index.ts";

/** A line that says something: its number in the file, counted from 1, and its words. */
export interface DataLine {
  readonly line: number;
  readonly text: string;
  readonly words: readonly string[];
}

/** Blank lines, and comments: "#" followed by anything, or the word "c" as in DIMACS files. */
function isIgnored(text: string): boolean {
  return text === "" || text[0] === "#" || text === "c" || text.startsWith("c ") || text.startsWith("c\t");
}

/** Spaces, tabs and the carriage return of a Windows line end; nothing else counts as white space. */
function trimLine(text: string): string {
  return text.replace(/^[ \t]+|[ \t\r]+$/g, "");
}

/** Every line of `text` with its number, trimmed; a leading byte order mark is dropped. */
export function* numberedLines(text: string): Generator<{ readonly line: number; readonly text: string }> {
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let line = 1; start <= text.length; line++) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    yield { line, text: trimLine(text.slice(start, end)) };
    start = end + 1;
  }
}

/** The lines of `text` that are neither blank nor comments, split at white space. */
export function* dataLines(text: string): Generator<DataLine> {
  for (const { line, text: trimmed } of numberedLines(text)) {
    if (!isIgnored(trimmed)) yield { line, text: trimmed, words: trimmed.split(/[ \t]+/) };
  }
}

/** A ProblemError at a line of a file. `received` is shortened to a readable length. */
export function lineError(
  what: string,
  code: string,
  file: string,
  line: number,
  received: string,
  expected: string,
): ProblemError {
  return new ProblemError(what, { code, file, line, received: quoteReceived(received), expected });
}

/** The value of a non-negative decimal integer below 2^53, or undefined. Signs, points and exponents are not allowed. */
export function readCount(word: string): number | undefined {
  return /^\d{1,15}$/.test(word) ? Number(word) : undefined;
}

const REAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const NOT_FINITE = /^[+-]?(nan|inf|infinity)$/i;

/** The value of a decimal number; "not-finite" for NaN, infinities and overflow; undefined for anything else. Never -0. */
export function readReal(word: string): number | "not-finite" | undefined {
  if (NOT_FINITE.test(word)) return "not-finite";
  if (!REAL.test(word)) return undefined;
  const value = Number(word);
  return Number.isFinite(value) ? value + 0 : "not-finite";
}
