export { type LowerBound, lowerBound } from "./bounds.ts";
export * from "./certificate.ts";
export * from "./check/index.ts";
export * from "./enumerate.ts";
export { canonicalSpins, compareSpins } from "./ground-set.ts";
export * from "./landscape.ts";
export { type EnergyPrecision, energyPrecision } from "./precision.ts";
export * from "./prove.ts";
