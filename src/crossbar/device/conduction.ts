import { HardwareError } from "../../core/index.ts";
import type { Device } from "../hardware/device-schema.ts";

/**
 * Current through a device, amperes, with its selector if it has one. A conductance is current over voltage at
 * readVolts; the selector keeps its threshold for itself and blocks below it.
 *
 * @param siemens conductance of the device
 * @param volts across device and selector, of either sign
 * @throws HardwareError for a voltage outside the range of the law.
 */
export function currentAmps(device: Device, siemens: number, volts: number): number {
  const threshold = device.selector?.thresholdVolts.value ?? 0;
  const across = Math.sign(volts) * Math.max(0, Math.abs(volts) - threshold);
  const law = device.conduction;
  if (law === undefined || law.kind === "linear") return siemens * across;
  const scale = law.scaleVolts.value;
  const highest = law.highestVolts.value;
  if (!(Math.abs(across) <= highest)) {
    throw new HardwareError(`${device.name}: voltage outside the range of the conduction law`, {
      code: "hardware.conduction-range",
      received: `${across} V`,
      expected: `-${highest} to ${highest} V`,
    });
  }
  const read = device.readVolts!.value;
  return (siemens * read * Math.sinh(across / scale)) / Math.sinh(read / scale);
}
