export * from "./greedy.ts";
export * from "./hopfield-tank.ts";
export * from "./noisy-hopfield.ts";
export * from "./parallel-tempering.ts";
export type { Incumbent, SpinSearchOptions, SpinSearchResult } from "./search.ts";
export * from "./simulated-annealing.ts";
export * from "./simulated-bifurcation.ts";
export * from "./tabu-search.ts";
