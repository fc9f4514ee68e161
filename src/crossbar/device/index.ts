export {
  type ConductionLaw,
  conductionLaw,
  currentAmps,
  lawSlope,
  lawVolts,
  requireInRange,
} from "./conduction.ts";
export { driftExponent } from "./drift.ts";
export { type ErrorCurve, errorCurves } from "./error-curves.ts";
export { FAULT_SCHEMA, type FaultMap, formatFaultMap, parseFaultMap } from "./fault-map.ts";
export { levelSiemens, nearestLevel } from "./levels.ts";
export { programmingSigmaSiemens, publishedSeconds } from "./programming-error.ts";
export { readSigmaSiemens } from "./read-noise.ts";
export { sampleFaults } from "./sample-faults.ts";
export {
  createDeviceSampler,
  DEVICE_EFFECTS,
  type DeviceEffect,
  type DeviceSampler,
  type SamplerOptions,
} from "./sampler.ts";
export { temperatureFactor } from "./temperature.ts";
