import { createRandom, type Steps } from "../../core/index.ts";
import { legacyRandom } from "../mersenne-twister.ts";
import { attend, attendHeads, createModernMemory, createRows, modernStep, rowProduct } from "../models/index.ts";
import { atMostClaim, exactClaim } from "./claims.ts";
import type { Study, StudyResult } from "./study.ts";

const PRINTED = [-0.8643, 0.5116, 0.4454, -1.3278] as const;
const REPEATS = 2000;
const LARGEST_DIFFERENCE = 1e-15;

/** Softmax attention written out, without the shift by the largest score. */
function direct(query: Float64Array, keys: Float64Array, d: number): Float64Array {
  const p = keys.length / d;
  const scores = Array.from({ length: p }, (_, m) => {
    let dot = 0;
    for (let i = 0; i < d; i++) dot += keys[m * d + i]! * query[i]!;
    return Math.exp(dot / Math.sqrt(d));
  });
  const total = scores.reduce((a, b) => a + b, 0);
  return Float64Array.from({ length: d }, (_, i) =>
    scores.reduce((sum, s, m) => sum + (s / total) * keys[m * d + i]!, 0),
  );
}

/** Largest difference, relative to the largest entry where that is above 1. */
function differenceOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  let size = 1;
  for (let i = 0; i < a.length; i++) {
    difference = Math.max(difference, Math.abs(a[i]! - b[i]!));
    size = Math.max(size, Math.abs(a[i]!));
  }
  return difference / size;
}

function* run(seed: number): Steps<StudyResult> {
  const random = legacyRandom(123);
  const d = 8;
  const patterns = Float64Array.from({ length: 4 * d }, random.gaussian);
  const query = Float64Array.from({ length: d }, random.gaussian);
  const hopfield = modernStep(createModernMemory(patterns, d, 1 / Math.sqrt(d)), query);
  const attention = attend(createRows(query, d), createRows(patterns, d), createRows(patterns, d)).values;
  let [identity, written, heads] = [0, 0, 0];
  for (let k = 0; k < REPEATS; k++) {
    if (k % 200 === 0) yield { stage: "attention", done: k, total: REPEATS };
    const own = createRandom(seed, "attention", k);
    const size = 1 + own.integer(32);
    const set = Float64Array.from({ length: size * (1 + own.integer(24)) }, own.gaussian);
    const asked = Float64Array.from({ length: size }, own.gaussian);
    const rows = createRows(set, size);
    const one = attend(createRows(asked, size), rows, rows).values;
    const step = modernStep(createModernMemory(set, size, 1 / Math.sqrt(size)), asked);
    identity = Math.max(identity, differenceOf(one, step));
    written = Math.max(written, differenceOf(one, direct(asked, set, size)));
    if (k % 20 !== 0) continue;
    // Two heads with projections: each is the update of a modern memory over projected patterns.
    const matrix = (r: number, c: number) => createRows(Float64Array.from({ length: r * c }, own.gaussian), c);
    const width = 4;
    const projections = [0, 1].map(() => {
      const key = matrix(size, width);
      return { query: matrix(size, width), key, value: key };
    });
    const output = matrix(2 * width, size);
    const joint = attendHeads(createRows(asked, size), rows, projections, output).values;
    const parts = projections.flatMap((head) => {
      const memory = createModernMemory(rowProduct(rows, head.key).values, width, 1 / Math.sqrt(width));
      return Array.from(modernStep(memory, rowProduct(createRows(asked, size), head.query).values));
    });
    heads = Math.max(
      heads,
      differenceOf(joint, rowProduct(createRows(Float64Array.from(parts), 2 * width), output).values),
    );
  }
  return {
    table: {
      header: ["entry", "printed", "Hopfield update", "attention"],
      rows: PRINTED.map((x, i) => [i + 1, x, hopfield[i]!, attention[i]!]),
    },
    claims: [
      ...PRINTED.map((x, i) => exactClaim(`entry ${i + 1} of the output: ${x}`, x, hopfield[i]!, 0.00005)),
      atMostClaim(
        "Hopfield update = attention, published example: largest difference at most 2.22e-16",
        2.23e-16,
        differenceOf(hopfield, attention),
      ),
      atMostClaim(`the same on ${REPEATS} random memories: at most 1e-15`, LARGEST_DIFFERENCE, identity),
      atMostClaim(`and against softmax written out: at most 1e-14`, 1e-14, written),
      atMostClaim("two heads are two memories side by side: at most 1e-15", LARGEST_DIFFERENCE, heads),
    ],
    figure: {
      kind: "bars",
      title: "One update of a modern Hopfield network, and attention: entry by entry",
      quantity: "output",
      bars: PRINTED.map((x, i) => ({ label: `entry ${i + 1}`, value: attention[i]!, published: x })),
    },
  };
}

export const attentionIdentity: Study = {
  name: "attention-identity",
  title: "the update of the modern network and scaled dot-product attention, number for number",
  run,
};
