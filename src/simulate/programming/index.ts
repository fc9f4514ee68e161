export * from "./program-devices.ts";
export * from "./protocol.ts";
export * from "./replay.ts";
export * from "./write-verify.ts";
