/** What the formats for quadratic functions of spins or bits have in common. */

import { MAX_TOTAL_WEIGHT, MAX_VERTICES } from "./edge-list.ts";
import { lineError, readCount, readReal } from "./lines.ts";
import type { Note } from "./notes.ts";
import { sortEdges } from "./sort-edges.ts";

/**
 * A quadratic function to be minimised: sum over pairs of weight * v_i * v_j + sum of linear_i * v_i + offset, with all v
 * in {-1,+1} ("spin") or {0,1} ("binary"). Pairs have from < to, sorted, each at most once and counted once.
 */
export interface Quadratic {
  readonly vartype: "spin" | "binary";
  /** Number of variables. */
  readonly n: number;
  /** m. */
  readonly from: Uint32Array;
  /** m. */
  readonly to: Uint32Array;
  /** m, finite, never -0. */
  readonly weights: Float64Array;
  /** n, finite, never -0. */
  readonly linear: Float64Array;
  readonly offset: number;
}

/** A file's function with the notes that go with it. */
export interface QuadraticFile extends Quadratic {
  /** "" when the file names nothing. */
  readonly name: string;
  /** "max" when the file holds the negative of the function that its author maximises. */
  readonly sense: "min" | "max";
}

/** One "i j value" line; i equals j for a linear term. */
export interface Entry {
  readonly line: number;
  readonly i: number;
  readonly j: number;
  readonly value: number;
}

/**
 * Reads the words of an "i j value" line, with variables counted from `base` and below base + n.
 * @throws ProblemError naming file and line.
 */
export function readEntry(
  data: { readonly line: number; readonly text: string; readonly words: readonly string[] },
  file: string,
  base: 0 | 1,
  n: number,
): Entry {
  const { line, text, words } = data;
  if (words.length !== 3) {
    throw lineError("the entry cannot be read", "problem.entry", file, line, text, '"i j value"');
  }
  const [i, j] = words.slice(0, 2).map((word) => {
    const index = readCount(word);
    if (index === undefined || index < base || index >= base + n) {
      const expected = `an integer in ${base}..${base + n - 1}`;
      throw lineError("a variable is out of range", "problem.variable-range", file, line, word, expected);
    }
    return index - base;
  });
  return { line, i: i!, j: j!, value: readFinite(words[2]!, file, line) };
}

/** A finite decimal number. @throws ProblemError naming file and line. */
export function readFinite(word: string, file: string, line: number): number {
  const value = readReal(word);
  if (value === "not-finite") {
    throw lineError("a value is not finite", "problem.value-finite", file, line, word, "a finite number");
  }
  if (value === undefined) {
    throw lineError("a value cannot be read", "problem.value", file, line, word, "a decimal number");
  }
  return value;
}

/**
 * Sorts entries into linear and pair terms, the pairs multiplied by `pairFactor`.
 * @throws ProblemError naming file and line: an entry given twice, in either direction, or magnitudes that overflow.
 */
export function gatherEntries(
  entries: readonly Entry[],
  n: number,
  pairFactor: 1 | 2,
  file: string,
): { from: Uint32Array; to: Uint32Array; weights: Float64Array; linear: Float64Array } {
  const linear = new Float64Array(n);
  const linearLine = new Map<number, number>();
  const pairs: Entry[] = [];
  let total = 0;
  for (const entry of entries) {
    const { line, i, j, value } = entry;
    total += 2 * Math.abs(value);
    if (total > MAX_TOTAL_WEIGHT) {
      const expected = `values whose magnitudes sum to at most ${MAX_TOTAL_WEIGHT}`;
      throw lineError("the values are too large", "problem.value-sum", file, line, String(value), expected);
    }
    if (i !== j) {
      pairs.push(entry);
      continue;
    }
    const before = linearLine.get(i);
    if (before !== undefined) throw repeatedEntry(file, line, before);
    linearLine.set(i, line);
    linear[i] = value;
  }
  const low = Uint32Array.from(pairs, ({ i, j }) => Math.min(i, j));
  const high = Uint32Array.from(pairs, ({ i, j }) => Math.max(i, j));
  const { order, repeated } = sortEdges(n, low, high);
  if (repeated !== undefined) throw repeatedEntry(file, pairs[repeated.again]!.line, pairs[repeated.first]!.line);
  return {
    from: Uint32Array.from(order, (e) => low[e]!),
    to: Uint32Array.from(order, (e) => high[e]!),
    weights: Float64Array.from(order, (e) => pairFactor * pairs[e]!.value),
    linear,
  };
}

function repeatedEntry(file: string, line: number, first: number) {
  const expected = "each entry once, in one direction";
  return lineError("an entry is repeated", "problem.duplicate-entry", file, line, `as on line ${first}`, expected);
}

/** A number of variables that a header announces. @throws ProblemError naming file and line. */
export function readVariableCount(word: string, file: string, line: number): number {
  const n = readCount(word);
  if (n === undefined || n < 1 || n > MAX_VERTICES) {
    const expected = `1 to ${MAX_VERTICES} variables`;
    throw lineError("the number of variables is out of range", "problem.header-size", file, line, word, expected);
  }
  return n;
}

/** Name, sense and offset from a file's notes. @throws ProblemError naming file and line. */
export function readQuadraticNotes(
  notes: ReadonlyMap<string, Note>,
  file: string,
): { name: string; sense: "min" | "max"; offset: number } {
  const sense = notes.get("sense");
  const offset = notes.get("offset");
  if (sense !== undefined && sense.value !== "min" && sense.value !== "max") {
    throw lineError("the sense cannot be read", "problem.sense", file, sense.line, sense.value, "min or max");
  }
  const value = offset === undefined ? 0 : readFinite(offset.value, file, offset.line);
  if (offset !== undefined && Math.abs(value) > MAX_TOTAL_WEIGHT) {
    const expected = `a magnitude of at most ${MAX_TOTAL_WEIGHT}`;
    throw lineError("the offset is too large", "problem.value-sum", file, offset.line, offset.value, expected);
  }
  return { name: notes.get("name")?.value ?? "", sense: sense?.value === "max" ? "max" : "min", offset: value };
}

/** The comment lines that carry name, sense and offset, the last two only when they say something. */
export function quadraticNotes({ name, sense, offset }: QuadraticFile, marker: "#" | "c"): string[] {
  const lines = name === "" ? [] : [`${marker} name: ${name}`];
  if (sense === "max") lines.push(`${marker} sense: max`);
  if (offset !== 0) lines.push(`${marker} offset: ${offset}`);
  return lines;
}
