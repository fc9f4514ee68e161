import type { Contraction } from "./ties.ts";

/** The pair of representatives that the relaxation leaves most open, as indices of the network. */
export function choosePair(x: Float64Array, { size, representatives }: Contraction): [number, number] {
  let best = Number.POSITIVE_INFINITY;
  let pair: [number, number] = [0, 1];
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const open = Math.abs(x[i * size + j]!);
      if (open < best) {
        best = open;
        pair = [j, i];
      }
    }
  }
  return [representatives[pair[0]]!, representatives[pair[1]]!];
}
