import { createRandom, type Random, type Steps } from "../../core/index.ts";
import { associate, createRows, type Rows } from "../models/index.ts";
import { atLeastClaim, meanInterval, meanOf } from "./claims.ts";
import type { Study, StudyResult } from "./study.ts";

/**
 * A world in the manner of few-shot drug discovery: molecules are noisy measurements of one of many scaffolds; a property
 * belongs to scaffolds. A task has a few molecules with known activity. The memory is a context of molecules without labels,
 * by which each molecule's description is completed before it is compared.
 */
const D = 64;
const SCAFFOLDS = 40;
const CONTEXT = 4000;
const SHOTS = 8;
const QUERIES = 60;
const NOISE = 1.8;
const TASKS = 60;
const BETA = 0.1;
const CONTEXTS = [0, 40, 120, 400, 1200, 4000] as const;

function gaussians(count: number, random: Random, scale = 1): Float64Array {
  return Float64Array.from({ length: count }, () => scale * random.gaussian());
}

function molecule(scaffolds: Float64Array, k: number, random: Random): Float64Array {
  return Float64Array.from({ length: D }, (_, i) => scaffolds[k * D + i]! + NOISE * random.gaussian());
}

/** Descriptions completed from the first `size` molecules of the context, each beside itself. */
function enriched(molecules: Float64Array, context: Float64Array, size: number): Rows {
  const rows = createRows(molecules, D);
  if (size === 0) return rows;
  const memory = createRows(context.subarray(0, size * D), D);
  return associate(rows, memory, memory, { beta: BETA });
}

/** Class of each query by attention over the support: the side that has the more of the softmax. */
function accuracy(support: Rows, query: Rows, truth: readonly number[]): number {
  const values = createRows(
    Float64Array.from({ length: support.rows }, (_, k) => (k < support.rows / 2 ? 1 : -1)),
    1,
  );
  const norm = (rows: Rows): Rows => {
    const out = rows.values.slice();
    for (let r = 0; r < rows.rows; r++) {
      let square = 0;
      for (let i = 0; i < D; i++) square += out[r * D + i]! ** 2;
      for (let i = 0; i < D; i++) out[r * D + i]! /= Math.sqrt(square);
    }
    return createRows(out, D);
  };
  const keys = norm(support);
  const read = associate(norm(query), keys, values, { beta: 10 });
  return read.values.reduce((sum, y, k) => sum + (Math.sign(y) === truth[k] ? 1 : 0), 0) / truth.length;
}

function* run(seed: number): Steps<StudyResult> {
  const world = createRandom(seed, "world");
  const scaffolds = gaussians(SCAFFOLDS * D, world);
  const context = new Float64Array(CONTEXT * D);
  for (let k = 0; k < CONTEXT; k++) context.set(molecule(scaffolds, world.integer(SCAFFOLDS), world), k * D);
  const shares: number[][] = CONTEXTS.map(() => []);
  for (let task = 0; task < TASKS; task++) {
    if (task % 5 === 0) yield { stage: "tasks", done: task, total: TASKS };
    const random = createRandom(seed, "task", task);
    // Four scaffolds are active in this task, four are not.
    const order = Uint32Array.from({ length: SCAFFOLDS }, (_, k) => k);
    for (let k = 0; k < 8; k++) {
      const at = k + random.integer(SCAFFOLDS - k);
      [order[k], order[at]] = [order[at]!, order[k]!];
    }
    const draw = (count: number, active: boolean) =>
      Array.from({ length: count }, () => molecule(scaffolds, order[(active ? 0 : 4) + random.integer(4)]!, random));
    const flat = (set: Float64Array[]) => Float64Array.from(set.flatMap((x) => Array.from(x)));
    const support = flat([...draw(SHOTS, true), ...draw(SHOTS, false)]);
    const truth = Array.from({ length: QUERIES }, (_, k) => (k < QUERIES / 2 ? 1 : -1));
    const query = flat([...draw(QUERIES / 2, true), ...draw(QUERIES / 2, false)]);
    CONTEXTS.forEach((size, k) => {
      shares[k]!.push(accuracy(enriched(support, context, size), enriched(query, context, size), truth));
    });
  }
  const gains = shares[CONTEXTS.length - 1]!.map((share, t) => share - shares[0]![t]!);
  const { low, high } = meanInterval(gains);
  const few = shares[1]!.map((share, t) => share - shares[0]![t]!);
  const fewAt = meanInterval(few);
  return {
    table: {
      header: ["molecules in the context", "accuracy", "low", "high"],
      rows: CONTEXTS.map((size, k) => {
        const interval = meanInterval(shares[k]!);
        return [size, meanOf(shares[k]!), interval.low, interval.high];
      }),
    },
    claims: [
      atLeastClaim(
        `a context of ${CONTEXT} molecules helps where few are labelled: accuracy gained, above 0`,
        0,
        meanOf(gains),
        low,
        high,
      ),
      atLeastClaim(
        `a context of ${CONTEXTS[1]} molecules, one a scaffold, does no harm: accuracy gained, at least 0`,
        0,
        meanOf(few),
        fewAt.low,
        fewAt.high,
      ),
    ],
    figure: {
      kind: "curves",
      title: "Eight active, eight inactive molecules: what a context adds",
      x: { title: "molecules without labels in the memory" },
      y: { title: "Accuracy" },
      series: [
        {
          label: `mean of ${TASKS} tasks`,
          x: CONTEXTS,
          y: shares.map(meanOf),
          low: shares.map((s) => meanInterval(s).low),
          high: shares.map((s) => meanInterval(s).high),
        },
      ],
    },
  };
}

export const fewShot: Study = {
  name: "few-shot",
  title: "few labelled molecules, many without labels: descriptions completed by a Hopfield layer (synthetic)",
  run,
};
