/**
 * What vertex cover, independent set and clique have in common: bit x_v says that vertex v is chosen, and some pairs of
 * vertices must not be both in (independent set, clique) or both out (vertex cover). A solution is the list of the
 * vertices chosen.
 */

import { requireInteger } from "../core/index.ts";
import type { Spins } from "../network/index.ts";
import { type Chosen, chosenOf, formatChosen, parseChosen, requireChosen, spinsOfChosen } from "./chosen.ts";
import { requireEncodable } from "./dense-couplings.ts";
import { requireEdge } from "./edges.ts";
import { formatDimacsGraph, type Graph, parseDimacsGraph, simpleGraph } from "./formats/dimacs-graph.ts";
import { MAX_VERTICES } from "./formats/edge-list.ts";
import { readNotes } from "./formats/notes.ts";
import { cleanName, nameOfFile, requireName } from "./instance-name.ts";
import { penaltyOf } from "./penalty.ts";
import type { EncodeOptions, Encoding, EncodingMethod, Problem, ProblemKind, Score, SolutionForm } from "./problem.ts";
import { encodeQubo } from "./qubo.ts";
import { requireSpins } from "./require-spins.ts";

/** A task on a simple graph. */
export interface VertexSetTask<K extends string> extends Problem, Graph {
  readonly kind: K;
}

/** The vertices chosen, counted from 0, in ascending order. */
export type VertexSet = Chosen;

/** What distinguishes one of the tasks. */
export interface VertexSetRules<K extends string> {
  readonly kind: K;
  readonly sense: "max" | "min";
  readonly extensions: readonly string[];
  /** The pairs that are constrained: the graph's edges or the pairs that it does not join. */
  readonly pairs: "edges" | "non-edges";
  /** What a broken constraint is called, after "u and v ". */
  readonly violation: string;
}

/** Builds a task from edges in any order and direction. @throws ArgumentError for a size, vertex or name out of range. */
export function createVertexSetTask<K extends string>(
  rules: VertexSetRules<K>,
  name: string,
  n: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
): VertexSetTask<K> {
  requireName(name);
  requireInteger("n", n, 1, MAX_VERTICES);
  requireInteger("length of to", to.length, from.length, from.length);
  for (let e = 0; e < from.length; e++) requireEdge(e, from, to, n);
  return { kind: rules.kind, name, sense: rules.sense, ...simpleGraph(n, from, to) };
}

/** The pairs u < v of the graph's edges, or of all that it does not join. */
function* constrainedPairs({ n, from, to }: Graph, pairs: "edges" | "non-edges"): Generator<readonly [number, number]> {
  if (pairs === "edges") {
    for (let e = 0; e < from.length; e++) yield [from[e]!, to[e]!];
    return;
  }
  let e = 0;
  for (let u = 0; u < n; u++) {
    for (let v = u + 1; v < n; v++) {
      if (from[e] === u && to[e] === v) e++;
      else yield [u, v];
    }
  }
}

/** What a broken constraint costs unless asked otherwise: one more vertex than repairing it. */
const PENALTY = 2;

/**
 * Encodes the number of vertices chosen plus (minus, where it is maximised) the penalty for every broken constraint.
 *
 * Why 2: from an infeasible state, taking one vertex of a broken pair out of the set (into it, for a cover) changes the
 * number by 1 against and mends at least that pair, breaking none. So each such flip gains at least 2 - 1, and single
 * flips lead down to a feasible state at least 1 better. Any weight above 1 would do with a smaller gap.
 *
 * Source: Lucas, Front. Phys. 2:5, 2014, sections 2.3, 4.2 and 4.3.
 */
function encodeVertexSet<K extends string>(
  rules: VertexSetRules<K>,
  problem: VertexSetTask<K>,
  options: EncodeOptions,
): Encoding {
  const { n } = problem;
  const weight = options.penaltyWeight ?? PENALTY;
  requireEncodable(n, `${n} vertices`);
  const isMax = rules.sense === "max";
  const edges = problem.from.length;
  const count = rules.pairs === "edges" ? edges : (n * (n - 1)) / 2 - edges;
  const from = new Uint32Array(count);
  const to = new Uint32Array(count);
  const linear = new Float64Array(n).fill(1);
  let offset = 0;
  let pair = 0;
  for (const [u, v] of constrainedPairs(problem, rules.pairs)) {
    from[pair] = u;
    to[pair++] = v;
    if (isMax) continue;
    // (1 - x_u)(1 - x_v) = 1 - x_u - x_v + x_u x_v
    linear[u]! -= weight;
    linear[v]! -= weight;
    offset += weight;
  }
  const encoding = encodeQubo({
    kind: "qubo",
    name: rules.kind,
    sense: rules.sense,
    n,
    from,
    to,
    weights: new Float64Array(count).fill(isMax ? -weight : weight),
    linear,
    offset,
  });
  const argument =
    "mending a broken pair takes one vertex and saves the penalty of it, so single flips lead from any infeasible state to a better feasible one";
  return { ...encoding, name: "bits", penalty: penaltyOf(weight, weight - 1, argument) };
}

function brokenPairs<K extends string>(
  rules: VertexSetRules<K>,
  problem: VertexSetTask<K>,
  chosen: VertexSet,
): string[] {
  const isIn = new Uint8Array(problem.n);
  for (const v of chosen) isIn[v] = 1;
  const bad = rules.sense === "max" ? 1 : 0;
  const broken: string[] = [];
  for (const [u, v] of constrainedPairs(problem, rules.pairs)) {
    if (isIn[u] === bad && isIn[v] === bad) broken.push(`vertices ${u + 1} and ${v + 1} ${rules.violation}`);
  }
  return broken;
}

/** The task kind of these rules. Solution files list the vertices chosen, counted from 1. */
export function vertexSetKind<K extends string>(rules: VertexSetRules<K>): ProblemKind<VertexSetTask<K>, VertexSet> {
  const bits: EncodingMethod<VertexSetTask<K>, VertexSet> = {
    name: "bits",
    description: "a vertex is chosen when its spin is up",
    encode: (problem, options = {}) => encodeVertexSet(rules, problem, options),
    decode(problem, spins: Spins) {
      requireSpins(spins, problem.n, "vertex");
      const chosen = chosenOf(spins, problem.n);
      const violations = brokenPairs(rules, problem, chosen);
      return violations.length === 0 ? { feasible: true, solution: chosen } : { feasible: false, violations };
    },
    spinsOf: ({ n }, chosen) => spinsOfChosen(chosen, n),
  };
  const solution: SolutionForm<VertexSetTask<K>, VertexSet> = {
    parse: (text, file, problem) => parseChosen(text, file, problem.n, "vertex"),
    format: (_, chosen) => formatChosen(chosen),
    score(problem, chosen): Score {
      requireChosen(chosen, problem.n, "vertex");
      const violations = brokenPairs(rules, problem, chosen);
      const feasible = violations.length === 0;
      return { objective: feasible ? chosen.length : Number.NaN, feasible, violations };
    },
  };
  return {
    kind: rules.kind,
    extensions: rules.extensions,
    parse(text, file) {
      const { n, from, to } = parseDimacsGraph(text, file);
      const name =
        cleanName(readNotes(text, "c").get("name")?.value ?? "") || nameOfFile(file, rules.extensions, rules.kind);
      return { kind: rules.kind, name, sense: rules.sense, n, from, to };
    },
    format: (problem) => formatDimacsGraph({ ...problem, colours: 0 }, [`name: ${problem.name}`]),
    encodings: [bits],
    solution,
  };
}
