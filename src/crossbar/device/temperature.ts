import { HardwareError } from "../../core/index.ts";
import type { Device } from "../hardware/device-schema.ts";

/**
 * Factor on a conductance at a temperature: 1 + coefficient (T - reference); 1 when no temperature is asked for.
 * @throws HardwareError when the device states no coefficient, or outside its range.
 */
export function temperatureFactor(device: Device, kelvin: number | undefined): number {
  if (kelvin === undefined) return 1;
  const law = device.temperature;
  if (law === undefined) {
    throw new HardwareError(`${device.name}: no temperature coefficient is stated`, {
      code: "hardware.no-temperature",
      field: "kelvin",
      received: `${kelvin} K`,
      expected: "no temperature, or a device with one",
    });
  }
  const { lowestKelvin, highestKelvin, referenceKelvin, coefficientPerKelvin } = law;
  if (!(kelvin >= lowestKelvin.value && kelvin <= highestKelvin.value)) {
    throw new HardwareError(`${device.name}: temperature outside the range of the coefficient`, {
      code: "hardware.temperature-range",
      field: "kelvin",
      received: `${kelvin} K`,
      expected: `${lowestKelvin.value} to ${highestKelvin.value} K`,
    });
  }
  return 1 + coefficientPerKelvin.value * (kelvin - referenceKelvin.value);
}
