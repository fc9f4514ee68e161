export * from "./energy-drawn.ts";
export * from "./energy-trace.ts";
export * from "./statistics.ts";
export * from "./verdict.ts";
