/**
 * Quadratic assignment: put n facilities at n locations so that the flows between facilities times the distances between
 * their locations sum to as little as possible. A solution is the location of each facility. Files are QAPLIB's, whose
 * first matrix counts as the flows; where an author meant distances, facilities and locations change names, and costs
 * stay.
 */

import { ArgumentError, requireFinite, requireInteger } from "../core/index.ts";
import { readNotes } from "./formats/notes.ts";
import {
  formatQaplib,
  formatQaplibSolution,
  largestCost,
  looksLikeQaplib,
  MAX_ASSIGNMENT_COST,
  parseQaplib,
  parseQaplibSolution,
} from "./formats/qaplib.ts";
import { cleanName, nameOfFile, requireName } from "./instance-name.ts";
import type { EncodingMethod, Problem, ProblemKind, Score, SolutionForm } from "./problem.ts";
import {
  type Assignment,
  assignmentViolations,
  decodeLayout,
  encodeLayout,
  type Layout,
  type LayoutWords,
  repairLayout,
  spinsOfAssignment,
} from "./qap-one-hot.ts";

/** A quadratic assignment task; n counts the facilities, and the locations. */
export interface Qap extends Problem {
  readonly kind: "qap";
  readonly sense: "min";
  /** n*n, row-major, integers, from facility to facility. */
  readonly flows: Float64Array;
  /** n*n, row-major, integers, from location to location. */
  readonly distances: Float64Array;
}

/** Of endings that other tools use too only files that look like one of QAPLIB's are read. */
const EXTENSIONS = [".qap", ".dat"] as const;

const WORDS: LayoutWords = {
  facility: (i) => `facility ${i + 1}`,
  location: (k) => `location ${k + 1}`,
  locations: "locations",
  facilities: "facilities",
};

const layoutOf = ({ n, flows, distances }: Qap): Layout => ({ m: n, s: n, flows, distances });

/**
 * Builds a task.
 * @param flows n*n integers, row-major
 * @param distances n*n integers, row-major
 * @throws ArgumentError for a size, an entry that is no integer, entries whose costs would not be exact, or a name.
 */
export function createQap(name: string, n: number, flows: ArrayLike<number>, distances: ArrayLike<number>): Qap {
  requireName(name);
  requireInteger("n", n, 1);
  requireFinite("flows", flows, n * n);
  requireFinite("distances", distances, n * n);
  const first = Float64Array.from(flows, (value) => value + 0);
  const second = Float64Array.from(distances, (value) => value + 0);
  for (let k = 0; k < n * n; k++) {
    requireInteger(`flows[${k}]`, first[k]!, -MAX_ASSIGNMENT_COST, MAX_ASSIGNMENT_COST);
    requireInteger(`distances[${k}]`, second[k]!, -MAX_ASSIGNMENT_COST, MAX_ASSIGNMENT_COST);
  }
  const cost = largestCost({ n, first, second });
  if (cost > MAX_ASSIGNMENT_COST) {
    throw new ArgumentError("the entries are too large for exact costs", {
      code: "problem.entry-size",
      received: String(cost),
      expected: `n^2 max|flow| max|distance| of at most ${MAX_ASSIGNMENT_COST}`,
    });
  }
  return { kind: "qap", name, n, sense: "min", flows: first, distances: second };
}

/** Parses a QAPLIB file. @throws ProblemError with file and line. */
export function parseQap(text: string, file: string): Qap {
  const { n, first, second } = parseQaplib(text, file);
  const name = cleanName(readNotes(text, "#").get("name")?.value ?? "") || nameOfFile(file, EXTENSIONS, "qap");
  return { kind: "qap", name, n, sense: "min", flows: first, distances: second };
}

function costOf({ n, flows, distances }: Qap, assignment: Assignment): number {
  let cost = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) cost += flows[i * n + j]! * distances[assignment[i]! * n + assignment[j]!]!;
  }
  return cost;
}

/** The cost of an assignment; a list that is none has the cost NaN and names what is not right. */
export function scoreQap(problem: Qap, assignment: Assignment): Score {
  const violations = assignmentViolations(layoutOf(problem), assignment, WORDS);
  if (violations.length > 0) return { objective: Number.NaN, feasible: false, violations };
  return { objective: costOf(problem, assignment), feasible: true, violations };
}

const oneHot: EncodingMethod<Qap, Assignment> = {
  name: "one-hot",
  description: "a spin for every facility at every location",
  encode: (problem, options) => encodeLayout(layoutOf(problem), options),
  decode: (problem, spins) => decodeLayout(layoutOf(problem), spins, WORDS),
  spinsOf: (problem, assignment) => spinsOfAssignment(layoutOf(problem), assignment),
  repair: (problem, spins) => repairLayout(layoutOf(problem), spins),
};

const form: SolutionForm<Qap, Assignment> = {
  parse: (text, file, problem) => parseQaplibSolution(text, file, problem.n, (p) => costOf(problem, p)),
  format: (problem, assignment) => formatQaplibSolution(assignment, costOf(problem, assignment)),
  score: scoreQap,
};

/** The task kind "qap". */
export const qapKind: ProblemKind<Qap, Assignment> = {
  kind: "qap",
  extensions: EXTENSIONS,
  recognises: looksLikeQaplib,
  parse: parseQap,
  format: ({ name, n, flows, distances }) => formatQaplib({ n, first: flows, second: distances }, [`name: ${name}`]),
  encodings: [oneHot],
  solution: form,
};
