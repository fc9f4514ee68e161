import type { Random } from "../../core/index.ts";
import { cutKey, normaliseCut } from "./cut-list.ts";
import type { FoundCut } from "./separate-triangles.ts";

const SWEEPS = 12;

/**
 * Violated hypermetric inequalities over `length` spins (5 or 7) by local search: from each of the starts, exchange one
 * spin and its sign for the one that lowers g'Xg most, until none does. A heuristic: what it misses only weakens
 * the bound.
 *
 * @param x size*size, symmetric, unit diagonal
 * @param starts cuts whose spins and signs the searches start from, shorter than `length`; filled up at random
 */
export function separateHypermetric(
  x: Float64Array,
  size: number,
  length: number,
  violation: number,
  starts: readonly { readonly spins: readonly number[]; readonly signs: readonly number[] }[],
  random: Random,
): FoundCut[] {
  if (size < length) return [];
  const found = new Map<string, FoundCut>();
  const field = new Float64Array(size);
  const inside = new Int8Array(size);
  for (const start of starts) {
    const spins = start.spins.slice();
    const signs = start.signs.slice();
    inside.fill(0);
    for (const i of spins) inside[i] = 1;
    while (spins.length < length) {
      const i = random.integer(size);
      if (inside[i] !== 0) continue;
      inside[i] = 1;
      spins.push(i);
      signs.push(random.integer(2) === 0 ? 1 : -1);
    }
    field.fill(0);
    for (let p = 0; p < length; p++) {
      const row = spins[p]! * size;
      for (let i = 0; i < size; i++) field[i]! += signs[p]! * x[row + i]!;
    }
    let value = 0;
    for (let p = 0; p < length; p++) value += signs[p]! * field[spins[p]!]!;
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      let gain = -1e-6;
      let bestPosition = -1;
      let bestSpin = -1;
      for (let p = 0; p < length; p++) {
        const out = spins[p]!;
        const sign = signs[p]!;
        // Without spin `out`, g'Xg is value - 2 sign field[out] + 1; a spin then adds 1 - 2 |field|.
        const without = 1 - 2 * sign * field[out]!;
        const row = out * size;
        for (let i = 0; i < size; i++) {
          if (inside[i] !== 0 && i !== out) continue;
          const rest = field[i]! - sign * x[row + i]!;
          const change = without + 1 - 2 * Math.abs(rest);
          if (change < gain) {
            gain = change;
            bestPosition = p;
            bestSpin = i;
          }
        }
      }
      if (bestPosition < 0) break;
      const out = spins[bestPosition]!;
      const rowOut = out * size;
      const rowIn = bestSpin * size;
      const before = signs[bestPosition]!;
      const after = field[bestSpin]! - before * x[rowOut + bestSpin]! > 0 ? -1 : 1;
      for (let i = 0; i < size; i++) field[i]! += after * x[rowIn + i]! - before * x[rowOut + i]!;
      inside[out] = 0;
      inside[bestSpin] = 1;
      spins[bestPosition] = bestSpin;
      signs[bestPosition] = after;
      value += gain;
    }
    if (value > 1 - violation) continue;
    normaliseCut(spins, signs);
    const key = cutKey(spins, signs);
    if (!found.has(key)) found.set(key, { spins, signs, value });
  }
  return [...found.values()].sort((a, b) => a.value - b.value);
}
