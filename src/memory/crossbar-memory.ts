/** Recall on a crossbar: couplings as conductances, the cue as initial voltages, the recalled state as settled outputs. */

import { buildHopfieldCircuit, type HopfieldCircuit, schedules } from "../circuit/index.ts";
import type { Steps } from "../core/index.ts";
import { type Crossbar, type HardwareProfile, type MapOptions, mapToCrossbar } from "../crossbar/index.ts";
import { createNetwork, fieldScale } from "../network/index.ts";
import { type Readout, readOut } from "../readout/index.ts";
import {
  createGridReducer,
  type ReducedModel,
  reducedTask,
  simulateReduced,
  type Waveforms,
} from "../simulate/index.ts";

/** A programmed array that holds patterns. Plain data. */
export interface CrossbarMemory {
  readonly crossbar: Crossbar;
  readonly profile: HardwareProfile;
  /** Field scale of the couplings, the unit of the schedule. */
  readonly fieldScale: number;
}

/**
 * Programs an array with couplings, n*n, row-major, symmetric with zero diagonal.
 * @throws ArgumentError, HardwareError
 */
export function programMemory(
  weights: Float64Array,
  n: number,
  profile: HardwareProfile,
  deviceSeed: number,
  map: MapOptions = {},
): CrossbarMemory {
  const network = createNetwork(n, weights, new Float64Array(n));
  return { crossbar: mapToCrossbar(network, profile, deviceSeed, map), profile, fieldScale: fieldScale(network) };
}

/** The circuit that relaxes from a cue, n entries of -1 or +1. */
export function recallCircuitOf(memory: CrossbarMemory, cue: Int8Array): HopfieldCircuit {
  return buildHopfieldCircuit("passive", {
    ...memory,
    schedule: schedules.recall,
    start: cue,
    seed: 1,
    instance: "recall",
  });
}

/** What the comparators read at the end of a run of that circuit. */
export function recalledState(memory: CrossbarMemory, hopfield: HopfieldCircuit, waveforms: Waveforms): Readout {
  return readOut(waveforms, hopfield, memory.crossbar);
}

/** Recalls through the built-in simulator. */
export function* recallOnCrossbar(memory: CrossbarMemory, cue: Int8Array): Steps<Readout> {
  const hopfield = recallCircuitOf(memory, cue);
  const { waveforms } = yield* simulateReduced(reducedTask({ circuit: hopfield.circuit }));
  return recalledState(memory, hopfield, waveforms);
}

type Initial = ReducedModel["initial"];

/** States at the start of a network whose neuron i starts as in `up` where the cue is +1, else as in `down`. */
function mixed(cue: Int8Array, up: Initial, down: Initial): Initial {
  const pick = (name: keyof Initial) => up[name].map((x, i) => (cue[i]! > 0 ? x : down[name][i]!));
  return { state: pick("state"), across: pick("across"), trail: pick("trail"), lag: pick("lag") };
}

/**
 * Recalls many cues from one array, each as `recallOnCrossbar` does to the last bit: the circuit is read and its wires are
 * eliminated twice and not once a cue, because a cue only chooses where each neuron starts.
 */
export function* recallAllOnCrossbar(memory: CrossbarMemory, cues: readonly Int8Array[]): Steps<Readout[]> {
  const reduce = createGridReducer();
  const hopfield = recallCircuitOf(memory, new Int8Array(memory.crossbar.rows).fill(1));
  const opposite = recallCircuitOf(memory, new Int8Array(memory.crossbar.rows).fill(-1));
  const up = reducedTask({ circuit: hopfield.circuit }, reduce);
  const down = reducedTask({ circuit: opposite.circuit }, reduce);
  const found: Readout[] = [];
  for (const cue of cues) {
    const model = { ...up.model, initial: mixed(cue, up.model.initial, down.model.initial) };
    const { waveforms } = yield* simulateReduced({ ...up, model });
    found.push(recalledState(memory, hopfield, waveforms));
  }
  return found;
}
