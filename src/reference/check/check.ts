/**
 * Checking a certificate: the solution is scored on the task, the tree is walked and every bound computed anew. No code is
 * shared with the solvers that write certificates, so that a fault of theirs is not repeated here.
 */

import { ProblemError, runSteps, runStepsAsync, type StepOptions, type Steps } from "../../core/index.ts";
import type { AnyProblem, Encoding } from "../../problem/index.ts";
import type { Certificate } from "../certificate.ts";
import { assignmentProofSteps } from "./assignment-proof.ts";
import { compare, type Dyadic, dyadic, negated, plus, roundDown, roundUp, times } from "./dyadic.ts";
import { type IntegerNetwork, integerNetwork } from "./integer-network.ts";
import { requireCertificate } from "./schema.ts";
import { spinProofSteps } from "./spin-proof.ts";
import { assignmentTaskOf, encodingOf, scoreSolution, tourTaskOf } from "./task.ts";
import { tourProofSteps } from "./tour-proof.ts";
import type { Reason, TreeOutcome } from "./tree.ts";

/** What a certificate is worth. Plain data. */
export interface CertificateVerdict {
  /** Whether all that it claims is shown. */
  readonly accepted: boolean;
  /** Objective of its solution, from the task; null when that is no feasible solution. */
  readonly objective: number | null;
  /** What the tree shows of every feasible solution, rounded to the weaker side; null when it shows nothing. */
  readonly bound: number | null;
  /** Whether objective and bound are equal, so that the solution is optimal. */
  readonly proven: boolean;
  /** Objectives no further apart are called equal: 0 unless the task holds numbers that do not sum exactly. */
  readonly tolerance: number;
  readonly nodes: number;
  readonly leaves: number;
  /** Why it is rejected, with the place; empty when accepted. */
  readonly reasons: readonly Reason[];
}

/** What a tree shows: the objective is at least (sense min) or at most (sense max) `bound`. */
interface Shown {
  readonly bound: Dyadic | null;
  readonly tolerance: number;
  readonly nodes: number;
  readonly leaves: number;
  readonly reasons: readonly Reason[];
}

const nothing = (path: string, message: string): Shown => ({
  bound: null,
  tolerance: 0,
  nodes: 0,
  leaves: 0,
  reasons: [{ path, message }],
});

/** A tree whose bound is already one of the objective. */
function shownBy(outcome: TreeOutcome, bound: Dyadic | null, tolerance: number): Shown {
  const { nodes, leaves, reasons } = outcome;
  if (reasons.length > 0 || bound === null) {
    const none = { path: "proof.tree", message: "the tree leaves no solution at all" };
    return { bound: null, tolerance, nodes, leaves, reasons: reasons.length > 0 ? reasons : [none] };
  }
  return { bound, tolerance, nodes, leaves, reasons };
}

/** Whether every objective of the encoding is computed without rounding: all its numbers lie on the network's grid. */
function isExact({ scale, shift }: Encoding, { unit, constant, slack }: IntegerNetwork): boolean {
  const grid = Math.abs(scale) * unit;
  return slack === 0 && Number.isSafeInteger(shift / grid) && Number.isSafeInteger(constant / unit);
}

/**
 * Rounding in objectives, couplings and bounds of tasks whose numbers do not sum exactly: each is a sum of at most n^2
 * terms, with relative errors of 2^-53 a term in doubles and 2^-47 in the checker's own whole numbers.
 */
function roundingOf({ scale, shift, network }: Encoding, { magnitude }: IntegerNetwork): number {
  const size = Math.abs(scale) * (magnitude + Math.abs(network.constant)) + Math.abs(shift);
  return (network.n + 1) ** 2 * 2 ** -46 * size;
}

function* shownBySpins(problem: AnyProblem, certificate: Certificate): Steps<Shown> {
  if (certificate.proof.kind !== "spins") return nothing("proof.kind", "the proof is not about spins");
  const encoding = encodingOf(problem, certificate.encoding!);
  if (typeof encoding === "string") return nothing("encoding", encoding);
  const { network, scale, shift } = encoding;
  if (problem.sense === "min" ? !(scale > 0) : !(scale < 0)) {
    return nothing("encoding", "a bound of the energy does not bound the objective of this encoding");
  }
  const integers = integerNetwork(network);
  if (integers === null) return nothing("encoding", "the sum of the couplings overflows");
  const outcome = yield* spinProofSteps(certificate.proof, integers);
  const tolerance = isExact(encoding, integers) ? 0 : roundingOf(encoding, integers);
  if (outcome.reasons.length > 0) return shownBy(outcome, null, tolerance);
  const slack = negated(dyadic(integers.slack));
  const energy = plus(plus(times(dyadic(outcome.bound), dyadic(integers.unit)), slack), dyadic(network.constant));
  return shownBy(outcome, plus(times(dyadic(scale), energy), dyadic(shift)), tolerance);
}

