import { createRandom, type Steps } from "../../core/index.ts";
import { wilson } from "../../verify/index.ts";
import { legacyRandom } from "../mersenne-twister.ts";
import { hebbIntegers, recallAsynchronous } from "../models/index.ts";
import { overlapOf, patternAt, randomPatterns, withFlips } from "../patterns.ts";
import { criticalLoad, retrievalAt } from "../theory/index.ts";
import { errorFree, judgeLoads, largeLoads, TRIED, variants } from "./capacity-large.ts";
import { drawClaim, exactClaim, meanInterval, meanOf } from "./claims.ts";
import type { Claim, Study, StudyResult } from "./study.ts";

/** The table as printed: patterns on 100 neurons, accuracy. */
const PRINTED = [
  [1, 1.0],
  [4, 1.0],
  [7, 1.0],
  [10, 0.995],
  [13, 0.996],
  [16, 0.96],
  [19, 0.895],
  [22, 0.855],
  [25, 0.784],
] as const;
const SMALL = 100;
const TRIALS = 5;
const REPEATS = 20;

/** The published experiment, draw for draw, but for integer couplings: fields that tie are ties, and set +1. */
function replayed(p: number): number {
  let sum = 0;
  for (let t = 0; t < TRIALS; t++) {
    const random = legacyRandom(t * 1000 + p);
    const patterns = new Int8Array(p * SMALL);
    for (let m = 0; m < p; m++) patterns.set(random.signs(SMALL), m * SMALL);
    const weights = hebbIntegers(patterns, p, SMALL);
    for (let m = 0; m < p; m++) {
      const pattern = patternAt(patterns, m, SMALL);
      const probe = pattern.slice();
      for (const i of random.permutation(SMALL).subarray(0, SMALL / 10)) probe[i] = -probe[i]!;
      const order = () => random.permutation(SMALL);
      const { state } = recallAsynchronous(weights, probe, createRandom(0), { order, maxSweeps: 50 });
      sum += (1 + overlapOf(state, pattern)) / 2;
    }
  }
  return sum / (TRIALS * p);
}

/** The same experiment from our own stream. */
function repeated(p: number, seed: number, repeat: number): number {
  const random = createRandom(seed, "capacity", p, repeat);
  let sum = 0;
  for (let t = 0; t < TRIALS; t++) {
    const patterns = randomPatterns(p, SMALL, random);
    const weights = hebbIntegers(patterns, p, SMALL);
    for (let m = 0; m < p; m++) {
      const pattern = patternAt(patterns, m, SMALL);
      const { state } = recallAsynchronous(weights, withFlips(pattern, SMALL / 10, random), random, { maxSweeps: 50 });
      sum += (1 + overlapOf(state, pattern)) / 2;
    }
  }
  return sum / (TRIALS * p);
}

function* run(seed: number): Steps<StudyResult> {
  const rows: (string | number)[][] = [];
  const claims: Claim[] = [];
  const small: { x: number[]; y: number[]; low: number[]; high: number[] } = { x: [], y: [], low: [], high: [] };
  for (const [k, [p, printed]] of PRINTED.entries()) {
    yield { stage: "N = 100", done: k, total: PRINTED.length };
    const exact = replayed(p);
    const draws = Array.from({ length: REPEATS }, (_, r) => repeated(p, seed, r));
    claims.push(
      exactClaim(
        `N = 100, P/N = ${(p / SMALL).toFixed(2)}: accuracy = ${printed.toFixed(3)}, draw for draw`,
        printed,
        exact,
        0.0005,
      ),
    );
    claims.push(
      drawClaim(
        `N = 100, P/N = ${(p / SMALL).toFixed(2)}: the same from ${REPEATS} other draws`,
        printed,
        draws,
        0.0005,
      ),
    );
    const { low, high } = meanInterval(draws);
    small.x.push(p / SMALL);
    small.y.push(meanOf(draws));
    small.low.push(low);
    small.high.push(high);
    rows.push([SMALL, p / SMALL, "accuracy", printed, exact, meanOf(draws)]);
  }
  const large = yield* largeLoads(seed);
  for (const part of [judgeLoads(large), yield* variants(seed)]) {
    rows.push(...part.rows);
    claims.push(...part.claims);
  }
  const { load: critical, overlap: lastOverlap } = criticalLoad();
  claims.push(exactClaim("alpha_c = .138", 0.138, critical, 0.0005));
  claims.push(exactClaim("m at alpha_c = .967", 0.967, lastOverlap, 0.0005));
  claims.push(yield* errorFree(seed));
  const known = large.flatMap(({ load, published }) =>
    published === null ? [] : [{ load, ...wilson(Math.round(published * TRIED), TRIED) }],
  );
  const loads = Array.from({ length: 60 }, (_, k) => 0.02 + ((critical - 0.02) * k) / 59);
  return {
    table: { header: ["N", "P/N", "quantity", "published", "replayed", "ours"], rows },
    claims,
    figure: {
      kind: "curves",
      title: "Hebb's network: the cliff at 0.138 patterns a neuron",
      x: { title: "patterns a neuron" },
      y: { title: "Accuracy, overlap or share", low: 0, high: 1 },
      series: [
        { label: "N = 100: accuracy", ...small },
        {
          label: "N = 1000: share with m > .9",
          x: large.map(({ load }) => load),
          y: large.map(({ share }) => share.value),
          low: large.map(({ share }) => share.low),
          high: large.map(({ share }) => share.high),
        },
        {
          label: "published, as of 18 recalls",
          x: known.map(({ load }) => load),
          y: known.map(({ p }) => p),
          low: known.map(({ low }) => low),
          high: known.map(({ high }) => high),
          style: "dots",
        },
        { label: "theory: overlap m", x: loads, y: loads.map((a) => retrievalAt(a)!.overlap), style: "dash" },
      ],
      marks: [{ axis: "x", at: critical, label: "alpha_c" }],
    },
  };
}

export const capacity: Study = {
  name: "capacity",
  title: "accuracy against load at N = 100, and at N = 1000 against the theory of Amit, Gutfreund and Sompolinsky",
  run,
};
