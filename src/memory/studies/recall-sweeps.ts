/** Recall on a crossbar over load, faults of the cue, levels and programming error, beside the digital network. */

import { createRandom, type Steps } from "../../core/index.ts";
import { hebbWeights, pseudoinverseWeights } from "../../network/index.ts";
import { programMemory, recallAllOnCrossbar } from "../crossbar-memory.ts";
import { fieldsOf, recallAsynchronous } from "../models/index.ts";
import { overlapOf, patternAt, randomPatterns, withFlips } from "../patterns.ts";
import { boardMap, flawedBoard } from "./circuit-bench.ts";
import type { CircuitBench } from "./study.ts";

export const N = 100;
/** Draws of patterns, each programmed into an array of its own, and cues of each. */
const DRAWS = 10;
export const CUES = 6;
/** Overlap with the stored pattern from which it counts as recalled. */
const NEAR = 0.95;

export interface Setting {
  /** Perfect devices and wires, or a published board with its own. */
  readonly board: "perfect" | "published";
  readonly rule: "Hebb" | "pseudoinverse";
  readonly p: number;
  /** Share of the cue's cells that are flipped. */
  readonly flipped: number;
  /** Conductance levels, 0 for any. */
  readonly levels: number;
  /** Programming error over the range of conductances; null for the board's own. */
  readonly sigma: number | null;
}

interface Counts {
  analog: number;
  digital: number;
  steepest: number;
  same: number;
}

/** Cues of CUES, one number a draw. */
export interface Found extends Setting {
  /** Recalled by the circuit, and by the digital network with random order and with the strongest fault first. */
  readonly analog: readonly number[];
  readonly digital: readonly number[];
  readonly steepest: readonly number[];
  /** That the circuit and the digital network in random order leave in one state. */
  readonly same: readonly number[];
  readonly unsettled: number;
}

export const RULES = ["Hebb", "pseudoinverse"] as const;
const LOADS = { Hebb: [4, 8, 10, 12, 14, 16, 20, 25], pseudoinverse: [20, 40, 50, 60, 70, 80] } as const;
/** Loads at which every cue with a tenth flipped is recalled by perfect devices, for the other sweeps. */
const EASY = { Hebb: 8, pseudoinverse: 30 } as const;
const FLIPPED = [0, 0.2, 0.3, 0.4, 0.5];
const LEVELS = [2, 3, 4, 8, 16];
const SIGMAS = [0.02, 0.05, 0.1, 0.2, 0.4];
/** Fewer points where each array's wires are to be eliminated. */
const PUBLISHED_LOADS = { Hebb: [8, 12, 14, 16, 20], pseudoinverse: [20, 40, 50, 60, 70] } as const;
const PUBLISHED_FLIPPED = [0.2, 0.3, 0.4];
const PUBLISHED_LEVELS = [2, 4];
const PUBLISHED_SIGMAS = [0.1, 0.2];

const perfect = { board: "perfect", flipped: 0.1, levels: 0, sigma: 0 } as const;
const published = { board: "published", flipped: 0.1, levels: 0, sigma: null } as const;
export const byLoad: readonly Setting[] = RULES.flatMap((rule) => LOADS[rule].map((p) => ({ ...perfect, rule, p })));
export const byLoadPublished: readonly Setting[] = RULES.flatMap((rule) =>
  PUBLISHED_LOADS[rule].map((p) => ({ ...published, rule, p })),
);
export const others: readonly Setting[] = RULES.flatMap((rule) => {
  const easy = { ...perfect, rule, p: EASY[rule] };
  const wired = { ...published, rule, p: EASY[rule] };
  return [
    ...FLIPPED.map((flipped) => ({ ...easy, flipped })),
    ...LEVELS.map((levels) => ({ ...easy, levels })),
    ...SIGMAS.map((sigma) => ({ ...easy, sigma })),
    ...PUBLISHED_FLIPPED.map((flipped) => ({ ...wired, flipped })),
    ...PUBLISHED_LEVELS.map((levels) => ({ ...wired, levels })),
    ...PUBLISHED_SIGMAS.map((sigma) => ({ ...wired, sigma })),
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
export function* measureRecall(setting: Setting, seed: number, bench: CircuitBench): Steps<Found> {
  const { rule, p, flipped } = setting;
  const board = setting.board === "perfect" ? bench.board : bench.published;
  const flawed = flawedBoard(board, setting.levels, setting.sigma);
  const found = { analog: [], digital: [], steepest: [], same: [] } as Record<keyof Counts, number[]>;
  let unsettled = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    const random = createRandom(seed, "recall-circuit", p, draw);
    const patterns = randomPatterns(p, N, random);
    const weights = weightsOf(rule, patterns, p, N);
    const memory = programMemory(weights, N, flawed, seed + draw, boardMap(board));
    const cues = Array.from({ length: CUES }, (_, k) =>
      withFlips(patternAt(patterns, k % p, N), Math.round(flipped * N), random),
    );
    const count: Counts = { analog: 0, digital: 0, steepest: 0, same: 0 };
    for (const [k, { spins, settled }] of (yield* recallAllOnCrossbar(memory, cues)).entries()) {
      const pattern = patternAt(patterns, k % p, N);
      const { state } = recallAsynchronous(weights, cues[k]!, random, { ties: "keep" });
      if (!settled) unsettled++;
      else if (overlapOf(spins, pattern) > NEAR) count.analog++;
      if (overlapOf(state, pattern) > NEAR) count.digital++;
      if (overlapOf(recallSteepest(weights, cues[k]!), pattern) > NEAR) count.steepest++;
      if (overlapOf(spins, state) === 1) count.same++;
    }
    for (const name of Object.keys(found) as (keyof Counts)[]) found[name].push(count[name]);
  }
  return { ...setting, ...found, unsettled };
}
