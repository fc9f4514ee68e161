/**
 * DIMACS graphs (`.col`, `.clq`): comments "c", "p edge n m" or "p col n m", then "e u v" lines with vertices counted
 * from 1. Public files list an edge once or in both directions, and say m of either; some give the number of colours as
 * a fifth word of the header. Lines "n v value" are skipped.
 *
 * Source: DIMACS, Satisfiability Suggested Format and Clique and Coloring Graph Format, 1993.
 */

import { MAX_VERTICES } from "./edge-list.ts";
import { dataLines, lineError, readCount } from "./lines.ts";
import { sortEdges } from "./sort-edges.ts";

/** A simple graph: edges have from < to, counted from 0, sorted by (from, to), each once. */
export interface Graph {
  /** Number of vertices. */
  readonly n: number;
  /** m. */
  readonly from: Uint32Array;
  /** m. */
  readonly to: Uint32Array;
}

export interface DimacsGraph extends Graph {
  /** The number of colours that the header gives; 0 without one. */
  readonly colours: number;
}

/**
 * Sorts edges given in any order and direction, any number of times.
 * @param from vertices in [0, n)
 * @param to vertices in [0, n), different from `from`
 */
export function simpleGraph(n: number, from: ArrayLike<number>, to: ArrayLike<number>): Graph {
  const low = Uint32Array.from(from, (u, e) => Math.min(u, to[e]!));
  const high = Uint32Array.from(from, (u, e) => Math.max(u, to[e]!));
  const { order } = sortEdges(n, low, high);
  const kept = order.filter((e, i) => i === 0 || low[e] !== low[order[i - 1]!] || high[e] !== high[order[i - 1]!]);
  return { n, from: Uint32Array.from(kept, (e) => low[e]!), to: Uint32Array.from(kept, (e) => high[e]!) };
}

/** @throws ProblemError naming file and line. */
export function parseDimacsGraph(text: string, file: string): DimacsGraph {
  let header: { n: number; m: number; colours: number; line: number } | undefined;
  const from: number[] = [];
  const to: number[] = [];
  let lastLine = 1;
  for (const { line, text: content, words } of dataLines(text)) {
    lastLine = line;
    if (header === undefined) {
      const [n, m, colours] = [words[2], words[3], words[4] ?? "0"].map((word) => readCount(word ?? ""));
      const isHeader = words[0] === "p" && /^(edge|edges|col)$/.test(words[1] ?? "") && words.length <= 5;
      if (!isHeader || n === undefined || m === undefined || colours === undefined) {
        throw lineError("the header cannot be read", "problem.header", file, line, content, '"p edge n m"');
      }
      if (n < 1 || n > MAX_VERTICES || colours > n) {
        const expected = `1 to ${MAX_VERTICES} vertices and at most as many colours`;
        throw lineError("the number of vertices is out of range", "problem.header-size", file, line, content, expected);
      }
      header = { n, m, colours, line };
      continue;
    }
    if (words[0] === "n") continue;
    if (words[0] !== "e" || words.length !== 3) {
      throw lineError("the line cannot be read", "problem.edge", file, line, content, '"e u v"');
    }
    const [u, v] = words.slice(1).map((word) => {
      const vertex = readCount(word);
      if (vertex === undefined || vertex < 1 || vertex > header!.n) {
        const expected = `a vertex in 1..${header!.n}`;
        throw lineError("a vertex is out of range", "problem.vertex-range", file, line, word, expected);
      }
      return vertex - 1;
    });
    if (u === v) {
      const expected = "two different vertices";
      throw lineError("an edge joins a vertex to itself", "problem.self-loop", file, line, content, expected);
    }
    from.push(u!);
    to.push(v!);
  }
  if (header === undefined) {
    throw lineError("the file has no header", "problem.header", file, lastLine, "no data", '"p edge n m"');
  }
  const graph = simpleGraph(header.n, from, to);
  const m = graph.from.length;
  if (header.m !== from.length && header.m !== m && header.m !== 2 * m) {
    const received = `${from.length} lines, ${m} edges`;
    const expected = `${header.m} edges, as line ${header.line} says`;
    throw lineError("the edges are not as many as announced", "problem.edge-count", file, lastLine, received, expected);
  }
  return { ...graph, colours: header.colours };
}

/** Writes a graph, each edge once; reads back as the same. */
export function formatDimacsGraph({ n, from, to, colours }: DimacsGraph, comments: readonly string[]): string {
  const lines = comments.map((comment) => `c ${comment}`);
  lines.push(`p edge ${n} ${from.length}${colours > 0 ? ` ${colours}` : ""}`);
  from.forEach((u, e) => {
    lines.push(`e ${u + 1} ${to[e]! + 1}`);
  });
  return `${lines.join("\n")}\n`;
}
