export * from "./map.ts";
export * from "./profile.ts";
