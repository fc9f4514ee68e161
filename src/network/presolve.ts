import { ArgumentError } from "../core/index.ts";
import type { HopfieldNetwork, Spins } from "./hopfield.ts";
import {
  countCouplings,
  eliminateSpin,
  fixSpin,
  type PresolveRule,
  type PresolveStep,
  type Reduction,
  startReduction,
  tieSpin,
  undoStepsInto,
} from "./reduction.ts";
import { roofDuality } from "./roof-duality.ts";
import { connectedParts, MAX_PART_SPINS, solvePart } from "./small-parts.ts";

/** A network with the spins taken out that need no array, and how to put them back. Plain data. */
export interface Presolved {
  /** Spins of the original network. */
  readonly n: number;
  /**
   * What is left; n = 0 when nothing is. For each of its states E equals the original energy of the lifted state, and its
   * minimum is the original one: exactly where the couplings are integers or other multiples of a power of two, else up
   * to rounding. Without a bias in the original there is none here: the array keeps the symmetry.
   */
  readonly network: HopfieldNetwork;
  /** Original index of each spin that is left, rising. */
  readonly kept: readonly number[];
  /** What was done, in this order. */
  readonly steps: readonly PresolveStep[];
  /** Number of spins that each rule took, in the order of their first use. */
  readonly rules: readonly { readonly rule: PresolveRule; readonly spins: number }[];
  /** What was not tried, and why; empty when everything was. */
  readonly skipped: readonly string[];
}

export interface PresolveOptions {
  /** Arcs that all flows together may look at, by default 3e8: some seconds. */
  readonly flowBudget?: number;
}

/** Above so many couplings the lists would take more memory than the couplings themselves. */
const MAX_COUPLINGS = 1_000_000;
const FLOW_BUDGET = 3e8;

/**
 * Looks at one spin, the bias being a coupling to a spin that is always +1. When one coupling is as large as all others
 * together, following it is as good as not: a flip from disagreement to agreement never raises the energy.
 */
function reduceSpin(reduction: Reduction, i: number): void {
  const { couplings, bias } = reduction;
  const b = bias[i]!;
  const degree = couplings[i]!.size;
  let total = 0;
  let strongest = -1;
  let largest = 0;
  for (const [j, w] of couplings[i]!) {
    total += Math.abs(w);
    if (Math.abs(w) <= largest) continue;
    largest = Math.abs(w);
    strongest = j;
  }
  if (Math.abs(b) >= total) fixSpin(reduction, i, b < 0 ? -1 : 1, degree === 0 && b === 0 ? "free" : "bias");
  else if (2 * largest >= total + Math.abs(b)) {
    const rule = degree === 1 ? "leaf" : degree === 2 ? "chain" : "coupling";
    tieSpin(reduction, i, strongest, Math.sign(couplings[i]!.get(strongest)!), rule);
  } else if (degree === 2) eliminateSpin(reduction, i, "chain");
}

/** Works the queue off until no spin that is left fits a rule for single spins. */
function reduceSpins(reduction: Reduction): void {
  const { queue, queued, alive } = reduction;
  for (let at = 0; at < queue.length; at++) {
    const i = queue[at]!;
    queued[i] = 0;
    if (alive[i] === 1) reduceSpin(reduction, i);
  }
  queue.length = 0;
}

/** Roof duality on what is left. @returns arcs looked at */
function reduceByRoof(reduction: Reduction, budget: number): number {
  const { n, couplings, bias, alive } = reduction;
  const left = [...alive.keys()].filter((i) => alive[i] === 1);
  const index = new Int32Array(n).fill(-1);
  left.forEach((spin, p) => {
    index[spin] = p;
  });
  const from: number[] = [];
  const to: number[] = [];
  const weights: number[] = [];
  const couple = (i: number, j: number, w: number): void => {
    from.push(i);
    to.push(j);
    weights.push(w);
  };
  left.forEach((spin, p) => {
    for (const [j, w] of couplings[spin]!) if (j > spin) couple(p, index[j]!, w);
    if (bias[spin] !== 0) couple(p, left.length, bias[spin]!);
  });
  const { strong, weak, looked } = roofDuality({ n: left.length, from, to, weights }, budget);
  left.forEach((spin, p) => {
    if (strong[p] !== 0) fixSpin(reduction, spin, strong[p]!, "roof duality, strong");
  });
  left.forEach((spin, p) => {
    if (strong[p] === 0 && weak[p] !== 0) fixSpin(reduction, spin, weak[p]!, "roof duality, weak");
  });
  return looked;
}

