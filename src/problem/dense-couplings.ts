import { LimitError } from "../core/index.ts";

/** Largest instance that is encoded: its couplings take n*n doubles, 3.2 GB here. */
export const MAX_ENCODED_SPINS = 20_000;

/**
 * @param received how the task counts its size, e.g. "20001 vertices"
 * @throws LimitError above MAX_ENCODED_SPINS.
 */
export function requireEncodable(n: number, received: string): void {
  if (n <= MAX_ENCODED_SPINS) return;
  throw new LimitError("the task is too large for a dense network", {
    code: "problem.encode-size",
    received,
    expected: `at most ${MAX_ENCODED_SPINS}`,
  });
}

/** Couplings of n spins, all 0: n*n, row-major. @throws LimitError as above, before memory is taken. */
export function denseCouplings(n: number, received: string): Float64Array {
  requireEncodable(n, received);
  return new Float64Array(n * n);
}
