import type { HardwareProfile } from "../../src/crossbar/index.ts";

/** A profile with other numbers for its device. */
export function withDevice(
  profile: HardwareProfile,
  change: Partial<Record<keyof HardwareProfile["device"], number>>,
): HardwareProfile {
  const device = { ...profile.device };
  for (const [key, value] of Object.entries(change) as [keyof HardwareProfile["device"], number][]) {
    (device as Record<string, unknown>)[key] = { ...device[key], value };
  }
  return { ...profile, device };
}
