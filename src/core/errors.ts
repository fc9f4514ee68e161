/**
 * The errors that Ohmfield throws: one class a layer, each with a stable `code`, what was received and what was
 * expected. The command line maps classes to exit codes; a wrong answer of the analog side is a verdict, never one of
 * these.
 */

/** What an error carries beside its message. */
export interface ErrorDetails {
  /** Stable machine-readable name, e.g. "problem.vertex-range". */
  readonly code: string;
  /** File the input came from, when there is one. */
  readonly file?: string;
  /** Line of the file, counted from 1. */
  readonly line?: number;
  /** Field or option the value belongs to. */
  readonly field?: string;
  /** What was found, shortened to a readable length. */
  readonly received?: string;
  /** What would have been right. */
  readonly expected?: string;
  readonly cause?: unknown;
}

const MAX_QUOTED = 60;

/** Shortens a received value to one readable line. */
export function quoteReceived(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  // Control characters would corrupt a terminal.
  const clean = text.replace(/[\p{Cc}\p{Cf}]/gu, "?");
  return clean.length > MAX_QUOTED ? `${clean.slice(0, MAX_QUOTED)}...` : clean;
}

function compose(what: string, details: ErrorDetails): string {
  let where = "";
  if (details.file !== undefined) where = details.line === undefined ? details.file : `${details.file}:${details.line}`;
  else if (details.line !== undefined) where = `line ${details.line}`;
  if (details.field !== undefined) where = where === "" ? details.field : `${where}: ${details.field}`;
  let message = where === "" ? what : `${where}: ${what}`;
  if (details.received !== undefined) message += ` (received: ${details.received})`;
  if (details.expected !== undefined) message += `; expected ${details.expected}`;
  return message;
}

/** The base of every error that Ohmfield throws on purpose. */
export class OhmfieldError extends Error {
  readonly code: string;
  readonly details: ErrorDetails;

  constructor(what: string, details: ErrorDetails) {
    super(compose(what, details), details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = details.code;
    this.details = details;
  }
}

/** A task file or a solution that cannot be read, or an instance that cannot be encoded. */
export class ProblemError extends OhmfieldError {}

/** A hardware profile that is malformed, or a network that the hardware cannot hold. */
export class HardwareError extends OhmfieldError {}

/** A netlist that cannot be printed, read or trusted. */
export class NetlistError extends OhmfieldError {}

/** The simulator refused the netlist or failed while it ran. */
export class SimulationError extends OhmfieldError {}

/** The simulator started but its numerical method did not converge. */
export class ConvergenceError extends SimulationError {}

/** The simulator did not answer within its time limit. */
export class EngineTimeoutError extends SimulationError {}

/** A certificate that cannot be read; one that is read and does not hold is a verdict. */
export class CertificateError extends OhmfieldError {}

/** A size, time or memory limit would be exceeded. */
export class LimitError extends OhmfieldError {}

/** An argument of a public function or of the command line is wrong. */
export class ArgumentError extends OhmfieldError {}

/** The caller asked to stop through an AbortSignal. */
export class CancelledError extends OhmfieldError {
  constructor(what = "cancelled") {
    super(what, { code: "core.cancelled" });
  }
}

/** Throws CancelledError when `signal` has been aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError();
}
