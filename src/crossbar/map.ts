import { ArgumentError, HardwareError, LimitError } from "../core/index.ts";
import type { HopfieldNetwork } from "../network/index.ts";
import type { ArrayWires, Crossbar } from "./crossbar.ts";
import { createDeviceSampler, DEVICE_EFFECTS, nearestLevel, type SamplerOptions } from "./device/index.ts";
import type { HardwareProfile } from "./hardware/index.ts";
import { type ArrayPlan, type MappingName, mappingFor } from "./mappings/index.ts";
import { allWeights, type DeviceRange, sourceCount } from "./mappings/mapping.ts";

/** Positions that a crossbar may have: its two arrays of doubles then take 2 GiB. */
const MAX_POSITIONS = 2 ** 27;

/** What is at work unless it is said otherwise: read noise differs from read to read and is no part of an array. */
const LASTING_EFFECTS = DEVICE_EFFECTS.filter((effect) => effect !== "read-noise");

/** How a network is mapped. */
export interface MapOptions {
  /** "differential-pair" by default. */
  readonly mapping?: MappingName;
  /** Slices of bit slicing; by default as many as hold whole weights exactly. */
  readonly slices?: number;
  /** Which departures of the devices are at work, at which time and temperature; all lasting ones by default. */
  readonly devices?: SamplerOptions;
  /** Wires that the circuit carries; perfect ones by default. */
  readonly wires?: ArrayWires;
}

/** What a profile's devices can hold. */
export function deviceRange({ device }: HardwareProfile): DeviceRange {
  return {
    offSiemens: device.offSiemens.value,
    onSiemens: device.onSiemens.value,
    levels: device.levels.value,
  };
}

/**
 * Lays a network out by a mapping, without programming a device.
 * @throws HardwareError when all weights and biases are zero, or the devices cannot hold them; ArgumentError
 */
export function planArray(network: HopfieldNetwork, profile: HardwareProfile, options: MapOptions = {}): ArrayPlan {
  const { mapping = "differential-pair", slices } = options;
  if (slices !== undefined && mapping !== "bit-slicing") {
    throw new ArgumentError("only bit slicing has slices", {
      code: "argument.slices",
      received: `${slices} slices with ${mapping}`,
      expected: "bit-slicing, or no number of slices",
    });
  }
  let largest = 0;
  for (const w of allWeights(network)) largest = Math.max(largest, Math.abs(w));
  if (largest === 0) {
    throw new HardwareError("every weight and bias is zero: there is nothing to program", {
      code: "hardware.empty",
      received: `${network.n} spins without couplings`,
      expected: "at least one coupling or bias",
    });
  }
  return mappingFor(mapping).plan(network, deviceRange(profile), largest, slices);
}

/** Conductances of a crossbar's targets on the levels of the device, without programming error: as `siemens`. */
export function quantisedSiemens({ siemens, targetSiemens }: Crossbar, profile: HardwareProfile): Float64Array {
  return targetSiemens.map((target, k) =>
    target === 0 && siemens[k] === 0 ? 0 : nearestLevel(profile.device, target),
  );
}

/**
 * Maps a network to conductances by a mapping, the largest weights taking the whole range from off to on as each mapping
 * says. Each device is then programmed as the profile's device model says, from `seed` and its place in the array.
 *
 * @throws HardwareError when all weights and biases are zero, or the devices cannot hold them, and as `createDeviceSampler`;
 * ArgumentError
 * @throws LimitError when the crossbar would not fit into memory.
 */
export function mapToCrossbar(
  network: HopfieldNetwork,
  profile: HardwareProfile,
  seed: number,
  options: MapOptions = {},
): Crossbar {
  const { n } = network;
  const plan = planArray(network, profile, options);
  const { wordLines, bitLines, unitSiemens } = plan;
  const size = wordLines.length * bitLines;
  if (size > MAX_POSITIONS) {
    throw new LimitError("the crossbar is too large", {
      code: "hardware.size",
      received: `${wordLines.length} word lines, ${bitLines} bit lines`,
      expected: `at most ${MAX_POSITIONS} positions`,
    });
  }
  const sampler = createDeviceSampler(profile.device, { effects: LASTING_EFFECTS, ...options.devices }, seed);
  const siemens = new Float64Array(size);
  const targetSiemens = new Float64Array(size);
  for (let i = 0; i < bitLines; i++) {
    for (let line = 0; line < wordLines.length; line++) {
      const target = plan.target(line, i);
      if (target === undefined) continue;
      const k = line * bitLines + i;
      targetSiemens[k] = target;
      siemens[k] = sampler.readSiemens(k, target, sampler.program(k, target));
    }
  }
  return {
    profile: profile.name,
    mapping: options.mapping ?? "differential-pair",
    rows: n,
    bitLines,
    columns: sourceCount(network),
    unitSiemens,
    wordLines,
    siemens,
    targetSiemens,
    wires: options.wires ?? null,
  };
}
