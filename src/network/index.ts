export * from "./hopfield.ts";
