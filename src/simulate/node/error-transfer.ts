import {
  ConvergenceError,
  type ErrorDetails,
  LimitError,
  NetlistError,
  type OhmfieldError,
  OhmfieldError as OhmfieldErrorClass,
  SimulationError,
} from "../../core/index.ts";

/** An error as plain data: a structured clone loses the class and the details of an Error. */
export interface TransferredError {
  readonly name: string;
  readonly message: string;
  readonly details: ErrorDetails;
}

const CLASSES: Record<string, new (what: string, details: ErrorDetails) => OhmfieldError> = {
  NetlistError,
  ConvergenceError,
  SimulationError,
  LimitError,
};

/** Packs what a worker caught. */
export function packError(error: unknown): TransferredError {
  if (error instanceof OhmfieldErrorClass) {
    const { cause: _, ...details } = error.details;
    return { name: error.name, message: error.message, details };
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { name: "SimulationError", message: `the simulator crashed: ${text}`, details: { code: "simulate.crashed" } };
}

/** The error that `packed` was made of. */
export function unpackError(packed: TransferredError): OhmfieldError {
  const Class = CLASSES[packed.name] ?? SimulationError;
  const error = new Class("", packed.details);
  error.message = packed.message;
  return error;
}
