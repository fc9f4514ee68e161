export * from "./map.ts";
export * from "./profile.ts";
export * from "./wires/index.ts";
