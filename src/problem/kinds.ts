/** The registry of task kinds: which kind reads which file. A new kind is one file of its own and one entry here. */

import { ProblemError, quoteReceived } from "../core/index.ts";
import type { Spins } from "../network/index.ts";
import type { Chosen } from "./chosen.ts";
import { type Clique, cliqueKind } from "./clique.ts";
import { type Colouring, type Colours, colouringKind } from "./colouring.ts";
import { type ExactCover, exactCoverKind } from "./exact-cover.ts";
import { type Expression, expressionKind } from "./expression.ts";
import { type IndependentSet, independentSetKind } from "./independent-set.ts";
import { type Ising, isingKind } from "./ising.ts";
import { type Knapsack, knapsackKind } from "./knapsack.ts";
import { type MaxCut, maxCutKind } from "./max-cut.ts";
import { type MaxSat, maxSatKind } from "./max-sat.ts";
import { type NumberPartitioning, numberPartitioningKind } from "./number-partitioning.ts";
import { type Partition, partitionKind } from "./partition.ts";
import type { Parts } from "./partition-encode.ts";
import { type Placement, placementKind } from "./placement.ts";
import type { ProblemKind } from "./problem.ts";
import { type Qap, qapKind } from "./qap.ts";
import type { Assignment } from "./qap-one-hot.ts";
import { type Qubo, quboKind } from "./qubo.ts";
import { type Recall, recallKind } from "./recall.ts";
import { type SetCover, setCoverKind } from "./set-cover.ts";
import { type SetPacking, setPackingKind } from "./set-packing.ts";
import { type Tour, type Tsp, tspKind } from "./tsp.ts";
import { type VertexCover, vertexCoverKind } from "./vertex-cover.ts";
import type { VertexSet } from "./vertex-set.ts";

/** Any task that Ohmfield reads. */
export type AnyProblem =
  | MaxCut
  | Ising
  | Qubo
  | Tsp
  | NumberPartitioning
  | IndependentSet
  | VertexCover
  | Clique
  | Colouring
  | Recall
  | ExactCover
  | Knapsack
  | SetPacking
  | SetCover
  | MaxSat
  | Qap
  | Placement
  | Partition
  | Expression;

/** A solution of any task. */
export type AnySolution = Spins | Tour | VertexSet | Chosen | Colours | Assignment | Parts;

/** A kind of any task. */
export type AnyProblemKind = ProblemKind<AnyProblem, AnySolution>;

interface Registered {
  readonly kind: AnyProblemKind;
  /** File names without a telling extension that belong to the kind, and how to describe them. */
  readonly names?: { readonly pattern: RegExp; readonly text: string };
  /** Endings of the kind that many other tools use too: a file is only its own when `recognises` says so. */
  readonly borrowed?: readonly string[];
}

const REGISTRY: readonly Registered[] = [
  {
    kind: maxCutKind,
    names: {
      pattern: /^(G\d+|(g05|pm1[sd]|p?w\d\d)_\d+\.\d+|t[23]g\d+_\d+|ising\d+(\.\d+)?-\d+_\d+|toruspm\d+-\d+-\d+)$/,
      text: "G-set and Biq Mac names such as G1, g05_60.0, pm1s_80.0, w09_100.3, t2g10_5555, ising2.5-100_5555",
    },
  },
  { kind: isingKind },
  { kind: quboKind },
  { kind: tspKind },
  { kind: numberPartitioningKind },
  { kind: independentSetKind },
  { kind: vertexCoverKind },
  { kind: cliqueKind },
  { kind: colouringKind },
  { kind: recallKind },
  { kind: exactCoverKind },
  { kind: knapsackKind },
  { kind: setPackingKind },
  { kind: setCoverKind },
  { kind: maxSatKind },
  { kind: qapKind, borrowed: [".dat"] },
  { kind: placementKind },
  { kind: partitionKind },
  { kind: expressionKind },
];

/** All task kinds. */
export const problemKinds: readonly AnyProblemKind[] = REGISTRY.map((entry) => entry.kind);

/** What `parseProblem` can read, one line a kind, for help texts and errors. */
export function knownFileNames(): readonly string[] {
  return REGISTRY.map(({ kind, names }) => {
    const endings = `${kind.kind}: ${kind.extensions.join(" ")}`;
    return names === undefined ? endings : `${endings}, ${names.text}`;
  });
}

/** The kind called `kind`. @throws ProblemError listing the kinds. */
export function problemKind(kind: string): AnyProblemKind {
  const found = problemKinds.find((candidate) => candidate.kind === kind);
  if (found !== undefined) return found;
  throw new ProblemError("the task kind is not known", {
    code: "problem.kind",
    received: quoteReceived(kind),
    expected: `one of ${problemKinds.map((candidate) => candidate.kind).join(", ")}`,
  });
}

/**
 * The kind that reads a file of this name; folders do not matter. Where several kinds share an ending, the text decides.
 * @throws ProblemError listing what is known.
 */
export function problemKindOfFile(fileName: string, text = ""): AnyProblemKind {
  const base = fileName.replace(/^.*[/\\]/, "");
  const owners = REGISTRY.filter(({ kind, names, borrowed }) => {
    if (names?.pattern.test(base)) return true;
    const ending = kind.extensions.find((extension) => base.toLowerCase().endsWith(extension));
    return ending !== undefined && (!borrowed?.includes(ending) || kind.recognises?.(text));
  });
  const owner = owners.find(({ kind }) => kind.recognises?.(text)) ?? owners[0];
  if (owner !== undefined) return owner.kind;
  throw new ProblemError("no task kind is known for a file of this name", {
    code: "problem.file-name",
    file: fileName,
    received: quoteReceived(base),
    expected: knownFileNames().join("; "),
  });
}

/**
 * Parses a task file; its name chooses the kind, and its text where a name does not tell. A kind with a `prepare` must
 * have been prepared: `readProblem` does both.
 * @throws ProblemError for a name that no kind owns, or with file and line for a malformed file.
 */
export function parseProblem(text: string, fileName: string): AnyProblem {
  return problemKindOfFile(fileName, text).parse(text, fileName);
}

/** Parses a task file like `parseProblem`, after loading what its kind needs. @throws ProblemError as there. */
export async function readProblem(text: string, fileName: string): Promise<AnyProblem> {
  const kind = problemKindOfFile(fileName, text);
  await kind.prepare?.();
  return kind.parse(text, fileName);
}
