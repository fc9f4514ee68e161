/** The choice of the edge to branch on: strong branching, which tries both branches of the most promising edges. */

import type { Relaxation } from "./relaxation.ts";

const CANDIDATES = 16;
const ITERATIONS = 100;
/** Values this close to 0 or 1 are whole. */
export const FRACTION = 1e-5;

/** The column to branch on, or -1 when all values are whole. Leaves the program as it was, but for its basis. */
export function branchingColumn(relaxation: Relaxation, x: Float64Array, upper: number): number {
  const { program } = relaxation;
  const fractional = Array.from(x.keys()).filter((k) => x[k]! > FRACTION && x[k]! < 1 - FRACTION);
  fractional.sort((a, b) => Math.abs(x[a]! - 0.5) - Math.abs(x[b]! - 0.5) || a - b);
  const candidates = fractional.slice(0, CANDIDATES);
  if (candidates.length <= 1) return candidates[0] ?? -1;
  const base = program.objective();
  const gap = Math.max(upper - base, 1e-3);
  const basis = program.basis();
  const rise = (column: number, value: number): number => {
    program.setBounds(column, value, value);
    const status = program.solve(ITERATIONS);
    const reached = status === "infeasible" ? upper : status === "failed" ? base : program.objective();
    program.setBounds(column, 0, 1);
    program.setBasis(basis);
    return Math.min(gap, Math.max(0, reached - base)) + 1e-3 * gap;
  };
  let best = -1;
  let most = -1;
  for (const column of candidates) {
    const product = rise(column, 0) * rise(column, 1);
    if (product > most) {
      most = product;
      best = column;
    }
  }
  return best;
}
