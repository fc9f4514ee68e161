/**
 * Matrix Market coordinate files as graphs: "%%MatrixMarket matrix coordinate real symmetric", comments "%", a header
 * "rows columns entries", then "i j value" lines counted from 1. A symmetric file lists each edge once, a general one in
 * both directions with the same value; the diagonal holds nothing but 0; a pattern has weights 1.
 *
 * Source: Boisvert, Pozo and Remington, The Matrix Market exchange formats, NISTIR 5935, 1996.
 */

import type { EdgeList } from "./edge-list.ts";
import { dataLines, lineError, readCount } from "./lines.ts";
import { type Entry, gatherEntries, readEntry, readVariableCount } from "./quadratic.ts";

const BANNER =
  /^%%MatrixMarket[ \t]+matrix[ \t]+coordinate[ \t]+(real|integer|pattern)[ \t]+(symmetric|general)[ \t\r]*$/i;

/** Whether a file is meant to be a Matrix Market file, by its ending or its first characters. */
export function isMatrixMarket(text: string, file: string): boolean {
  return /\.mtx$/i.test(file) || /^\uFEFF?%%MatrixMarket/i.test(text);
}

/** Keeps one direction of each pair. @throws ProblemError where a matrix is not symmetric. */
function oneDirection(entries: readonly Entry[], n: number, file: string): Entry[] {
  const lower = new Map<number, Entry>();
  for (const entry of entries) {
    if (entry.i < entry.j) continue;
    if (lower.has(entry.i * n + entry.j)) {
      const received = `${entry.i + 1} ${entry.j + 1}`;
      throw lineError("an entry is repeated", "problem.duplicate-entry", file, entry.line, received, "each entry once");
    }
    lower.set(entry.i * n + entry.j, entry);
  }
  const upper = new Set<number>();
  for (const { line, i, j, value } of entries) {
    if (i >= j) continue;
    const twin = lower.get(j * n + i);
    if (twin?.value !== value || upper.has(j * n + i)) {
      const expected =
        twin === undefined ? "the same entry in the other direction" : `${twin.value} and each entry once`;
      throw lineError(
        "the matrix is not symmetric",
        "problem.symmetry",
        file,
        line,
        `${i + 1} ${j + 1} ${value}`,
        expected,
      );
    }
    upper.add(j * n + i);
  }
  for (const { line, i, j } of lower.values()) {
    if (i === j || upper.has(i * n + j)) continue;
    const expected = "the same entry in the other direction";
    throw lineError("the matrix is not symmetric", "problem.symmetry", file, line, `${i + 1} ${j + 1}`, expected);
  }
  return [...lower.values()];
}

/** @throws ProblemError naming file and line. */
export function parseMatrixMarket(text: string, file: string): EdgeList {
  const body = text.replace(/^\uFEFF/, "");
  const bannerEnd = body.indexOf("\n");
  const bannerText = bannerEnd < 0 ? body : body.slice(0, bannerEnd);
  const banner = BANNER.exec(bannerText);
  if (banner === null) {
    const expected = '"%%MatrixMarket matrix coordinate real|integer|pattern symmetric|general"';
    throw lineError("the banner cannot be read", "problem.header", file, 1, bannerText, expected);
  }
  const isPattern = banner[1]!.toLowerCase() === "pattern";
  const isGeneral = banner[2]!.toLowerCase() === "general";
  let size: { n: number; m: number; line: number } | undefined;
  const entries: Entry[] = [];
  let lastLine = 1;
  for (const data of dataLines(body)) {
    if (data.text[0] === "%") continue;
    lastLine = data.line;
    if (size === undefined) {
      const n = readVariableCount(data.words[0]!, file, data.line);
      const m = readCount(data.words[2] ?? "");
      if (data.words.length !== 3 || m === undefined || data.words[1] !== data.words[0]) {
        const expected = '"n n m": a square matrix and its entries';
        throw lineError("the header cannot be read", "problem.header", file, data.line, data.text, expected);
      }
      size = { n, m, line: data.line };
      continue;
    }
    if (entries.length === size.m) {
      const announced = `${size.m} entries, as line ${size.line} says`;
      throw lineError("there are too many entries", "problem.entry-count", file, data.line, data.text, announced);
    }
    const words = isPattern ? [...data.words, "1"] : data.words;
    const entry = readEntry({ ...data, words }, file, 1, size.n);
    if (entry.i === entry.j && entry.value !== 0) {
      const expected = "nothing but 0 on the diagonal";
      throw lineError("an edge joins a vertex to itself", "problem.self-loop", file, data.line, data.text, expected);
    }
    entries.push(entry);
  }
  if (size === undefined) {
    throw lineError("the file has no header", "problem.header", file, lastLine, "no data", '"n n m"');
  }
  if (entries.length < size.m) {
    const announced = `${size.m} entries, as line ${size.line} says`;
    const received = `${entries.length} entries`;
    throw lineError("there are too few entries", "problem.entry-count", file, lastLine, received, announced);
  }
  const { n } = size;
  const edges = isGeneral ? oneDirection(entries, n, file) : entries;
  const { from, to, weights } = gatherEntries(edges, n, 1, file);
  return { n, from, to, weights };
}

/** Writes a graph as a symmetric real matrix, its lower triangle; reads back as the same. */
export function formatMatrixMarket({ n, from, to, weights }: EdgeList, comments: readonly string[] = []): string {
  const lines = ["%%MatrixMarket matrix coordinate real symmetric", ...comments.map((comment) => `% ${comment}`)];
  lines.push(`${n} ${n} ${weights.length}`);
  weights.forEach((value, e) => {
    lines.push(`${to[e]! + 1} ${from[e]! + 1} ${value}`);
  });
  return `${lines.join("\n")}\n`;
}
