import { tabuSearchAsync, temperingSteps } from "../../baseline/index.ts";
import { type ProgressSink, runStepsAsync, throwIfCancelled } from "../../core/index.ts";
import { energy, type HopfieldNetwork, type Spins } from "../../network/index.ts";
import { enumerateMinimumAsync, proveNetworkAsync } from "../../reference/index.ts";

/** The lowest state of a network, or the best that was found. */
export interface LowestState {
  readonly spins: Spins;
  /** Every lowest state that is known, this one among them: rounding may leave many. */
  readonly states: readonly Spins[];
  readonly energy: number;
  /** Whether no state lies lower, to the last digits. */
  readonly proven: boolean;
}

export interface LowestStateOptions {
  readonly seed: number;
  /** Whether states beyond enumeration are proven by branch and bound; else they are the best of two searches. */
  readonly prove: boolean;
  /** States that may be lowest, such as the true optimum. */
  readonly candidates?: readonly Spins[];
  readonly signal?: AbortSignal;
  readonly progress?: ProgressSink;
}

/** Up to so many spins all states are visited: some tens of milliseconds. */
const ENUMERATED_SPINS = 24;
/** Sweeps and restarts of the two searches, some tens of milliseconds each at 60 spins. */
const TABU_RESTARTS = 4;
const TEMPERING_SWEEPS = 400;
/** Nodes of branch and bound: some ten seconds at 60 spins. */
const PROOF_NODES = 40;
/** Two energies of a programmed network that are one, relative to the sum of its magnitudes. */
export const SAME_ENERGY = 1e-12;
/** Spins beyond which not even one node is bounded. */
const PROVEN_SPINS = 125;

/**
 * The lowest state of a network: by enumeration where it is small, else the best of a tabu search, a tempering and the
 * candidates, proven by branch and bound when that is asked for.
 * @throws CancelledError
 */
export async function lowestState(network: HopfieldNetwork, options: LowestStateOptions): Promise<LowestState> {
  const { seed, candidates = [], signal, progress } = options;
  const hooks = { ...(signal === undefined ? {} : { signal }), ...(progress === undefined ? {} : { progress }) };
  throwIfCancelled(signal);
  if (network.n <= ENUMERATED_SPINS) {
    const { groundStates, energy: lowest } = await enumerateMinimumAsync(network, hooks);
    return { spins: groundStates[0]!, states: groundStates, energy: lowest, proven: true };
  }
  const found: Spins[] = [...candidates];
  found.push((await tabuSearchAsync(network, { seed, restarts: TABU_RESTARTS, ...hooks })).spins);
  const tempering = temperingSteps(network, { seed, restarts: 1, sweeps: TEMPERING_SWEEPS });
  found.push((await runStepsAsync(tempering, hooks)).spins);
  const energies = found.map((spins) => energy(network, spins));
  const best = energies.indexOf(Math.min(...energies));
  const incumbent = found[best]!;
  const lowest = energies[best]!;
  const slack = SAME_ENERGY * network.weights.reduce((sum, w) => sum + Math.abs(w), 1);
  const states = found.filter((_, k) => energies[k]! <= lowest + slack);
  if (!options.prove || network.n > PROVEN_SPINS) return { spins: incumbent, states, energy: lowest, proven: false };
  const proof = await proveNetworkAsync(network, { ...hooks, seed, incumbent, maxNodes: PROOF_NODES });
  throwIfCancelled(signal);
  if (proof.upper < lowest - slack) {
    return { spins: proof.spins, states: [proof.spins], energy: proof.upper, proven: proof.proven };
  }
  return { spins: incumbent, states, energy: lowest, proven: proof.proven };
}
