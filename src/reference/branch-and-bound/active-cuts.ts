import { CUT_STRIDE, pushCut } from "./cut-list.ts";
import { cutValue, type Relaxation, refreshDual } from "./interior-point.ts";
import type { FoundCut } from "./separate-triangles.ts";

/** Slack that a new cut starts from: the step closes the difference to g'Xg - 1. */
const FIRST_SLACK = 0.3;

/**
 * Adds cuts to a relaxation. Each starts with a small multiplier; y is raised by what keeps Z positive definite, for
 * gg' is at most its number of spins times the identity on them.
 *
 * @param centre s m of the new cuts
 */
export function addCuts(r: Relaxation, found: readonly FoundCut[], centre: number): void {
  const { cuts, size, x } = r;
  const total = cuts.count + found.length;
  if (r.multipliers.length < total) {
    const capacity = 2 * total;
    const multipliers = new Float64Array(capacity);
    const slacks = new Float64Array(capacity);
    multipliers.set(r.multipliers.subarray(0, cuts.count));
    slacks.set(r.slacks.subarray(0, cuts.count));
    r.multipliers = multipliers;
    r.slacks = slacks;
  }
  for (const { spins, signs } of found) {
    const c = cuts.count;
    pushCut(cuts, spins, signs);
    const slack = cutValue(cuts, c, x, size) - 1;
    r.slacks[c] = Math.max(FIRST_SLACK, slack);
    r.multipliers[c] = centre / r.slacks[c]!;
    for (const i of spins) r.y[i]! += r.multipliers[c]! * spins.length;
  }
  refreshDual(r);
}

/** Drops the cuts for which `drop` says so; Z stays positive definite, for each takes something from it. */
export function dropCuts(r: Relaxation, drop: (c: number) => boolean): void {
  const { cuts } = r;
  let kept = 0;
  for (let c = 0; c < cuts.count; c++) {
    if (drop(c)) continue;
    if (kept < c) {
      cuts.lengths[kept] = cuts.lengths[c]!;
      cuts.spins.copyWithin(kept * CUT_STRIDE, c * CUT_STRIDE, (c + 1) * CUT_STRIDE);
      cuts.signs.copyWithin(kept * CUT_STRIDE, c * CUT_STRIDE, (c + 1) * CUT_STRIDE);
      r.multipliers[kept] = r.multipliers[c]!;
      r.slacks[kept] = r.slacks[c]!;
    }
    kept++;
  }
  if (kept === cuts.count) return;
  cuts.count = kept;
  refreshDual(r);
}
