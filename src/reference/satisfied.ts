import type { HopfieldNetwork, Spins } from "../network/index.ts";

/** A state along the strongest couplings, and whether it satisfies every one: then nothing can be lower. Plain data. */
export interface TreeState {
  readonly spins: Spins;
  /** Whether W_ij s_i s_j >= 0 and b_i s_i >= 0 throughout. */
  readonly isSatisfied: boolean;
}

/**
 * The state that satisfies a maximum spanning forest of the couplings and biases. A network in which no cycle is frustrated
 * is satisfied whole by it, whatever its size. O(m log m) for m couplings.
 *
 * Source: Harary, Michigan Math. J. 2, 1953 (balance); Kruskal, Proc. AMS 7, 1956.
 */
export function treeState({ n, weights, bias }: HopfieldNetwork): TreeState {
  // Index n is a spin that is always +1, to which a bias couples.
  const ends: number[] = [];
  const couplings: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (weights[i * n + j] === 0) continue;
      ends.push(i * (n + 1) + j);
      couplings.push(weights[i * n + j]!);
    }
    if (bias[i] === 0) continue;
    ends.push(i * (n + 1) + n);
    couplings.push(bias[i]!);
  }
  const parent = Int32Array.from({ length: n + 1 }, (_, i) => i);
  const sign = new Int8Array(n + 1).fill(1);
  const size = new Int32Array(n + 1).fill(1);
  /** Root of i, with the sign of i relative to it: trees joined by size are shallow. */
  const find = (i: number): readonly [number, number] => {
    let at = i;
    let relation = 1;
    for (; parent[at] !== at; at = parent[at]!) relation *= sign[at]!;
    return [at, relation];
  };
  const order = Uint32Array.from(ends.keys()).sort(
    (a, b) => Math.abs(couplings[b]!) - Math.abs(couplings[a]!) || a - b,
  );
  for (const e of order) {
    const [a, signA] = find(Math.floor(ends[e]! / (n + 1)));
    const [b, signB] = find(ends[e]! % (n + 1));
    if (a === b) continue;
    const [kept, joined] = size[a]! >= size[b]! ? [a, b] : [b, a];
    parent[joined] = kept;
    size[kept]! += size[joined]!;
    sign[joined] = signA * signB * (couplings[e]! > 0 ? 1 : -1);
  }
  const [root, turn] = find(n);
  const spins = Int8Array.from({ length: n }, (_, i) => {
    const [own, relation] = find(i);
    return own === root ? relation * turn : relation;
  });
  const isSatisfied = couplings.every((coupling, e) => {
    const i = Math.floor(ends[e]! / (n + 1));
    const j = ends[e]! % (n + 1);
    return coupling * spins[i]! * (j === n ? 1 : spins[j]!) >= 0;
  });
  return { spins, isSatisfied };
}
