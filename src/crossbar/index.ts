export * from "./crossbar.ts";
export * from "./map.ts";
export * from "./mapping-report.ts";
export * from "./mappings/index.ts";
export * from "./profile.ts";
export * from "./programmed-weights.ts";
export * from "./response.ts";
export * from "./wires/index.ts";
