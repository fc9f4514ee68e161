import type { HopfieldNetwork, Spins, SummingLine } from "../network/index.ts";

/** What every task carries; one interface a task kind extends it. Plain data. */
export interface Problem {
  /** The kind's name as the command line and files use it, e.g. "max-cut". */
  readonly kind: string;
  /** Name of the instance, from its file or generator. */
  readonly name: string;
  /** Size in the task's own terms (vertices, cities, variables). */
  readonly n: number;
  readonly sense: "max" | "min";
}

/** How an encoding keeps infeasible states above feasible ones. Plain data. */
export interface Penalty {
  /** What a violation of size 1 costs, in units of the objective. */
  readonly weight: number;
  /** Why the weight is enough, in a sentence or two. */
  readonly argument: string;
  /**
   * By how much, in units of the objective, the argument puts every infeasible state above the best feasible one; null
   * when it gives no bound, so that one must be measured.
   */
  readonly gap: number | null;
}

/** The anneal that an encoding recommends; whoever runs the network may choose another. Plain data. */
export interface AnnealAdvice {
  /** Name of a schedule. */
  readonly schedule: string;
  /** Unit of its fields, where the scale that the network's eigenvalues and biases give is not the telling one. */
  readonly fieldScale: number;
}

/**
 * A task compiled to a network: objective = scale * E(s) + shift, exactly for integer data, for the state s of every
 * feasible solution (`EncodingMethod.spinsOf`). States that decode to the same solution, when their ancillas differ, and
 * infeasible ones have energies that are no better than this.
 */
export interface Encoding {
  /** The encoding's name. */
  readonly name: string;
  readonly network: HopfieldNetwork;
  readonly scale: number;
  readonly shift: number;
  /** null when every state is feasible, so that there is nothing to penalise. */
  readonly penalty: Penalty | null;
  /** Largest |objective - (scale E + shift)| over the feasible solutions; absent where they are equal. */
  readonly mismatch?: number;
  /** The part of the network that hardware may put into lines of sums instead of devices; without, none. */
  readonly lines?: readonly SummingLine[];
  /** The anneal that suits this encoding, where the general one does not. */
  readonly anneal?: AnnealAdvice;
}

/** Objective and feasibility of a solution, computed from the task alone. */
export interface Score {
  /** NaN for a state that decodes to no solution. */
  readonly objective: number;
  readonly feasible: boolean;
  /** Which constraints fail, one line each; empty when feasible. */
  readonly violations: readonly string[];
}

/** What a state means: a solution, or which constraints keep it from being one, one line each. */
export type Decoded<S> =
  | { readonly feasible: true; readonly solution: S }
  | { readonly feasible: false; readonly violations: readonly string[] };

/** What a user may ask of an encoding. */
export interface EncodeOptions {
  /** Penalty weight in place of the one that the encoding chooses, in units of the objective. */
  readonly penaltyWeight?: number;
}

/** One way from a task to a network and back; a kind may have several. */
export interface EncodingMethod<P extends Problem, S> {
  /** As the command line names it, e.g. "one-hot". */
  readonly name: string;
  /** What the spins mean, in one line. */
  readonly description: string;
  /** @throws LimitError when the network would be too large, ArgumentError for a penalty weight out of range. */
  encode(problem: P, options?: EncodeOptions): Encoding;
  /** Decodes a state, without repair. @throws ProblemError for spins of the wrong number or value. */
  decode(problem: P, spins: Spins): Decoded<S>;
  /** A state of lowest energy that decodes to this feasible solution. */
  spinsOf(problem: P, solution: S): Spins;
  /** A feasible solution near an infeasible state, by a rule that its docstring states. */
  repair?(problem: P, spins: Spins): S;
}

/** Solutions of a task in its own terms: S is spins, a tour and so on. */
export interface SolutionForm<P extends Problem, S> {
  /** Parses a solution file. @throws ProblemError with file and line. */
  parse(text: string, file: string, problem: P): S;
  /** Writes a solution; parse(format(s)) equals s. */
  format(problem: P, solution: S): string;
  /** Scores a solution on the task itself. */
  score(problem: P, solution: S): Score;
}

/** Everything that a task kind knows: one object a kind, registered in `kinds.ts`. */
export interface ProblemKind<P extends Problem, S = Spins> {
  readonly kind: string;
  /** File name endings it owns, with the dot. */
  readonly extensions: readonly string[];
  /** Whether the text of a file is of this kind, for endings that several kinds share. */
  recognises?(text: string): boolean;
  /** Loads what `parse` needs and what takes too long to be loaded for other kinds too; again it costs nothing. */
  prepare?(): Promise<void>;
  /** Parses a task file. `file` names it in errors. @throws ProblemError with file and line. */
  parse(text: string, file: string): P;
  /** Writes the task back in its canonical format. parse(format(p)) equals p. */
  format(problem: P): string;
  /** An objective that no solution of the task is better than, known without looking for one; absent where there is none. */
  bestPossible?(problem: P): number;
  /** The first is the one that is used unless another is asked for. */
  readonly encodings: readonly [EncodingMethod<P, S>, ...EncodingMethod<P, S>[]];
  readonly solution: SolutionForm<P, S>;
}
