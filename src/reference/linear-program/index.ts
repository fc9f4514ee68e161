export { loadHighs } from "./highs.ts";
export type * from "./linear-program.ts";
