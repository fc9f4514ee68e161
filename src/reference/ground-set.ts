import type { Spins } from "../network/index.ts";

/** The one of s and -s whose first spin is +1. A new array. */
export function canonicalSpins(spins: Spins): Spins {
  const sign = spins[0]! < 0 ? -1 : 1;
  return spins.map((s) => s * sign);
}

/** Lexicographic order of spin vectors of one length, -1 before +1. */
export function compareSpins(a: Spins, b: Spins): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}

/** The states of lowest energy met so far, at most `capacity` of them. */
export interface GroundSet {
  /** Lowest energy offered; Infinity before the first. */
  best(): number;
  /** Whether states of the lowest energy had to be left out. */
  truncated(): boolean;
  /** Offers a state; it is copied when kept. */
  offer(energy: number, spins: Spins): void;
  /** The states kept, sorted; with `symmetric`, each as its canonical representative. */
  states(symmetric: boolean): Spins[];
}

/** A set in which energies no more than `tolerance` above the lowest count as equal to it. */
export function createGroundSet(capacity: number, tolerance: number): GroundSet {
  let best = Number.POSITIVE_INFINITY;
  let truncated = false;
  let kept: { readonly energy: number; readonly spins: Spins }[] = [];
  return {
    best: () => best,
    truncated: () => truncated,
    offer(energy, spins) {
      if (energy > best + tolerance) return;
      if (energy < best) {
        if (energy < best - tolerance) truncated = false;
        best = energy;
        kept = kept.filter((state) => state.energy <= best + tolerance);
      }
      if (kept.length < capacity) kept.push({ energy, spins: spins.slice() });
      else truncated = true;
    },
    states: (symmetric) =>
      kept.map(({ spins }) => (symmetric ? canonicalSpins(spins) : spins.slice())).sort(compareSpins),
  };
}
