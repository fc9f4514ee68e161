/**
 * Ising model: find spins s in {-1,+1}^n that minimise E(s) = - sum J_ij s_i s_j - sum h_i s_i + offset, each pair once.
 * A positive coupling favours equal spins, a positive field spin up. Files of dimod hold the opposite signs.
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

/** An Ising instance; `weights` are the couplings J of the pairs, sorted (see EdgeList). */
export interface Ising extends Problem, EdgeList {
  readonly kind: "ising";
  readonly sense: "min";
  /** Fields h: n, finite, never -0. */
  readonly fields: Float64Array;
  readonly offset: number;
}

const EXTENSIONS = [".json", ".coo"] as const;

/**
 * Builds an instance from couplings in any order and either direction.
 *
 * @param fields h, n finite numbers; all 0 without them
 * @throws ArgumentError for a size, index, value or name out of range, a self-coupling or a repeated pair.
 */
export function createIsing(
  name: string,
  n: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  couplings: ArrayLike<number>,
  fields: ArrayLike<number> = new Float64Array(n),
  offset = 0,
): Ising {
  requireName(name);
  const edges = createEdgeList(n, from, to, couplings);
  requireFinite("fields", fields, n);
  requireFinite("offset", [offset], 1);
  let total = Math.abs(offset);
  for (const w of edges.weights) total += Math.abs(w);
  for (let i = 0; i < n; i++) total += Math.abs(fields[i]!);
  requireTotal(total);
  const h = Float64Array.from(fields, (value) => value + 0);
  return { kind: "ising", name, sense: "min", ...edges, fields: h, offset: offset + 0 };
}

/** Parses dimod's JSON or COO. @throws ProblemError with file and line, or when the variables are bits. */
export function parseIsing(text: string, file: string): Ising {
  const { vartype, n, from, to, weights, linear, offset, name, sense } = parseQuadraticFile(text, file);
  if (vartype !== "spin" || sense !== "min") {
    throw new ProblemError("the file holds no Ising model", {
      code: "problem.vartype",
      file,
      line: 1,
      received: `${vartype} variables, sense ${sense}`,
      expected: "spin variables, sense min",
    });
  }
  // 0 - x, not -x, which would make -0 of 0.
  return {
    kind: "ising",
    name: cleanName(name) || nameOfFile(file, EXTENSIONS, "ising"),
    sense: "min",
    n,
    from,
    to,
    weights: weights.map((w) => 0 - w),
    fields: linear.map((value) => 0 - value),
    offset,
  };
}

/** Writes an instance in the format that `file` ends in, JSON without one; reads back as the same instance. */
export function formatIsing(problem: Ising, file = ".json"): string {
  const { n, from, to, weights, fields, offset, name } = problem;
  const quadratic: QuadraticFile = {
    vartype: "spin",
    n,
    from,
    to,
    weights: weights.map((w) => 0 - w),
    linear: fields.map((h) => 0 - h),
    offset,
    name,
    sense: "min",
  };
  return formatQuadraticFile(quadratic, file);
}

/** Encodes as W = J, b = h: the objective is the energy plus the offset. @throws LimitError above MAX_ENCODED_SPINS. */
export function encodeIsing(problem: Ising): Encoding {
  const { n, from, to, weights: couplings, fields, offset } = problem;
  const weights = denseCouplings(n, `${n} spins`);
  for (let e = 0; e < from.length; e++) {
    weights[from[e]! * n + to[e]!] = couplings[e]!;
    weights[to[e]! * n + from[e]!] = couplings[e]!;
  }
  return {
    name: "spins",
    network: { n, weights, bias: Float64Array.from(fields), constant: 0 },
    scale: 1,
    shift: offset,
    penalty: null,
  };
}

/** The energy of a state, from couplings and fields. @throws ProblemError unless `spins` holds n entries of -1 or +1. */
export function scoreIsing(problem: Ising, spins: Spins): Score {
  const { n, from, to, weights, fields, offset } = problem;
  requireSpins(spins, n, "variable");
  let objective = offset;
  for (let e = 0; e < from.length; e++) objective -= weights[e]! * spins[from[e]!]! * spins[to[e]!]!;
  for (let i = 0; i < n; i++) objective -= fields[i]! * spins[i]!;
  return { objective, feasible: true, violations: [] };
}

/** The task kind "ising". */
export const isingKind: ProblemKind<Ising> = {
  kind: "ising",
  extensions: EXTENSIONS,
  recognises: saysSpins,
  parse: parseIsing,
  format: (problem) => formatIsing(problem),
  encodings: [spinEncoding("a spin is a spin", "variable", encodeIsing)],
  solution: spinSolution(scoreIsing),
};
