/**
 * A quadratic function of bits that grows term by term straight into a network: what `encodeQubo` makes of a list of
 * pairs, without the list, which for constraints over all variables is several times as large as the network.
 */

import { denseCouplings } from "./dense-couplings.ts";
import type { Encoding } from "./problem.ts";

/** The function built so far; bit i is 1 when spin i is up. */
export interface DenseBits {
  /** Adds q x_i x_j for two different bits. */
  couple(i: number, j: number, q: number): void;
  /** Adds q x_i. */
  bias(i: number, q: number): void;
  /**
   * Adds q (sum a_i x_i - target)^2 over different bits.
   * @param bits m
   * @param factors m, the a_i
   */
  square(q: number, bits: readonly number[], factors: readonly number[], target: number): void;
  /** Adds a constant. */
  shift(q: number): void;
  /** The network of the function, to be minimised: value = E / 4 + shift. */
  encoding(name: string): Encoding;
}

/** The function 0 of n bits. @throws LimitError above MAX_ENCODED_SPINS, before memory is taken. */
export function denseBits(n: number, received: string): DenseBits {
  const weights = denseCouplings(n, received);
  const fields = new Float64Array(n);
  let constant = 0;
  let quarters = 0;
  const couple = (i: number, j: number, q: number): void => {
    weights[i * n + j]! -= q;
    weights[j * n + i]! -= q;
    fields[i]! -= q;
    fields[j]! -= q;
    quarters += q;
  };
  const bias = (i: number, q: number): void => {
    fields[i]! -= 2 * q;
    quarters += 2 * q;
  };
  return {
    couple,
    bias,
    square(q, bits, factors, target) {
      for (let a = 0; a < bits.length; a++) {
        const factor = factors[a]!;
        bias(bits[a]!, q * factor * (factor - 2 * target));
        for (let b = a + 1; b < bits.length; b++) couple(bits[a]!, bits[b]!, 2 * q * factor * factors[b]!);
      }
      constant += q * target ** 2;
    },
    shift(q) {
      constant += q;
    },
    encoding: (name) => ({
      name,
      network: { n, weights, bias: fields, constant: 0 },
      scale: 1 / 4,
      shift: constant + quarters / 4,
      penalty: null,
    }),
  };
}
