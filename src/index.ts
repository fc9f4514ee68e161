/** Ohmfield's library for any JavaScript runtime; `ohmfield/node` adds what needs Node. */
export * from "./baseline/index.ts";
export * from "./circuit/index.ts";
export * from "./core/index.ts";
export * from "./crossbar/index.ts";
export * from "./draw/index.ts";
export * from "./linalg/index.ts";
export * from "./memory/index.ts";
export * from "./network/index.ts";
export * from "./problem/index.ts";
export * from "./readout/index.ts";
export * from "./reference/index.ts";
export * from "./simulate/index.ts";
export * from "./verify/index.ts";
