export * from "./checks.ts";
export { deviceNetlist, deviceWaveforms } from "./device-netlist.ts";
export * from "./disagreement.ts";
export * from "./drive.ts";
export * from "./integrate-device.ts";
export * from "./measure.ts";
