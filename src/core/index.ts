export * from "./errors.ts";
export * from "./progress.ts";
export * from "./random.ts";
export * from "./shape.ts";
export * from "./steps.ts";
export * from "./units.ts";
