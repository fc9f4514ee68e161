import { LimitError } from "../core/index.ts";
import type { HopfieldNetwork } from "../network/index.ts";

/** Unit roundoff of double precision. */
export const UNIT_ROUNDOFF = 2 ** -53;

/** How far the energies of a network, its constant aside, can be trusted when computed in double precision. */
export interface EnergyPrecision {
  /** Whether every sum of couplings and biases is exact in any order. */
  readonly exact: boolean;
  /** Power of two of which every coupling and bias is a multiple; 1 for a network of zeros. */
  readonly unit: number;
  /** sum_{i<j} |W_ij| + sum |b_i|: no energy is larger in magnitude. */
  readonly magnitude: number;
  /**
   * Two energies computed from scratch that differ by no more are called equal: 0 when exact, else 2 (n^2 + n)
   * roundoffs of `magnitude`, more than rounding can part them by.
   */
  readonly tolerance: number;
}

/** Exponent of the lowest bit set in a finite double other than 0. */
function lowestBit(view: DataView, value: number): number {
  view.setFloat64(0, value);
  const high = view.getUint32(0);
  const low = view.getUint32(4);
  const biased = (high >>> 20) & 0x7ff;
  const mantissa = (high & 0xfffff) | (biased > 0 ? 0x100000 : 0);
  const word = low !== 0 ? low : mantissa;
  const trailing = 31 - Math.clz32(word & -word) + (low !== 0 ? 0 : 32);
  return Math.max(biased, 1) - 1075 + trailing;
}

/**
 * Finds out whether the energies of a network are exact: its entries are multiples of a power of two so coarse that no
 * sum needs more than 53 bits. Integers far below 2^53 are; so are halves and eighths.
 *
 * @throws LimitError when the sum of magnitudes overflows.
 */
export function energyPrecision(network: HopfieldNetwork): EnergyPrecision {
  const { n, weights, bias } = network;
  const view = new DataView(new ArrayBuffer(8));
  let exponent = Number.POSITIVE_INFINITY;
  let magnitude = 0;
  const take = (value: number): void => {
    if (value === 0) return;
    magnitude += Math.abs(value);
    exponent = Math.min(exponent, lowestBit(view, value));
  };
  for (let i = 0; i < n; i++) {
    take(bias[i]!);
    for (let j = 0; j < i; j++) take(weights[i * n + j]!);
  }
  if (magnitude > Number.MAX_VALUE / 8) {
    throw new LimitError("the couplings are too large: their sum overflows", {
      code: "reference.magnitude",
      received: String(magnitude),
      expected: `a sum of magnitudes of at most ${Number.MAX_VALUE / 8}`,
    });
  }
  const unit = magnitude === 0 ? 1 : 2 ** exponent;
  // Intermediate sums reach 4 times the magnitude.
  const exact = magnitude / unit <= 2 ** 51;
  return { exact, unit, magnitude, tolerance: exact ? 0 : 2 * (n * n + n) * UNIT_ROUNDOFF * magnitude };
}
