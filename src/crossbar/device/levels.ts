import type { Device } from "../hardware/device-schema.ts";

/** Nearest of the device's levels to a conductance, siemens; the conductance itself where levels are continuous. */
export function nearestLevel(device: Pick<Device, "offSiemens" | "onSiemens" | "levels">, siemens: number): number {
  const levels = device.levels.value;
  if (levels === 0) return siemens;
  const low = device.offSiemens.value;
  const high = device.onSiemens.value;
  const step = (high - low) / (levels - 1);
  return low + Math.min(levels - 1, Math.max(0, Math.round((siemens - low) / step))) * step;
}

/** The conductances that a device can be programmed to, siemens; undefined when they are continuous. */
export function levelSiemens(device: Pick<Device, "offSiemens" | "onSiemens" | "levels">): number[] | undefined {
  const levels = device.levels.value;
  if (levels === 0) return undefined;
  const low = device.offSiemens.value;
  const step = (device.onSiemens.value - low) / (levels - 1);
  return Array.from({ length: levels }, (_, k) => low + k * step);
}
