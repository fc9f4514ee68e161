export * from "./hopfield.ts";
export * from "./storage-rules.ts";
export * from "./summing-lines.ts";
