/**
 * MAX-CUT: divide the vertices of a weighted graph in two so that the weights of the edges between the parts sum to as
 * much as possible. The part of a vertex is its spin.
 */

import { ArgumentError, LimitError, ProblemError, requireFinite, requireInteger } from "../core/index.ts";
import type { Spins } from "../network/index.ts";
import { type EdgeList, formatEdgeList, MAX_TOTAL_WEIGHT, MAX_VERTICES, parseEdgeList } from "./formats/edge-list.ts";
import { numberedLines } from "./formats/lines.ts";
import { sortEdges } from "./formats/sort-edges.ts";
import type { Encoding, Problem, ProblemKind, Score } from "./problem.ts";

/** A MAX-CUT instance; the graph is simple, its edges sorted (see EdgeList). */
export interface MaxCut extends Problem, EdgeList {
  readonly kind: "max-cut";
  readonly sense: "max";
}

/** Largest instance that is encoded: its couplings take n*n doubles, 3.2 GB here. */
export const MAX_ENCODED_SPINS = 20_000;

const EXTENSIONS = [".mc", ".rudy", ".txt", ".mac"] as const;

const NAME_COMMENT = /^# *name: *(.*)$/;

function requireName(name: string): void {
  if (name === "" || name !== name.trim() || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) {
    throw new ArgumentError("the name of the instance cannot be written to a file", {
      code: "problem.name",
      received: JSON.stringify(name),
      expected: "one line of printable characters without spaces around it",
    });
  }
}

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
  requireInteger("n", n, 1, MAX_VERTICES);
  const m = from.length;
  requireFinite("to", to, m);
  requireFinite("weights", weights, m);
  const low = new Uint32Array(m);
  const high = new Uint32Array(m);
  let total = 0;
  for (let e = 0; e < m; e++) {
    requireInteger(`from[${e}]`, from[e]!, 0, n - 1);
    requireInteger(`to[${e}]`, to[e]!, 0, n - 1);
    low[e] = Math.min(from[e]!, to[e]!);
    high[e] = Math.max(from[e]!, to[e]!);
    total += Math.abs(weights[e]!);
    if (low[e] === high[e]) {
      throw new ArgumentError(`edge ${e} joins a vertex to itself`, {
        code: "problem.self-loop",
        received: `${from[e]} ${to[e]}`,
        expected: "two different vertices",
      });
    }
  }
  requireFinite("sum of |weights|", [total <= MAX_TOTAL_WEIGHT ? total : Number.POSITIVE_INFINITY], 1);
  const { order, repeated } = sortEdges(n, low, high);
  if (repeated !== undefined) {
    throw new ArgumentError(`edge ${repeated.again} repeats edge ${repeated.first}`, {
      code: "problem.duplicate-edge",
      received: `${from[repeated.again]} ${to[repeated.again]}`,
      expected: "each edge once",
    });
  }
  return {
    kind: "max-cut",
    name,
    n,
    sense: "max",
    from: Uint32Array.from(order, (e) => low[e]!),
    to: Uint32Array.from(order, (e) => high[e]!),
    weights: Float64Array.from(order, (e) => weights[e]! + 0),
  };
}

/** The name given by a "# name:" comment above the header, else the file's name without folder and known ending. */
function instanceName(text: string, file: string): string {
  for (const { text: line } of numberedLines(text)) {
    const found = NAME_COMMENT.exec(line)?.[1]
      ?.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "?")
      .trim();
    if (found) return found;
    if (line !== "" && line[0] !== "#" && line[0] !== "c") break;
  }
  const base = file.replace(/^.*[/\\]/, "");
  const ending = EXTENSIONS.find((extension) => base.toLowerCase().endsWith(extension)) ?? "";
  const stem = base
    .slice(0, base.length - ending.length)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "?")
    .trim();
  return stem === "" ? "max-cut" : stem;
}

/** Parses an edge list as a MAX-CUT instance. @throws ProblemError with file and line. */
export function parseMaxCut(text: string, file: string): MaxCut {
  return { kind: "max-cut", name: instanceName(text, file), sense: "max", ...parseEdgeList(text, file) };
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
  if (n > MAX_ENCODED_SPINS) {
    throw new LimitError("the graph is too large for a dense network", {
      code: "problem.encode-size",
      received: `${n} vertices`,
      expected: `at most ${MAX_ENCODED_SPINS}`,
    });
  }
  const weights = new Float64Array(n * n);
  let sum = 0;
  for (let e = 0; e < from.length; e++) {
    // 0 - w, not -w: an edge of weight 0 must not become -0.
    const coupling = 0 - edgeWeights[e]!;
    weights[from[e]! * n + to[e]!] = coupling;
    weights[to[e]! * n + from[e]!] = coupling;
    sum += edgeWeights[e]!;
  }
  return { network: { n, weights, bias: new Float64Array(n), constant: 0 }, scale: -0.5, shift: sum / 2 };
}

/**
 * Weight of the cut, summed over the edges between the parts. Every state is feasible.
 * @throws ProblemError unless `spins` holds n entries of -1 or +1.
 */
export function scoreMaxCut(problem: MaxCut, spins: Spins): Score {
  const { n, from, to, weights } = problem;
  if (spins.length !== n) {
    throw new ProblemError("the solution has the wrong length", {
      code: "problem.solution-length",
      received: `${spins.length} spins`,
      expected: `${n}, one a vertex`,
    });
  }
  for (let i = 0; i < n; i++) {
    if (spins[i] !== 1 && spins[i] !== -1) {
      throw new ProblemError(`spin ${i + 1} of the solution is not a spin`, {
        code: "problem.solution-spin",
        received: String(spins[i]),
        expected: "+1 or -1",
      });
    }
  }
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
  encode: encodeMaxCut,
  score: scoreMaxCut,
};
