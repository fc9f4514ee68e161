/**
 * Solutions as text: one spin a line, "+1" or "-1", vertex 1 first. Reading also takes several spins a line, "1" for
 * "+1", and files of 0 and 1 (0 is -1), as other solvers write them; a file that mixes 0 and -1 is refused, since
 * one of them must be a mistake.
 */

import type { Spins } from "../network/index.ts";
import { dataLines, lineError } from "./formats/lines.ts";

const VALUES = new Map([
  ["+1", 1],
  ["1", 1],
  ["-1", -1],
  ["0", 0],
]);

/**
 * Reads a solution of exactly `n` spins. Comments ("#" or "c") and blank lines are skipped.
 * @throws ProblemError naming file and line.
 */
export function parseSpins(text: string, file: string, n: number): Spins {
  const found: number[] = [];
  let zeroLine = 0;
  let minusLine = 0;
  let lastLine = 1;
  for (const { line, words } of dataLines(text)) {
    lastLine = line;
    for (const word of words) {
      const value = VALUES.get(word);
      if (value === undefined) {
        throw lineError("a spin cannot be read", "problem.solution-spin", file, line, word, "+1 or -1 (or 1 and 0)");
      }
      if (found.length === n) {
        throw lineError("there are too many spins", "problem.solution-length", file, line, word, `${n} spins`);
      }
      if (value === 0 && zeroLine === 0) zeroLine = line;
      if (value === -1 && minusLine === 0) minusLine = line;
      if (zeroLine > 0 && minusLine > 0) {
        const other = value === 0 ? `-1 on line ${minusLine}` : `0 on line ${zeroLine}`;
        const expected = `either +1 and -1 or 1 and 0; there is a ${other}`;
        throw lineError("the file mixes 0 and -1", "problem.solution-mixed", file, line, word, expected);
      }
      found.push(value);
    }
  }
  if (found.length < n) {
    const received = `${found.length} spins`;
    throw lineError("there are too few spins", "problem.solution-length", file, lastLine, received, `${n} spins`);
  }
  return Int8Array.from(found, (value) => (value === 1 ? 1 : -1));
}

/** Writes a solution, one "+1" or "-1" a line. */
export function formatSpins(spins: Spins): string {
  let text = "";
  for (const spin of spins) text += spin > 0 ? "+1\n" : "-1\n";
  return text;
}
