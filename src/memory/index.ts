export * from "./crossbar-memory.ts";
export * from "./mersenne-twister.ts";
export * from "./models/index.ts";
export * from "./patterns.ts";
export * from "./spectrum.ts";
export * from "./studies/index.ts";
export * from "./theory/index.ts";
