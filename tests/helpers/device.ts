import type { HardwareProfile } from "../../src/crossbar/index.ts";

/** A board with another range, number of levels or constant programming error of its devices. */
export function withDevice(
  profile: HardwareProfile,
  change: { readonly offSiemens?: number; readonly levels?: number; readonly sigmaSiemens?: number },
): HardwareProfile {
  const { offSiemens, levels, programming } = profile.device;
  const sigma = programming.errors[0]!.sigma;
  if (sigma.kind !== "constant") throw new Error("expected a device with a constant error");
  const device = {
    ...profile.device,
    offSiemens: { ...offSiemens, value: change.offSiemens ?? offSiemens.value },
    levels: { ...levels, value: change.levels ?? levels.value },
    programming: { errors: [{ sigma: { ...sigma, value: change.sigmaSiemens ?? sigma.value } }] },
  };
  return { ...profile, device };
}
