import type { ProgressSink } from "../../core/index.ts";
import type { Engine } from "../../simulate/index.ts";
import type { AnnealSpec } from "../anneal.ts";
import type { Solution } from "../solve.ts";
import { type Blame, blame } from "./blame.ts";
import { hasRealNeurons } from "./run-losses.ts";

/** Networks of up to so many spins are split within about two seconds; with wires each costs more. */
const QUICK_SPINS = 128;
const QUICK_WIRED_SPINS = 64;

/**
 * The loss of a campaign's runs on its own array, split over layers without another simulation: what real neurons add is
 * left to the dynamics. Null without a reference or runs, and for arrays that would take more than seconds.
 * @throws CancelledError
 */
export async function solutionLosses(
  spec: Pick<AnnealSpec, "compiled" | "topology" | "schedule"> & {
    readonly engine: Engine;
    readonly signal?: AbortSignal;
    readonly progress?: ProgressSink;
  },
  { reference, anneals }: Solution,
): Promise<Blame | null> {
  const { compiled } = spec;
  const most = compiled.map.wires === undefined ? QUICK_SPINS : QUICK_WIRED_SPINS;
  if (reference === null || anneals.length === 0 || compiled.network.n > most) return null;
  const { verdict, best, groundStates, arrayBest } = reference;
  return blame({
    ...spec,
    seeds: anneals.map(({ seed }) => seed),
    devices: 1,
    prove: false,
    splitNeurons: false,
    optimum: verdict.objective,
    best,
    groundStates: groundStates.length > 0 ? groundStates : [arrayBest],
    readouts: new Map(anneals.map(({ seed, readout }) => [seed, readout])),
  });
}

/** Whether the dynamics' part of `solutionLosses` holds what real neurons add. */
export function neuronsInDynamics({ compiled, topology }: Pick<AnnealSpec, "compiled" | "topology">): boolean {
  return hasRealNeurons(compiled.profile, topology);
}
