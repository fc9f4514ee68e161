export * from "./hopfield-tank.ts";
export * from "./tabu-search.ts";
