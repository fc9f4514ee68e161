import { type Couplings, flipSpin, type SpinState } from "./couplings.ts";

/**
 * Flips single spins, then coupled pairs, as long as one of them lowers the energy: the state is then stable against
 * both. Flipping i and j together changes the energy by d_i + d_j - 4 W_ij s_i s_j with the changes d of each alone; a
 * pair without a coupling gains nothing over its spins. Returns the sweeps made.
 */
export function descendPairs(state: SpinState, couplings: Couplings): number {
  const { spins, fields } = state;
  const { n, starts, columns, values, resolution } = couplings;
  let sweeps = 0;
  for (let moved = true; moved; ) {
    moved = false;
    sweeps++;
    for (let i = 0; i < n; i++) {
      if (2 * spins[i]! * fields[i]! >= -resolution) continue;
      flipSpin(state, couplings, i);
      moved = true;
    }
    if (moved) continue;
    for (let i = 0; i < n; i++) {
      const alone = 2 * spins[i]! * fields[i]!;
      const end = starts[i + 1]!;
      for (let p = starts[i]!; p < end; p++) {
        const j = columns[p]!;
        if (j < i) continue;
        const bond = 4 * values[p]! * spins[i]! * spins[j]!;
        if (bond <= alone || alone + 2 * spins[j]! * fields[j]! - bond >= -resolution) continue;
        flipSpin(state, couplings, i);
        flipSpin(state, couplings, j);
        moved = true;
        break;
      }
    }
  }
  return sweeps;
}
