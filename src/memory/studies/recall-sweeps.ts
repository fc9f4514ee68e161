/** Recall on a crossbar over load, faults of the cue, levels and programming error, beside the digital network. */

import { createRandom, type Steps } from "../../core/index.ts";
import { hebbWeights, pseudoinverseWeights } from "../../network/index.ts";
import { programMemory, recallOnCrossbar } from "../crossbar-memory.ts";
import { fieldsOf, recallAsynchronous } from "../models/index.ts";
import { overlapOf, patternAt, randomPatterns, withFlips } from "../patterns.ts";
import { flawedBoard } from "./circuit-bench.ts";
import type { CircuitBench } from "./study.ts";

export const N = 100;
const DRAWS = 5;
const CUES = 8;
export const TRIALS = DRAWS * CUES;
/** Overlap with the stored pattern from which it counts as recalled. */
const NEAR = 0.95;

export interface Setting {
  readonly rule: "Hebb" | "pseudoinverse";
  readonly p: number;
  /** Share of the cue's cells that are flipped. */
  readonly flipped: number;
  /** Conductance levels, 0 for any. */
  readonly levels: number;
  /** Programming error over the range of conductances. */
  readonly sigma: number;
}

export interface Found extends Setting {
  /** Cues recalled by the circuit, and by the digital network with random order and with the strongest fault first. */
  readonly analog: number;
  readonly digital: number;
  readonly steepest: number;
  /** Cues that the circuit and the digital network in random order leave in one state. */
  readonly same: number;
  readonly unsettled: number;
}

export const RULES = ["Hebb", "pseudoinverse"] as const;
const LOADS = { Hebb: [4, 8, 10, 12, 14, 16, 20, 25], pseudoinverse: [20, 40, 50, 60, 70, 80] } as const;
/** Loads at which every cue with a tenth flipped is recalled by perfect devices, for the other sweeps. */
const EASY = { Hebb: 8, pseudoinverse: 30 } as const;
const FLIPPED = [0, 0.2, 0.3, 0.4, 0.5];
const LEVELS = [2, 3, 4, 8, 16];
const SIGMAS = [0.02, 0.05, 0.1, 0.2, 0.4];

const perfect = { flipped: 0.1, levels: 0, sigma: 0 };
export const byLoad: readonly Setting[] = RULES.flatMap((rule) => LOADS[rule].map((p) => ({ ...perfect, rule, p })));
export const others: readonly Setting[] = RULES.flatMap((rule) => {
  const easy = { ...perfect, rule, p: EASY[rule] };
  return [
    ...FLIPPED.map((flipped) => ({ ...easy, flipped })),
    ...LEVELS.map((levels) => ({ ...easy, levels })),
    ...SIGMAS.map((sigma) => ({ ...easy, sigma })),
  ];
});

function weightsOf(rule: Setting["rule"], patterns: Int8Array, p: number, n: number): Float64Array {
  return rule === "Hebb" ? hebbWeights(patterns, p, n) : pseudoinverseWeights(patterns, p, n);
}

/** Recall that always sets the cell whose field contradicts it most: the digital picture of states that fields drive at once. */
export function recallSteepest(weights: Float64Array, cue: Int8Array): Int8Array {
  const n = cue.length;
  const state = cue.slice();
  const fields = Float64Array.from(fieldsOf(weights, state));
  const rounding = 1e-12 * fields.reduce((most, h) => Math.max(most, Math.abs(h)), 0);
  for (;;) {
    let at = -1;
    let most = rounding;
    for (let i = 0; i < n; i++) {
      const against = -state[i]! * fields[i]!;
      if (against <= most) continue;
      most = against;
      at = i;
    }
    if (at < 0) return state;
    const twice = 2 * state[at]!;
    state[at] = -state[at]!;
    for (let j = 0; j < n; j++) fields[j] = fields[j]! - twice * weights[at * n + j]!;
  }
}

/** The same patterns and cues for the circuit and for the digital network. */
export function* measureRecall(setting: Setting, seed: number, { board }: CircuitBench): Steps<Found> {
  const { rule, p, flipped, levels, sigma } = setting;
  const flawed = flawedBoard(board, levels, sigma);
  let [analog, digital, steepest, same, unsettled] = [0, 0, 0, 0, 0];
  for (let draw = 0; draw < DRAWS; draw++) {
    const random = createRandom(seed, "recall-circuit", p, draw);
    const patterns = randomPatterns(p, N, random);
    const weights = weightsOf(rule, patterns, p, N);
    const memory = programMemory(weights, N, flawed, seed + draw);
    for (let k = 0; k < CUES; k++) {
      const pattern = patternAt(patterns, k % p, N);
      const cue = withFlips(pattern, Math.round(flipped * N), random);
      const settled = yield* recallOnCrossbar(memory, cue);
      const { state } = recallAsynchronous(weights, cue, random, { ties: "keep" });
      if (!settled.settled) unsettled++;
      else if (overlapOf(settled.spins, pattern) > NEAR) analog++;
      if (overlapOf(state, pattern) > NEAR) digital++;
      if (overlapOf(recallSteepest(weights, cue), pattern) > NEAR) steepest++;
      if (overlapOf(settled.spins, state) === 1) same++;
    }
  }
  return { ...setting, analog, digital, steepest, same, unsettled };
}
