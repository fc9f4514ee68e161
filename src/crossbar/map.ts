import { createRandom, HardwareError, LimitError } from "../core/index.ts";
import type { HopfieldNetwork } from "../network/index.ts";
import type { Crossbar, WordLine } from "./crossbar.ts";
import type { HardwareProfile } from "./profile.ts";

/** Positions that a crossbar may have: its two arrays of doubles then take 2 GiB. */
const MAX_POSITIONS = 2 ** 27;

/** Nearest of `levels` equally spaced values from low to high; levels = 0 leaves the value alone. */
export function quantise(value: number, low: number, high: number, levels: number): number {
  if (levels === 0) return value;
  const step = (high - low) / (levels - 1);
  return low + Math.round((value - low) / step) * step;
}

/**
 * Maps a network to conductances: the largest magnitude of weight or bias takes the whole range from off to on, the
 * device of a pair that is not used stays off. Then quantisation to the profile's levels and a Gaussian programming
 * error, each device from its own stream of `seed`, kept within the range as write-and-verify does.
 *
 * @throws HardwareError when all weights and biases are zero.
 * @throws LimitError when the crossbar would not fit into memory.
 */
export function mapToCrossbar(network: HopfieldNetwork, profile: HardwareProfile, seed: number): Crossbar {
  const { n, weights, bias } = network;
  const off = profile.device.offSiemens.value;
  const on = profile.device.onSiemens.value;
  const levels = profile.device.levels.value;
  const sigma = profile.device.programmingSigmaSiemens.value;

  let largest = 0;
  for (const w of weights) largest = Math.max(largest, Math.abs(w));
  for (const b of bias) largest = Math.max(largest, Math.abs(b));
  if (largest === 0) {
    throw new HardwareError("every weight and bias is zero: there is nothing to program", {
      code: "hardware.empty",
      received: `${n} spins without couplings`,
      expected: "at least one coupling or bias",
    });
  }
  const unitSiemens = (on - off) / largest;
  const columns = bias.some((b) => b !== 0) ? n + 1 : n;
  const size = 2 * n * columns;
  if (size > MAX_POSITIONS) {
    throw new LimitError("the crossbar is too large", {
      code: "hardware.size",
      received: `${n} rows, ${columns} columns`,
      expected: `at most ${MAX_POSITIONS / 2} pairs`,
    });
  }
  const wordLines: WordLine[] = [];
  for (let source = 0; source < columns; source++) {
    for (const sign of [1, -1] as const) wordLines.push({ source, sign, share: 1 });
  }
  const siemens = new Float64Array(size);
  const targetSiemens = new Float64Array(size);
  const random = createRandom(seed, "programming");
  const program = (target: number): number => {
    const level = quantise(target, off, on, levels);
    return sigma === 0 ? level : Math.min(on, Math.max(off, level + sigma * random.gaussian()));
  };
  for (let i = 0; i < n; i++) {
    for (const [line, { source, sign }] of wordLines.entries()) {
      if (source === i) continue;
      const w = sign * (source < n ? weights[i * n + source]! : bias[i]!);
      const k = line * n + i;
      targetSiemens[k] = w > 0 ? off + w * unitSiemens : off;
      siemens[k] = program(targetSiemens[k]!);
    }
  }
  return {
    profile: profile.name,
    rows: n,
    bitLines: n,
    columns,
    unitSiemens,
    wordLines,
    siemens,
    targetSiemens,
    wires: null,
  };
}
