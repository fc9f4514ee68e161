import { OhmfieldError } from "../../src/core/index.ts";

/** The error that `act` throws on purpose; any other is thrown on. */
export function caught(act: () => unknown): OhmfieldError {
  try {
    act();
  } catch (error) {
    if (error instanceof OhmfieldError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
