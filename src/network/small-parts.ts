import type { Reduction } from "./reduction.ts";

/** Spins of a part that is solved by enumeration at most. */
export const MAX_PART_SPINS = 20;
/** Fields and energy are computed anew after so many states, which bounds their rounding errors. */
const REFRESH_STATES = 1024;

/** The connected parts of what is left, each in ascending order, the largest first. */
export function connectedParts({ n, couplings, alive }: Reduction): number[][] {
  const seen = new Uint8Array(n);
  const parts: number[][] = [];
  for (let root = 0; root < n; root++) {
    if (alive[root] === 0 || seen[root] === 1) continue;
    const part = [root];
    seen[root] = 1;
    for (const i of part) {
      for (const j of couplings[i]!.keys()) {
        if (seen[j] === 1) continue;
        seen[j] = 1;
        part.push(j);
      }
    }
    parts.push(part.sort((a, b) => a - b));
  }
  return parts.sort((a, b) => b.length - a.length);
}

/**
 * A state of lowest energy of a part that nothing joins to the rest, by walking all its states along a Gray code; of a
 * part without a bias half of them, the last spin being +1. O(2^k k).
 */
export function solvePart({ couplings, bias }: Reduction, part: readonly number[]): Int8Array {
  const k = part.length;
  const index = new Map(part.map((spin, p) => [spin, p]));
  const weights = new Float64Array(k * k);
  part.forEach((spin, p) => {
    for (const [j, w] of couplings[spin]!) weights[p * k + index.get(j)!] = w;
  });
  const spins = new Int8Array(k).fill(1);
  const fields = new Float64Array(k);
  const refresh = (): number => {
    let sum = 0;
    for (let p = 0; p < k; p++) {
      let pair = 0;
      for (let q = 0; q < k; q++) pair += weights[p * k + q]! * spins[q]!;
      fields[p] = bias[part[p]!]! + pair;
      sum -= spins[p]! * (bias[part[p]!]! + pair / 2);
    }
    return sum;
  };
  const states = 2 ** (part.every((spin) => bias[spin] === 0) ? k - 1 : k);
  let e = refresh();
  let least = e;
  const best = spins.slice();
  for (let step = 1; step < states; step++) {
    const p = 31 - Math.clz32(step & -step);
    const twice = 2 * spins[p]!;
    e += twice * fields[p]!;
    spins[p] = -spins[p]!;
    const row = p * k;
    for (let q = 0; q < k; q++) fields[q]! -= twice * weights[row + q]!;
    if (step % REFRESH_STATES === 0) e = refresh();
    if (e >= least) continue;
    least = e;
    best.set(spins);
  }
  return best;
}
