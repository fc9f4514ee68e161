import type { AnnealSchedule, TopologyName } from "../../circuit/index.ts";
import type { HardwareProfile } from "../../crossbar/index.ts";
import type { Spins } from "../../network/index.ts";
import type { Readout } from "../../readout/index.ts";
import type { Engine, SimulateOptions } from "../../simulate/index.ts";
import { LAYERS, type Layer, type Losses, roundTo } from "../../verify/index.ts";
import { circuitOfRun, readCompiled } from "../anneal.ts";
import type { Compiled } from "../compile.ts";
import type { ArrayLosses } from "./array-losses.ts";
import type { TaskLoss } from "./task-loss.ts";

/** One run on one device sample with the loss of each layer. Plain data. */
export interface RunLosses {
  readonly deviceSeed: number;
  readonly seed: number;
  readonly settled: boolean;
  readonly feasible: boolean;
  /** In units of the objective; the sum of `losses`, to the last bit. */
  readonly gap: number;
  readonly losses: Losses;
}

/** How runs are simulated. */
export interface RunGame {
  readonly topology: TopologyName;
  readonly schedule: AnnealSchedule;
  readonly engine: Engine;
  readonly limits: SimulateOptions;
  /** False leaves to the dynamics what real neurons add, which only simulating perfect ones would tell apart. */
  readonly splitNeurons?: boolean;
  loss(spins: Spins): TaskLoss;
}

/** A neuron of the ideal op-amp: a gain and a bandwidth at which the loop's errors vanish. */
const IDEAL_GAIN = 1e6;
const IDEAL_BANDWIDTH = 1e12;

/** The same board with perfect neurons: no finite gain, pole or offset. Its swing, capacitance and leak are design. */
export function withIdealNeurons(profile: HardwareProfile): HardwareProfile {
  const { opAmpGain, opAmpBandwidthHertz, inputOffsetSigmaVolts, ...neuron } = profile.neuron;
  return {
    ...profile,
    neuron: {
      ...neuron,
      opAmpGain: { ...opAmpGain, value: Math.max(IDEAL_GAIN, opAmpGain.value) },
      opAmpBandwidthHertz: { ...opAmpBandwidthHertz, value: Math.max(IDEAL_BANDWIDTH, opAmpBandwidthHertz.value) },
      ...(inputOffsetSigmaVolts === undefined ? {} : { inputOffsetSigmaVolts: { ...inputOffsetSigmaVolts, value: 0 } }),
    },
  };
}

/** Whether perfect neurons would make another circuit. */
export function hasRealNeurons({ neuron }: HardwareProfile, topology: TopologyName): boolean {
  if ((neuron.inputOffsetSigmaVolts?.value ?? 0) > 0) return true;
  if (topology === "passive") return false;
  return neuron.opAmpGain.value < IDEAL_GAIN || neuron.opAmpBandwidthHertz.value < IDEAL_BANDWIDTH;
}

/** Signs of the outputs themselves, before comparators with offsets read them. */
function signs({ outputVolts }: Readout): Spins {
  return Int8Array.from(outputVolts, (v) => (v < 0 ? -1 : 1));
}

/** Simulates one run and reads it. */
export async function simulateRun(game: Omit<RunGame, "loss">, compiled: Compiled, seed: number): Promise<Readout> {
  const { topology, schedule } = game;
  const hopfield = circuitOfRun({ compiled, topology, schedule }, seed);
  const waveforms = await game.engine.simulate({ circuit: hopfield.circuit }, game.limits);
  return readCompiled(compiled, hopfield, waveforms);
}

/**
 * Splits what one run loses. What the array's exact minimum loses is the array's; how much worse, or better, the run with
 * perfect neurons settled is the dynamics'; what real neurons add from the same start with the same noise is theirs; and
 * what the comparators misread of the settled voltages is the readout's.
 *
 * @param known readout of this run where it was simulated already
 */
export async function runLosses(
  game: RunGame,
  compiled: Compiled,
  array: ArrayLosses,
  seed: number,
  known?: Readout,
): Promise<RunLosses> {
  const readout = known ?? (await simulateRun(game, compiled, seed));
  const read = game.loss(readout.spins);
  const settled = game.loss(signs(readout)).objective;
  const split = game.splitNeurons !== false && hasRealNeurons(compiled.profile, game.topology);
  const perfect = split
    ? signs(await simulateRun(game, { ...compiled, profile: withIdealNeurons(compiled.profile) }, seed))
    : undefined;
  const dynamics = perfect === undefined ? settled : game.loss(perfect).objective;
  const parts: Record<Layer, number> = {
    encoding: array.encoding.objective,
    ...array.shares,
    dynamics: dynamics - array.total.objective,
    neuron: settled - dynamics,
    readout: read.objective - settled,
  };
  const exact = roundTo(
    read.objective,
    LAYERS.map((layer) => parts[layer]),
  );
  return {
    deviceSeed: compiled.deviceSeed,
    seed,
    settled: readout.settled,
    feasible: read.feasible,
    gap: exact.total,
    losses: Object.fromEntries(LAYERS.map((layer, k) => [layer, exact.parts[k]!])) as Record<Layer, number>,
  };
}
