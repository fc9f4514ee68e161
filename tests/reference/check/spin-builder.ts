import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Random } from "../../../src/core/index.ts";
import type { HopfieldNetwork } from "../../../src/network/index.ts";
import type { CycleLeaf, EliminationLeaf, SemidefiniteLeaf, SpinNode } from "../../../src/reference/index.ts";

/** s_i = sign s_rep for every spin, spin n included: what a test knows of a branch, written out spin by spin. */
export interface Tied {
  readonly representative: readonly number[];
  readonly sign: readonly number[];
}

export const untied = (n: number): Tied => ({
  representative: Array.from({ length: n + 1 }, (_, i) => i),
  sign: Array.from({ length: n + 1 }, () => 1),
});

/** Ties s_i = sign s_j; the class is represented by n if it holds it, else by its smallest member. */
export function tie({ representative, sign }: Tied, i: number, j: number, equal: 1 | -1): Tied {
  const n = representative.length - 1;
  const a = representative[i]!;
  const b = representative[j]!;
  const keep = a === n || b === n ? n : Math.min(a, b);
  const drop = keep === a ? b : a;
  // s_drop = factor s_keep
  const factor = equal * sign[i]! * sign[j]!;
  return {
    representative: representative.map((r) => (r === drop ? keep : r)),
    sign: sign.map((s, k) => (representative[k] === drop ? s * factor : s)),
  };
}

/** The couplings between representatives, and the constant, by the definition of the energy. */
export function reduced(network: HopfieldNetwork, tied: Tied) {
  const { n, weights, bias, constant } = network;
  const biased = bias.some((b) => b !== 0);
  const anchored = biased || tied.representative.slice(0, n).includes(n);
  const all = [...new Set(tied.representative)].sort((a, b) => a - b);
  const representatives = anchored ? all : all.filter((r) => r !== n);
  const m = representatives.length;
  const matrix = Array.from({ length: m }, () => new Array<number>(m).fill(0));
  let k = constant;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j <= n; j++) {
      const w = (j === n ? bias[i]! : weights[i * n + j]!) * tied.sign[i]! * tied.sign[j]!;
      const p = representatives.indexOf(tied.representative[i]!);
      const q = representatives.indexOf(tied.representative[j]!);
      if (w === 0) continue;
      if (p === q) k -= w;
      else {
        matrix[p]![q]! += w;
        matrix[q]![p]! += w;
      }
    }
  }
  return { representatives, matrix, k, anchored };
}

const largestEntry = (matrix: readonly (readonly number[])[]): number =>
  matrix.flat().reduce((largest, entry) => Math.max(largest, Math.abs(entry)), 0);

export const largestEigenvalue = (matrix: number[][]): number =>
  Math.max(...new EigenvalueDecomposition(new Matrix(matrix), { assumeSymmetric: true }).realEigenvalues);

/** Eigenvalues of ml-matrix are good to some roundoffs; this much more on each multiplier makes the matrix definite. */
const EIGENVALUE_MARGIN = 1e-9;

/** A leaf with all multipliers equal, random cuts among its cuts, and the bound that the formula gives in doubles. */
export function semidefinite(
  network: HopfieldNetwork,
  tied: Tied,
  random: Random,
  cuts = 0,
): { leaf: SemidefiniteLeaf; bound: number } {
  const { representatives, matrix, k } = reduced(network, tied);
  const m = representatives.length;
  const size = largestEntry(matrix);
  const list: SemidefiniteLeaf["cuts"][number][] = [];
  let bound = k;
  for (let c = 0; c < cuts && m >= 3; c++) {
    const count = m >= 5 && random.integer(2) === 0 ? 5 : 3;
    const positions: number[] = [];
    while (positions.length < count) {
      const p = random.integer(m);
      if (!positions.includes(p)) positions.push(p);
    }
    const signs = positions.map(() => (random.integer(2) === 0 ? 1 : -1));
    const multiplier = (size * random.uniform()) / 4;
    for (let p = 0; p < count; p++) {
      for (let q = 0; q < count; q++) {
        if (q !== p) matrix[positions[p]!]![positions[q]!]! += multiplier * signs[p]! * signs[q]!;
      }
    }
    bound -= (multiplier * (count - 1)) / 2;
    list.push({ spins: positions.map((p) => representatives[p]!), signs, multiplier });
  }
  const y = m === 0 ? 0 : Math.max(0, largestEigenvalue(matrix)) + EIGENVALUE_MARGIN;
  return { leaf: { leaf: "semidefinite", multipliers: new Array(m).fill(y), cuts: list }, bound: bound - (m * y) / 2 };
}

/** Random odd cycles with random multipliers: any of them give a valid bound. */
export function cycles(network: HopfieldNetwork, tied: Tied, random: Random): CycleLeaf {
  const { representatives, matrix } = reduced(network, tied);
  const size = largestEntry(matrix);
  const list: CycleLeaf["cycles"][number][] = [];
  for (let c = 0; c < 3 && representatives.length >= 3; c++) {
    const spins = [...representatives];
    while (spins.length > 3 && random.integer(3) > 0) spins.splice(random.integer(spins.length), 1);
    const odd = spins.map(() => random.integer(2) === 0);
    if (odd.filter((mark) => mark).length % 2 === 0) odd[0] = !odd[0];
    list.push({ spins, odd, multiplier: size * random.uniform() * 2 });
  }
  return { leaf: "cycles", cycles: list };
}

export function elimination(network: HopfieldNetwork, tied: Tied): EliminationLeaf {
  const { representatives } = reduced(network, tied);
  return { leaf: "elimination", order: representatives.filter((r) => r !== network.n).reverse() };
}

/**
 * A tree that proves `target`: leaves are semidefinite where their bound in doubles is above the next lower energy,
 * `grid` below the target, and a few of the others are eliminated.
 */
export function proofTree(
  network: HopfieldNetwork,
  target: number,
  grid: number,
  random: Random,
  tied: Tied = untied(network.n),
): SpinNode {
  const cut = random.integer(3);
  const { leaf, bound } = semidefinite(network, tied, random, cut);
  if (bound > target - grid + 1e-6) return leaf;
  const classes = [...new Set(tied.representative)];
  if (classes.length <= 4 || random.integer(8) === 0) return elimination(network, tied);
  const i = random.integer(network.n + 1);
  let j = random.integer(network.n + 1);
  while (tied.representative[j] === tied.representative[i]) j = random.integer(network.n + 1);
  return {
    pair: [i, j],
    same: proofTree(network, target, grid, random, tie(tied, i, j, 1)),
    opposite: proofTree(network, target, grid, random, tie(tied, i, j, -1)),
  };
}
