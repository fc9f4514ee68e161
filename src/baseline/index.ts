export * from "./tabu-search.ts";
