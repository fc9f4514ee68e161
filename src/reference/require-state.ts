import { ArgumentError } from "../core/index.ts";
import type { Spins } from "../network/index.ts";

/** Throws ArgumentError unless the incumbent is a state of n spins. */
export function requireState(spins: Spins, n: number): void {
  if (spins.length === n && spins.every((s) => s === 1 || s === -1)) return;
  throw new ArgumentError("the incumbent is not a state of the network", {
    code: "reference.incumbent",
    received: `${spins.length} entries`,
    expected: `${n} entries of -1 or +1`,
  });
}
