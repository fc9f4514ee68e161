export * from "./layout.ts";
export { checkNetwork, type WiredArray, type WireNetwork } from "./network.ts";
export { type NonlinearArray, type NonlinearDevices, solveNonlinearArray } from "./nonlinear-devices.ts";
export * from "./read-array.ts";
export * from "./reduce.ts";
export * from "./response-by-solves.ts";
export * from "./solve-array.ts";
export * from "./star-mesh.ts";
export * from "./wire-operator.ts";
