/**
 * Recall: of stored patterns, find the one that is most like a probe, a pattern with faults or gaps. The objective is
 * the overlap of the pattern found with the probe, m = (1/n) sum x_i y_i in [-1, 1]. A state of the network is a solution
 * when it is a stored pattern (or overlaps one by `accept`); spurious states, mixtures and negations are none.
 *
 * Every encoding stores the patterns in W by a rule of its own and pulls towards the probe with a bias h y_i.
 */

import { ArgumentError, requireInteger } from "../core/index.ts";
import {
  energy,
  type HopfieldNetwork,
  hebbWeights,
  localFieldsInto,
  pseudoinverseWeights,
  type Spins,
  storkeyWeights,
} from "../network/index.ts";
import { requireEncodable } from "./dense-couplings.ts";
import { lineError } from "./formats/lines.ts";
import { readNotes } from "./formats/notes.ts";
import { formatPatterns, MAX_PATTERNS, type PatternGrids, parsePatterns } from "./formats/patterns.ts";
import { cleanName, nameOfFile, requireName } from "./instance-name.ts";
import { penaltyOf } from "./penalty.ts";
import type { Decoded, EncodeOptions, Encoding, EncodingMethod, Problem, ProblemKind, Score } from "./problem.ts";
import { requireSpins } from "./require-spins.ts";
import { formatSpins, parseSpins } from "./spins-file.ts";

/** A recall task; n counts the cells of a pattern. */
export interface Recall extends Problem, PatternGrids {
  readonly kind: "recall";
  readonly sense: "max";
  readonly probe: Int8Array;
  /** Overlap with a stored pattern from which a state counts as that pattern, in (0, 1]. */
  readonly accept: number;
}

const EXTENSIONS = [".patterns"] as const;

/** Share of the stored patterns' stability that the pull of the probe may take. */
const PULL = 0.5;
/** Below this share of the largest field a stability is rounding. */
const UNSTABLE = 1e-9;

/** Builds a task. @throws ArgumentError for shapes, entries, names or an `accept` out of range. */
export function createRecall(name: string, grids: PatternGrids & { readonly probe: Int8Array }, accept = 1): Recall {
  requireName(name);
  const { rows, columns, names, patterns, probe } = grids;
  requireInteger("rows", rows, 1);
  requireInteger("columns", columns, 1);
  requireInteger("number of patterns", names.length, 1, MAX_PATTERNS);
  const n = rows * columns;
  requireInteger("length of patterns", patterns.length, n * names.length, n * names.length);
  requireInteger("length of probe", probe.length, n, n);
  for (const stored of names) requireName(stored);
  requireInteger("different names", new Set(names).size, names.length);
  for (const x of [...patterns, ...probe]) {
    if (x !== 1 && x !== -1) {
      throw new ArgumentError("a cell is neither -1 nor +1", { code: "argument.cell", received: String(x) });
    }
  }
  if (!(accept > 0 && accept <= 1)) {
    throw new ArgumentError("accept is out of range", {
      code: "argument.range",
      received: String(accept),
      expected: "a number above 0, at most 1",
    });
  }
  return { kind: "recall", name, n, sense: "max", rows, columns, names, patterns, probe, accept };
}

/** Parses a pattern file with a probe. @throws ProblemError with file and line. */
export function parseRecall(text: string, file: string): Recall {
  const { probe, ...grids } = parsePatterns(text, file);
  if (probe === null) {
    throw lineError("there is no probe", "problem.patterns", file, 1, "patterns only", 'a grid under "probe"');
  }
  const notes = readNotes(text, "#");
  const note = notes.get("accept");
  const accept = note === undefined ? 1 : Number(note.value);
  if (!(accept > 0 && accept <= 1)) {
    const expected = "a number above 0, at most 1";
    throw lineError("accept is out of range", "problem.accept", file, note?.line ?? 1, note?.value ?? "", expected);
  }
  const name = cleanName(notes.get("name")?.value ?? "") || nameOfFile(file, EXTENSIONS, "recall");
  const n = grids.rows * grids.columns;
  return { kind: "recall", name, n, sense: "max", ...grids, probe, accept };
}

/** Writes a task; reads back as the same. `comments` stand below its name. */
export function formatRecall(problem: Recall, comments: readonly string[] = []): string {
  const accept = problem.accept === 1 ? [] : [`accept: ${problem.accept}`];
  return formatPatterns(problem, [`name: ${problem.name}`, ...accept, ...comments]);
}

/** Overlap (1/n) sum x_i y_i. */
function overlap(x: ArrayLike<number>, y: ArrayLike<number>, n: number): number {
  let dot = 0;
  for (let i = 0; i < n; i++) dot += x[i]! * y[i]!;
  return dot / n;
}

const patternOf = ({ n, patterns }: Recall, m: number): Int8Array => patterns.subarray(m * n, (m + 1) * n);

/** The stored pattern with the largest overlap, the first of several, and that overlap. */
export function nearestPattern(problem: Recall, spins: Spins): { readonly index: number; readonly overlap: number } {
  let index = 0;
  let best = Number.NEGATIVE_INFINITY;
  for (let m = 0; m < problem.names.length; m++) {
    const found = overlap(patternOf(problem, m), spins, problem.n);
    if (found > best) {
      best = found;
      index = m;
    }
  }
  return { index, overlap: best };
}

