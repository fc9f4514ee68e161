import { createRandom } from "../core/index.ts";
import type { HardwareProfile } from "../crossbar/index.ts";
import type { CircuitSection } from "./circuit.ts";
import type { Topology } from "./hopfield-circuit.ts";
import { circuitValue } from "./spice-number.ts";

/** Offsets of the neurons on one chip, n volts each; they stay the same from run to run. */
export interface NeuronOffsets {
  /** At the neurons' inputs, added to the state. */
  readonly inputVolts: Float64Array;
  /** Of the comparators that read the outputs, added to what they read. */
  readonly comparatorVolts: Float64Array;
}

/** Draws the offsets of n neurons from the seed of the devices, each kind from its own stream; zeros where a board has none. */
export function neuronOffsets({ neuron }: HardwareProfile, deviceSeed: number, n: number): NeuronOffsets {
  const draw = (name: string, sigma: number): Float64Array => {
    const random = createRandom(deviceSeed, name);
    return Float64Array.from({ length: n }, () => (sigma === 0 ? 0 : sigma * random.gaussian()));
  };
  return {
    inputVolts: draw("input-offset", neuron.inputOffsetSigmaVolts?.value ?? 0),
    comparatorVolts: draw("comparator-offset", neuron.comparatorOffsetSigmaVolts?.value ?? 0),
  };
}

/** Currents that stand for offsets at the neurons' inputs, n amperes: an offset moves the node's whole load. */
export function offsetAmps(inputVolts: Float64Array | undefined, loadSiemens: number, n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    const volts = inputVolts?.[i] ?? 0;
    return volts === 0 ? 0 : circuitValue(volts * loadSiemens);
  });
}

/** Constant currents into the summing nodes for the neurons' input offsets; none without. */
export function offsetSections(amps: Float64Array, topology: Topology): CircuitSection[] {
  if (amps.every((i) => i === 0)) return [];
  return [
    {
      comment: "Offsets at the neurons' inputs, as the current that moves the summing node by the offset",
      elements: Array.from(amps, (value, i) => ({
        kind: "current-source" as const,
        name: `I_offset_${i}`,
        nodes: ["0", topology.sumNode(i)] as const,
        waveform: { kind: "dc" as const, value },
      })),
    },
  ];
}
