export { checkedWaveforms } from "./checked-result.ts";
export { type DeckOptions, deckLinesOf, type PreparedDeck, prepareDeck } from "./deck.ts";
export { type DeckLine, deckError, splitDeck, statements } from "./deck-lines.ts";
export { BUILT_IN_MODEL_CARDS, includeOf } from "./deck-rules.ts";
export * from "./engine.ts";
export { NgspiceSession, WASM_VERSION } from "./ngspice-session.ts";
export * from "./raw-file.ts";
export { canonicalVector } from "./vector-name.ts";
export * from "./waveforms.ts";
