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

/**
 * A task compiled to a network. For every feasible state s: objective = scale * E(s) + shift, exactly for integer data.
 */
export interface Encoding {
  readonly network: HopfieldNetwork;
  readonly scale: number;
  readonly shift: number;
}

/** Objective and feasibility of a solution, computed from the task alone. */
export interface Score {
  readonly objective: number;
  readonly feasible: boolean;
  /** Which constraints fail, one line each; empty when feasible. */
  readonly violations: readonly string[];
}

/** Everything that a task kind knows: one object a kind, registered in `kinds.ts`. */
export interface ProblemKind<P extends Problem> {
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
  /** Scores a spin state on the task itself, never from the energy. */
  score(problem: P, spins: Spins): Score;
}
