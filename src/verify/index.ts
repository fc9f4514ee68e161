export * from "./energy-drawn.ts";
export * from "./energy-trace.ts";
export * from "./hardness.ts";
export * from "./levels-needed.ts";
export * from "./measure-penalty.ts";
export * from "./network-facts.ts";
export * from "./statistics.ts";
export * from "./verdict.ts";
