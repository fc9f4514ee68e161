export * from "./largest-eigenvalue.ts";