/** Solves every part but the largest, when it is small. */
function reduceParts(reduction: Reduction): void {
  for (const part of connectedParts(reduction).slice(1)) {
    if (part.length > MAX_PART_SPINS) continue;
    const state = solvePart(reduction, part);
    part.forEach((spin, p) => {
      fixSpin(reduction, spin, state[p]!, "small part");
    });
  }
}

function remaining({ n, couplings, bias, constant, alive }: Reduction, kept: readonly number[]): HopfieldNetwork {
  const size = kept.length;
  const weights = new Float64Array(size * size);
  const index = new Int32Array(n);
  kept.forEach((spin, p) => {
    index[spin] = p;
  });
  kept.forEach((spin, p) => {
    for (const [j, w] of couplings[spin]!) if (alive[j] === 1) weights[p * size + index[j]!] = w;
  });
  // "+ 0" turns -0 into 0, so that files compare byte for byte.
  return { n: size, weights, bias: Float64Array.from(kept, (spin) => bias[spin]! + 0), constant: constant + 0 };
}

function countRules(steps: readonly PresolveStep[]): Presolved["rules"] {
  const counts = new Map<PresolveRule, number>();
  for (const { rule } of steps) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts].map(([rule, spins]) => ({ rule, spins }));
}

/**
 * Takes out of a network what needs no search: spins whose bias or one coupling outweighs the rest, spins of one and two
 * couplings, spins that roof duality settles, and small parts that nothing joins to the largest one; all of it again
 * until nothing changes. At least one ground state survives, not all of them: of states that are equally good one is kept.
 * The largest part stays whatever its size, for it is what the array is there to settle. Spins of three couplings and no
 * bias could go too (star to triangle), but then every cubic graph would become a dense one.
 *
 * O(couplings) but for the flows of roof duality. Networks of more than a million couplings are left as they are.
 */
export function presolve(network: HopfieldNetwork, options: PresolveOptions = {}): Presolved {
  const { n } = network;
  const couplings = countCouplings(network);
  const whole = { n, network, kept: Array.from({ length: n }, (_, i) => i), steps: [], rules: [] };
  if (couplings > MAX_COUPLINGS) {
    return { ...whole, skipped: [`everything: ${couplings} couplings, more than ${MAX_COUPLINGS}`] };
  }
  const reduction = startReduction(network);
  let budget = options.flowBudget ?? FLOW_BUDGET;
  const skipped: string[] = [];
  let before = -1;
  while (reduction.steps.length > before) {
    reduceSpins(reduction);
    before = reduction.steps.length;
    if (budget > 0) {
      budget -= reduceByRoof(reduction, budget);
      if (budget < 0) skipped.push("roof duality: the flow takes too long");
    }
    reduceParts(reduction);
  }
  const { steps, alive } = reduction;
  if (steps.length === 0) return { ...whole, skipped };
  const kept = [...alive.keys()].filter((i) => alive[i] === 1);
  return { n, network: remaining(reduction, kept), kept, steps, rules: countRules(steps), skipped };
}

/**
 * The state of the original network that a state of the reduced one stands for, with the same energy.
 * @throws ArgumentError for another number of spins.
 */
export function liftSpins(presolved: Pick<Presolved, "n" | "kept" | "steps">, spins: Spins): Spins {
  const { n, kept, steps } = presolved;
  if (spins.length !== kept.length) {
    throw new ArgumentError("the state is not one of the reduced network", {
      code: "network.lift",
      received: `${spins.length} spins`,
      expected: `${kept.length} spins`,
    });
  }
  const lifted = new Int8Array(n);
  kept.forEach((spin, p) => {
    lifted[spin] = spins[p]!;
  });
  undoStepsInto(lifted, steps);
  return lifted;
}
