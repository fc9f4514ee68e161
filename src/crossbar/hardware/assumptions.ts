import type { HardwareProfile } from "./board-schema.ts";
import { type HardwareNumber, hardwareNumbers } from "./words.ts";

/** A number, curve or range of a profile that rests on an assumption; its field begins with device, array, ... */
export type Assumption = Pick<HardwareNumber, "field" | "value" | "unit" | "text" | "source">;

const PARTS = ["device", "array", "neuron", "periphery"] as const;

/** The assumptions of a profile or of some of its parts, in the order of its fields: device, array, neuron, periphery. */
export function assumptions(profile: Partial<Pick<HardwareProfile, (typeof PARTS)[number]>>): Assumption[] {
  return PARTS.flatMap((part) => hardwareNumbers(profile[part], part))
    .filter(({ assumed }) => assumed)
    .map(({ field, value, unit, text, source }) => ({ field, value, unit, text, source }));
}
