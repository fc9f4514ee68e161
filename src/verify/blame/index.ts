export * from "./error-budget.ts";
export * from "./shapley.ts";
