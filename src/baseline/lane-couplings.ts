import type { Couplings } from "./couplings.ts";

export type Lanes = Int16Array | Int32Array;

/**
 * Couplings as whole numbers for sweeps on SIMD lanes of 16 or 32 bits: W_ij is `weights` / (2 scale). Sums of whole
 * numbers gather no rounding errors, in whatever order.
 */
export interface LaneCouplings {
  readonly n: number;
  /** n rounded up to a multiple of 8; the spins beyond n are not coupled and never flip. */
  readonly padded: number;
  readonly bits: 16 | 32;
  /** Fields are this many times the network's, a power of 2. */
  readonly scale: number;
  /** Whether every coupling and bias is that whole number, and not rounded to it. */
  readonly exact: boolean;
  /** Times scale: n. */
  readonly bias: Lanes;
  /** Fields when every spin is +1: padded, the last ones so large that no threshold is above them. */
  readonly upFields: Lanes;
  /** As in `Couplings`; absent when all padded * padded couplings are kept. */
  readonly sparse: { readonly starts: Int32Array; readonly columns: Int32Array } | undefined;
  /** Twice the couplings times scale, so that a flip adds or subtracts them. */
  readonly weights: Lanes;
}

/** Spins that a pass looks at together at most. */
const GROUP = 8;
/** Sizes of a field in 16 bits stay below that of the spins that never flip. */
const LARGEST_16 = 32766;
/** In 32 bits, with room for the rounding of a row. */
const LARGEST_32 = 2 ** 30;
/** Halvings of the unit after which couplings are taken for real ones. */
const FINEST = 2 ** 8;
/** Share of non-zero couplings from which a whole row of lanes is updated faster than its entries one by one. */
const DENSE_SHARE = 0.1;

/** Smallest power of 2 that makes all values whole numbers, up to `FINEST`; 0 when none does. */
function wholeScale(...lists: readonly Float64Array[]): number {
  let scale = 1;
  for (const list of lists) {
    for (let k = 0; k < list.length; k++) {
      const value = list[k]!;
      while (Math.trunc(value * scale) !== value * scale) {
        scale *= 2;
        if (scale > FINEST) return 0;
      }
    }
  }
  return scale;
}

/** The couplings in the narrowest lanes that hold them; rounded to 2^-30 of the largest row's sum when they are no whole numbers. */
export function laneCouplingsOf(couplings: Couplings): LaneCouplings {
  const { n, starts, columns, values, bias } = couplings;
  const whole = wholeScale(values, bias);
  let largest = 0;
  for (let i = 0; i < n; i++) {
    let sum = Math.abs(bias[i]!);
    for (let p = starts[i]!; p < starts[i + 1]!; p++) sum += Math.abs(values[p]!);
    largest = Math.max(largest, sum);
  }
  const exact = whole > 0 && largest * whole <= LARGEST_32;
  const scale = exact ? whole : 2 ** Math.floor(Math.log2(LARGEST_32 / largest));
  const bits = exact && largest * whole <= LARGEST_16 ? 16 : 32;
  const padded = Math.ceil(n / GROUP) * GROUP;
  const lanes = (length: number): Lanes => (bits === 16 ? new Int16Array(length) : new Int32Array(length));
  const dense = values.length > DENSE_SHARE * n * n;
  const weights = lanes(dense ? padded * padded : values.length);
  const upFields = lanes(padded).fill(bits === 16 ? 2 ** 15 - 1 : 2 ** 31 - 1);
  const wholeBias = lanes(n);
  for (let i = 0; i < n; i++) {
    wholeBias[i] = Math.round(bias[i]! * scale);
    let field = wholeBias[i]!;
    for (let p = starts[i]!; p < starts[i + 1]!; p++) {
      const w = exact ? values[p]! * scale : Math.round(values[p]! * scale);
      weights[dense ? i * padded + columns[p]! : p] = 2 * w;
      field += w;
    }
    upFields[i] = field;
  }
  const sparse = dense
    ? undefined
    : { starts: Int32Array.from({ length: padded + 1 }, (_, i) => starts[Math.min(i, n)]!), columns };
  return { n, padded, bits, scale, exact, bias: wholeBias, upFields, sparse, weights };
}
