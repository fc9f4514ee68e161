import { createRandom, type Steps } from "../../core/index.ts";
import { legacyRandom } from "../mersenne-twister.ts";
import { hebbIntegers, recallAsynchronous } from "../models/index.ts";
import { overlapOf, patternAt, randomPatterns, withFlips } from "../patterns.ts";
import { exactClaim, shareClaim } from "./claims.ts";
import type { Study, StudyResult } from "./study.ts";

const N = 64;
const P = 3;
const FLIPS = 16;
const REPEATS = 5000;

/** The published example, draw for draw: its patterns, its flips, its order of updates. */
export function publishedPatterns(): { patterns: Int8Array; random: ReturnType<typeof legacyRandom> } {
  const random = legacyRandom(42);
  const patterns = new Int8Array(P * N);
  for (let m = 0; m < P; m++) patterns.set(random.signs(N), m * N);
  return { patterns, random };
}

function* run(seed: number): Steps<StudyResult> {
  const { patterns, random } = publishedPatterns();
  const weights = hebbIntegers(patterns, P, N);
  const probe = patternAt(patterns, 0, N).slice();
  for (const i of random.permutation(N).subarray(0, FLIPS)) probe[i] = -probe[i]!;
  const order = () => random.permutation(N);
  const recalled = recallAsynchronous(weights, probe, createRandom(seed), { order });
  const right = (1 + overlapOf(recalled.state, patternAt(patterns, 0, N))) / 2;

  const own = createRandom(seed, "recall-64");
  const sweeps = new Map<number, number>();
  let whole = 0;
  for (let k = 0; k < REPEATS; k++) {
    if (k % 500 === 0) yield { stage: "recall", done: k, total: REPEATS };
    const set = randomPatterns(P, N, own);
    const start = withFlips(patternAt(set, 0, N), FLIPS, own);
    const end = recallAsynchronous(hebbIntegers(set, P, N), start, own);
    if (overlapOf(end.state, patternAt(set, 0, N)) === 1) whole++;
    sweeps.set(end.sweeps, (sweeps.get(end.sweeps) ?? 0) + 1);
  }
  const counts = [...sweeps.keys()].sort((a, b) => a - b).map((k) => [k, sweeps.get(k)! / REPEATS] as const);
  return {
    table: {
      header: ["sweeps to convergence", "share of runs"],
      rows: counts,
    },
    claims: [
      exactClaim("flipped 16/64 bits, recalled in 2 sweeps", 2, recalled.sweeps),
      exactClaim("recall accuracy: 100.0 %", 100, 100 * right, 0.05),
      shareClaim(`the same for other patterns and flips: share recalled whole of ${REPEATS}`, 1, whole, REPEATS, 1),
    ],
    figure: {
      kind: "images",
      title: "64 neurons, three patterns, a quarter of the bits flipped",
      columns: 8,
      rows: [
        {
          label: "",
          images: [
            ...[0, 1, 2].map((m) => ({ caption: `pattern ${m + 1}`, cells: patternAt(patterns, m, N) })),
            { caption: "16 flipped", cells: probe },
            { caption: "recalled", cells: recalled.state },
          ],
        },
      ],
    },
  };
}

export const recall64: Study = {
  name: "recall-64",
  title: "64 neurons, 3 patterns, 16 bits flipped: recalled whole in 2 sweeps",
  run,
};
