export * from "./build.ts";
export * from "./circuit.ts";
export { SETTLED_SLOPE } from "./control-sections.ts";
export * from "./hopfield-circuit.ts";
export * from "./parse.ts";
export * from "./print.ts";
export * from "./schedule.ts";
export * from "./schedules.ts";
export * from "./spice-number.ts";
