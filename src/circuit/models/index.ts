export * from "./model.ts";
export * from "./models.ts";
