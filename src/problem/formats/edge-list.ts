/**
 * The edge-list format of rudy, the G-set and the Biq Mac library: a header "n m", then m lines "u v w" with vertices
 * counted from 1; a missing weight is 1. Comments ("#" or "c") and blank lines may stand anywhere.
 */

import { type DataLine, dataLines, lineError, readCount, readReal } from "./lines.ts";
import { sortEdges } from "./sort-edges.ts";

/** A simple undirected weighted graph. Edges have from < to, counted from 0, sorted by (from, to), each at most once. */
export interface EdgeList {
  /** Number of vertices. */
  readonly n: number;
  /** m. */
  readonly from: Uint32Array;
  /** m. */
  readonly to: Uint32Array;
  /** m, finite, never -0. */
  readonly weights: Float64Array;
}

/** Largest number of vertices that a file may announce. */
export const MAX_VERTICES = 1_000_000;

/** Largest sum of |w|: cut and energy of every state stay finite. */
export const MAX_TOTAL_WEIGHT = Number.MAX_VALUE / 8;

/** The shortest edge line is "1 2" and its line end. */
const SHORTEST_EDGE_LINE = 4;

function readHeader(header: DataLine, file: string): { n: number; m: number } {
  const { line, text, words } = header;
  const n = words.length === 2 ? readCount(words[0]!) : undefined;
  const m = words.length === 2 ? readCount(words[1]!) : undefined;
  if (n === undefined || m === undefined) {
    const expected = '"n m", the numbers of vertices and edges';
    throw lineError("the header cannot be read", "problem.header", file, line, text, expected);
  }
  if (n < 1 || n > MAX_VERTICES) {
    const expected = `1 to ${MAX_VERTICES} vertices`;
    throw lineError("the number of vertices is out of range", "problem.header-size", file, line, words[0]!, expected);
  }
  const pairs = (n * (n - 1)) / 2;
  if (m > pairs) {
    const expected = `at most ${pairs} edges on ${n} vertices`;
    throw lineError("the number of edges is out of range", "problem.header-size", file, line, words[1]!, expected);
  }
  return { n, m };
}

function readVertex(word: string, n: number, file: string, edge: DataLine): number {
  const vertex = readCount(word);
  if (vertex === undefined) {
    const expected = '"u v" or "u v w": two vertices and a weight';
    throw lineError("the edge cannot be read", "problem.edge", file, edge.line, edge.text, expected);
  }
  if (vertex < 1 || vertex > n) {
    const expected = `a vertex in 1..${n}`;
    throw lineError("a vertex is out of range", "problem.vertex-range", file, edge.line, word, expected);
  }
  return vertex - 1;
}

function readWeight(word: string | undefined, file: string, edge: DataLine): number {
  if (word === undefined) return 1;
  const weight = readReal(word);
  if (weight === "not-finite") {
    throw lineError("a weight is not finite", "problem.weight-finite", file, edge.line, word, "a finite number");
  }
  if (weight === undefined) {
    throw lineError("a weight cannot be read", "problem.weight", file, edge.line, word, "a decimal number");
  }
  return weight;
}

/**
 * Parses an edge list. The edges come back sorted, so that files that list the same graph in different order agree.
 * Memory is taken by the length of the text, never by what the header announces.
 *
 * @throws ProblemError naming file and line: unreadable header, edge or weight, a size or vertex out of range, a
 *   self-loop, a repeated edge, more or fewer edges than announced, weights whose sum overflows.
 */
export function parseEdgeList(text: string, file: string): EdgeList {
  const lines = dataLines(text);
  const first = lines.next();
  if (first.done) {
    throw lineError("the file has no header", "problem.header", file, 1, "no data", '"n m", vertices and edges');
  }
  const { line: headerLine } = first.value;
  const { n, m } = readHeader(first.value, file);
  const room = Math.min(m, Math.ceil(text.length / SHORTEST_EDGE_LINE) + 1);
  const from = new Uint32Array(room);
  const to = new Uint32Array(room);
  const weights = new Float64Array(room);
  const lineOf = new Uint32Array(room);
  const announced = `${m} edges, as line ${headerLine} says`;

  let count = 0;
  let lastLine = headerLine;
  let total = 0;
  for (const edge of lines) {
    const { line, words } = edge;
    lastLine = line;
    if (words.length < 2 || words.length > 3) {
      const expected = '"u v" or "u v w": two vertices and a weight';
      throw lineError("the edge cannot be read", "problem.edge", file, line, edge.text, expected);
    }
    const u = readVertex(words[0]!, n, file, edge);
    const v = readVertex(words[1]!, n, file, edge);
    const weight = readWeight(words[2], file, edge);
    if (u === v) {
      const expected = "two different vertices";
      throw lineError("an edge joins a vertex to itself", "problem.self-loop", file, line, edge.text, expected);
    }
    if (count === m) {
      throw lineError("there are too many edges", "problem.edge-count", file, line, edge.text, announced);
    }
    total += Math.abs(weight);
    if (total > MAX_TOTAL_WEIGHT) {
      const expected = `weights whose magnitudes sum to at most ${MAX_TOTAL_WEIGHT}`;
      throw lineError("the weights are too large", "problem.weight-sum", file, line, words[2]!, expected);
    }
    from[count] = Math.min(u, v);
    to[count] = Math.max(u, v);
    weights[count] = weight;
    lineOf[count] = line;
    count++;
  }
  if (count < m) {
    throw lineError("there are too few edges", "problem.edge-count", file, lastLine, `${count} edges`, announced);
  }

  const { order, repeated } = sortEdges(n, from, to);
  if (repeated !== undefined) {
    const line = lineOf[repeated.again]!;
    const received = `${from[repeated.again]! + 1} ${to[repeated.again]! + 1}`;
    const expected = `an edge not yet given; line ${lineOf[repeated.first]} has it`;
    throw lineError("an edge is repeated", "problem.duplicate-edge", file, line, received, expected);
  }
  return {
    n,
    from: Uint32Array.from(order, (e) => from[e]!),
    to: Uint32Array.from(order, (e) => to[e]!),
    weights: Float64Array.from(order, (e) => weights[e]!),
  };
}

/**
 * Writes an edge list: comment lines, header, one "u v w" line an edge in the order given. Weights are the shortest
 * decimals that read back as the same doubles.
 */
export function formatEdgeList(list: EdgeList, comments: readonly string[] = []): string {
  const lines = comments.map((comment) => `# ${comment}`);
  lines.push(`${list.n} ${list.from.length}`);
  for (let e = 0; e < list.from.length; e++) lines.push(`${list.from[e]! + 1} ${list.to[e]! + 1} ${list.weights[e]!}`);
  return `${lines.join("\n")}\n`;
}
