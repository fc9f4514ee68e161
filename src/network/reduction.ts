import type { HopfieldNetwork } from "./hopfield.ts";

/** Why presolve could do without a spin. */
export type PresolveRule =
  /** Neither bias nor coupling: both values are as good. */
  | "free"
  /** The bias outweighs all couplings together. */
  | "bias"
  /** One coupling: the spin follows its neighbour. */
  | "leaf"
  /** Two couplings: the spin becomes a coupling between its neighbours. */
  | "chain"
  /** One coupling outweighs the bias and all others together: the spin follows that neighbour. */
  | "coupling"
  /** Roof duality: the value of the spin in every state of lowest energy. */
  | "roof duality, strong"
  /** Roof duality: the value of the spin in some state of lowest energy. */
  | "roof duality, weak"
  /** A small part of the network that nothing joins to the rest, solved by enumeration. */
  | "small part";

/** What was done to one spin; indices are those of the original network. */
export type PresolveStep =
  | { readonly spin: number; readonly rule: PresolveRule; readonly value: number }
  /** s_spin = sign * s_to. */
  | { readonly spin: number; readonly rule: PresolveRule; readonly to: number; readonly sign: number }
  /** s_spin is the sign of bias + the weighted sum of its neighbours, +1 at 0. */
  | {
      readonly spin: number;
      readonly rule: PresolveRule;
      readonly neighbours: readonly [number, number];
      readonly weights: readonly [number, number];
      readonly bias: number;
    };

/** A network while spins are taken out of it. Every operation keeps E(lifted state) equal to the energy that is left. */
export interface Reduction {
  readonly n: number;
  /** Couplings of each spin that is left, by neighbour. */
  readonly couplings: readonly Map<number, number>[];
  readonly bias: Float64Array;
  constant: number;
  readonly alive: Uint8Array;
  readonly steps: PresolveStep[];
  /** Spins whose surroundings changed and that have to be looked at again, first in first out. */
  readonly queue: number[];
  readonly queued: Uint8Array;
}

/** Number of couplings that are not 0. */
export function countCouplings({ n, weights }: HopfieldNetwork): number {
  let count = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) if (weights[i * n + j] !== 0) count++;
  return count;
}

export function startReduction(network: HopfieldNetwork): Reduction {
  const { n, weights } = network;
  const couplings = Array.from({ length: n }, () => new Map<number, number>());
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const w = weights[i * n + j]!;
      if (w !== 0) couplings[i]!.set(j, w);
    }
  }
  return {
    n,
    couplings,
    bias: network.bias.slice(),
    constant: network.constant,
    alive: new Uint8Array(n).fill(1),
    steps: [],
    queue: Array.from({ length: n }, (_, i) => i),
    queued: new Uint8Array(n).fill(1),
  };
}

function touch({ queue, queued }: Reduction, i: number): void {
  if (queued[i] === 1) return;
  queued[i] = 1;
  queue.push(i);
}

function addCoupling({ couplings }: Reduction, i: number, j: number, weight: number): void {
  const sum = (couplings[i]!.get(j) ?? 0) + weight;
  if (sum === 0) {
    couplings[i]!.delete(j);
    couplings[j]!.delete(i);
  } else {
    couplings[i]!.set(j, sum);
    couplings[j]!.set(i, sum);
  }
}

/** Takes spin i out of its neighbours' lists. */
function detach(reduction: Reduction, i: number): void {
  const { couplings, bias, alive } = reduction;
  for (const j of couplings[i]!.keys()) {
    couplings[j]!.delete(i);
    touch(reduction, j);
  }
  couplings[i]!.clear();
  bias[i] = 0;
  alive[i] = 0;
}

/** Gives spin i a value. */
export function fixSpin(reduction: Reduction, i: number, value: number, rule: PresolveRule): void {
  const { couplings, bias } = reduction;
  reduction.constant -= value * bias[i]!;
  for (const [j, w] of couplings[i]!) bias[j]! += value * w;
  detach(reduction, i);
  reduction.steps.push({ spin: i, rule, value });
}

/** Makes spin i follow its neighbour: s_i = sign * s_to. */
export function tieSpin(reduction: Reduction, i: number, to: number, sign: number, rule: PresolveRule): void {
  const { couplings, bias } = reduction;
  reduction.constant -= sign * couplings[i]!.get(to)!;
  bias[to]! += sign * bias[i]!;
  const others = [...couplings[i]!].filter(([j]) => j !== to);
  detach(reduction, i);
  for (const [j, w] of others) addCoupling(reduction, j, to, sign * w);
  reduction.steps.push({ spin: i, rule, to, sign });
}

/**
 * Puts the minimum over spin i, -|b + u s_a + v s_b|, in the place of the spin and its two couplings u and v: a function
 * of two spins, and so a constant, two biases and a coupling. Integers stay multiples of 1/2, however often this is done,
 * for all energies keep the distances that they had.
 */
export function eliminateSpin(reduction: Reduction, i: number, rule: PresolveRule): void {
  const { couplings, bias } = reduction;
  const [[a, u], [b, v]] = [...couplings[i]!] as [[number, number], [number, number]];
  const own = bias[i]!;
  const [pp, pm] = [-Math.abs(own + u + v), -Math.abs(own + u - v)];
  const [mp, mm] = [-Math.abs(own - u + v), -Math.abs(own - u - v)];
  detach(reduction, i);
  reduction.constant += (pp + pm + mp + mm) / 4;
  bias[a]! -= (pp + pm - mp - mm) / 4;
  bias[b]! -= (pp - pm + mp - mm) / 4;
  addCoupling(reduction, a, b, -(pp - pm - mp + mm) / 4);
  reduction.steps.push({ spin: i, rule, neighbours: [a, b], weights: [u, v], bias: own });
}

/** Undoes the steps on a state: `spins` (n) holds the spins that were left, the others are overwritten. */
export function undoStepsInto(spins: Int8Array, steps: readonly PresolveStep[]): void {
  for (let k = steps.length - 1; k >= 0; k--) {
    const step = steps[k]!;
    if ("value" in step) spins[step.spin] = step.value;
    else if ("to" in step) spins[step.spin] = step.sign * spins[step.to]!;
    else {
      const [a, b] = step.neighbours;
      const [u, v] = step.weights;
      spins[step.spin] = step.bias + u * spins[a]! + v * spins[b]! >= 0 ? 1 : -1;
    }
  }
}
