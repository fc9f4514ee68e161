export * from "./engine.ts";
export * from "./waveforms.ts";
