/**
 * The cliff at N = 1000: share of patterns that keep an overlap above .9, draws of patterns as the unit; whether published
 * shares are what a few recalls give; and whether another update rule could be behind the difference.
 */

import { createRandom, type Steps } from "../../core/index.ts";
import type { Interval } from "../../verify/index.ts";
import { type Couplings, hebbIntegers, recallAsynchronous, recallSynchronous } from "../models/index.ts";
import { overlapOf, patternAt, randomPatterns } from "../patterns.ts";
import { criticalLoad, onePatternCapacity, retrievalAt, unstableBitChance } from "../theory/index.ts";
import {
  atLeastClaim,
  atMostClaim,
  exactClaim,
  meanClaim,
  meanOf,
  overDraws,
  shareClaim,
  shareOverDraws,
  within,
} from "./claims.ts";
import { chancesOf, farChance, fewestRecalls } from "./few-recalls.ts";
import type { Claim } from "./study.ts";

const LARGE = 1000;
/** Loads with the published share of patterns that keep an overlap above .9, where there is one. */
const LOADS = [
  [0.1, null],
  [0.12, null],
  [0.13, 1.0],
  [0.138, 0.94],
  [0.15, 0.83],
  [0.16, 0.56],
  [0.18, 0.11],
] as const;
const RETRIEVED = 0.9;
/** Patterns of a draw that are tried: as many as the published shares need at least, so that all may come from one draw. */
export const TRIED = 18;
const DRAWS = 200;
/** Draws of a load without a published share, of a variant, and for the share stored without an error. */
const FEW_DRAWS = 60;
/** Draws that 18 recalls may come from. */
const SPREADS = [1, 2, 3, 6, 18];
const HALF_WIDTH = 0.03;

type Recall = (weights: Couplings, pattern: Int8Array, seed: number) => Int8Array;

const inTurn = Uint32Array.from({ length: LARGE }, (_, i) => i);
const recalls: Readonly<Record<string, Recall>> = {
  "one at a time, random order": (weights, pattern, seed) =>
    recallAsynchronous(weights, pattern, createRandom(seed), { ties: "keep" }).state,
  "one at a time, fixed order": (weights, pattern, seed) =>
    recallAsynchronous(weights, pattern, createRandom(seed), { ties: "keep", order: () => inTurn }).state,
  "all at once": (weights, pattern) => recallSynchronous(weights, pattern, { ties: "keep" }).state,
  "all at once, one step": (weights, pattern) =>
    recallSynchronous(weights, pattern, { ties: "keep", maxSweeps: 1 }).state,
  "random order, one sweep": (weights, pattern, seed) =>
    recallAsynchronous(weights, pattern, createRandom(seed), { ties: "keep", maxSweeps: 1 }).state,
  "random order, diagonal kept": (weights, pattern, seed) =>
    recallAsynchronous(weights, pattern, createRandom(seed), { ties: "keep" }).state,
};
const NAMES = Object.keys(recalls);
const USUAL = NAMES[0]!;
const KEPT = "random order, diagonal kept";
/** Loads at which published and measured shares differ in opposite directions. */
const OPPOSITE = [0.15, 0.18];

interface Draw {
  /** Patterns of TRIED that were retrieved, and the mean overlap of those; NaN without any. */
  readonly count: number;
  readonly overlap: number;
}

function drawnWeights(p: number, random: ReturnType<typeof createRandom>) {
  const patterns = randomPatterns(p, LARGE, random);
  return { patterns, weights: hebbIntegers(patterns, p, LARGE) };
}

/** Recalls the first TRIED patterns from themselves. */
function tryDraw(weights: Couplings, patterns: Int8Array, recall: Recall, draw: number): Draw {
  const kept: number[] = [];
  for (let m = 0; m < TRIED; m++) {
    const pattern = patternAt(patterns, m, LARGE);
    const overlap = overlapOf(recall(weights, pattern, draw * TRIED + m), pattern);
    if (overlap > RETRIEVED) kept.push(overlap);
  }
  return { count: kept.length, overlap: meanOf(kept) };
}

export interface LargeLoad {
  readonly load: number;
  readonly published: number | null;
  readonly counts: readonly number[];
  readonly share: Interval;
  /** Mean overlap of what is retrieved, one a draw that retrieved any. */
  readonly overlaps: readonly number[];
}

/** All loads, the usual recall. */
export function* largeLoads(seed: number): Steps<LargeLoad[]> {
  const found: LargeLoad[] = [];
  for (const [k, [load, published]] of LOADS.entries()) {
    const p = Math.round(load * LARGE);
    const draws: Draw[] = [];
    for (let draw = 0; draw < (published === null ? FEW_DRAWS : DRAWS); draw++) {
      yield { stage: `N = 1000, ${p} patterns`, done: k, total: LOADS.length };
      const { patterns, weights } = drawnWeights(p, createRandom(seed, "large", p, draw));
      draws.push(tryDraw(weights, patterns, recalls[USUAL]!, draw));
    }
    const counts = draws.map(({ count }) => count);
    const share = shareOverDraws(counts, TRIED);
    const overlaps = draws.map(({ overlap }) => overlap).filter((m) => !Number.isNaN(m));
    found.push({ load, published, counts, share, overlaps });
  }
  return found;
}

type Row = (string | number)[];
const rowOf = (load: number, quantity: string, published: number | null, here: number | string): Row => [
  LARGE,
  load,
  quantity,
  published ?? "–",
  "–",
  here,
];

