import type { CycleLeaf } from "../certificate.ts";
import { type Contracted, positionsOf } from "./contract.ts";
import { MAX_SUM } from "./integer-network.ts";

/**
 * The odd-cycle bound of a leaf in units of the network, or why there is none. With x_p x_q = 1 - 2 z_e the energy is
 * k - sum A_e + 2 sum A_e z_e, and by duality, for any multipliers m >= 0,
 * E >= k - sum A - sum m (|F| - 1) + sum_e min(0, 2 A_e + sum over cycles through e of +m for e in F, -m otherwise).
 * The multipliers are rounded to whole units, so that every sum is exact. A cycle may use a pair without a coupling.
 *
 * Source: Barahona and Mahjoub, Math. Programming 36, 1986, equation 3.3; linear programming duality.
 */
export function cycleBound(leaf: CycleLeaf, contracted: Contracted, unit: number): number | string {
  const m = contracted.representatives.length;
  const key = (p: number, q: number): number => Math.min(p, q) * m + Math.max(p, q);
  const reduced = new Map<number, number>();
  let bound = contracted.constant;
  let total = 3 * contracted.magnitude;
  contracted.values.forEach((value, e) => {
    reduced.set(key(contracted.from[e]!, contracted.to[e]!), 2 * value);
    bound -= value;
  });
  for (const [c, { spins, odd, multiplier }] of leaf.cycles.entries()) {
    const length = spins.length;
    if (length < 3) return `cycle ${c} has ${length} spins, fewer than 3`;
    if (odd.length !== length) return `cycle ${c} has ${odd.length} marks for ${length} edges`;
    if (multiplier < 0) return `the multiplier of cycle ${c} is negative`;
    const positions = positionsOf(contracted, spins);
    if (typeof positions === "string") return `cycle ${c}: ${positions}`;
    const marked = odd.filter((mark) => mark).length;
    if (marked % 2 === 0) return `cycle ${c} marks ${marked} edges, an even number`;
    const weight = Math.round(multiplier / unit);
    total += 2 * weight * length;
    if (!(total < MAX_SUM)) return "the multipliers are too large to sum exactly";
    bound -= weight * (marked - 1);
    for (let p = 0; p < length; p++) {
      const edge = key(positions[p]!, positions[(p + 1) % length]!);
      reduced.set(edge, (reduced.get(edge) ?? 0) + (odd[p] ? weight : -weight));
    }
  }
  for (const cost of reduced.values()) bound += Math.min(0, cost);
  return bound;
}
