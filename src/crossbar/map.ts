import { ArgumentError, createRandom, HardwareError, LimitError } from "../core/index.ts";
import type { HopfieldNetwork } from "../network/index.ts";
import type { Crossbar } from "./crossbar.ts";
import { type ArrayPlan, type MappingName, mappingFor } from "./mappings/index.ts";
import { allWeights, type DeviceRange, sourceCount } from "./mappings/mapping.ts";
import type { HardwareProfile } from "./profile.ts";
import { planTiles, type TileLimits, tileAt } from "./tiles.ts";

/** Positions that a crossbar may have: its two arrays of doubles then take 2 GiB. */
const MAX_POSITIONS = 2 ** 27;

/** Nearest of `levels` equally spaced values from low to high; levels = 0 leaves the value alone. */
function quantise(value: number, { offSiemens: low, onSiemens: high, levels }: DeviceRange): number {
  if (levels === 0) return value;
  const step = (high - low) / (levels - 1);
  return low + Math.round((value - low) / step) * step;
}

/** How a network is mapped. */
export interface MapOptions {
  /** "differential-pair" by default. */
  readonly mapping?: MappingName;
  /** Slices of bit slicing; by default as many as hold whole weights exactly. */
  readonly slices?: number;
  /** Largest array in one piece: tiles without a weight are then left out. Without it the array is one piece. */
  readonly tiles?: TileLimits;
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
  const range = deviceRange(profile);
  return targetSiemens.map((target, k) => (target === 0 && siemens[k] === 0 ? 0 : quantise(target, range)));
}

/**
 * Maps a network to conductances by a mapping, the largest weights taking the whole range from off to on as each mapping
 * says. Then quantisation to the profile's levels and a Gaussian programming error, each device from its own stream of
 * `seed`, kept within the range as write-and-verify does.
 *
 * @throws HardwareError when all weights and biases are zero, or the devices cannot hold them; ArgumentError
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
  const tiles = options.tiles === undefined ? null : planTiles(network, plan, options.tiles);
  const range = deviceRange(profile);
  const { offSiemens: off, onSiemens: on } = range;
  const sigma = profile.device.programmingSigmaSiemens.value;
  const random = createRandom(seed, "programming");
  const program = (target: number): number => {
    const level = quantise(target, range);
    return sigma === 0 ? level : Math.min(on, Math.max(off, level + sigma * random.gaussian()));
  };
  let devices = 0;
  const siemens = new Float64Array(size);
  const targetSiemens = new Float64Array(size);
  for (let i = 0; i < bitLines; i++) {
    for (let line = 0; line < wordLines.length; line++) {
      const target = plan.target(line, i);
      if (target === undefined || (tiles !== null && tileAt(tiles, line, i) === null)) continue;
      const k = line * bitLines + i;
      devices++;
      targetSiemens[k] = target;
      siemens[k] = program(target);
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
    devices,
    tiles,
    wires: null,
  };
}
