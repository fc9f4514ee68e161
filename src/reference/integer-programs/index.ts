export type { TaskProgram } from "./program-builder.ts";
export * from "./second-opinion.ts";
