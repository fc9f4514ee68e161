export { wholeRuns } from "./clocked-cost.ts";
export * from "./cost.ts";
export type { CostLabel, CostLine } from "./cost-sheet.ts";
