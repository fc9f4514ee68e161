export * from "./anneal.ts";
export * from "./compile.ts";
export * from "./reference.ts";
export * from "./report-data.ts";
export * from "./run-folder.ts";
export * from "./solve.ts";
