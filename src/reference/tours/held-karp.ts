/**
 * The shortest tour by dynamic programming over the sets of cities that a path from the last city has visited.
 *
 * Source: Held and Karp, "A dynamic programming approach to sequencing problems", J. SIAM 10(1), 1962.
 */

import type { Steps } from "../../core/index.ts";

/** Largest number of cities: the table takes 8 (n-1) 2^(n-1) bytes, 18 MB here. */
export const MAX_HELD_KARP_CITIES = 18;

/** Sets between two yields: some tens of milliseconds. */
const BATCH_SETS = 1 << 14;

/**
 * A shortest tour, from the last city on; distances may depend on the direction.
 * Cost: n^2 2^(n-1) / 4 additions.
 *
 * @param distances n*n integers, row-major, 3 <= n <= MAX_HELD_KARP_CITIES
 */
export function* heldKarpSteps(n: number, distances: Float64Array): Steps<Uint32Array> {
  const m = n - 1;
  const sets = 1 << m;
  // length[set * m + j]: the shortest path from city m through all of `set`, ending at its member j.
  const length = new Float64Array(sets * m).fill(Number.POSITIVE_INFINITY);
  for (let j = 0; j < m; j++) length[(1 << j) * m + j] = distances[m * n + j]!;
  for (let from = 1; from < sets; from += BATCH_SETS) {
    const to = Math.min(sets, from + BATCH_SETS);
    for (let set = from; set < to; set++) {
      if ((set & (set - 1)) === 0) continue;
      for (let ends = set; ends !== 0; ends &= ends - 1) {
        const j = 31 - Math.clz32(ends & -ends);
        const rest = set ^ (1 << j);
        let least = Number.POSITIVE_INFINITY;
        for (let before = rest; before !== 0; before &= before - 1) {
          const i = 31 - Math.clz32(before & -before);
          const candidate = length[rest * m + i]! + distances[i * n + j]!;
          if (candidate < least) least = candidate;
        }
        length[set * m + j] = least;
      }
    }
    yield { stage: "prove", done: to, total: sets, note: `${to} of 2^${m} sets of cities` };
  }
  const tour = new Uint32Array(n);
  tour[0] = m;
  let set = sets - 1;
  let next = m;
  for (let p = n - 1; p > 0; p--) {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let j = 0; j < m; j++) {
      if ((set & (1 << j)) === 0) continue;
      const candidate = length[set * m + j]! + distances[j * n + next]!;
      if (candidate < least) {
        least = candidate;
        best = j;
      }
    }
    tour[p] = best;
    set ^= 1 << best;
    next = best;
  }
  return tour;
}
