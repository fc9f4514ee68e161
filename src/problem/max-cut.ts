/**
 * MAX-CUT: divide the vertices of a weighted graph in two so that the weights of the edges between the parts sum to as
 * much as possible. The part of a vertex is its spin.
 */

import type { Spins } from "../network/index.ts";
import { denseCouplings } from "./dense-couplings.ts";
import { createEdgeList } from "./edges.ts";
import { type EdgeList, formatEdgeList, parseEdgeList } from "./formats/edge-list.ts";
import { formatMatrixMarket, isMatrixMarket, parseMatrixMarket } from "./formats/matrix-market.ts";
import { readNotes } from "./formats/notes.ts";
import { cleanName, nameOfFile, requireName } from "./instance-name.ts";
import type { Encoding, Problem, ProblemKind, Score } from "./problem.ts";
import { requireSpins } from "./require-spins.ts";
import { spinEncoding, spinSolution } from "./solution.ts";

/** A MAX-CUT instance; the graph is simple, its edges sorted (see EdgeList). */
export interface MaxCut extends Problem, EdgeList {
  readonly kind: "max-cut";
  readonly sense: "max";
}

const EXTENSIONS = [".mc", ".rudy", ".txt", ".mac", ".mtx"] as const;

/**
 * Builds an instance from edges in any order and either direction; they are sorted, and -0 becomes 0.
 *
 * @param from m vertices in [0, n)
 * @param to m vertices in [0, n)
 * @param weights m finite numbers
 * @throws ArgumentError for a size, vertex, weight or name out of range, a self-loop or a repeated edge.
 */
export function createMaxCut(
  name: string,
  n: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  weights: ArrayLike<number>,
): MaxCut {
  requireName(name);
  return { kind: "max-cut", name, sense: "max", ...createEdgeList(n, from, to, weights) };
}

/**
 * Parses an edge list or a Matrix Market file as a MAX-CUT instance. Its name is that of a "# name:" comment ("% name:"
 * in a Matrix Market file) above the data, else the file's without folder and known ending.
 * @throws ProblemError with file and line.
 */
export function parseMaxCut(text: string, file: string): MaxCut {
  const isMatrix = isMatrixMarket(text, file);
  const noted = cleanName(readNotes(text, isMatrix ? "%" : "#").get("name")?.value ?? "");
  const name = noted || nameOfFile(file, EXTENSIONS, "max-cut");
  const edges = isMatrix ? parseMatrixMarket(text, file) : parseEdgeList(text, file);
  return { kind: "max-cut", name, sense: "max", ...edges };
}

/** Writes an instance as a Matrix Market file with its name; reads back as the same instance. */
export function formatMaxCutMatrix(problem: MaxCut): string {
  return formatMatrixMarket(problem, [`name: ${problem.name}`]);
}

/** Writes an instance as an edge list with its name and further `comments`; reads back as the same instance. */
export function formatMaxCut(problem: MaxCut, comments: readonly string[] = []): string {
  return formatEdgeList(problem, [`name: ${problem.name}`, ...comments]);
}

/**
 * Encodes as W_ij = -w_ij, b = 0: cut(s) = (sum w - E(s)) / 2 for every state.
 * @throws LimitError above MAX_ENCODED_SPINS, before memory is taken.
 */
export function encodeMaxCut(problem: MaxCut): Encoding {
  const { n, from, to, weights: edgeWeights } = problem;
  const weights = denseCouplings(n, `${n} vertices`);
  let sum = 0;
  for (let e = 0; e < from.length; e++) {
    // 0 - w, not -w: an edge of weight 0 must not become -0.
    const coupling = 0 - edgeWeights[e]!;
    weights[from[e]! * n + to[e]!] = coupling;
    weights[to[e]! * n + from[e]!] = coupling;
    sum += edgeWeights[e]!;
  }
  return {
    name: "spins",
    network: { n, weights, bias: new Float64Array(n), constant: 0 },
    scale: -0.5,
    shift: sum / 2,
    penalty: null,
  };
}

/**
 * Weight of the cut, summed over the edges between the parts. Every state is feasible.
 * @throws ProblemError unless `spins` holds n entries of -1 or +1.
 */
export function scoreMaxCut(problem: MaxCut, spins: Spins): Score {
  const { n, from, to, weights } = problem;
  requireSpins(spins, n, "vertex");
  let cut = 0;
  for (let e = 0; e < from.length; e++) if (spins[from[e]!] !== spins[to[e]!]) cut += weights[e]!;
  return { objective: cut, feasible: true, violations: [] };
}

/** The task kind "max-cut". */
export const maxCutKind: ProblemKind<MaxCut> = {
  kind: "max-cut",
  extensions: EXTENSIONS,
  parse: parseMaxCut,
  format: (problem) => formatMaxCut(problem),
  encodings: [spinEncoding("the part of a vertex is its spin", "vertex", encodeMaxCut)],
  solution: spinSolution(scoreMaxCut),
};
