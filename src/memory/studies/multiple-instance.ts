import { createRandom, type Random, type Steps } from "../../core/index.ts";
import { createRows, pooledInto, type Rows } from "../models/index.ts";
import { atLeastClaim, meanInterval, meanOf } from "./claims.ts";
import type { Study, StudyResult } from "./study.ts";

/**
 * A world in the manner of immune repertoires: a person is a bag of many sequences, and in those with the disease a few carry a
 * motif, the witness rate. The bag has a label, the sequences have none. Pooling by a learned query finds the motif; a mean
 * drowns it.
 */
const D = 16;
const BAG = 500;
const TRAIN = 80;
const TEST = 100;
const WITNESS = [1, 2, 5, 20, 100] as const;
const REPEATS = 5;
const EPOCHS = 60;
const RATE = 0.2;
const BETA = 1;
/** Length of the motif in a sequence of length sqrt(D) of noise. */
const MOTIF = 6;

interface Bag {
  readonly set: Rows;
  readonly label: 0 | 1;
}

function bagOf(motif: Float64Array, witnesses: number, label: 0 | 1, random: Random): Bag {
  const values = Float64Array.from({ length: BAG * D }, random.gaussian);
  if (label === 1) for (let k = 0; k < witnesses; k++) for (let i = 0; i < D; i++) values[k * D + i]! += motif[i]!;
  return { set: createRows(values, D), label };
}

function bagsOf(count: number, motif: Float64Array, witnesses: number, random: Random): Bag[] {
  return Array.from({ length: count }, (_, k) => bagOf(motif, witnesses, (k % 2) as 0 | 1, random));
}

/** Area under the ROC curve: chance that a bag with the disease scores above one without; ties count half. */
function areaUnder(scores: readonly number[], bags: readonly Bag[]): number {
  let won = 0;
  let pairs = 0;
  bags.forEach((a, i) => {
    if (a.label === 0) return;
    bags.forEach((b, j) => {
      if (b.label === 1) return;
      pairs++;
      won += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0;
    });
  });
  return won / pairs;
}

/** Scores set . query of a bag's sequences. */
function scoresOf({ set }: Bag, query: Float64Array): Float64Array {
  const out = new Float64Array(set.rows);
  for (let k = 0; k < set.rows; k++) {
    let dot = 0;
    for (let i = 0; i < D; i++) dot += set.values[k * D + i]! * query[i]!;
    out[k] = dot;
  }
  return out;
}

/**
 * Learns the query q of y = sum_k a_k (x_k . q), a = softmax(beta x q), by gradient descent on the logistic loss of bags, the pooled
 * value's threshold beside it. With beta = 0 the pooling is the mean.
 */
function* learn(bags: readonly Bag[], beta: number, random: Random, note: string): Steps<Float64Array> {
  let query = Float64Array.from({ length: D }, () => 0.1 * random.gaussian());
  let threshold = 0;
  const step = new Float64Array(D);
  const pooled = new Float64Array(D);
  const velocity = new Float64Array(D);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    yield { stage: "learn", done: epoch, total: EPOCHS, note };
    step.fill(0);
    let shift = 0;
    for (const bag of bags) {
      const scores = scoresOf(bag, query);
      const y = pooledInto(pooled, query, bag.set, scores, beta);
      const error = 1 / (1 + Math.exp(threshold - y)) - bag.label;
      shift += error;
      // dy/dq has a part through the weights (pooled) and one through the values, sum_k a_k x_k.
      let largest = Number.NEGATIVE_INFINITY;
      for (const s of scores) largest = Math.max(largest, beta * s);
      let total = 0;
      const mean = new Float64Array(D);
      for (let k = 0; k < bag.set.rows; k++) {
        const share = Math.exp(beta * scores[k]! - largest);
        if (share < 1e-12) continue;
        total += share;
        for (let i = 0; i < D; i++) mean[i]! += share * bag.set.values[k * D + i]!;
      }
      for (let i = 0; i < D; i++) step[i]! += error * (pooled[i]! + mean[i]! / total);
    }
    threshold += (RATE * shift) / bags.length;
    for (let i = 0; i < D; i++) velocity[i] = 0.8 * velocity[i]! - (RATE * step[i]!) / bags.length;
    query = query.map((x, i) => x + velocity[i]!);
  }
  return query;
}

function* run(seed: number): Steps<StudyResult> {
  const rows: (string | number)[][] = [];
  const attended: number[][] = [];
  const averaged: number[][] = [];
  for (const witnesses of WITNESS) {
    const areas = { attention: [] as number[], mean: [] as number[], found: [] as number[] };
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const random = createRandom(seed, "repertoire", witnesses, repeat);
      const motif = Float64Array.from({ length: D }, random.gaussian);
      const length = Math.sqrt(motif.reduce((sum, x) => sum + x * x, 0));
      for (let i = 0; i < D; i++) motif[i]! *= MOTIF / length;
      const train = bagsOf(TRAIN, motif, witnesses, random);
      const test = bagsOf(TEST, motif, witnesses, random);
      for (const [name, beta] of [["attention", BETA] as const, ["mean", 0] as const]) {
        const query = yield* learn(train, beta, random, `${witnesses} of ${BAG}, ${name}`);
        const gradient = new Float64Array(D);
        const scores = test.map((bag) => pooledInto(gradient, query, bag.set, scoresOf(bag, query), beta));
        areas[name].push(areaUnder(scores, test));
        if (name === "mean") continue;
        let dot = 0;
        for (let i = 0; i < D; i++) dot += (motif[i]! / MOTIF) * query[i]!;
        areas.found.push(dot / Math.sqrt(query.reduce((sum, x) => sum + x * x, 0)));
      }
    }
    attended.push(areas.attention);
    averaged.push(areas.mean);
    rows.push([witnesses / BAG, meanOf(areas.attention), meanOf(areas.mean), meanOf(areas.found)]);
  }
  const gain = attended[2]!.map((x, k) => x - averaged[2]![k]!);
  const rates = WITNESS.map((w) => w / BAG);
  const series = (label: string, values: readonly number[][]) => ({
    label,
    x: rates,
    y: values.map(meanOf),
    low: values.map((v) => meanInterval(v).low),
    high: values.map((v) => Math.min(1, meanInterval(v).high)),
  });
  const at = meanInterval(attended[2]!);
  return {
    table: { header: ["witness rate", "area, attention pooling", "area, mean pooling", "query . motif"], rows },
    claims: [
      atLeastClaim(
        "witness rate 1 %: attention pooling tells the bags apart, area at least .95",
        0.95,
        meanOf(attended[2]!),
        at.low,
        at.high,
      ),
      atLeastClaim(
        "witness rate 1 %: attention pooling beats mean pooling, difference of areas above 0",
        0,
        meanOf(gain),
        meanInterval(gain).low,
        meanInterval(gain).high,
      ),
      atLeastClaim(
        "and names the motif: cosine of query and motif at a rate of 1 %, at least .8",
        0.8,
        rows[2]![3] as number,
      ),
    ],
    figure: {
      kind: "curves",
      title: `Bags of ${BAG} sequences: which carry the motif?`,
      x: { title: "witness rate", log: true },
      y: { title: "Area under the ROC curve", low: 0.4, high: 1 },
      series: [series("attention pooling", attended), series("mean pooling", averaged)],
      marks: [{ axis: "y", at: 0.5, label: "chance" }],
    },
  };
}

export const multipleInstance: Study = {
  name: "multiple-instance",
  title: "bags of 500 sequences of which few carry a motif: pooling by a learned query against the mean (synthetic)",
  run,
};
