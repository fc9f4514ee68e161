/**
 * Graph colouring: give each vertex one of k colours so that as few edges as possible have both ends of one colour; 0
 * proves that k colours are enough. Bit x_vc says that vertex v has colour c. k comes from a "c colours: 4" note, else
 * from the header of a DIMACS `.col` file, else from a greedy colouring, which is enough but may be more than needed.
 */

import { requireInteger } from "../core/index.ts";
import type { Spins } from "../network/index.ts";
import { requireEncodable } from "./dense-couplings.ts";
import { requireEdge } from "./edges.ts";
import { formatDimacsGraph, type Graph, parseDimacsGraph, simpleGraph } from "./formats/dimacs-graph.ts";
import { MAX_VERTICES } from "./formats/edge-list.ts";
import { dataLines, lineError, readCount } from "./formats/lines.ts";
import { readNotes } from "./formats/notes.ts";
import { cleanName, nameOfFile, requireName } from "./instance-name.ts";
import { penaltyOf } from "./penalty.ts";
import type {
  EncodeOptions,
  Encoding,
  EncodingMethod,
  Penalty,
  Problem,
  ProblemKind,
  Score,
  SolutionForm,
} from "./problem.ts";
import { encodeQubo } from "./qubo.ts";
import { requireSpins } from "./require-spins.ts";

/** A colouring task on a simple graph. */
export interface Colouring extends Problem, Graph {
  readonly kind: "colouring";
  readonly sense: "min";
  /** k, at least 1. */
  readonly colours: number;
}

/** The colour of each vertex: n, each in [0, k). */
export type Colours = Uint32Array;

const EXTENSIONS = [".col"] as const;

/** Neighbours of each vertex. */
function neighbours({ n, from, to }: Graph): number[][] {
  const lists: number[][] = Array.from({ length: n }, () => []);
  for (let e = 0; e < from.length; e++) {
    lists[from[e]!]!.push(to[e]!);
    lists[to[e]!]!.push(from[e]!);
  }
  return lists;
}

/**
 * Number of colours that greedy colouring takes, vertices of large degree first.
 *
 * Source: Welsh and Powell, Comput. J. 10, 1967.
 */
export function greedyColours(graph: Graph): number {
  const lists = neighbours(graph);
  const order = [...lists.keys()].sort((u, v) => lists[v]!.length - lists[u]!.length || u - v);
  const colour = new Int32Array(graph.n).fill(-1);
  let used = 0;
  for (const v of order) {
    const taken = new Set(lists[v]!.map((u) => colour[u]!));
    let free = 0;
    while (taken.has(free)) free++;
    colour[v] = free;
    used = Math.max(used, free + 1);
  }
  return used;
}

/**
 * Builds a task from edges in any order and direction.
 * @param colours k; without it as many as a greedy colouring takes
 * @throws ArgumentError for a size, vertex, number of colours or name out of range.
 */
export function createColouring(
  name: string,
  n: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  colours?: number,
): Colouring {
  requireName(name);
  requireInteger("n", n, 1, MAX_VERTICES);
  requireInteger("length of to", to.length, from.length, from.length);
  for (let e = 0; e < from.length; e++) requireEdge(e, from, to, n);
  const graph = simpleGraph(n, from, to);
  const k = colours ?? greedyColours(graph);
  requireInteger("colours", k, 1, n);
  return { kind: "colouring", name, sense: "min", ...graph, colours: k };
}

/** Parses a DIMACS graph. @throws ProblemError with file and line. */
export function parseColouring(text: string, file: string): Colouring {
  const { colours: announced, ...graph } = parseDimacsGraph(text, file);
  const notes = readNotes(text, "c");
  const note = notes.get("colours");
  const noted = note === undefined ? announced : readCount(note.value);
  if (note !== undefined && (noted === undefined || noted < 1 || noted > graph.n)) {
    const expected = `an integer in 1..${graph.n}`;
    throw lineError("the number of colours is out of range", "problem.colours", file, note.line, note.value, expected);
  }
  const name = cleanName(notes.get("name")?.value ?? "") || nameOfFile(file, EXTENSIONS, "colouring");
  return { kind: "colouring", name, sense: "min", ...graph, colours: noted || greedyColours(graph) };
}

/**
 * The penalty weight A of (number of a vertex's colours - 1)^2, as small as this argument allows: from any infeasible
 * state, taking one of a vertex's several colours away saves at least A and makes no conflict. Once none has several,
 * giving a bare vertex its cheapest colour saves A and makes at most D = floor(degree / k) conflicts, for its neighbours
 * have one colour each at most. So single flips lead down to a colouring, by at least A - D with D of the largest
 * degree; A = D + 1 makes that 1, the smallest difference between two colourings.
 */
function colouringPenalty(problem: Colouring, chosen?: number): Penalty {
  const degree = neighbours(problem).reduce((largest, list) => Math.max(largest, list.length), 0);
  const argument =
    "taking a second colour away costs nothing, and a bare vertex has a colour with at most degree / k conflicts, so single flips lead from any infeasible state down to a colouring";
  const conflicts = Math.floor(degree / problem.colours);
  const weight = chosen ?? conflicts + 1;
  return penaltyOf(weight, weight - conflicts, argument);
}

