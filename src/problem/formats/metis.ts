/**
 * METIS graphs (`.graph`): comments "%", a header "n m [fmt [ncon]]", then a line a vertex that lists its neighbours,
 * counted from 1; a blank line is a vertex without any. The digits of fmt say whether a line begins with the vertex's
 * size (100) and weight (10) and whether every neighbour is followed by the edge's weight (1). Every edge stands in the
 * lines of both its ends. Sizes are skipped; of several weights a vertex (ncon > 1) nothing is made. Partitions are
 * files of one part a line, counted from 0 as METIS does.
 *
 * Source: Karypis, METIS 5.1.0 manual, 2013, sections 4.1.1 and 4.1.2.
 */

import { type EdgeList, MAX_VERTICES } from "./edge-list.ts";
import { type DataLine, dataLines, lineError, numberedLines, readCount } from "./lines.ts";
import { sortEdges } from "./sort-edges.ts";

/** A graph whose edges and vertices have weights. */
export interface WeightedGraph extends EdgeList {
  /** n, integers that are not negative. */
  readonly vertexWeights: Float64Array;
}

/** Largest sum of the vertices' weights: its square, and so every energy, is an exact integer. */
export const MAX_VERTEX_WEIGHT = 2 ** 26;

/** Largest sum of the edges' weights: every cut is an exact integer. */
export const MAX_EDGE_WEIGHT = 2 ** 48;

interface Header {
  readonly n: number;
  readonly m: number;
  readonly hasSizes: boolean;
  readonly hasVertexWeights: boolean;
  readonly hasEdgeWeights: boolean;
}

function readHeader({ line, text, words }: DataLine, file: string): Header {
  const [n, m] = words.slice(0, 2).map(readCount);
  const format = (words[2] ?? "0").padStart(3, "0");
  if (n === undefined || m === undefined || words.length > 4 || !/^[01]{3}$/.test(format)) {
    throw lineError("the header cannot be read", "problem.header", file, line, text, '"n m [fmt [ncon]]"');
  }
  if (n < 1 || n > MAX_VERTICES) {
    const expected = `1 to ${MAX_VERTICES} vertices`;
    throw lineError("the number of vertices is out of range", "problem.header-size", file, line, words[0]!, expected);
  }
  if (words.length === 4 && readCount(words[3]!) !== 1) {
    throw lineError("a vertex has one weight here", "problem.header", file, line, words[3]!, "1, or nothing");
  }
  const [hasSizes, hasVertexWeights, hasEdgeWeights] = [...format].map((digit) => digit === "1");
  return { n, m, hasSizes: hasSizes!, hasVertexWeights: hasVertexWeights!, hasEdgeWeights: hasEdgeWeights! };
}

/** The lines that are no comments: blank ones count here. */
function* graphLines(text: string): Generator<DataLine> {
  for (const { line, text: content } of numberedLines(text)) {
    if (content[0] !== "%") yield { line, text: content, words: content === "" ? [] : content.split(/[ \t]+/) };
  }
}

/** Ends of edges from one side: u < v, with the line that each stands on. */
interface Side {
  readonly from: number[];
  readonly to: number[];
  readonly weights: number[];
  readonly lines: number[];
}

const emptySide = (): Side => ({ from: [], to: [], weights: [], lines: [] });

/** Sorts a side. @throws ProblemError for an edge that a line gives twice. */
function sortSide(side: Side, n: number, file: string): Side {
  const from = Uint32Array.from(side.from);
  const to = Uint32Array.from(side.to);
  const { order, repeated } = sortEdges(n, from, to);
  if (repeated !== undefined) {
    const e = repeated.again;
    const received = `${from[e]! + 1} ${to[e]! + 1}`;
    const expected = "each neighbour once";
    throw lineError("a neighbour is repeated", "problem.duplicate-edge", file, side.lines[e]!, received, expected);
  }
  const pick = (values: readonly number[]): number[] => Array.from(order, (e) => values[e]!);
  return { from: pick(side.from), to: pick(side.to), weights: pick(side.weights), lines: pick(side.lines) };
}

/** @throws ProblemError where an edge does not stand at both its ends, with one weight. */
function requireBothEnds(low: Side, high: Side, file: string): void {
  for (let e = 0; e < Math.max(low.from.length, high.from.length); e++) {
    const order = (low.from[e] ?? Infinity) - (high.from[e] ?? Infinity) || low.to[e]! - high.to[e]!;
    const side = order <= 0 ? low : high;
    const [u, v] = [side.from[e]! + 1, side.to[e]! + 1];
    if (order !== 0) {
      const [here, there] = side === low ? [u, v] : [v, u];
      const received = `${there} in the line of ${here}`;
      const expected = `${here} in the line of ${there} too`;
      throw lineError("an edge stands at one end only", "problem.one-way", file, side.lines[e]!, received, expected);
    }
    if (low.weights[e] === high.weights[e]) continue;
    const received = `${high.weights[e]} for ${v} ${u}`;
    const expected = `${low.weights[e]}, as line ${low.lines[e]} says`;
    throw lineError("an edge has two weights", "problem.edge-weight", file, high.lines[e]!, received, expected);
  }
}

