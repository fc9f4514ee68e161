/** The part of the library that needs Node: engines, campaigns and run folders. */
export * from "./campaign/index.ts";
export * from "./simulate/node/index.ts";
