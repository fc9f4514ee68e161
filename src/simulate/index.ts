export { checkedWaveforms } from "./checked-result.ts";
export { type DeckOptions, deckLinesOf, type PreparedDeck, prepareDeck } from "./deck.ts";
export { type DeckLine, deckError, splitDeck, statements } from "./deck-lines.ts";
export { BUILT_IN_MODEL_CARDS, includeOf } from "./deck-rules.ts";
export * from "./devices/index.ts";
export * from "./engine.ts";
export { NgspiceSession, WASM_VERSION } from "./ngspice-session.ts";
export * from "./programming/index.ts";
export * from "./raw-file.ts";
export { foldedSiemens } from "./reduced/amplifiers.ts";
export { type BatchSpec, integrateBatch, sharingArray, sideBySide } from "./reduced/batch.ts";
export type { AnnealEnd, Integration } from "./reduced/lane.ts";
export type { ReducedModel } from "./reduced/model.ts";
export { waveformAt } from "./reduced/piecewise.ts";
export { createGridReducer, type WireGrid } from "./reduced/reduce-grid.ts";
export { ReducedEngine } from "./reduced/reduced-engine.ts";
export {
  type ReducedResult,
  type ReducedTask,
  reducedTask,
  simulateReduced,
  simulateSideBySide,
} from "./reduced/simulate.ts";
export type { MethodName } from "./reduced/step-method.ts";
export type { Keep } from "./reduced/trajectory.ts";
export { canonicalVector } from "./vector-name.ts";
export * from "./waveforms.ts";
