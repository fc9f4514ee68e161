import type { Random } from "../core/index.ts";
import { type Couplings, flipSpin, type SpinState } from "./couplings.ts";

/** Scratch of `clusterMove`: n entries each. */
export interface ClusterScratch {
  readonly seen: Uint8Array;
  readonly members: Int32Array;
}

/** Turns every spin of a state of a network without bias. */
function turn(state: SpinState): void {
  const { spins, fields } = state;
  for (let i = 0; i < spins.length; i++) {
    spins[i] = -spins[i]!;
    fields[i] = -fields[i]!;
  }
}

function flipAll(state: SpinState, couplings: Couplings, members: Int32Array, size: number): void {
  for (let at = 0; at < size; at++) flipSpin(state, couplings, members[at]!);
}

/**
 * Houdayer's move on two replicas of one temperature: flips, in both, one cluster of coupled spins in which they differ.
 * The sum of the two energies stays as it is, so that the move is always accepted. Without bias one replica is turned
 * first when most spins differ. A cluster that holds every differing spin would only exchange the replicas: nothing is
 * done then. Returns the size of the cluster, 0 when none was flipped.
 *
 * Where all spins are coupled every cluster is such a one. With `binding` above 0, couplings of at most that size do
 * not bind a cluster; the energy may change then, and the move is accepted by the rule of Metropolis at `temperature`
 * (for the sum of the energies). The differing spins are the same after the move as before, so is the way to draw the
 * cluster, and detailed balance holds.
 *
 * Source: Houdayer, Eur. Phys. J. B 22, 2001; the restriction to small clusters after Zhu, Ochoa and Katzgraber, Phys.
 * Rev. Lett. 115, 2015.
 */
export function clusterMove(
  a: SpinState,
  b: SpinState,
  couplings: Couplings,
  symmetric: boolean,
  binding: number,
  temperature: number,
  random: Random,
  scratch: ClusterScratch,
): number {
  const { n, starts, columns, values } = couplings;
  const { seen, members } = scratch;
  let differing = 0;
  for (let i = 0; i < n; i++) if (a.spins[i] !== b.spins[i]) differing++;
  if (symmetric && 2 * differing > n) {
    turn(b);
    differing = n - differing;
  }
  if (differing === 0) return 0;
  let left = random.integer(differing);
  let first = 0;
  while (a.spins[first] === b.spins[first] || left-- > 0) first++;
  seen.fill(0);
  seen[first] = 1;
  members[0] = first;
  let size = 1;
  for (let at = 0; at < size; at++) {
    const i = members[at]!;
    for (let p = starts[i]!; p < starts[i + 1]!; p++) {
      const j = columns[p]!;
      if (seen[j] === 1 || a.spins[j] === b.spins[j] || Math.abs(values[p]!) <= binding) continue;
      seen[j] = 1;
      members[size++] = j;
    }
  }
  if (size === differing) return 0;
  const before = a.energy + b.energy;
  flipAll(a, couplings, members, size);
  flipAll(b, couplings, members, size);
  const change = a.energy + b.energy - before;
  if (binding === 0 || change <= 0 || random.uniform() < Math.exp(-change / temperature)) return size;
  flipAll(a, couplings, members, size);
  flipAll(b, couplings, members, size);
  return 0;
}
