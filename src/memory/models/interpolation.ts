import { ArgumentError } from "../../core/index.ts";
import { hebbWeights } from "../../network/index.ts";
import { type Diagonal, ridgeWeights } from "./ridge.ts";

/**
 * Couplings between Hebb's rule and the pseudoinverse, (1 - share) X X' / n + share X (X'X)^-1 X': n*n, row-major. The same
 * family as a ridge that shrinks, drawn as a straight line.
 * @throws ArgumentError for a share outside [0, 1].
 */
export function interpolatedWeights(
  patterns: Int8Array,
  p: number,
  n: number,
  share: number,
  diagonal: Diagonal = "zero",
): Float64Array {
  if (!(share >= 0 && share <= 1)) {
    throw new ArgumentError("the share is out of range", {
      code: "memory.share",
      received: String(share),
      expected: "a number from 0 (Hebb) to 1 (pseudoinverse)",
    });
  }
  const hebb = hebbWeights(patterns, p, n);
  if (diagonal === "kept") for (let i = 0; i < n; i++) hebb[i * n + i] = p;
  const projector = ridgeWeights(patterns, p, n, 0, diagonal);
  return hebb.map((w, k) => ((1 - share) * w) / n + share * projector[k]!);
}
