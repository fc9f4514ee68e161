export {
  type AssignmentResult,
  type AssignmentSearch,
  type AssignmentSearchOptions,
  createAssignmentSearch,
  MAX_ASSIGNED_FACILITIES,
  type QuadraticAssignment,
} from "./assignments/index.ts";
export {
  analyseBasins,
  analyseBasinsAsync,
  type BasinOptions,
  type BasinShare,
  type Basins,
  BRIEF_BASIN_SPINS,
  basinSteps,
  hasBasins,
  MAX_BASIN_STATES,
  type MinimumBasin,
} from "./basins.ts";
export { type LowerBound, lowerBound } from "./bounds.ts";
export {
  branchAndBound,
  branchAndBoundAsync,
  branchAndBoundSearch,
  branchAndBoundSteps,
} from "./branch-and-bound/branch-and-bound.ts";
export type { BranchAndBoundResult, Search, SearchOptions } from "./branch-and-bound/search.ts";
export * from "./certificate.ts";
export * from "./check/index.ts";
export * from "./enumerate.ts";
export { canonicalSpins, compareSpins } from "./ground-set.ts";
export * from "./integer-programs/index.ts";
export * from "./landscape.ts";
export * from "./linear-program/index.ts";
export { type EnergyPrecision, energyPrecision } from "./precision.ts";
export { type ProveOptions, prove, proveAsync, proveSteps, type Reference } from "./prove.ts";
export * from "./prove-task.ts";
export { type TreeState, treeState } from "./satisfied.ts";
export * from "./tours/prove-tour.ts";
export type { Cities } from "./tours/tour-bound.ts";
