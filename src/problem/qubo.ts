/**
 * QUBO: find bits x in {0,1}^n that minimise or maximise sum q_ij x_i x_j + sum linear_i x_i + offset, each pair once.
 * For a symmetric matrix Q that is x'Qx with q_ij = 2 Q_ij and linear_i = Q_ii. Bit 1 is spin +1: x = (1 + s) / 2.
 */

import { ProblemError, requireFinite } from "../core/index.ts";
import type { Spins } from "../network/index.ts";
import { denseCouplings } from "./dense-couplings.ts";
import { createEdgeList, requireTotal } from "./edges.ts";
import type { EdgeList } from "./formats/edge-list.ts";
import type { QuadraticFile } from "./formats/quadratic.ts";
import { formatQuadraticFile, parseQuadraticFile, saysSpins } from "./formats/quadratic-file.ts";
import { cleanName, nameOfFile, requireName } from "./instance-name.ts";
import type { Encoding, Problem, ProblemKind, Score } from "./problem.ts";
import { requireSpins } from "./require-spins.ts";
import { spinEncoding, spinSolution } from "./solution.ts";

/** A QUBO instance; `weights` are the q_ij of the pairs, sorted (see EdgeList). */
export interface Qubo extends Problem, EdgeList {
  readonly kind: "qubo";
  /** n, finite, never -0. */
  readonly linear: Float64Array;
  readonly offset: number;
}

const EXTENSIONS = [".qubo", ".sparse", ".json", ".coo"] as const;

/**
 * Builds an instance from pairs in any order and either direction.
 *
 * @param weights q_ij of each pair, counted once
 * @param linear n finite numbers
 * @throws ArgumentError for a size, index, value or name out of range, a pair of one variable or a repeated pair.
 */
export function createQubo(
  name: string,
  sense: "min" | "max",
  n: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  weights: ArrayLike<number>,
  linear: ArrayLike<number>,
  offset = 0,
): Qubo {
  requireName(name);
  const edges = createEdgeList(n, from, to, weights);
  requireFinite("linear", linear, n);
  requireFinite("offset", [offset], 1);
  let total = Math.abs(offset);
  for (const w of edges.weights) total += Math.abs(w);
  for (let i = 0; i < n; i++) total += Math.abs(linear[i]!);
  requireTotal(total);
  const terms = Float64Array.from(linear, (value) => value + 0);
  return { kind: "qubo", name, sense, ...edges, linear: terms, offset: offset + 0 };
}

/** 0 - x, not -x, which would make -0 of 0. */
const negated = (values: Float64Array): Float64Array => values.map((value) => 0 - value);

/** Parses any of the four formats. @throws ProblemError with file and line, or when the variables are spins. */
export function parseQubo(text: string, file: string): Qubo {
  const { vartype, name, sense, n, from, to, weights, linear, offset } = parseQuadraticFile(text, file);
  if (vartype !== "binary") {
    throw new ProblemError("the file holds no QUBO", {
      code: "problem.vartype",
      file,
      line: 1,
      received: `${vartype} variables`,
      expected: "binary variables",
    });
  }
  const head = {
    kind: "qubo",
    name: cleanName(name) || nameOfFile(file, EXTENSIONS, "qubo"),
    sense,
    n,
    from,
    to,
  } as const;
  if (sense === "min") return { ...head, weights, linear, offset };
  return { ...head, weights: negated(weights), linear: negated(linear), offset: 0 - offset };
}

/**
 * Writes an instance in the format that `file` ends in, JSON without one; reads back as the same instance. Files always
 * hold a function to be minimised: of a maximised one the negative, and a note that says so.
 */
export function formatQubo(problem: Qubo, file = ".json"): string {
  const { name, sense, n, from, to, weights, linear, offset } = problem;
  const isMax = sense === "max";
  const quadratic: QuadraticFile = {
    vartype: "binary",
    n,
    from,
    to,
    weights: isMax ? negated(weights) : weights,
    linear: isMax ? negated(linear) : linear,
    offset: isMax ? 0 - offset : offset,
    name,
    sense,
  };
  return formatQuadraticFile(quadratic, file);
}

/**
 * Encodes with W_ij = -q_ij and b_i = -(2 linear_i + sum_j q_ij), signs turned for a maximum: integers stay integers, and
 * the objective is scale E + shift with scale 1/4 or -1/4.
 * @throws LimitError above MAX_ENCODED_SPINS.
 */
export function encodeQubo(problem: Qubo): Encoding {
  const { sense, n, from, to, weights: pairs, linear, offset } = problem;
  const sign = sense === "min" ? 1 : -1;
  const weights = denseCouplings(n, `${n} variables`);
  const bias = new Float64Array(n);
  let quarters = 0;
  for (let i = 0; i < n; i++) {
    bias[i] = 0 - sign * 2 * linear[i]!;
    quarters += 2 * linear[i]!;
  }
  for (let e = 0; e < from.length; e++) {
    const coupling = 0 - sign * pairs[e]!;
    weights[from[e]! * n + to[e]!] = coupling;
    weights[to[e]! * n + from[e]!] = coupling;
    bias[from[e]!]! += coupling;
    bias[to[e]!]! += coupling;
    quarters += pairs[e]!;
  }
  return {
    name: "spins",
    network: { n, weights, bias, constant: 0 },
    scale: sign / 4,
    shift: offset + quarters / 4,
    penalty: null,
  };
}

/** The function's value at x = (1 + s) / 2. @throws ProblemError unless `spins` holds n entries of -1 or +1. */
export function scoreQubo(problem: Qubo, spins: Spins): Score {
  const { n, from, to, weights, linear, offset } = problem;
  requireSpins(spins, n, "variable");
  let objective = offset;
  for (let i = 0; i < n; i++) if (spins[i] === 1) objective += linear[i]!;
  for (let e = 0; e < from.length; e++) {
    if (spins[from[e]!] === 1 && spins[to[e]!] === 1) objective += weights[e]!;
  }
  return { objective, feasible: true, violations: [] };
}

/** The task kind "qubo". */
export const quboKind: ProblemKind<Qubo> = {
  kind: "qubo",
  extensions: EXTENSIONS,
  recognises: (text) => !saysSpins(text),
  parse: parseQubo,
  format: (problem) => formatQubo(problem),
  encodings: [spinEncoding("a variable is 1 where its spin is up", "variable", encodeQubo)],
  solution: spinSolution(scoreQubo),
};
