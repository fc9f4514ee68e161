/**
 * dimod's COO format: lines "i j value" with variables counted from 0, i equal to j for a linear term, under a comment
 * "# vartype=SPIN" or "# vartype=BINARY" (BINARY without one). There are as many variables as the largest number asks
 * for. The format has no constant and no names; comments "# offset: 3", "# name: x" and "# sense: max" carry them.
 *
 * Source: dimod, serialization/coo.
 */

import { MAX_VERTICES } from "./edge-list.ts";
import { dataLines, lineError } from "./lines.ts";
import { readNotes } from "./notes.ts";
import {
  type Entry,
  gatherEntries,
  type QuadraticFile,
  quadraticNotes,
  readEntry,
  readQuadraticNotes,
} from "./quadratic.ts";

/** @throws ProblemError naming file and line. */
export function parseCoo(text: string, file: string): QuadraticFile {
  const notes = readNotes(text, "#");
  const vartype = notes.get("vartype");
  if (vartype !== undefined && vartype.value !== "SPIN" && vartype.value !== "BINARY") {
    throw lineError("the vartype is not known", "problem.vartype", file, vartype.line, vartype.value, "SPIN or BINARY");
  }
  const entries: Entry[] = [];
  let n = 0;
  for (const data of dataLines(text)) {
    const entry = readEntry(data, file, 0, MAX_VERTICES);
    n = Math.max(n, entry.i + 1, entry.j + 1);
    entries.push(entry);
  }
  if (n === 0)
    throw lineError("the file has no entries", "problem.entry-count", file, 1, "no data", '"i j value" lines');
  return {
    vartype: vartype?.value === "SPIN" ? "spin" : "binary",
    n,
    ...gatherEntries(entries, n, 1, file),
    ...readQuadraticNotes(notes, file),
  };
}

/** Writes a function of spins or bits; reads back as the same. The last variable's linear term is written even if 0. */
export function formatCoo(quadratic: QuadraticFile): string {
  const { vartype, n, from, to, weights, linear } = quadratic;
  const lines = [`# vartype=${vartype === "spin" ? "SPIN" : "BINARY"}`, ...quadraticNotes(quadratic, "#")];
  linear.forEach((value, i) => {
    if (value !== 0 || i === n - 1) lines.push(`${i} ${i} ${value}`);
  });
  weights.forEach((value, e) => {
    lines.push(`${from[e]} ${to[e]} ${value}`);
  });
  return `${lines.join("\n")}\n`;
}
