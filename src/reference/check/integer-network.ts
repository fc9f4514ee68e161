import type { HopfieldNetwork } from "../../network/index.ts";

/**
 * A network in whole numbers of a power of two, so that double precision adds them without rounding:
 * |E(s) - (constant + unit E'(s))| <= slack with E'(s) = -sum_e values_e s_from s_to, where spin n is always +1.
 */
export interface IntegerNetwork {
  readonly n: number;
  /** Couplings that are not 0: from < to, and to = n for a bias. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Whole numbers whose magnitudes sum to at most MAX_SUM. */
  readonly values: Float64Array;
  /** Energy of one unit, a power of two. */
  readonly unit: number;
  /** The constant c of the network. */
  readonly constant: number;
  /** 0 when every coupling and bias is a multiple of the unit. */
  readonly slack: number;
  readonly biased: boolean;
  /** sum_{i<j} |W_ij| + sum |b_i|, nearly. */
  readonly magnitude: number;
}

/** Sums of whole numbers that stay at or below it in magnitude are exact, their halves too. */
export const MAX_SUM = 2 ** 52;

/** Bits of the sum of all couplings; the others up to MAX_SUM are left for multipliers that cancel. */
const COUPLING_BITS = 46;

/** Smallest power of two above `value`, as an exponent. */
function exponentAbove(value: number): number {
  let e = value === 0 ? 0 : Math.floor(Math.log2(value)) - 1;
  while (2 ** e <= value) e++;
  return e;
}

/**
 * Rounds the couplings to a grid. The finer grid, 2^-46 of their sum, leaves room for multipliers; when the couplings are
 * not on it but on one of 2^-51, as for large integers, that is taken; else each coupling is rounded, and half a unit for
 * each that changed is the slack.
 *
 * @returns null when the sum of the couplings overflows.
 */
export function integerNetwork({ n, weights, bias, constant }: HopfieldNetwork): IntegerNetwork | null {
  let count = 0;
  let magnitude = 0;
  let biased = false;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j <= n; j++) {
      const w = j < n ? weights[i * n + j]! : bias[i]!;
      if (w === 0) continue;
      count++;
      magnitude += Math.abs(w);
      if (j === n) biased = true;
    }
  }
  if (!(magnitude < Number.MAX_VALUE / 8)) return null;
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  const values = new Float64Array(count);
  // Rounding of the sum of n^2 terms is far below the factor of two to the next power.
  const top = exponentAbove(magnitude * (1 + 1e-6));
  const fill = (unit: number): number => {
    let e = 0;
    let changed = 0;
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j <= n; j++) {
        const w = j < n ? weights[i * n + j]! : bias[i]!;
        if (w === 0) continue;
        from[e] = i;
        to[e] = j;
        values[e] = Math.round(w / unit);
        if (values[e]! * unit !== w) changed++;
        e++;
      }
    }
    return changed;
  };
  // Not below the smallest normal number, so that dividing by the unit is exact or gives less than half.
  const unitOf = (bits: number): number => 2 ** Math.max(top - bits, -1022);
  let unit = unitOf(COUPLING_BITS);
  let changed = fill(unit);
  if (changed > 0) {
    unit = unitOf(51);
    if (fill(unit) > 0) {
      unit = unitOf(COUPLING_BITS);
      changed = fill(unit);
    } else changed = 0;
  }
  return { n, from, to, values, unit, constant, slack: (changed * unit) / 2, biased, magnitude };
}
