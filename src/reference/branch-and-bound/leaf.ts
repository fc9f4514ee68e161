import type { HypermetricCut, SemidefiniteLeaf } from "../certificate.ts";
import { choleskyCompletes, choleskyMargin } from "../definite.ts";
import { UNIT_ROUNDOFF } from "../precision.ts";
import { CUT_STRIDE } from "./cut-list.ts";
import { dualValue, type Relaxation } from "./interior-point.ts";
import type { Contraction } from "./ties.ts";

/** How many margins are kept back, for checkers whose own margin is wider. */
const RESERVE_MARGINS = 4;
/** Shifts of the diagonal that are tried for one rounding. */
const SHIFTS = 4;
/** Roundings tried, each a digit finer. */
const ROUNDINGS = 6;

/** Keeps powers of ten finite when everything is zero. */
const SMALLEST_SPREAD = 1e-150;

/** A leaf whose bound has been verified from its rounded multipliers alone. */
export interface VerifiedLeaf {
  readonly leaf: SemidefiniteLeaf;
  /** No energy of the leaf's states, the constant of the network aside, lies below. */
  readonly energy: number;
}

/** count * 10^exponent as the double that prints shortest. */
function decimal(count: number, exponent: number): number {
  return exponent < 0 ? count / 10 ** -exponent : count * 10 ** exponent;
}

/** The bound that the multipliers of a leaf prove, or -Infinity when the matrix is not shown to be semidefinite. */
export function leafEnergy({ size, a, constant, position }: Contraction, leaf: SemidefiniteLeaf): number {
  const d = Float64Array.from(leaf.multipliers);
  const matrix = a.slice();
  let cost = 0;
  let rowLimit = 0;
  for (const { spins, signs, multiplier } of leaf.cuts) {
    cost += (multiplier * (spins.length - 1)) / 2;
    rowLimit += multiplier * (spins.length - 1);
    for (let p = 0; p < spins.length; p++) {
      const row = position[spins[p]!]! * size;
      for (let q = 0; q < spins.length; q++) {
        if (q !== p) matrix[row + position[spins[q]!]!]! += multiplier * signs[p]! * signs[q]!;
      }
    }
  }
  let largestRow = 0;
  for (let i = 0; i < size; i++) {
    let row = 0;
    for (let j = 0; j < size; j++) row += Math.abs(a[i * size + j]!);
    largestRow = Math.max(largestRow, row);
  }
  let sum = 0;
  for (const value of d) sum += Math.abs(value);
  // Each entry of A + T is a sum of at most cuts + 1 terms; a row of errors bounds the shift of the eigenvalues.
  const assembly = (leaf.cuts.length + 2) * UNIT_ROUNDOFF * (largestRow + rowLimit);
  const margin = choleskyMargin(d) + assembly;
  const shifted = d.map((value) => value - RESERVE_MARGINS * margin);
  if (!choleskyCompletes(new Float64Array(size * size), shifted, matrix)) return Number.NEGATIVE_INFINITY;
  const rounding = 2 * (size + leaf.cuts.length + 4) * UNIT_ROUNDOFF * (sum + cost + Math.abs(constant));
  let half = 0;
  for (const value of d) half += value / 2;
  return constant - half - cost - rounding;
}

/**
 * Rounds the multipliers of a relaxation to few decimal digits, fewer the further its bound lies above `needed`, and verifies
 * what is left of the bound.
 *
 * @param needed energy that suffices, or undefined for the best bound up to 1e-7 of itself
 */
export function verifiedLeaf(
  r: Relaxation,
  contraction: Contraction,
  needed: number | undefined,
): VerifiedLeaf | undefined {
  const { size, cuts } = r;
  const value = dualValue(r);
  const spare = needed === undefined ? 0 : contraction.constant - value / 2 - needed;
  const spread = spare > 0 ? spare : 1e-7 * Math.abs(value) + SMALLEST_SPREAD;
  let exponent = Math.floor(Math.log10(spread / (8 * size)));
  let best: VerifiedLeaf | undefined;
  for (let rounding = 0; rounding < ROUNDINGS; rounding++, exponent--) {
    const diagonal = r.y.slice();
    const kept: HypermetricCut[] = [];
    for (let c = 0; c < cuts.count; c++) {
      const count = Math.round(r.multipliers[c]! / 10 ** exponent);
      const multiplier = decimal(count, exponent);
      if (!(multiplier > 0)) continue;
      const start = c * CUT_STRIDE;
      const positions = Array.from(cuts.spins.subarray(start, start + cuts.lengths[c]!));
      const signs = Array.from(cuts.signs.subarray(start, start + positions.length)) as (1 | -1)[];
      for (const i of positions) diagonal[i]! -= multiplier;
      kept.push({ spins: positions.map((i) => contraction.representatives[i]!), signs, multiplier });
    }
    for (let shift = 0; shift < SHIFTS; shift++) {
      const extra = shift === 0 ? 0 : 2 ** shift;
      const multipliers = Array.from(diagonal, (v) => decimal(Math.ceil(v / 10 ** exponent) + extra, exponent));
      const leaf: SemidefiniteLeaf = { leaf: "semidefinite", multipliers, cuts: kept };
      const energy = leafEnergy(contraction, leaf);
      if (best === undefined ? energy > Number.NEGATIVE_INFINITY : energy > best.energy) best = { leaf, energy };
      if (energy > Number.NEGATIVE_INFINITY) break;
    }
    if (best !== undefined && (needed === undefined || best.energy >= needed)) return best;
  }
  return best;
}
