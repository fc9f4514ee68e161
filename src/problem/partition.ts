/**
 * Balanced graph partitioning: divide the vertices into k parts, none heavier than the capacity, so that the edges
 * between parts weigh as little as possible. k and the capacity come from "% parts: 4" and "% capacity: 20" notes of a METIS
 * file, 2 and `roomyCapacity` without: for vertices that weigh 1 that is n / k rounded up, so that two parts are as
 * equal as n allows.
 */

import { ProblemError, requireInteger } from "../core/index.ts";
import type { Spins } from "../network/index.ts";
import { createEdgeList } from "./edges.ts";
import { lineError, readCount } from "./formats/lines.ts";
import {
  formatMetis,
  MAX_EDGE_WEIGHT,
  MAX_VERTEX_WEIGHT,
  parseMetis,
  parseMetisParts,
  type WeightedGraph,
} from "./formats/metis.ts";
import { type Note, readNotes } from "./formats/notes.ts";
import { cleanName, nameOfFile, requireName } from "./instance-name.ts";
import {
  decodeParts,
  encodeOneHotParts,
  encodeTwoParts,
  overweight,
  type PartitionTask,
  type Parts,
  readParts,
  roomyCapacity,
  spinsOfParts,
  totalWeight,
} from "./partition-encode.ts";
import type { EncodingMethod, Problem, ProblemKind, Score, SolutionForm } from "./problem.ts";

/** A partitioning task; n counts the vertices. */
export interface Partition extends Problem, PartitionTask {
  readonly kind: "partition";
  readonly sense: "min";
}

const EXTENSIONS = [".graph"] as const;

/** What a task may leave open. */
export interface PartitionOptions {
  /** n integers that are not negative; all 1 by default. */
  readonly vertexWeights?: ArrayLike<number>;
  /** k; 2 by default. */
  readonly parts?: number;
  /** What a part may weigh; `roomyCapacity` by default. */
  readonly capacity?: number;
}

/** Smallest capacity that is worth a try: the heaviest vertex fits, and all of them together. */
function smallestCapacity({ vertexWeights }: WeightedGraph, parts: number): number {
  const heaviest = vertexWeights.reduce((a, b) => Math.max(a, b), 0);
  return Math.max(heaviest, Math.ceil(totalWeight(vertexWeights) / parts));
}

/**
 * Builds a task from edges in any order and direction.
 * @param weights positive integers
 * @throws ArgumentError for a size, vertex, weight, number of parts, capacity or name out of range, or a repeated edge.
 */
export function createPartition(
  name: string,
  n: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  weights: ArrayLike<number>,
  options: PartitionOptions = {},
): Partition {
  requireName(name);
  const edges = createEdgeList(n, from, to, weights);
  edges.weights.forEach((weight, e) => {
    requireInteger(`weights[${e}]`, weight, 1);
  });
  requireInteger(
    "sum of weights",
    edges.weights.reduce((a, b) => a + b, 0),
    0,
    MAX_EDGE_WEIGHT,
  );
  const vertexWeights = Float64Array.from(options.vertexWeights ?? new Float64Array(n).fill(1), (value) => value + 0);
  requireInteger("length of vertexWeights", vertexWeights.length, n, n);
  vertexWeights.forEach((weight, v) => {
    requireInteger(`vertexWeights[${v}]`, weight, 0);
  });
  requireInteger("sum of vertexWeights", totalWeight(vertexWeights), 0, MAX_VERTEX_WEIGHT);
  const graph = { ...edges, vertexWeights };
  const parts = options.parts ?? 2;
  requireInteger("parts", parts, 2, Math.max(2, n));
  const capacity = options.capacity ?? roomyCapacity(vertexWeights, parts);
  requireInteger("capacity", capacity, smallestCapacity(graph, parts), MAX_VERTEX_WEIGHT);
  return { kind: "partition", name, sense: "min", ...graph, parts, capacity };
}

function readNote(note: Note | undefined, low: number, high: number, what: string, file: string): number | undefined {
  if (note === undefined) return undefined;
  const value = readCount(note.value);
  if (value !== undefined && value >= low && value <= high) return value;
  const expected = `an integer in ${low}..${high}`;
  throw lineError(`the ${what} is out of range`, `problem.${what}`, file, note.line, note.value, expected);
}

/** Parses a METIS graph. @throws ProblemError with file and line. */
export function parsePartition(text: string, file: string): Partition {
  const graph = parseMetis(text, file);
  const notes = readNotes(text, "%");
  const parts = readNote(notes.get("parts"), 2, Math.max(2, graph.n), "parts", file) ?? 2;
  const least = smallestCapacity(graph, parts);
  const capacity =
    readNote(notes.get("capacity"), least, MAX_VERTEX_WEIGHT, "capacity", file) ??
    roomyCapacity(graph.vertexWeights, parts);
  const name = cleanName(notes.get("name")?.value ?? "") || nameOfFile(file, EXTENSIONS, "partition");
  return { kind: "partition", name, sense: "min", ...graph, parts, capacity };
}

