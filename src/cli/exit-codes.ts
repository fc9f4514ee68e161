import {
  ArgumentError,
  CancelledError,
  CertificateError,
  EngineTimeoutError,
  HardwareError,
  LimitError,
  NetlistError,
  ProblemError,
  SimulationError,
} from "../core/index.ts";

/** Exit codes of every verb; the README lists them. */
export const EXIT = {
  done: 0,
  /** The answer is no: not settled, not feasible, verdict not confirmed, certificate rejected. */
  no: 1,
  badInput: 2,
  simulation: 3,
  limit: 4,
  /** A fault of Ohmfield itself. */
  internal: 70,
  interrupted: 130,
} as const;

/** Exit code for an error that ended a verb. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CancelledError) return EXIT.interrupted;
  if (error instanceof EngineTimeoutError || error instanceof LimitError) return EXIT.limit;
  if (error instanceof SimulationError) return EXIT.simulation;
  if (
    error instanceof ProblemError ||
    error instanceof HardwareError ||
    error instanceof NetlistError ||
    error instanceof CertificateError ||
    error instanceof ArgumentError
  ) {
    return EXIT.badInput;
  }
  return EXIT.internal;
}
