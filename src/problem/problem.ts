import type { HopfieldNetwork, Spins } from "../network/index.ts";

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

/**
 * A task compiled to a network. For every feasible state s: objective = scale * E(s) + shift, exactly for integer data.
 */
export interface Encoding {
  readonly network: HopfieldNetwork;
  readonly scale: number;
  readonly shift: number;
  /** null when every state is feasible, so that there is nothing to penalise. */
  readonly penalty: Penalty | null;
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

/** Solutions of a task in its own terms: S is spins, a tour and so on. */
export interface SolutionForm<P extends Problem, S> {
  /** Decodes a state, without repair. @throws ProblemError for spins of the wrong number or value. */
  fromSpins(problem: P, spins: Spins): Decoded<S>;
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
  /** Parses a task file. `file` names it in errors. @throws ProblemError with file and line. */
  parse(text: string, file: string): P;
  /** Writes the task back in its canonical format. parse(format(p)) equals p. */
  format(problem: P): string;
  encode(problem: P): Encoding;
  readonly solution: SolutionForm<P, S>;
  /** Scores a state of the encoding on the task itself, never from the energy: `scoreState` of its solution form. */
  score(problem: P, spins: Spins): Score;
}
