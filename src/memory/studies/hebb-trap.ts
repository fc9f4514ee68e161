import type { Steps } from "../../core/index.ts";
import { hebbIntegers, meanPattern } from "../models/index.ts";
import { overlapOf, patternAt } from "../patterns.ts";
import { topEigenpairs } from "../spectrum.ts";
import { atLeastClaim, exactClaim } from "./claims.ts";
import { CLASSES, firstDigits, inkOf, recallDigits, requireMnist } from "./digit-trap.ts";
import { DIGIT_CELLS, DIGIT_SIDE } from "./mnist.ts";
import type { Study, StudyData, StudyResult } from "./study.ts";

const REPEATS = 5;

function cosine(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return overlapOf(x, y) / Math.sqrt(overlapOf(x, x) * overlapOf(y, y));
}

function* run(seed: number, data: StudyData): Steps<StudyResult> {
  const digits = firstDigits(requireMnist(data));
  const n = DIGIT_CELLS;
  const weights = hebbIntegers(digits, CLASSES, n);
  yield { stage: "spectrum", done: 0, total: 1 };
  const { values, vectors } = topEigenpairs(
    Float64Array.from(weights, (w) => w / n),
    n,
    3,
  );
  const mean = meanPattern(digits, n);
  const inner: number[] = [];
  for (let a = 0; a < CLASSES; a++)
    for (let b = 0; b < a; b++) inner.push(n * overlapOf(patternAt(digits, a, n), patternAt(digits, b, n)));
  const means = Array.from({ length: CLASSES }, (_, m) => patternAt(digits, m, n).reduce((sum, x) => sum + x, 0) / n);
  let right = 0;
  const ends: Int8Array[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    yield { stage: "recall", done: repeat, total: REPEATS };
    recallDigits(weights, digits, seed, repeat).forEach(({ state }, m) => {
      if (overlapOf(state, patternAt(digits, m, n)) === 1) right++;
      ends.push(state);
    });
  }
  const least = Math.min(...ends.map((state) => overlapOf(state, ends[0]!)));
  const distinct = new Set(ends.map((state) => state.join(""))).size;
  const first = recallDigits(weights, digits, seed);
  const rows = Array.from({ length: CLASSES }, (_, m) => [
    m,
    inkOf(patternAt(digits, m, n)),
    means[m]!,
    inkOf(first[m]!.state),
    overlapOf(first[m]!.state, patternAt(digits, m, n)),
  ]);
  return {
    table: { header: ["digit", "ink", "mean", "ink recalled", "overlap with the digit"], rows },
    claims: [
      exactClaim("largest eigenvalue of W, 6.65", 6.65, values[0]!, 0.005),
      exactClaim("second eigenvalue, .65", 0.65, values[1]!, 0.005),
      exactClaim("third eigenvalue, .48", 0.48, values[2]!, 0.005),
      exactClaim("the gap is about ten", 10, values[0]! / values[1]!, 0.5),
      exactClaim(
        "cosine of the mean digit with the first eigenvector, .9999",
        0.9999,
        Math.abs(cosine(mean, vectors.subarray(0, n))),
        0.00005,
      ),
      exactClaim("smallest mean of a digit, -.90", -0.9, Math.min(...means), 0.005),
      exactClaim("largest mean of a digit, -.63", -0.63, Math.max(...means), 0.005),
      exactClaim("least ink of a digit, 39 pixels", 39, Math.min(...rows.map((row) => row[1]!))),
      exactClaim("most ink of a digit, 146 pixels", 146, Math.max(...rows.map((row) => row[1]!))),
      exactClaim("smallest inner product of two digits, roughly 400", 400, Math.min(...inner), 50),
      exactClaim("largest inner product of two digits, roughly 600", 600, Math.max(...inner), 50),
      exactClaim(`digits recalled, of ${CLASSES * REPEATS}`, 0, right),
      atLeastClaim(
        "all recalls end in one state: smallest overlap of an end state with the first, at least .98",
        0.98,
        least,
      ),
      exactClaim(`to the last pixel: different end states of ${CLASSES * REPEATS} recalls`, 1, distinct),
    ],
    figure: {
      kind: "images",
      title: "Hebb's rule on ten digits: ten probes, one end state",
      columns: DIGIT_SIDE,
      rows: [
        { label: "stored", images: rows.map((_, m) => ({ cells: patternAt(digits, m, n) })) },
        { label: "probe", images: first.map(({ probe }) => ({ cells: probe })) },
        { label: "recalled", images: first.map(({ state }) => ({ cells: state })) },
      ],
    },
  };
}

export const hebbTrap: Study = {
  name: "hebb-trap",
  title: "Hebb's rule on ten MNIST digits: one eigenvector, one end state",
  needs: ["mnist"],
  run,
};
