import { energy, type HopfieldNetwork } from "../../network/index.ts";
import { energyPrecision } from "../precision.ts";

/** A grid finer than this part of the magnitude cannot be told apart by a semidefinite bound. */
const FINEST_GRID = 1e-8;
/** Gap, as a part of the magnitude, that counts as closed when there is no useful grid. */
const REAL_GAP = 1e-9;
/** Part of the magnitude kept back from each bound, so that a checker with other rounding comes to the same verdict. */
const RESERVE = 1e-12;

/** Which energies a network, its constant aside, can have, and what counts as equal. */
export interface EnergyLevels {
  /** Distance of neighbouring energies; 0 when they are not on a useful grid. */
  readonly grid: number;
  /** Bounds no further below an energy than this count as equal to it: 0 on a grid. */
  readonly tolerance: number;
  /** Taken off each bound for the rounding of energies and contractions. */
  readonly reserve: number;
  /** Smallest energy that can occur and is at least `bound`; `bound` itself without a grid. */
  raise(bound: number): number;
}

/** The levels of a network whose constant is 0. @throws LimitError when the couplings overflow. */
export function energyLevels(network: HopfieldNetwork): EnergyLevels {
  const { exact, unit, magnitude, tolerance } = energyPrecision(network);
  const reserve = tolerance + RESERVE * magnitude;
  const grid = exact && 2 * unit >= FINEST_GRID * magnitude ? 2 * unit : 0;
  if (grid === 0) {
    return { grid, tolerance: Math.max(2 * tolerance, REAL_GAP * magnitude), reserve, raise: (bound) => bound };
  }
  const some = energy(network, new Int8Array(network.n).fill(1));
  return {
    grid,
    tolerance: 0,
    reserve,
    raise: (bound) => {
      const raised = some + grid * Math.ceil((bound - some) / grid);
      // A quotient rounded up across a whole number would raise the bound too far by one step.
      return raised - grid >= bound ? raised - grid : raised;
    },
  };
}
