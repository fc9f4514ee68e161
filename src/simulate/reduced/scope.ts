import { NetlistError } from "../../core/index.ts";

/** The error of a circuit that the reduced engine does not take: `element` and why. */
export function outOfScope(element: string, reason: string, received: string, expected: string): NetlistError {
  return new NetlistError(`the reduced engine does not take this circuit: ${reason}`, {
    code: "reduced.scope",
    field: element,
    received,
    expected: `${expected}; ngspice-wasm takes every circuit`,
  });
}
