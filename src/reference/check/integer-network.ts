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
  /** Whole numbers whose magnitudes sum to less than MAX_SUM. */
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

/**
 * Bits of the sum of all couplings, in the order tried: the fewer, the more room up to MAX_SUM is left for multipliers,
 * which may cancel.
 */
const COUPLING_BITS = [46, 48, 50] as const;

/** Smallest power of two above `value`, as an exponent. */
function exponentAbove(value: number): number {
  let e = value === 0 ? 0 : Math.floor(Math.log2(value)) - 1;
  while (2 ** e <= value) e++;
  return e;
}

/**
 * Rounds the couplings to a grid: the first of 2^-46, 2^-48 and 2^-50 of their sum that holds them all exactly. Failing
 * that the first, and half a unit for each coupling that changed is the slack.
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
  const top = exponentAbove(magnitude);
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
  const exact = COUPLING_BITS.find((bits) => fill(unitOf(bits)) === 0);
  const unit = unitOf(exact ?? COUPLING_BITS[0]);
  const changed = exact === undefined ? fill(unit) : 0;
  return { n, from, to, values, unit, constant, slack: (changed * unit) / 2, biased, magnitude };
}