const finite = (value: number): Dyadic | null => (Number.isFinite(value) ? dyadic(value) : null);

function* shownByTours(problem: AnyProblem, certificate: Certificate): Steps<Shown> {
  const task = tourTaskOf(problem);
  if (certificate.proof.kind !== "tour" || task === null) return nothing("proof.kind", "the task is not about tours");
  const outcome = yield* tourProofSteps(certificate.proof, task);
  return shownBy(outcome, finite(outcome.bound), 0);
}

function* shownByAssignments(problem: AnyProblem, certificate: Certificate): Steps<Shown> {
  const divided = assignmentTaskOf(problem);
  if (certificate.proof.kind !== "assignment" || divided === null) {
    return nothing("proof.kind", "the task is not about assignments");
  }
  const outcome = yield* assignmentProofSteps(certificate.proof, divided.task);
  if (typeof outcome === "string") return nothing("task", outcome);
  // The divisor is a power of two, and the bound a whole number: no digit is lost.
  return shownBy(outcome, finite(outcome.bound / divided.divisor), 0);
}

const SHOWN = { spins: shownBySpins, tour: shownByTours, assignment: shownByAssignments };

/** The objective of the solution, or why it has none. */
function scored(problem: AnyProblem, solution: string): number | string {
  try {
    const { objective, feasible, violations } = scoreSolution(problem, solution);
    return feasible && Number.isFinite(objective)
      ? objective
      : `it is not feasible: ${violations[0] ?? "no objective"}`;
  } catch (error) {
    if (error instanceof ProblemError) return error.message;
    throw error;
  }
}

/** The check in slices; see `checkCertificate`. */
export function* checkSteps(problem: AnyProblem, certificate: Certificate): Steps<CertificateVerdict> {
  requireCertificate(certificate);
  const reasons: Reason[] = [];
  const fail = (path: string, message: string): void => {
    reasons.push({ path, message });
  };
  const { task, proof, bound: claimed, objective: told } = certificate;
  if (task.kind !== problem.kind) fail("task.kind", `it speaks of ${task.kind}, the task is ${problem.kind}`);
  const score = scored(problem, certificate.solution);
  const shown = yield* SHOWN[proof.kind](problem, certificate);
  reasons.push(...shown.reasons);
  const { tolerance } = shown;
  // Positive when a is the better bound or the worse objective by more than the tolerance.
  const sign = problem.sense === "min" ? 1 : -1;
  const exceeds = (a: Dyadic, b: Dyadic): boolean =>
    compare(sign > 0 ? a : negated(a), plus(sign > 0 ? b : negated(b), dyadic(tolerance))) > 0;
  const equal = (a: Dyadic, b: Dyadic): boolean => !exceeds(a, b) && !exceeds(b, a);

  if (typeof score === "string") fail("solution", score);
  else if (!equal(dyadic(score), dyadic(told))) fail("objective", `it is ${told}, the solution has ${score}`);
  const bound = shown.bound;
  const safe = bound === null ? null : sign > 0 ? roundDown(bound) : roundUp(bound);
  if (bound !== null && exceeds(dyadic(claimed), bound)) fail("bound", `it is ${claimed}, the tree shows ${safe}`);
  if (bound !== null && typeof score === "number" && exceeds(bound, dyadic(score))) {
    fail("proof.tree", `it shows ${safe}, but a solution has ${score}: the encoding does not hold`);
  }
  if (certificate.proven !== equal(dyadic(claimed), dyadic(told))) {
    const word = certificate.proven ? "proven" : "not proven";
    fail("proven", `it says ${word} of the bound ${claimed} and the objective ${told}`);
  }
  const accepted = reasons.length === 0;
  return {
    accepted,
    objective: typeof score === "number" ? score : null,
    bound: safe,
    proven: accepted && bound !== null && typeof score === "number" && equal(bound, dyadic(score)),
    tolerance,
    nodes: shown.nodes,
    leaves: shown.leaves,
    reasons,
  };
}

/**
 * Checks a certificate against its task. The verdict is the answer: a certificate that does not hold is no error.
 *
 * @throws CertificateError for an object without the shape of a certificate.
 * @throws LimitError for a task too large to encode.
 * @throws CancelledError when the signal is aborted.
 */
export function checkCertificate(
  problem: AnyProblem,
  certificate: Certificate,
  options: StepOptions = {},
): CertificateVerdict {
  return runSteps(checkSteps(problem, certificate), options);
}

/** `checkCertificate` that lets the event loop in between slices. */
export function checkCertificateAsync(
  problem: AnyProblem,
  certificate: Certificate,
  options: StepOptions = {},
): Promise<CertificateVerdict> {
  return runStepsAsync(checkSteps(problem, certificate), options);
}