/** Rows and claims on shares and overlaps. */
export function judgeLoads(found: readonly LargeLoad[]): { readonly rows: Row[]; readonly claims: Claim[] } {
  const rows: Row[] = [];
  const claims: Claim[] = [];
  const critical = criticalLoad().load;
  const known = found.filter((f) => f.published !== null);
  for (const { load, published, counts, share, overlaps } of found) {
    const theory = retrievalAt(Math.min(load, critical))!;
    rows.push(rowOf(load, `share with m > ${RETRIEVED}`, published, within(share, 3)));
    rows.push(rowOf(load, "overlap m of those", load < critical ? theory.overlap : null, meanOf(overlaps)));
    if (load <= 0.13) {
      // Corrections of order 1/N shift the overlap by some units in the third digit.
      claims.push(meanClaim(`N = 1000, alpha = ${load}: overlap m of the theory`, theory.overlap, overlaps, 0.002));
    }
    if (published === null) continue;
    const counted = Math.round(published * TRIED) / TRIED;
    const chances = SPREADS.map((draws) => farChance(chancesOf(counts, TRIED, TRIED, draws), share.value, counted));
    const words18 = `chance that ${TRIED} recalls of ${SPREADS.join(", ")} draws miss as far`;
    rows.push(rowOf(load, words18, null, chances.map((chance) => chance.toFixed(2)).join(" ")));
    const words = `N = 1000, alpha = ${load}: share with m > .9`;
    claims.push(
      { ...exactClaim(`${words}, as that of all patterns`, published, share.value), ...verdictOf(published, share) },
      atLeastClaim(
        `${words} as that of ${TRIED} recalls: chance that they miss ours by as much as ${published}, whatever draws they come from`,
        0.05,
        Math.min(...chances),
      ),
    );
  }
  const halves = known.map(({ share }) => (share.high - share.low) / 2);
  const printed = known.map((f) => f.published!);
  claims.push(
    exactClaim("fewest recalls whose shares print as 1.00, .94, .83, .56 and .11", TRIED, fewestRecalls(printed)),
    atMostClaim(`half of a 95 % interval over ${DRAWS} draws, largest of five`, HALF_WIDTH, Math.max(...halves)),
  );
  return { rows, claims };
}

/** The published share lies in the interval of ours, but for its last digit. */
function verdictOf(published: number, { low, high }: Interval): Pick<Claim, "low" | "high" | "verdict"> {
  const inside = published >= low - 0.005 && published <= high + 0.005;
  return { low: low - 0.005, high: high + 0.005, verdict: inside ? "reproduced" : "refuted" };
}

/** Other update rules on the same draws: shares, and how they differ from the usual one. */
export function* variants(seed: number): Steps<{ readonly rows: Row[]; readonly claims: Claim[] }> {
  const rows: Row[] = [];
  const changes = new Map<string, Interval[]>(NAMES.map((name) => [name, []]));
  for (const [k, load] of OPPOSITE.entries()) {
    const p = Math.round(load * LARGE);
    const shares = new Map<string, number[]>(NAMES.map((name) => [name, []]));
    for (let draw = 0; draw < FEW_DRAWS; draw++) {
      yield { stage: "variants", done: k * FEW_DRAWS + draw, total: OPPOSITE.length * FEW_DRAWS };
      const { patterns, weights } = drawnWeights(p, createRandom(seed, "large", p, draw));
      for (const name of NAMES) {
        if (name === KEPT) for (let i = 0; i < LARGE; i++) weights[i * LARGE + i] = p;
        shares.get(name)!.push(tryDraw(weights, patterns, recalls[name]!, draw).count / TRIED);
      }
    }
    for (const name of NAMES) {
      const usual = shares.get(USUAL)!;
      const own = shares.get(name)!;
      rows.push(rowOf(load, `${name}: share with m > ${RETRIEVED}`, null, within(overDraws(own), 3)));
      if (name === USUAL) continue;
      const change = overDraws(own.map((share, draw) => share - usual[draw]!));
      changes.get(name)!.push(change);
      rows.push(rowOf(load, `${name}: change, draw by draw`, null, within(change, 3)));
    }
  }
  const both = [...changes.values()].filter(([up, down]) => up !== undefined && up.low > 0 && down!.high < 0).length;
  const words = `of ${NAMES.length - 1} other ways to update, those that raise the share at .15 and lower it at .18`;
  return { rows, claims: [exactClaim(words, 0, both)] };
}

/** How many patterns are stored without an unstable bit at n / (2 ln n) patterns. */
export function* errorFree(seed: number): Steps<Claim> {
  const p = Math.round(onePatternCapacity(LARGE));
  let whole = 0;
  for (let draw = 0; draw < FEW_DRAWS; draw++) {
    yield { stage: "error-free", done: draw, total: FEW_DRAWS };
    const random = createRandom(seed, "error-free", draw);
    const { patterns, weights } = drawnWeights(p, random);
    for (let m = 0; m < TRIED; m++) {
      const options = { ties: "keep", maxSweeps: 1 } as const;
      if (recallAsynchronous(weights, patternAt(patterns, m, LARGE), random, options).flips === 0) whole++;
    }
  }
  const predicted = (1 - unstableBitChance(LARGE, p)) ** LARGE;
  const words = `N = 1000, p = ${p} = n / (2 ln n): share stored without an error, (1 - P(unstable bit))^n`;
  return shareClaim(words, predicted, whole, FEW_DRAWS * TRIED, undefined, 0.01);
}
