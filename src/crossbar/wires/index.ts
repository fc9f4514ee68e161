export { checkNetwork, type WiredArray, type WireNetwork } from "./network.ts";
export * from "./read-array.ts";
export * from "./response-by-solves.ts";
export * from "./solve-array.ts";