/** The stored pattern that a state is, or what it is instead. */
function decodeRecall(problem: Recall, spins: Spins): Decoded<Spins> {
  requireSpins(spins, problem.n, "cell");
  const nearest = nearestPattern(problem, spins);
  if (nearest.overlap >= problem.accept) {
    return { feasible: true, solution: patternOf(problem, nearest.index).slice() };
  }
  const negated = nearestPattern(
    problem,
    spins.map((s) => -s),
  );
  const violation =
    negated.overlap === 1
      ? `the state is the negation of pattern '${problem.names[negated.index]}'`
      : `the state is no stored pattern: it overlaps '${problem.names[nearest.index]}', the nearest, by ${nearest.overlap.toFixed(4)}`;
  return { feasible: false, violations: [violation] };
}

/** Overlap of the recalled pattern with the probe. @throws ProblemError unless `spins` holds n entries of -1 or +1. */
export function scoreRecall(problem: Recall, spins: Spins): Score {
  const decoded = decodeRecall(problem, spins);
  if (!decoded.feasible) return { objective: Number.NaN, feasible: false, violations: decoded.violations };
  return { objective: overlap(decoded.solution, problem.probe, problem.n), feasible: true, violations: [] };
}

/** Smallest x_i h_i over the stored patterns under W alone: positive when all of them are stable. */
function smallestStability(problem: Recall, network: HopfieldNetwork): number {
  const fields = new Float64Array(problem.n);
  let smallest = Number.POSITIVE_INFINITY;
  for (let m = 0; m < problem.names.length; m++) {
    const pattern = patternOf(problem, m);
    localFieldsInto(fields, network, pattern);
    for (let i = 0; i < problem.n; i++) smallest = Math.min(smallest, pattern[i]! * fields[i]!);
  }
  return smallest;
}

/**
 * Encodes with W from a storage rule and the bias h y_i towards the probe y. All stored patterns have one energy under
 * the pseudoinverse rule, so that E(x) = c - h n m for each of them and the objective m is (c - E) / (h n) exactly. Under
 * other rules they have not, and `mismatch` says how far objective and energy are apart at most.
 *
 * h is half of what keeps the weakest cell of a stored pattern in place, so that the probe leaves all of them stable; when
 * they are not stable by themselves, a twentieth of the largest field. That a spurious state lies above the best pattern
 * is not implied.
 *
 * @param options.penaltyWeight 1 / h, for an h of one's own
 */
function encodeRecall(
  name: string,
  rule: (patterns: Int8Array, p: number, n: number) => Float64Array,
  problem: Recall,
  options: EncodeOptions,
): Encoding {
  const { n, names, patterns, probe } = problem;
  requireEncodable(n, `${n} cells`);
  const weights = rule(patterns, names.length, n);
  const free: HopfieldNetwork = { n, weights, bias: new Float64Array(n), constant: 0 };
  const stability = smallestStability(problem, free);
  let largest = 0;
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let j = 0; j < n; j++) row += Math.abs(weights[i * n + j]!);
    largest = Math.max(largest, row);
  }
  const isStable = stability > UNSTABLE * largest;
  const chosen = isStable ? PULL * stability : largest > 0 ? largest / 20 : 1;
  const { weight } = penaltyOf(options.penaltyWeight ?? 1 / chosen, 0, "");
  if (!(weight > 0)) {
    throw new ArgumentError("the penalty weight is out of range", {
      code: "argument.penalty",
      received: String(weight),
      expected: "a positive number, 1 / h for a pull h of the probe",
    });
  }
  const h = 1 / weight;
  const network = { ...free, bias: Float64Array.from(probe, (y) => h * y) };
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let m = 0; m < names.length; m++) {
    const own = energy(free, patternOf(problem, m));
    low = Math.min(low, own);
    high = Math.max(high, own);
  }
  const scale = -1 / (h * n);
  const argument = isStable
    ? "the probe pulls with half of what holds the weakest cell of a stored pattern, so that all of them stay stable; no bound on spurious states"
    : "a stored pattern is not stable under this rule even without the probe";
  return {
    name,
    network,
    scale,
    shift: (low + high) / (2 * h * n),
    penalty: { weight, argument, gap: null },
    mismatch: (high - low) / (2 * h * n),
  };
}

const storage = (
  name: string,
  description: string,
  rule: (patterns: Int8Array, p: number, n: number) => Float64Array,
): EncodingMethod<Recall, Spins> => ({
  name,
  description,
  encode: (problem, options = {}) => encodeRecall(name, rule, problem, options),
  decode: decodeRecall,
  spinsOf: (_, pattern) => pattern,
  /** The stored pattern with the largest overlap. */
  repair: (problem, spins) => patternOf(problem, nearestPattern(problem, spins).index).slice(),
});

/** The task kind "recall". A solution is the pattern itself, a spin a cell. */
export const recallKind: ProblemKind<Recall, Spins> = {
  kind: "recall",
  extensions: EXTENSIONS,
  parse: parseRecall,
  format: (problem) => formatRecall(problem),
  encodings: [
    storage("pseudoinverse", "W projects onto the stored patterns", pseudoinverseWeights),
    storage("hebb", "W sums the stored patterns' outer products", hebbWeights),
    storage("storkey", "W grows by Storkey's incremental rule", storkeyWeights),
  ],
  solution: {
    parse: (text, file, problem) => parseSpins(text, file, problem.n),
    format: (_, spins) => formatSpins(spins),
    score: scoreRecall,
  },
};