/** Encodes with spin v * k + c for vertex v and colour c. @throws LimitError above MAX_ENCODED_SPINS. */
export function encodeColouring(problem: Colouring, options: EncodeOptions = {}): Encoding {
  const { n, from, to, colours: k } = problem;
  requireEncodable(n * k, `${n * k} spins for ${n} vertices and ${k} colours`);
  const penalty = colouringPenalty(problem, options.penaltyWeight);
  const pairs: [number, number, number][] = [];
  for (let v = 0; v < n; v++) {
    for (let c = 0; c < k; c++) for (let d = c + 1; d < k; d++) pairs.push([v * k + c, v * k + d, 2 * penalty.weight]);
  }
  for (let e = 0; e < from.length; e++) {
    for (let c = 0; c < k; c++) pairs.push([from[e]! * k + c, to[e]! * k + c, 1]);
  }
  const encoding = encodeQubo({
    kind: "qubo",
    name: "colouring",
    sense: "min",
    n: n * k,
    from: Uint32Array.from(pairs, ([a]) => a),
    to: Uint32Array.from(pairs, ([, b]) => b),
    weights: Float64Array.from(pairs, ([, , weight]) => weight),
    linear: new Float64Array(n * k).fill(-penalty.weight),
    offset: n * penalty.weight,
  });
  return { ...encoding, name: "one-hot", penalty };
}

/** The number of edges whose ends have one colour. Every colouring is feasible; an entry that is no colour is not. */
export function scoreColouring({ n, from, to, colours }: Colouring, solution: Colours): Score {
  const violations: string[] = [];
  if (solution.length !== n) violations.push(`there are colours for ${solution.length} vertices of ${n}`);
  solution.forEach((colour, v) => {
    if (colour >= colours) violations.push(`vertex ${v + 1} has colour ${colour + 1} of ${colours}`);
  });
  if (violations.length > 0) return { objective: Number.NaN, feasible: false, violations };
  let conflicts = 0;
  for (let e = 0; e < from.length; e++) if (solution[from[e]!] === solution[to[e]!]) conflicts++;
  return { objective: conflicts, feasible: true, violations };
}

/** Reads a colour a vertex, counted from 1. @throws ProblemError with file and line. */
function parseColours(text: string, file: string, { n, colours }: Colouring): Colours {
  const found: number[] = [];
  let lastLine = 1;
  for (const { line, words } of dataLines(text)) {
    lastLine = line;
    for (const word of words) {
      const colour = readCount(word);
      if (colour === undefined || colour < 1 || colour > colours || found.length === n) {
        const expected = `${n} colours in 1..${colours}`;
        throw lineError("a colour is not right", "problem.solution-colour", file, line, word, expected);
      }
      found.push(colour - 1);
    }
  }
  if (found.length < n) {
    const received = `${found.length} colours`;
    throw lineError("there are too few colours", "problem.solution-length", file, lastLine, received, `${n} colours`);
  }
  return Uint32Array.from(found);
}

/**
 * The colours that are not in doubt stay. Then, in their order, a vertex of several colours keeps that of them, and a bare
 * vertex takes that of all, with the fewest conflicts with neighbours that have one already; the first of equals.
 */
function repairColours(problem: Colouring, spins: Spins): Colours {
  const { n, colours: k } = problem;
  requireSpins(spins, n * k, "vertex and colour");
  const lists = neighbours(problem);
  const colour = new Int32Array(n).fill(-1);
  const up = Array.from({ length: n }, (_, v) => [...Array(k).keys()].filter((c) => spins[v * k + c] === 1));
  up.forEach((own, v) => {
    if (own.length === 1) colour[v] = own[0]!;
  });
  const conflicts = new Uint32Array(k);
  for (let v = 0; v < n; v++) {
    if (colour[v]! >= 0) continue;
    conflicts.fill(0);
    for (const u of lists[v]!) if (colour[u]! >= 0) conflicts[colour[u]!]!++;
    const choices = up[v]!.length > 0 ? up[v]! : conflicts.keys();
    for (const c of choices) if (colour[v]! < 0 || conflicts[c]! < conflicts[colour[v]!]!) colour[v] = c;
  }
  return Uint32Array.from(colour);
}

const oneHot: EncodingMethod<Colouring, Colours> = {
  name: "one-hot",
  description: "a vertex has a spin for every colour, the one that is up being its own",
  encode: encodeColouring,
  decode(problem, spins) {
    const { n, colours: k } = problem;
    requireSpins(spins, n * k, "vertex and colour");
    const solution = new Uint32Array(n);
    const violations: string[] = [];
    for (let v = 0; v < n; v++) {
      let count = 0;
      for (let c = 0; c < k; c++) {
        if (spins[v * k + c] !== 1) continue;
        count++;
        solution[v] = c;
      }
      if (count !== 1) violations.push(`vertex ${v + 1} has ${count} colours`);
    }
    return violations.length === 0 ? { feasible: true, solution } : { feasible: false, violations };
  },
  spinsOf({ n, colours: k }, solution) {
    const spins = new Int8Array(n * k).fill(-1);
    solution.forEach((colour, v) => {
      spins[v * k + colour] = 1;
    });
    return spins;
  },
  repair: repairColours,
};

const form: SolutionForm<Colouring, Colours> = {
  parse: parseColours,
  format: (_, solution) => Array.from(solution, (colour) => `${colour + 1}\n`).join(""),
  score: scoreColouring,
};

/** The task kind "colouring". */
export const colouringKind: ProblemKind<Colouring, Colours> = {
  kind: "colouring",
  extensions: EXTENSIONS,
  parse: parseColouring,
  format: (problem) => formatDimacsGraph(problem, [`name: ${problem.name}`]),
  bestPossible: () => 0,
  encodings: [oneHot],
  solution: form,
};
