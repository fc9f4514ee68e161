export * from "./checks.ts";
export * from "./device-netlist.ts";
export * from "./disagreement.ts";
export * from "./drive.ts";
export * from "./integrate-device.ts";
export * from "./measure.ts";
