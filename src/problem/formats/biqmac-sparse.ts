/**
 * The `.sparse` format of the Biq Mac library: a header "n m", then m lines "i j q" with variables counted from 1. The
 * task is to minimise x'Qx over bits; Q is symmetric and each off-diagonal entry is listed once, so that it counts
 * twice. A maximised function or a constant is carried in comments, "# sense: max" and "# offset: 3".
 */

import { dataLines, lineError, readCount } from "./lines.ts";
import { readNotes } from "./notes.ts";
import {
  type Entry,
  gatherEntries,
  type QuadraticFile,
  quadraticNotes,
  readEntry,
  readQuadraticNotes,
  readVariableCount,
} from "./quadratic.ts";

/** @throws ProblemError naming file and line. */
export function parseBiqMacSparse(text: string, file: string): QuadraticFile {
  const notes = readQuadraticNotes(readNotes(text, "#"), file);
  const lines = dataLines(text);
  const first = lines.next();
  const expected = '"n m", the numbers of variables and entries';
  if (first.done) throw lineError("the file has no header", "problem.header", file, 1, "no data", expected);
  const { line: headerLine, text: header, words } = first.value;
  const m = readCount(words[1] ?? "");
  if (words.length !== 2 || m === undefined) {
    throw lineError("the header cannot be read", "problem.header", file, headerLine, header, expected);
  }
  const n = readVariableCount(words[0]!, file, headerLine);
  const entries: Entry[] = [];
  let lastLine = headerLine;
  for (const data of lines) {
    lastLine = data.line;
    if (entries.length === m) {
      const announced = `${m} entries, as line ${headerLine} says`;
      throw lineError("there are too many entries", "problem.entry-count", file, lastLine, data.text, announced);
    }
    entries.push(readEntry(data, file, 1, n));
  }
  if (entries.length < m) {
    const announced = `${m} entries, as line ${headerLine} says`;
    const received = `${entries.length} entries`;
    throw lineError("there are too few entries", "problem.entry-count", file, lastLine, received, announced);
  }
  return { vartype: "binary", n, ...gatherEntries(entries, n, 2, file), ...notes };
}

/** Writes a function of bits; reads back as the same. */
export function formatBiqMacSparse(quadratic: QuadraticFile): string {
  const { n, from, to, weights, linear } = quadratic;
  const entries: string[] = [];
  linear.forEach((value, i) => {
    if (value !== 0) entries.push(`${i + 1} ${i + 1} ${value}`);
  });
  weights.forEach((value, e) => {
    entries.push(`${from[e]! + 1} ${to[e]! + 1} ${value / 2}`);
  });
  return `${[...quadraticNotes(quadratic, "#"), `${n} ${entries.length}`, ...entries].join("\n")}\n`;
}
