import type { HopfieldNetwork } from "../../network/index.ts";
import { isSpinFlipSymmetric } from "../../network/index.ts";

/**
 * Which spins the branches have tied together: spin i equals `sign[i]` times its representative `representative[i]`, for
 * i = 0..n, where n stands for a spin that is always +1. A class is represented by the smallest index in it, that of n by n.
 */
export interface Ties {
  readonly representative: Int32Array;
  readonly sign: Int8Array;
}

/** No ties yet. */
export function freeTies(n: number): Ties {
  return {
    representative: Int32Array.from({ length: n + 1 }, (_, i) => i),
    sign: new Int8Array(n + 1).fill(1),
  };
}

/** The ties with one more: spins p and q of different classes are equal, or opposite when `sign` is -1. A new value. */
export function tieSpins(ties: Ties, p: number, q: number, sign: 1 | -1): Ties {
  const representative = ties.representative.slice();
  const signs = ties.sign.slice();
  const n = signs.length - 1;
  const a = representative[p]!;
  const b = representative[q]!;
  const relation = sign * signs[p]! * signs[q]!;
  const kept = a === n || b === n ? n : Math.min(a, b);
  const lost = kept === a ? b : a;
  for (let i = 0; i <= n; i++) {
    if (representative[i] !== lost) continue;
    representative[i] = kept;
    signs[i]! *= relation;
  }
  return { representative, sign: signs };
}

/** What is left of a network under ties: E = constant - 1/2 x'Ax over the spins x of the representatives. */
export interface Contraction {
  readonly size: number;
  /** Representatives in increasing order; n only when there is a bias or a spin is tied to it. */
  readonly representatives: Int32Array;
  /** Position in `representatives` of each index 0..n; -1 when it does not represent. */
  readonly position: Int32Array;
  /** size*size, row-major, symmetric, zero diagonal. */
  readonly a: Float64Array;
  /** Without the constant of the network. */
  readonly constant: number;
}

/** Sums the couplings between the classes of tied spins. O(n^2). */
export function contract(network: HopfieldNetwork, { representative, sign }: Ties): Contraction {
  const { n, weights, bias } = network;
  const alone = isSpinFlipSymmetric(network) && !representative.subarray(0, n).includes(n);
  const position = new Int32Array(n + 1).fill(-1);
  const list: number[] = [];
  for (let i = 0; i < (alone ? n : n + 1); i++) {
    if (representative[i] === i) position[i] = list.push(i) - 1;
  }
  const size = list.length;
  const a = new Float64Array(size * size);
  let constant = 0;
  const add = (i: number, j: number, weight: number): void => {
    if (weight === 0) return;
    const p = position[representative[i]!]!;
    const q = position[representative[j]!]!;
    const signed = weight * sign[i]! * sign[j]!;
    if (p === q) {
      constant -= signed;
      return;
    }
    a[p * size + q]! += signed;
    a[q * size + p]! += signed;
  };
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) add(i, j, weights[i * n + j]!);
    add(i, n, bias[i]!);
  }
  return { size, representatives: Int32Array.from(list), position, a, constant };
}
