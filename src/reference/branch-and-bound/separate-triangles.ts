/** A violated inequality and its g'Xg, which is below 1. */
export interface FoundCut {
  readonly spins: number[];
  readonly signs: number[];
  readonly value: number;
}

/**
 * The most violated triangle inequalities X_ij, X_ik, X_jk with signs: g'Xg = 3 + 2 (...) < 1 - `violation`. At most `most`
 * of them, worst first. All 4 C(n,3) are looked at.
 *
 * @param x size*size, symmetric
 */
export function separateTriangles(x: Float64Array, size: number, violation: number, most: number): FoundCut[] {
  let limit = 1 - violation;
  let found: FoundCut[] = [];
  const keep = (i: number, j: number, k: number, sj: number, sk: number, value: number): void => {
    found.push({ spins: [i, j, k], signs: [1, sj, sk], value });
    if (found.length < 4 * most + 64) return;
    found.sort((a, b) => a.value - b.value);
    found = found.slice(0, most);
    limit = found[most - 1]!.value;
  };
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) {
      const xij = x[i * size + j]!;
      for (let k = j + 1; k < size; k++) {
        const xik = x[i * size + k]!;
        const xjk = x[j * size + k]!;
        const reach = (limit - 3) / 2;
        if (xij + xik + xjk < reach) keep(i, j, k, 1, 1, 3 + 2 * (xij + xik + xjk));
        else if (xij - xik - xjk < reach) keep(i, j, k, 1, -1, 3 + 2 * (xij - xik - xjk));
        else if (-xij + xik - xjk < reach) keep(i, j, k, -1, 1, 3 + 2 * (-xij + xik - xjk));
        else if (-xij - xik + xjk < reach) keep(i, j, k, -1, -1, 3 + 2 * (-xij - xik + xjk));
      }
    }
  }
  found.sort((a, b) => a.value - b.value);
  return found.slice(0, most);
}
