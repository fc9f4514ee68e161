/** What a task whose solutions are its states, spin for spin, has of solutions and encodings. */

import type { Spins } from "../network/index.ts";
import type { Encoding, EncodingMethod, Problem, Score, SolutionForm } from "./problem.ts";
import { requireSpins } from "./require-spins.ts";
import { formatSpins, parseSpins } from "./spins-file.ts";

/** The form of a task whose every state is a solution, spin for spin. */
export function spinSolution<P extends Problem>(score: (problem: P, spins: Spins) => Score): SolutionForm<P, Spins> {
  return {
    parse: (text, file, problem) => parseSpins(text, file, problem.n),
    format: (_, spins) => formatSpins(spins),
    score,
  };
}

/** The only encoding of such a task, called "spins"; `item` is what a spin stands for. */
export function spinEncoding<P extends Problem>(
  description: string,
  item: string,
  encode: (problem: P) => Encoding,
): EncodingMethod<P, Spins> {
  return {
    name: "spins",
    description,
    encode: (problem) => encode(problem),
    decode(problem, spins) {
      requireSpins(spins, problem.n, item);
      return { feasible: true, solution: spins };
    },
    spinsOf: (_, spins) => spins,
  };
}
