/**
 * The row-wise format of set covering and set packing, numbers separated by white space and line ends alike:
 *
 *     m n                      elements (rows), sets (columns)
 *     c_1 ... c_n              the weight of each set
 *     k_i j_1 ... j_k          for each element: how many sets hold it, and which, counted from 1
 *
 * All are integers. The files of Beasley's set covering instances (scp41 and so on) are such, and those of Delorme,
 * Gandibleux and Rodriguez for set packing (pb100rnd and so on); comments begin with "#".
 *
 * Source: Beasley, OR-Library, J. Oper. Res. Soc. 41, 1990, "scpinfo".
 */

import { MAX_VERTICES } from "./edge-list.ts";
import { lineError } from "./lines.ts";
import { NumberReader } from "./words.ts";

/** Sets and the elements that they hold, an element at a time. */
export interface SetSystem {
  /** Number of sets. */
  readonly n: number;
  /** n, integers that are not negative: what a set costs or is worth. */
  readonly weights: Float64Array;
  /** Number of elements + 1: the sets that hold element i are sets[starts[i]] to sets[starts[i + 1] - 1]. */
  readonly starts: Uint32Array;
  /** Counted from 0, ascending within an element, each at most once there. */
  readonly sets: Uint32Array;
}

/** The sets that hold element i, a view. */
export function setsOf({ starts, sets }: SetSystem, i: number): Uint32Array {
  return sets.subarray(starts[i]!, starts[i + 1]!);
}

export const elementCount = ({ starts }: SetSystem): number => starts.length - 1;

/** @param fewest the number of sets that an element is in at least @throws ProblemError naming file and line. */
export function parseSetRows(text: string, file: string, fewest: 0 | 1): SetSystem {
  const reader = new NumberReader(text, file);
  const m = reader.next({ what: "number of elements", code: "problem.header", low: 1, high: MAX_VERTICES });
  const n = reader.next({ what: "number of sets", code: "problem.header", low: 1, high: MAX_VERTICES });
  const weights: number[] = [];
  let total = 0;
  for (let j = 1; j <= n; j++) {
    const weight = reader.next({ what: `weight of set ${j}`, code: "problem.weight", low: 0 });
    total += weight;
    if (total > Number.MAX_SAFE_INTEGER) {
      const expected = "weights that sum to less than 2^53";
      throw lineError("the weights are too large", "problem.total", file, reader.line, String(weight), expected);
    }
    weights.push(weight);
  }
  const starts = [0];
  const sets: number[] = [];
  for (let i = 1; i <= m; i++) {
    const what = `number of sets that hold element ${i}`;
    const count = reader.next({ what, code: "problem.set-count", low: fewest, high: n });
    const row = new Set<number>();
    for (let k = 0; k < count; k++) {
      const set = reader.next({ what: `set that holds element ${i}`, code: "problem.set", low: 1, high: n });
      if (row.has(set)) {
        const expected = `${count} different sets for element ${i}`;
        throw lineError("a set is listed twice", "problem.duplicate-set", file, reader.line, String(set), expected);
      }
      row.add(set);
    }
    for (const set of [...row].sort((a, b) => a - b)) sets.push(set - 1);
    starts.push(sets.length);
  }
  reader.end("problem.element-count");
  const data = { weights: Float64Array.from(weights), starts: Uint32Array.from(starts), sets: Uint32Array.from(sets) };
  return { n, ...data };
}

/** Writes the format above; reads back as the same. */
export function formatSetRows(system: SetSystem, comments: readonly string[]): string {
  const lines = comments.map((comment) => `# ${comment}`);
  lines.push(`${elementCount(system)} ${system.n}`, system.weights.join(" "));
  for (let i = 0; i < elementCount(system); i++) {
    const row = setsOf(system, i);
    lines.push([row.length, ...Array.from(row, (set) => set + 1)].join(" "));
  }
  return `${lines.join("\n")}\n`;
}