/** Writes a task as a METIS graph with its notes; reads back as the same. */
export function formatPartition(problem: Partition): string {
  const { name, vertexWeights, parts, capacity } = problem;
  const notes = [`name: ${name}`, `parts: ${parts}`];
  if (capacity !== roomyCapacity(vertexWeights, parts)) notes.push(`capacity: ${capacity}`);
  return formatMetis(problem, notes);
}

/** The weight of the edges between parts; what is no balanced partition has the weight NaN and names what is not right. */
export function scorePartition(problem: Partition, solution: Parts): Score {
  const { n, from, to, weights, parts } = problem;
  const violations: string[] = [];
  if (solution.length !== n) violations.push(`there are parts for ${solution.length} vertices of ${n}`);
  solution.forEach((part, v) => {
    if (part >= parts) violations.push(`vertex ${v + 1} is in part ${part} of 0..${parts - 1}`);
  });
  if (violations.length === 0) violations.push(...overweight(problem, solution));
  if (violations.length > 0) return { objective: Number.NaN, feasible: false, violations };
  let objective = 0;
  weights.forEach((weight, e) => {
    if (solution[from[e]!] !== solution[to[e]!]) objective += weight;
  });
  return { objective, feasible: true, violations };
}

/** Where moving vertex v to a part changes the cut least; `held` is what the parts weigh. */
function cheapestMove(
  problem: Partition,
  neighbours: readonly (readonly (readonly [number, number])[])[],
  parts: Parts,
  held: Float64Array,
): { v: number; part: number } | undefined {
  const { n, parts: k, capacity, vertexWeights } = problem;
  let best: { v: number; part: number } | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  const towards = new Float64Array(k);
  for (let v = 0; v < n; v++) {
    if (held[parts[v]!]! <= capacity || vertexWeights[v] === 0) continue;
    towards.fill(0);
    for (const [u, weight] of neighbours[v]!) towards[parts[u]!]! += weight;
    for (let part = 0; part < k; part++) {
      const raised = towards[parts[v]!]! - towards[part]!;
      if (held[part]! + vertexWeights[v]! > capacity || raised >= lowest) continue;
      best = { v, part };
      lowest = raised;
    }
  }
  return best;
}

/**
 * A partition near a state: a vertex keeps its part, the first of several; those without one go, in their order, to the
 * lightest part; then, while a part is too heavy, the vertex of such a part moves that raises the cut least on its way to
 * a part with room, the first of several.
 * @throws ProblemError when no single move is left, which a capacity below `roomyCapacity` can lead to.
 */
function repair(problem: Partition, spins: Spins, isOneHot: boolean): Parts {
  const { n, from, to, weights, vertexWeights, parts: k, capacity } = problem;
  const { parts, counts } = readParts(problem, spins, isOneHot);
  const held = new Float64Array(k);
  const put = (v: number, part: number): void => {
    parts[v] = part;
    held[part]! += vertexWeights[v]!;
  };
  for (let v = 0; v < n; v++) if (counts[v]! > 0) put(v, parts[v]!);
  for (let v = 0; v < n; v++) if (counts[v] === 0) put(v, held.indexOf(Math.min(...held)));
  const neighbours: [number, number][][] = Array.from({ length: n }, () => []);
  weights.forEach((weight, e) => {
    neighbours[from[e]!]!.push([to[e]!, weight]);
    neighbours[to[e]!]!.push([from[e]!, weight]);
  });
  while (held.some((weight) => weight > capacity)) {
    const move = cheapestMove(problem, neighbours, parts, held);
    if (move === undefined) {
      throw new ProblemError("no move makes the parts light enough", {
        code: "problem.repair",
        received: overweight(problem, parts).join(", "),
        expected: `room for a vertex within the capacity of ${capacity}`,
      });
    }
    held[parts[move.v]!]! -= vertexWeights[move.v]!;
    put(move.v, move.part);
  }
  return parts;
}

function methodOf(name: string, description: string, isOneHot: (problem: Partition) => boolean) {
  const method: EncodingMethod<Partition, Parts> = {
    name,
    description,
    encode: (problem, options) => ({
      ...(isOneHot(problem) ? encodeOneHotParts : encodeTwoParts)(problem, options),
      name,
    }),
    decode: (problem, spins) => decodeParts(problem, spins, isOneHot(problem)),
    spinsOf: (problem, parts) => spinsOfParts(problem, parts, isOneHot(problem)),
    repair: (problem, spins) => repair(problem, spins, isOneHot(problem)),
  };
  return method;
}

const form: SolutionForm<Partition, Parts> = {
  parse: (text, file, problem) => parseMetisParts(text, file, problem.n, problem.parts),
  format: (_, parts) => Array.from(parts, (part) => `${part}\n`).join(""),
  score: scorePartition,
};

/** The task kind "partition". */
export const partitionKind: ProblemKind<Partition, Parts> = {
  kind: "partition",
  extensions: EXTENSIONS,
  parse: parsePartition,
  format: formatPartition,
  encodings: [
    methodOf(
      "parts",
      "of two parts a vertex's own is its spin; of more it has a spin for every part",
      ({ parts }) => parts > 2,
    ),
    methodOf("one-hot", "a vertex has a spin for every part, the one that is up being its own", () => true),
  ],
  solution: form,
};
