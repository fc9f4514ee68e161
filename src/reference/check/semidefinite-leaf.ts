import type { SemidefiniteLeaf } from "../certificate.ts";
import { type Contracted, positionsOf } from "./contract.ts";
import { definiteShift } from "./definite-shift.ts";
import { MAX_SUM } from "./integer-network.ts";

/** Largest number of representatives: their matrix and its factor take 16 bytes an entry, 1 GB here. */
export const MAX_SEMIDEFINITE = 8000;

/**
 * The semidefinite bound of a leaf in units of the network, or why there is none. The multipliers are rounded to whole
 * units first (any multipliers give a valid bound), so that Diag(y) - (A + T) is a matrix of whole numbers, exactly. With
 * c of `definiteShift` it holds for y + c, and the bound is k - 1/2 sum (y + c) - sum m (k_cut - 1) / 2.
 *
 * Source: the formulas of `SemidefiniteLeaf`; Deza and Laurent, Geometry of Cuts and Metrics, section 28.1 for the cuts.
 */
export function* semidefiniteBound(
  leaf: SemidefiniteLeaf,
  contracted: Contracted,
  unit: number,
): Generator<void, number | string, void> {
  const m = contracted.representatives.length;
  if (leaf.multipliers.length !== m) {
    return `there are ${leaf.multipliers.length} multipliers for ${m} representatives`;
  }
  if (m > MAX_SEMIDEFINITE) return `${m} representatives are more than the ${MAX_SEMIDEFINITE} that can be checked`;
  const matrix = new Float64Array(m * m);
  const add = (p: number, q: number, value: number): void => {
    matrix[p * m + q]! -= value;
    matrix[q * m + p]! -= value;
  };
  contracted.values.forEach((value, e) => {
    add(contracted.from[e]!, contracted.to[e]!, value);
  });
  let total = contracted.magnitude;
  let cost = 0;
  for (const [c, { spins, signs, multiplier }] of leaf.cuts.entries()) {
    const k = spins.length;
    if (k !== 3 && k !== 5 && k !== 7) return `cut ${c} has ${k} spins, not 3, 5 or 7`;
    if (signs.length !== k) return `cut ${c} has ${signs.length} signs for ${k} spins`;
    if (multiplier < 0) return `the multiplier of cut ${c} is negative`;
    const positions = positionsOf(contracted, spins);
    if (typeof positions === "string") return `cut ${c}: ${positions}`;
    const weight = Math.round(multiplier / unit);
    for (let p = 0; p < k; p++) {
      for (let q = 0; q < p; q++) add(positions[p]!, positions[q]!, weight * signs[p]! * signs[q]!);
    }
    cost += (weight * (k - 1)) / 2;
    total += weight * k;
    if (!(total < MAX_SUM)) return "the multipliers are too large to sum exactly";
  }
  let sum = 0;
  for (let p = 0; p < m; p++) {
    const y = Math.ceil(leaf.multipliers[p]! / unit);
    matrix[p * m + p] = y;
    total += Math.abs(y);
    sum += y;
  }
  if (!(total < MAX_SUM)) return "the multipliers are too large to sum exactly";
  const shift = yield* definiteShift(matrix, m);
  if (shift === null) return "Diag(y) - (A + T) has a negative eigenvalue";
  return contracted.constant - Math.ceil((sum + m * shift) / 2) - cost;
}
