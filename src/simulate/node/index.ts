export * from "./engines.ts";
export { NgspiceNativeEngine, type NgspiceNativeOptions } from "./native-engine.ts";
export { ReducedThreads } from "./reduced-threads.ts";
export { NgspiceWasmEngine, type NgspiceWasmOptions } from "./wasm-engine.ts";
