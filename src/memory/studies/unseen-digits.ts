import { createRandom, type Steps } from "../../core/index.ts";
import { createModernMemory, hebbIntegers, recallAsynchronous, retrieveModern, ridgeWeights } from "../models/index.ts";
import { nearestOf, withFlips } from "../patterns.ts";
import { drawClaim, meanInterval, meanOf } from "./claims.ts";
import { requireMnist } from "./digit-trap.ts";
import { chooseDigits, DIGIT_CELLS, digitPattern, digitPatterns } from "./mnist.ts";
import type { Study, StudyData, StudyResult } from "./study.ts";

const STORED = 100;
const TESTED = 500;
const NOISE = 0.05;
const DRAWS = 10;
/** The source does not say its beta: one that is sharp, and attention's own, 1/sqrt(784). */
const SHARP = 0.2;
const SOFT = 1 / Math.sqrt(DIGIT_CELLS);

/** Name and published share of each method. */
const METHODS = {
  random: ["random class", 0.1],
  nearest: ["nearest neighbour", 0.696],
  hebb: ["Hebb", 0.116],
  pseudoinverse: ["pseudoinverse", 0.652],
  zero: ["pseudoinverse, diagonal zero", null],
  modern: [`modern, beta = ${SHARP}`, 0.672],
  soft: ["modern, beta = 1/28", null],
} as const;
type Method = keyof typeof METHODS;
const methods = Object.keys(METHODS) as Method[];
const counters = <T>(of: () => T): Record<Method, T> =>
  Object.fromEntries(methods.map((method) => [method, of()])) as Record<Method, T>;

function* run(seed: number, data: StudyData): Steps<StudyResult> {
  const { train, test } = requireMnist(data);
  const n = DIGIT_CELLS;
  const shares = counters<number[]>(() => []);
  for (let draw = 0; draw < DRAWS; draw++) {
    yield { stage: "unseen", done: draw, total: DRAWS };
    const random = createRandom(seed, "unseen", draw);
    const chosen = chooseDigits(train, STORED, random);
    const patterns = digitPatterns(train, chosen);
    const kept = ridgeWeights(patterns, STORED, n, 0, "kept");
    const zero = kept.slice();
    for (let i = 0; i < n; i++) zero[i * n + i] = 0;
    const hebb = hebbIntegers(patterns, STORED, n);
    const [modern, soft] = [SHARP, SOFT].map((beta) => createModernMemory(Float64Array.from(patterns), n, beta));
    const options = { maxSteps: 20, tolerance: 1e-4 };
    const right = counters(() => 0);
    for (const k of chooseDigits(test, TESTED, random)) {
      const probe = withFlips(digitPattern(test, k), Math.round(NOISE * n), random);
      const states: Record<Exclude<Method, "random">, ArrayLike<number>> = {
        nearest: probe,
        hebb: recallAsynchronous(hebb, probe, random).state,
        pseudoinverse: recallAsynchronous(kept, probe, random).state,
        zero: recallAsynchronous(zero, probe, random).state,
        modern: retrieveModern(modern!, probe, options).state,
        soft: retrieveModern(soft!, probe, options).state,
      };
      if (random.integer(10) === test.labels[k]) right.random++;
      for (const [method, state] of Object.entries(states) as [Exclude<Method, "random">, ArrayLike<number>][]) {
        const { index } = nearestOf(patterns, state);
        if (train.labels[chosen[index]!] === test.labels[k]) right[method]++;
      }
    }
    for (const method of methods) shares[method].push(right[method] / TESTED);
  }
  return {
    table: {
      header: ["method", "published", "mean of draws", "low", "high"],
      rows: methods.map((method) => {
        const { low, high } = meanInterval(shares[method]);
        const [name, printed] = METHODS[method];
        return [name, printed ?? "–", meanOf(shares[method]), low, high];
      }),
    },
    claims: methods.flatMap((method) => {
      const [name, printed] = METHODS[method];
      if (printed === null) return [];
      return [drawClaim(`${name}: ${(100 * printed).toFixed(1)} % of unseen digits`, printed, shares[method], 0.0005)];
    }),
    figure: {
      kind: "bars",
      title: "Class of unseen digits from 100 stored ones, 5 % noise",
      quantity: "share right",
      bars: methods.map((method) => {
        const { low, high } = meanInterval(shares[method]);
        const [label, published] = METHODS[method];
        return { label, value: meanOf(shares[method]), low, high, ...(published !== null && { published }) };
      }),
    },
  };
}

export const unseenDigits: Study = {
  name: "unseen-digits",
  title: "class of unseen digits by recall from 100 stored ones, against the nearest neighbour",
  needs: ["mnist"],
  run,
};
