export * from "./cholesky.ts";
export * from "./largest-eigenvalue.ts";
export * from "./row-dots.ts";
