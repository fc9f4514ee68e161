/** From any task to a network and back, by the encoding that is asked for. */

import { ProblemError, quoteReceived } from "../core/index.ts";
import type { Spins } from "../network/index.ts";
import { type AnyProblem, type AnySolution, problemKind } from "./kinds.ts";
import type { Decoded, EncodeOptions, Encoding, EncodingMethod, Score } from "./problem.ts";

/** The encoding of a task's kind with this name, its first one without. @throws ProblemError listing the names. */
export function encodingMethod(problem: AnyProblem, name?: string): EncodingMethod<AnyProblem, AnySolution> {
  const { kind, encodings } = problemKind(problem.kind);
  if (name === undefined) return encodings[0];
  const found = encodings.find((method) => method.name === name);
  if (found !== undefined) return found;
  throw new ProblemError(`${kind} has no encoding of this name`, {
    code: "problem.encoding",
    received: quoteReceived(name),
    expected: encodings.map((method) => method.name).join(" or "),
  });
}

/**
 * Encodes a task as a network.
 * @throws ProblemError for an unknown encoding or a penalty weight where nothing is penalised; LimitError, ArgumentError.
 */
export function encodeProblem(
  problem: AnyProblem,
  options: EncodeOptions & { readonly encoding?: string } = {},
): Encoding {
  const { encoding: name, ...rest } = options;
  const encoding = encodingMethod(problem, name).encode(problem, rest);
  if (rest.penaltyWeight !== undefined && encoding.penalty === null) {
    throw new ProblemError("every state is feasible, so that there is no penalty to weigh", {
      code: "problem.no-penalty",
      received: `a penalty weight of ${rest.penaltyWeight}`,
      expected: "no penalty weight",
    });
  }
  return encoding;
}

/** Decodes a state of an encoding. @throws ProblemError for spins of the wrong number or value. */
export function decodeSpins(problem: AnyProblem, spins: Spins, encoding?: string): Decoded<AnySolution> {
  return encodingMethod(problem, encoding).decode(problem, spins);
}

/**
 * A feasible solution near a state, by the rule of its encoding; the state's own when it is feasible.
 * @throws ProblemError for spins of the wrong number or value, or when the encoding has no rule.
 */
export function repairSpins(problem: AnyProblem, spins: Spins, encoding?: string): AnySolution {
  const method = encodingMethod(problem, encoding);
  const decoded = method.decode(problem, spins);
  if (decoded.feasible) return decoded.solution;
  if (method.repair !== undefined) return method.repair(problem, spins);
  throw noRepair(problem, method.name);
}

/** The error of an encoding that cannot repair. */
function noRepair(problem: AnyProblem, name: string): ProblemError {
  const able = problemKind(problem.kind).encodings.filter((method) => method.repair !== undefined);
  return new ProblemError("the encoding has no rule to repair a state", {
    code: "problem.no-repair",
    received: `${problem.kind}, encoding ${name}`,
    expected: able.length === 0 ? "no repair" : able.map((method) => method.name).join(" or "),
  });
}

/**
 * Makes sure that infeasible states of a task can be repaired.
 * @throws ProblemError when every state is feasible, or when the encoding has no rule.
 */
export function requireRepair(problem: AnyProblem, encoding: Encoding): void {
  if (encoding.penalty === null) {
    throw new ProblemError("every state is feasible, so that there is nothing to repair", {
      code: "problem.no-repair",
      received: `${problem.kind}, encoding ${encoding.name}`,
      expected: "no repair",
    });
  }
  const method = encodingMethod(problem, encoding.name);
  if (method.repair === undefined) throw noRepair(problem, method.name);
}

/**
 * Scores a state on the task itself, never from its energy. A state that decodes to no solution has the objective NaN,
 * for there is nothing to measure, and names the constraints that fail.
 * @throws ProblemError for spins of the wrong number or value.
 */
export function scoreSpins(problem: AnyProblem, spins: Spins, encoding?: string): Score {
  const decoded = decodeSpins(problem, spins, encoding);
  if (decoded.feasible) return problemKind(problem.kind).solution.score(problem, decoded.solution);
  return { objective: Number.NaN, feasible: false, violations: decoded.violations };
}
