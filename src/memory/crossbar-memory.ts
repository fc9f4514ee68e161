/** Recall on a crossbar: couplings as conductances, the cue as initial voltages, the recalled state as settled outputs. */

import { buildHopfieldCircuit, type HopfieldCircuit, schedules } from "../circuit/index.ts";
import type { Steps } from "../core/index.ts";
import { type Crossbar, type HardwareProfile, type MapOptions, mapToCrossbar } from "../crossbar/index.ts";
import { createNetwork, fieldScale } from "../network/index.ts";
import { type Readout, readOut } from "../readout/index.ts";
import { reducedTask, simulateReduced, type Waveforms } from "../simulate/index.ts";

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