/** @throws ProblemError naming file and line. */
export function parseMetis(text: string, file: string): WeightedGraph {
  let header: Header | undefined;
  let headerLine = 1;
  let lastLine = 1;
  let vertex = 0;
  let weighed = 0;
  let edgeWeight = 0;
  const low = emptySide();
  const high = emptySide();
  const vertexWeights: number[] = [];
  for (const data of graphLines(text)) {
    const { line, words } = data;
    if (header === undefined) {
      if (words.length === 0) continue;
      header = readHeader(data, file);
      headerLine = line;
      continue;
    }
    if (words.length > 0) lastLine = line;
    const { n, hasSizes, hasVertexWeights, hasEdgeWeights } = header;
    if (vertex === n) {
      if (words.length === 0) continue;
      throw lineError("there are too many lines", "problem.vertex-count", file, line, data.text, `${n} vertices`);
    }
    const start = (hasSizes ? 1 : 0) + (hasVertexWeights ? 1 : 0);
    const numbers = words.map((word) => {
      const value = readCount(word);
      if (value !== undefined) return value;
      throw lineError("a number cannot be read", "problem.edge", file, line, word, "an integer that is not negative");
    });
    if (numbers.length < start || (hasEdgeWeights && (numbers.length - start) % 2 !== 0)) {
      const expected = `${hasSizes ? "a size, " : ""}${hasVertexWeights ? "a weight, " : ""}neighbours${hasEdgeWeights ? " with weights" : ""}`;
      throw lineError("the line is not complete", "problem.edge", file, line, data.text, expected);
    }
    const weight = hasVertexWeights ? numbers[start - 1]! : 1;
    weighed += weight;
    if (weighed > MAX_VERTEX_WEIGHT) {
      const expected = `weights that sum to at most ${MAX_VERTEX_WEIGHT}, so that their square is exact`;
      throw lineError("the vertices weigh too much", "problem.vertex-weight", file, line, String(weight), expected);
    }
    vertexWeights.push(weight);
    for (let at = start; at < numbers.length; at += hasEdgeWeights ? 2 : 1) {
      const neighbour = numbers[at]! - 1;
      const edge = hasEdgeWeights ? numbers[at + 1]! : 1;
      if (neighbour < 0 || neighbour >= n) {
        const expected = `a vertex in 1..${n}`;
        throw lineError("a vertex is out of range", "problem.vertex-range", file, line, words[at]!, expected);
      }
      if (neighbour === vertex) {
        const expected = "two different vertices";
        throw lineError("an edge joins a vertex to itself", "problem.self-loop", file, line, words[at]!, expected);
      }
      edgeWeight += edge / 2;
      if (edge < 1 || edgeWeight > MAX_EDGE_WEIGHT) {
        const expected = `a positive integer, and a sum of at most ${MAX_EDGE_WEIGHT}`;
        throw lineError("an edge weight is not right", "problem.edge-weight", file, line, words[at + 1]!, expected);
      }
      const side = vertex < neighbour ? low : high;
      side.from.push(Math.min(vertex, neighbour));
      side.to.push(Math.max(vertex, neighbour));
      side.weights.push(edge);
      side.lines.push(line);
    }
    vertex++;
  }
  if (header === undefined) {
    throw lineError("the file has no header", "problem.header", file, lastLine, "no data", '"n m [fmt [ncon]]"');
  }
  if (vertex < header.n) {
    const received = `${vertex} lines after the header`;
    const expected = `${header.n}, one a vertex`;
    throw lineError("vertices are missing", "problem.vertex-count", file, lastLine, received, expected);
  }
  const edges = sortSide(low, header.n, file);
  requireBothEnds(edges, sortSide(high, header.n, file), file);
  if (edges.from.length !== header.m) {
    const expected = `${edges.from.length}, as the lines list`;
    throw lineError(
      "the edges are not as many as announced",
      "problem.edge-count",
      file,
      headerLine,
      String(header.m),
      expected,
    );
  }
  return {
    n: header.n,
    from: Uint32Array.from(edges.from),
    to: Uint32Array.from(edges.to),
    weights: Float64Array.from(edges.weights),
    vertexWeights: Float64Array.from(vertexWeights),
  };
}

/** Writes a graph with comments above it, weights only where one differs from 1; reads back as the same. */
export function formatMetis(graph: WeightedGraph, comments: readonly string[]): string {
  const { n, from, to, weights, vertexWeights } = graph;
  const hasVertexWeights = vertexWeights.some((weight) => weight !== 1);
  const hasEdgeWeights = weights.some((weight) => weight !== 1);
  const lists = Array.from(vertexWeights, (weight): number[] => (hasVertexWeights ? [weight] : []));
  for (let e = 0; e < from.length; e++) {
    const [u, v, weight] = [from[e]!, to[e]!, weights[e]!];
    lists[u]!.push(v + 1, ...(hasEdgeWeights ? [weight] : []));
    lists[v]!.push(u + 1, ...(hasEdgeWeights ? [weight] : []));
  }
  const format = `0${hasVertexWeights ? 1 : 0}${hasEdgeWeights ? 1 : 0}`;
  const header = `${n} ${from.length}${format === "000" ? "" : ` ${format}`}`;
  const lines = [...comments.map((comment) => `% ${comment}`), header, ...lists.map((list) => list.join(" "))];
  return `${lines.join("\n")}\n`;
}

/** Reads the part of each of n vertices, in [0, parts). @throws ProblemError naming file and line. */
export function parseMetisParts(text: string, file: string, n: number, parts: number): Uint32Array {
  const found: number[] = [];
  let lastLine = 1;
  for (const { line, words } of dataLines(text)) {
    lastLine = line;
    for (const word of words) {
      const part = readCount(word);
      if (part === undefined || part >= parts || found.length === n) {
        const expected = `${n} parts in 0..${parts - 1}`;
        throw lineError("a part is not right", "problem.solution-part", file, line, word, expected);
      }
      found.push(part);
    }
  }
  if (found.length < n) {
    const received = `${found.length} parts`;
    throw lineError("there are too few parts", "problem.solution-length", file, lastLine, received, `${n} parts`);
  }
  return Uint32Array.from(found);
}
