export { type EliminationWidth, eliminationWidth } from "./elimination-width.ts";
export * from "./hopfield.ts";
export { liftSpins, type Presolved, type PresolveOptions, presolve } from "./presolve.ts";
export { countCouplings, type PresolveRule, type PresolveStep } from "./reduction.ts";
export { type CouplingList, type Persistency, roofDuality } from "./roof-duality.ts";
export * from "./storage-rules.ts";
export * from "./summing-lines.ts";
