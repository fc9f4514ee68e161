export * from "./circuit.ts";
export * from "./print.ts";
