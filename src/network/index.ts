export * from "./hopfield.ts";
export * from "./storage-rules.ts";
