import type { Steps } from "../../core/index.ts";
import { centredHebbWeights } from "../models/index.ts";
import { overlapOf, patternAt } from "../patterns.ts";
import { topEigenpairs } from "../spectrum.ts";
import { exactClaim, meanOf } from "./claims.ts";
import { CLASSES, firstDigits, inkOf, recallDigits, requireMnist } from "./digit-trap.ts";
import { DIGIT_CELLS, DIGIT_SIDE } from "./mnist.ts";
import type { Study, StudyData, StudyResult } from "./study.ts";

const REPEATS = 20;

function* run(seed: number, data: StudyData): Steps<StudyResult> {
  const digits = firstDigits(requireMnist(data));
  const n = DIGIT_CELLS;
  const weights = centredHebbWeights(digits, CLASSES, n);
  yield { stage: "spectrum", done: 0, total: 1 };
  const { values } = topEigenpairs(weights, n, 2);
  const first = recallDigits(weights, digits, seed);
  const inks: number[] = [];
  const own: number[] = [];
  let negative = 0;
  let whole = 0;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    yield { stage: "recall", done: repeat, total: REPEATS };
    recallDigits(weights, digits, seed, repeat).forEach(({ state }, m) => {
      const overlap = overlapOf(state, patternAt(digits, m, n));
      inks.push(inkOf(state));
      own.push(overlap);
      if (overlap < 0) negative++;
      if (Math.abs(overlap) === 1) whole++;
    });
  }
  // A pixel that is paper in all ten digits has no couplings once their mean is gone: its field is zero, a tie.
  const silent = Array.from({ length: n }, (_, i) => digits.every((x, k) => k % n !== i || x < 0)).filter(
    Boolean,
  ).length;
  const kept = recallDigits(weights, digits, seed, 0, "keep");
  const keptInk = Math.max(...kept.map(({ state }) => inkOf(state)));
  const stored = Array.from({ length: CLASSES }, (_, m) => inkOf(patternAt(digits, m, n)));
  const rows = first.map(({ state }, m) => [m, stored[m]!, inkOf(state), overlapOf(state, patternAt(digits, m, n))]);
  const sorted = [...inks].sort((a, b) => a - b);
  const total = CLASSES * REPEATS;
  return {
    table: { header: ["digit", "ink", "ink recalled", "overlap with the digit"], rows },
    claims: [
      exactClaim("ratio of the two largest eigenvalues, 1.4", 1.4, values[0]! / values[1]!, 0.05),
      exactClaim("originals have at least 39 bright pixels", 39, Math.min(...stored)),
      exactClaim("originals have at most 146 bright pixels", 146, Math.max(...stored)),
      exactClaim(`recalls have 507 to 618 bright pixels: least of ${total}`, 507, sorted[0]!, 25),
      exactClaim(`recalls have 507 to 618 bright pixels: most of ${total}`, 618, sorted[total - 1]!, 25),
      exactClaim(
        "the network lands at the negation of a pattern: share of recalls that are one, pixel for pixel",
        1,
        whole / total,
      ),
      exactClaim(
        "recalls lie on the negative side: mean overlap with the digit is below 0, share",
        1,
        negative / total,
      ),
      exactClaim("pixels without any coupling, whose tie the rule sign(0) = +1 turns to ink", 0, silent),
      exactClaim("the ink is the network's own: most ink of a recall when a tie keeps its pixel", 618, keptInk, 25),
      exactClaim(
        "and where: mean overlap with the digit's negation, 1 if they were the negations",
        1,
        -meanOf(own),
        0.05,
      ),
    ],
    figure: {
      kind: "images",
      title: "Centred Hebb rule: the bias is gone, and so is the paper",
      columns: DIGIT_SIDE,
      rows: [
        { label: "stored", images: rows.map((_, m) => ({ cells: patternAt(digits, m, n) })) },
        { label: "ties to +1", images: first.map(({ state }) => ({ cells: state })) },
        { label: "ties kept", images: kept.map(({ state }) => ({ cells: state })) },
      ],
    },
  };
}

export const centred: Study = {
  name: "centred",
  title: "Hebb's rule on centred digits: the gap closes, the recalls turn over",
  needs: ["mnist"],
  run,
};
