export { loadHighs } from "./highs.ts";
export * from "./integer-program.ts";
export type * from "./linear-program.ts";
