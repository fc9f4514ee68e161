import type { Progress } from "../core/index.ts";
import { type Score, scoreSpins } from "../problem/index.ts";
import type { Engine } from "../simulate/index.ts";
import { type Anneal, type AnnealSpec, circuitOfRun, readCompiled } from "./anneal.ts";
import { liftState } from "./compile.ts";

/** How one run ended in a second engine. Plain data. */
export interface RunAgreement {
  readonly seed: number;
  readonly spinsEqual: boolean;
  /** Whether the other engine ended with every spin flipped: without a bias the same answer. */
  readonly flipped: boolean;
  /** Largest difference of two final output voltages, as a share of the swing; against the negated ones when flipped. */
  readonly finalDifference: number;
  /** Objectives of both, null when not feasible; equal ones in other spins are another solution of the same worth. */
  readonly objective: number | null;
  readonly otherObjective: number | null;
  readonly otherSettled: boolean;
}

/** How far two engines agree on some runs of a campaign. Plain data. */
export interface EngineAgreement {
  readonly engine: string;
  readonly other: string;
  readonly runs: readonly RunAgreement[];
}

const objectiveOf = (score: Score) => (score.feasible ? score.objective : null);

/**
 * Repeats anneals in another engine and compares where they ended. Long anneals are chaotic: two engines that both follow
 * the circuit to their tolerances may end in other spins, and only runs with equal spins have a difference that says something.
 *
 * @throws whatever the engine throws.
 */
export async function checkAgreement(
  spec: Pick<AnnealSpec, "compiled" | "topology" | "schedule" | "timeLimitSeconds" | "signal" | "progress">,
  anneals: readonly Anneal[],
  other: Engine,
): Promise<EngineAgreement> {
  const { compiled, timeLimitSeconds, signal } = spec;
  const limits = {
    ...(signal === undefined ? {} : { signal }),
    ...(timeLimitSeconds === undefined ? {} : { timeLimitSeconds }),
  };
  const runs: RunAgreement[] = [];
  for (const anneal of anneals) {
    const hopfield = circuitOfRun(spec, anneal.seed);
    const waveforms = await other.simulate({ circuit: hopfield.circuit }, limits);
    const readout = readCompiled(compiled, hopfield, waveforms);
    const { outputVolts, spins } = anneal.readout;
    const flipped = spins.every((s, i) => s === -readout.spins[i]!);
    const sign = flipped ? -1 : 1;
    const differences = outputVolts.map((volts, i) => Math.abs(volts - sign * readout.outputVolts[i]!));
    runs.push({
      seed: anneal.seed,
      spinsEqual: spins.every((s, i) => s === readout.spins[i]),
      flipped,
      finalDifference: Math.max(...differences) / (2 * hopfield.supplyVolts),
      objective: objectiveOf(anneal.score),
      otherObjective: objectiveOf(
        scoreSpins(compiled.problem, liftState(compiled, readout.spins), compiled.encoding.name),
      ),
      otherSettled: readout.settled,
    });
    const progress: Progress = {
      stage: "agree",
      done: runs.length,
      total: anneals.length,
      note: `seed ${anneal.seed}`,
    };
    spec.progress?.(progress);
  }
  return { engine: anneals[0]?.engine ?? "", other: other.name, runs };
}
