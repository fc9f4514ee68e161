export * from "./read-out.ts";
export * from "./row-currents.ts";
