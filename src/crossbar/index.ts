export * from "./crossbar.ts";
export * from "./gain-correction.ts";
export * from "./map.ts";
export * from "./profile.ts";
export * from "./programmed-weights.ts";
export * from "./response.ts";
export * from "./wires/index.ts";
export * from "./with-wires.ts";
