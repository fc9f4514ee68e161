import { ArgumentError, HardwareError, LimitError } from "../core/index.ts";
import type { HopfieldNetwork } from "../network/index.ts";
import { type Crossbar, OFFSET_SOURCE } from "./crossbar.ts";
import { conductionLaw, createDeviceSampler, DEVICE_EFFECTS, nearestLevel } from "./device/index.ts";
import { withGainCorrection } from "./gain-correction.ts";
import type { HardwareProfile } from "./hardware/index.ts";
import type { MapOptions } from "./map-options.ts";
import { type ArrayPlan, mappingFor } from "./mappings/index.ts";
import { allWeights, type DeviceRange, sourceCount } from "./mappings/mapping.ts";
import { planTiles, tileAt } from "./tiles.ts";
import { withWires } from "./with-wires.ts";

/** What is at work unless it is said otherwise. Read noise differs from read to read: it is no conductance of an array. */
const LASTING_EFFECTS = DEVICE_EFFECTS.filter((effect) => effect !== "read-noise");

/** Positions that a crossbar may have: its two arrays of doubles then take 2 GiB. */
const MAX_POSITIONS = 2 ** 27;

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
  const fits =
    wordLines.length <= (options.tiles?.rows ?? Infinity) && bitLines <= (options.tiles?.columns ?? Infinity);
  const tiles = options.tiles === undefined || fits ? null : planTiles(network, plan, options.tiles);
  const targetSiemens = new Float64Array(size);
  const holdsDevice = new Uint8Array(size);
  for (let line = 0; line < wordLines.length; line++) {
    for (let i = 0; i < bitLines; i++) {
      const target = plan.target(line, i);
      if (target === undefined || (tiles !== null && tileAt(tiles, line, i) === null)) continue;
      targetSiemens[line * bitLines + i] = target;
      holdsDevice[line * bitLines + i] = 1;
    }
  }
  const bare: Crossbar = {
    profile: profile.name,
    mapping: options.mapping ?? "differential-pair",
    rows: n,
    bitLines,
    columns: sourceCount(network),
    unitSiemens,
    wordLines,
    siemens: targetSiemens,
    targetSiemens,
    devices: holdsDevice.reduce((sum, holds) => sum + holds, 0),
    tiles,
    wires: null,
    conduction: null,
  };
  const wired = withWires(bare, options.wires ?? null);
  const aimed = options.gainCorrection === true ? withGainCorrection(wired, profile.device.offSiemens.value) : wired;
  const { faults } = options.devices ?? {};
  if (faults !== undefined && faults.cells !== size) {
    throw new HardwareError("the fault map is that of another array", {
      code: "hardware.fault-map",
      field: "cells",
      received: `${faults.cells} devices`,
      expected: `${size}: ${wordLines.length} word lines times ${bitLines} bit lines`,
    });
  }
  const { effects = LASTING_EFFECTS, ...devices } = options.devices ?? {};
  const lasting = effects.filter((effect) => effect !== "read-noise");
  const sampler = createDeviceSampler(profile.device, { ...devices, effects: lasting }, seed);
  const programmed = aimed.targetSiemens.map((target, k) => (holdsDevice[k] === 0 ? 0 : sampler.program(k, target)));
  const siemens = aimed.targetSiemens.map((target, k) =>
    holdsDevice[k] === 0 ? 0 : sampler.readSiemens(k, target, programmed[k]!),
  );
  const law = effects.includes("conduction") ? conductionLaw(profile.device) : null;
  const conduction = law === null ? null : { ...law, supplyVolts: profile.neuron.supplyVolts.value };
  const made = { ...aimed, siemens, conduction };
  if (lasting.length === effects.length || profile.device.readNoise === undefined) return made;
  const noisy = createDeviceSampler(profile.device, { ...devices, effects }, seed);
  const sigma = (k: number) =>
    holdsDevice[k] === 0 ? 0 : noisy.readSigmaSiemens(k, aimed.targetSiemens[k]!, programmed[k]!);
  const correlationSeconds = profile.device.readNoise.correlationSeconds?.value ?? null;
  const readNoise = { sigmaSiemens: lineSigmas(bare, sigma), correlationSeconds };
  return { ...made, readNoise };
}

/** Noise of each bit line a volt of output swing, every source's output at its end; bitLines, siemens. */
function lineSigmas({ wordLines, bitLines, rows }: Crossbar, sigma: (cell: number) => number): Float64Array {
  const squares = new Float64Array(bitLines);
  for (const [line, { source, share }] of wordLines.entries()) {
    // An offset amplifier drives the mean of the outputs, which is some 1 / sqrt(n) of one.
    const swing = source === OFFSET_SOURCE ? share / Math.sqrt(rows) : share;
    for (let i = 0; i < bitLines; i++) squares[i]! += (swing * sigma(line * bitLines + i)) ** 2;
  }
  return squares.map(Math.sqrt);
}
