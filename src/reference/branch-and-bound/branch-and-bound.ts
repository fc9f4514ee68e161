import { ArgumentError, type StepOptions, type Steps } from "../../core/index.ts";
import type { HopfieldNetwork } from "../../network/index.ts";
import { requireState } from "../require-state.ts";
import { type BranchAndBoundResult, createSearch, type Search, type SearchOptions } from "./search.ts";

function requireGap(gap: number): void {
  if (gap >= 0 && gap < 1) return;
  throw new ArgumentError("the gap is out of range", {
    code: "reference.gap",
    received: String(gap),
    expected: "a number of at least 0 and below 1",
  });
}

/**
 * A branch and bound search for the lowest energy of a network. Its steps can be driven slice by slice, and its bounds asked
 * for at any time between two of them.
 *
 * Each node is bounded by the semidefinite relaxation with triangle, pentagonal and heptagonal inequalities, solved by an
 * interior-point method; it branches on whether two spins are equal. Every bound that counts is verified from its rounded
 * multipliers by a Cholesky factorisation with a rigorous margin, so that it holds whatever rounding did before.
 *
 * Energies of integer couplings lie on a grid, and the minimum is proven exactly. Without a useful grid it is proven up to
 * 1e-9 of the sum of magnitudes, which the result names as its tolerance.
 *
 * Source: Rendl, Rinaldi and Wiegele, Mathematical Programming 121, 2010 (the scheme); Helmberg and Rendl, Mathematical
 * Programming 82, 1998 (the interior-point method with cuts).
 *
 * @throws ArgumentError for an incumbent that is not a state, or a gap outside [0, 1).
 * @throws LimitError when the couplings overflow.
 */
export function branchAndBoundSearch(network: HopfieldNetwork, options: SearchOptions = {}): Search {
  if (options.incumbent !== undefined) requireState(options.incumbent, network.n);
  if (options.gap !== undefined) requireGap(options.gap);
  return createSearch(network, options);
}

/** The search as steps to be driven by `runSteps`; see `branchAndBoundSearch`. */
export function branchAndBoundSteps(
  network: HopfieldNetwork,
  options: SearchOptions = {},
): Steps<BranchAndBoundResult> {
  return branchAndBoundSearch(network, options).steps;
}

/**
 * Runs the search to its end, or until the signal is aborted: then the result holds the bounds reached so far and `proven`
 * is false. A slice takes up to some hundred milliseconds.
 */
export function branchAndBound(
  network: HopfieldNetwork,
  options: SearchOptions & StepOptions = {},
): BranchAndBoundResult {
  const { steps, current } = branchAndBoundSearch(network, options);
  while (options.signal?.aborted !== true) {
    const step = steps.next();
    if (step.done) return step.value;
    options.progress?.(step.value);
  }
  return current();
}

/** `branchAndBound` that lets the event loop in between slices, so that a timer or an interrupt can abort the signal. */
export async function branchAndBoundAsync(
  network: HopfieldNetwork,
  options: SearchOptions & StepOptions = {},
): Promise<BranchAndBoundResult> {
  const { steps, current } = branchAndBoundSearch(network, options);
  while (options.signal?.aborted !== true) {
    const step = steps.next();
    if (step.done) return step.value;
    options.progress?.(step.value);
    await new Promise<void>((resume) => setTimeout(resume, 0));
  }
  return current();
}
