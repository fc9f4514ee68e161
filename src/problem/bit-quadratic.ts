/**
 * A quadratic function of bits under construction, always a cost to be minimised, and the network that it becomes. Terms
 * are added straight to the couplings, for dense functions have too many pairs for lists.
 */

import { LimitError } from "../core/index.ts";
import { denseCouplings } from "./dense-couplings.ts";
import type { Encoding, Penalty } from "./problem.ts";

/** sum q_ij x_i x_j + sum linear_i x_i + offset, each pair once. */
export interface BitQuadratic {
  readonly n: number;
  /** n*n, row-major, symmetric: -q_ij, the network's couplings; diagonal 0. */
  readonly couplings: Float64Array;
  /** n. */
  readonly linear: Float64Array;
  offset: number;
}

/** constant + sum coefficients_k x_bits[k], each bit at most once. */
export interface BitSum {
  readonly bits: readonly number[];
  readonly coefficients: readonly number[];
  readonly constant: number;
}

/** Every energy of integer data is a sum of integers of at most this magnitude, and so exact. */
const MAX_EXACT = 2 ** 53;

/** The function 0. @param received how the task counts its size @throws LimitError above MAX_ENCODED_SPINS. */
export function bitQuadratic(n: number, received: string): BitQuadratic {
  return { n, couplings: denseCouplings(n, received), linear: new Float64Array(n), offset: 0 };
}

/** Adds q x_i x_j; i and j differ. */
export function addPair({ n, couplings }: BitQuadratic, i: number, j: number, q: number): void {
  couplings[i * n + j]! -= q;
  couplings[j * n + i]! -= q;
}

/** Adds a z^2 + b z + c for a sum z of bits. */
export function addSquare(quadratic: BitQuadratic, z: BitSum, a: number, b: number, c: number): void {
  const { bits, coefficients, constant } = z;
  quadratic.offset += (a * constant + b) * constant + c;
  bits.forEach((bit, k) => {
    const coefficient = coefficients[k]!;
    // x^2 = x for bits.
    quadratic.linear[bit]! += (a * (coefficient + 2 * constant) + b) * coefficient;
    for (let l = 0; l < k; l++) addPair(quadratic, bit, bits[l]!, 2 * a * coefficient * coefficients[l]!);
  });
}

/**
 * The encoding with this cost: the objective is the cost, or 0 - cost where it is maximised. Takes the couplings over.
 * @throws LimitError when the coefficients are so large that energies would not be exact.
 */
export function quadraticEncoding(
  quadratic: BitQuadratic,
  name: string,
  sense: "max" | "min",
  penalty: Penalty | null,
): Encoding {
  const { n, couplings: weights, linear, offset } = quadratic;
  const bias = new Float64Array(n);
  let quarters = 0;
  let magnitude = 4 * Math.abs(offset);
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let j = 0; j < n; j++) {
      row += weights[i * n + j]!;
      magnitude += 1.5 * Math.abs(weights[i * n + j]!);
    }
    bias[i] = row - 2 * linear[i]!;
    quarters += 2 * linear[i]! - row / 2;
    magnitude += 2 * Math.abs(linear[i]!);
  }
  if (!(magnitude <= MAX_EXACT)) {
    throw new LimitError("the task's numbers are too large for exact energies", {
      code: "problem.encode-range",
      received: `coefficients that sum to ${magnitude.toPrecision(3)}`,
      expected: `at most 2^53; smaller numbers, or a smaller penalty weight`,
    });
  }
  const sign = sense === "min" ? 1 : -1;
  const shift = sign * (offset + quarters / 4);
  return { name, network: { n, weights, bias, constant: 0 }, scale: sign / 4, shift: shift + 0, penalty };
}
