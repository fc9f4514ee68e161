export * from "./ags.ts";
export * from "./capacity.ts";
export * from "./error-function.ts";
export * from "./lambert-w.ts";
