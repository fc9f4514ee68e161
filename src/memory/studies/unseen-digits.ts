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
/** 1/sqrt(784), attention's own. */
const BETA = 1 / Math.sqrt(DIGIT_CELLS);

const PRINTED = { random: 0.1, nearest: 0.696, hebb: 0.116, pseudoinverse: 0.652, modern: 0.672 } as const;
type Method = keyof typeof PRINTED;
const NAMES: Readonly<Record<Method, string>> = {
  random: "random class",
  nearest: "nearest neighbour",
  hebb: "Hebb",
  pseudoinverse: "pseudoinverse",
  modern: "modern, beta = 1/28",
};

function* run(seed: number, data: StudyData): Steps<StudyResult> {
  const { train, test } = requireMnist(data);
  const n = DIGIT_CELLS;
  const shares: Record<Method, number[]> = { random: [], nearest: [], hebb: [], pseudoinverse: [], modern: [] };
  for (let draw = 0; draw < DRAWS; draw++) {
    yield { stage: "unseen", done: draw, total: DRAWS };
    const random = createRandom(seed, "unseen", draw);
    const chosen = chooseDigits(train, STORED, random);
    const patterns = digitPatterns(train, chosen);
    const weights = ridgeWeights(patterns, STORED, n);
    const hebb = hebbIntegers(patterns, STORED, n);
    const memory = createModernMemory(Float64Array.from(patterns), n, BETA);
    const right: Record<Method, number> = { random: 0, nearest: 0, hebb: 0, pseudoinverse: 0, modern: 0 };
    for (const k of chooseDigits(test, TESTED, random)) {
      const probe = withFlips(digitPattern(test, k), Math.round(NOISE * n), random);
      const states: Record<Exclude<Method, "random">, ArrayLike<number>> = {
        nearest: probe,
        hebb: recallAsynchronous(hebb, probe, random).state,
        pseudoinverse: recallAsynchronous(weights, probe, random).state,
        modern: retrieveModern(memory, probe, { maxSteps: 20, tolerance: 1e-4 }).state,
      };
      if (random.integer(10) === test.labels[k]) right.random++;
      for (const [method, state] of Object.entries(states) as [Exclude<Method, "random">, ArrayLike<number>][]) {
        const { index } = nearestOf(patterns, state);
        if (train.labels[chosen[index]!] === test.labels[k]) right[method]++;
      }
    }
    for (const method of Object.keys(PRINTED) as Method[]) shares[method].push(right[method] / TESTED);
  }
  const methods = Object.keys(PRINTED) as Method[];
  return {
    table: {
      header: ["method", "published", "mean of draws", "low", "high"],
      rows: methods.map((method) => {
        const { low, high } = meanInterval(shares[method]);
        return [NAMES[method], PRINTED[method], meanOf(shares[method]), low, high];
      }),
    },
    claims: methods.map((method) =>
      drawClaim(
        `${NAMES[method]}: ${(100 * PRINTED[method]).toFixed(1)} % of unseen digits`,
        PRINTED[method],
        shares[method],
        0.0005,
      ),
    ),
    figure: {
      kind: "bars",
      title: "Class of unseen digits from 100 stored ones, 5 % noise",
      quantity: "share right",
      bars: methods.map((method) => {
        const { low, high } = meanInterval(shares[method]);
        return { label: NAMES[method], value: meanOf(shares[method]), low, high, published: PRINTED[method] };
      }),
    },
  };
}

export const unseenDigits: Study = {
  name: "unseen-digits",
  title: "class of unseen digits by recall from 100 stored ones, against the nearest neighbour",
  needs: "mnist",
  run,
};
