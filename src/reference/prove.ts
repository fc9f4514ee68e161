import { runSteps, runStepsAsync, type StepOptions, type Steps } from "../core/index.ts";
import {
  energy,
  flipInto,
  type HopfieldNetwork,
  isSpinFlipSymmetric,
  localFieldsInto,
  type Spins,
} from "../network/index.ts";
import { lowerBound } from "./bounds.ts";
import { type EnumerationOptions, enumerationSteps, MAX_ENUMERATED_SPINS } from "./enumerate.ts";
import { canonicalSpins } from "./ground-set.ts";
import { energyPrecision } from "./precision.ts";
import { requireState } from "./require-state.ts";

/** What is known about the lowest energy of a network: lowerEnergy <= minimum <= upperEnergy. Plain data. */
export interface Reference {
  readonly lowerEnergy: number;
  /** Energy of the states in `groundStates`. */
  readonly upperEnergy: number;
  /** Whether upperEnergy is the minimum for certain. */
  readonly proven: boolean;
  readonly method: string;
  /** When enumerated all minima (see `Enumeration`); else the one best state known. */
  readonly groundStates: readonly Spins[];
  /** Whether there may be more states of energy upperEnergy than `groundStates` holds. */
  readonly truncated: boolean;
  /** Whether b = 0, so that `groundStates` holds one of s and -s. */
  readonly symmetric: boolean;
  /** Energies no further apart were called equal. */
  readonly tolerance: number;
  readonly statesVisited: number;
}

export interface ProveOptions extends EnumerationOptions {
  /** Best state known, from a heuristic; used above 32 spins. */
  readonly incumbent?: Spins;
}

/** The state that steepest descent from `start` ends in. A new array. */
export function descend(network: HopfieldNetwork, start: Spins, tolerance: number): Spins {
  const spins = start.slice();
  const fields = new Float64Array(network.n);
  localFieldsInto(fields, network, spins);
  for (;;) {
    let best = -1;
    let gain = tolerance;
    for (let i = 0; i < network.n; i++) {
      const gained = -2 * spins[i]! * fields[i]!;
      if (gained > gain) {
        gain = gained;
        best = i;
      }
    }
    if (best < 0) return spins;
    flipInto(spins, fields, network, best);
  }
}

/** The proof in slices; see `prove`. */
export function* proveSteps(network: HopfieldNetwork, options: ProveOptions = {}): Steps<Reference> {
  const { n } = network;
  if (options.incumbent !== undefined) requireState(options.incumbent, n);
  if (n <= MAX_ENUMERATED_SPINS) {
    const found = yield* enumerationSteps(network, options);
    return {
      lowerEnergy: found.energy - found.tolerance,
      upperEnergy: found.energy,
      proven: true,
      method: found.method,
      groundStates: found.groundStates,
      truncated: found.truncated,
      symmetric: found.symmetric,
      tolerance: found.tolerance,
      statesVisited: found.statesVisited,
    };
  }
  const symmetric = isSpinFlipSymmetric(network);
  const { tolerance } = energyPrecision(network);
  const start = options.incumbent ?? new Int8Array(n).fill(1);
  const best = descend(network, start, tolerance);
  const upperEnergy = energy(network, best);
  yield { stage: "prove", done: 0, total: 1, note: "lower bound" };
  const bound = lowerBound(network);
  const proven = bound.energy >= upperEnergy;
  const from = options.incumbent === undefined ? "descent from all spins up" : "best state known";
  return {
    lowerEnergy: Math.min(bound.energy, upperEnergy),
    upperEnergy,
    proven,
    method: proven ? `${bound.method} meets the ${from}` : `lower: ${bound.method}; upper: ${from}`,
    groundStates: [symmetric ? canonicalSpins(best) : best],
    truncated: true,
    symmetric,
    tolerance,
    statesVisited: 0,
  };
}

/**
 * Bounds the minimum of a network from both sides. Up to 32 spins by enumeration, which proves it. Above, from the
 * incumbent, improved by descent, and a rigorous lower bound; that proves the minimum only when the two meet.
 *
 * @throws ArgumentError for an incumbent that is not a state.
 * @throws LimitError when the couplings overflow.
 * @throws CancelledError when the signal is aborted; the bound of a large network is one slice of some seconds.
 */
export function prove(network: HopfieldNetwork, options: ProveOptions & StepOptions = {}): Reference {
  return runSteps(proveSteps(network, options), options);
}

/** `prove` that lets the event loop in between slices. */
export function proveAsync(network: HopfieldNetwork, options: ProveOptions & StepOptions = {}): Promise<Reference> {
  return runStepsAsync(proveSteps(network, options), options);
}
