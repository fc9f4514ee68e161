import { ProblemError } from "../core/index.ts";
import type { Spins } from "../network/index.ts";

/**
 * @param each what a spin stands for, e.g. "vertex"
 * @throws ProblemError unless `spins` holds n entries of -1 or +1.
 */
export function requireSpins(spins: Spins, n: number, each: string): void {
  if (spins.length !== n) {
    throw new ProblemError("the solution has the wrong length", {
      code: "problem.solution-length",
      received: `${spins.length} spins`,
      expected: `${n}, one a ${each}`,
    });
  }
  for (let i = 0; i < n; i++) {
    if (spins[i] !== 1 && spins[i] !== -1) {
      throw new ProblemError(`spin ${i + 1} of the solution is not a spin`, {
        code: "problem.solution-spin",
        received: String(spins[i]),
        expected: "+1 or -1",
      });
    }
  }
}
