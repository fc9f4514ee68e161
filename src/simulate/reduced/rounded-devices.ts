import { circuitValue, type DeviceArray } from "../../circuit/index.ts";

/** Arrays that have been rounded, by their conductances: the anneals of a programmed array share them. */
const known = new WeakMap<Float64Array, Float64Array>();

/**
 * Conductances of an array's devices as the resistors of its circuit would have them, whose ohms are rounded: word lines *
 * summing lines, row-major, siemens. Kept with `siemens`, which must not be changed afterwards.
 */
export function roundedDevices({ drives, ends, siemens, stride }: DeviceArray): Float64Array {
  const found = known.get(siemens);
  if (found !== undefined) return found;
  const rounded = new Float64Array(drives.length * ends.length);
  // Ideal devices have few values, and rounding one takes longer than looking it up.
  let last = 0;
  let lastRounded = 0;
  for (let line = 0, at = 0; line < drives.length; line++) {
    for (let i = 0; i < ends.length; i++, at++) {
      const g = siemens[line * stride + i]!;
      if (g === 0) continue;
      if (g !== last) {
        last = g;
        lastRounded = 1 / circuitValue(1 / g);
      }
      rounded[at] = lastRounded;
    }
  }
  known.set(siemens, rounded);
  return rounded;
}
