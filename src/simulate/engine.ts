import type { Circuit, StopCondition } from "../circuit/index.ts";
import type { Waveforms } from "./waveforms.ts";

/** A netlist that a user brings as text: everything but `text` says what to keep and when to stop. */
export interface NetlistText {
  /** A SPICE deck without `.control`; its first line is the title. */
  readonly text: string;
  /** Name of the file it came from, for error messages. */
  readonly file?: string;
  /** Folder whose files `.include` and `.lib` may read (Node only); without it only the engine's own model cards. */
  readonly folder?: string;
  /** Lets `.control`, code models and every other card through. Only for decks whose author you trust. */
  readonly allowUnsafe?: boolean;
  /** Vectors that must come back; when absent, whatever the deck saves. */
  readonly save?: readonly string[];
  readonly stop?: StopCondition;
}

/** What is simulated: a typed circuit, or a netlist as text. */
export type Simulatable = { readonly circuit: Circuit } | { readonly netlist: NetlistText };

export interface SimulateOptions {
  /** Wall-clock limit of this run, default 600; past it the engine is stopped and EngineTimeoutError thrown. */
  readonly timeLimitSeconds?: number;
  readonly signal?: AbortSignal;
}

/** How much of the contract an engine offers here. */
export interface EngineStatus {
  readonly name: string;
  readonly available: boolean;
  /** Version of the simulator, e.g. "ngspice 45.2 (WASM)"; empty when not available. */
  readonly version: string;
  /** Why it is not available, or what is special about it. */
  readonly note: string;
}

/**
 * One way from a circuit to its waveforms. Every engine returns waveforms of exactly the run that was asked for, or
 * throws: never a stale or a silently different result.
 *
 * @throws NetlistError the deck is malformed, refused, or an element of it was ignored by the simulator.
 * @throws ConvergenceError singular matrix, time step too small.
 * @throws SimulationError anything else that went wrong, e.g. a vector that was asked for is missing.
 * @throws EngineTimeoutError the time limit passed.
 * @throws CancelledError the signal was aborted.
 */
export interface Engine {
  readonly name: string;
  simulate(what: Simulatable, options?: SimulateOptions): Promise<Waveforms>;
  /**
   * Runs of one array of so many neurons that a thread takes at a time, where it is faster to have them waiting than one after the
   * other; 1 when absent.
   */
  sideBySide?(neurons: number): number;
  /** Releases threads and processes; runs under way are cancelled. */
  close(): Promise<void>;
}
