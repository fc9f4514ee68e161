/**
 * The `.qubo` format of qbsolv: comments "c", a header "p qubo topology maxNodes nNodes nCouplers", then nNodes lines
 * "i i value" and nCouplers lines "i j value", variables counted from 0, each pair counted once. The task is to minimise
 * over bits. A maximised function or a constant is carried in comments, "c sense: max" and "c offset: 3".
 *
 * Source: qbsolv, qubo(5).
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
export function parseQbsolv(text: string, file: string): QuadraticFile {
  const notes = readQuadraticNotes(readNotes(text, "c"), file);
  const lines = dataLines(text);
  const first = lines.next();
  const expected = '"p qubo 0 maxNodes nNodes nCouplers"';
  if (first.done) throw lineError("the file has no header", "problem.header", file, 1, "no data", expected);
  const { line: headerLine, text: header, words } = first.value;
  const nodes = readCount(words[4] ?? "");
  const couplers = readCount(words[5] ?? "");
  const isHeader = words.length === 6 && words[0] === "p" && words[1] === "qubo";
  if (!isHeader || nodes === undefined || couplers === undefined) {
    throw lineError("the header cannot be read", "problem.header", file, headerLine, header, expected);
  }
  if (words[2] !== "0" && words[2] !== "unconstrained") {
    throw lineError("the topology is not known", "problem.header", file, headerLine, words[2]!, "0 or unconstrained");
  }
  const n = readVariableCount(words[3]!, file, headerLine);
  const entries: Entry[] = [];
  let lastLine = headerLine;
  for (const data of lines) {
    lastLine = data.line;
    entries.push(readEntry(data, file, 0, n));
  }
  const diagonal = entries.filter(({ i, j }) => i === j).length;
  if (diagonal !== nodes || entries.length - diagonal !== couplers) {
    const received = `${diagonal} nodes and ${entries.length - diagonal} couplers`;
    const announced = `${nodes} and ${couplers}, as line ${headerLine} says`;
    throw lineError(
      "the entries are not as many as announced",
      "problem.entry-count",
      file,
      lastLine,
      received,
      announced,
    );
  }
  return { vartype: "binary", n, ...gatherEntries(entries, n, 1, file), ...notes };
}

/** Writes a function of bits; reads back as the same. */
export function formatQbsolv(quadratic: QuadraticFile): string {
  const { n, from, to, weights, linear } = quadratic;
  const nodes: string[] = [];
  linear.forEach((value, i) => {
    if (value !== 0) nodes.push(`${i} ${i} ${value}`);
  });
  const couplers = Array.from(weights, (value, e) => `${from[e]} ${to[e]} ${value}`);
  const header = `p qubo 0 ${n} ${nodes.length} ${couplers.length}`;
  return `${[...quadraticNotes(quadratic, "c"), header, ...nodes, ...couplers].join("\n")}\n`;
}
