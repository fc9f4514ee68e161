import { createRandom, type Steps } from "../../core/index.ts";
import { hebbIntegers, recallAsynchronous, ridgeWeights } from "../models/index.ts";
import { overlapOf, patternAt, withFlips } from "../patterns.ts";
import { drawClaim, meanInterval, meanOf, shareClaim } from "./claims.ts";
import { NOISE, requireMnist } from "./digit-trap.ts";
import { chooseDigits, DIGIT_CELLS, digitPatterns } from "./mnist.ts";
import type { Claim, Study, StudyData, StudyResult } from "./study.ts";

/** Patterns stored, and the shares recalled under Hebb's rule and the pseudoinverse as printed. */
const PRINTED = [
  [10, 0, 1],
  [100, 0, 1],
  [150, 0, 0.97],
  [200, 0, 0.32],
  [250, 0, 0.01],
  [300, 0, 0],
] as const;
const DRAWS = 8;

/** What counts as recalled: an overlap above .95, as the published figures turn out to, or every pixel. */
const NEAR = 0.95;

interface Shares {
  readonly near: number;
  readonly whole: number;
}

function* run(seed: number, data: StudyData): Steps<StudyResult> {
  const { train } = requireMnist(data);
  const n = DIGIT_CELLS;
  const flips = Math.round(NOISE * n);
  const rows: (string | number)[][] = [];
  const claims: Claim[] = [];
  const curves = { near: [] as number[][], kept: [] as number[][], zero: [] as number[][] };
  for (const [k, [p, hebbPrinted, printed]] of PRINTED.entries()) {
    const kept: Shares[] = [];
    const zero: Shares[] = [];
    let hebbNear = 0;
    for (let draw = 0; draw < DRAWS; draw++) {
      yield { stage: "digits", done: k * DRAWS + draw, total: PRINTED.length * DRAWS, note: `${p} stored` };
      const random = createRandom(seed, "pseudoinverse", p, draw);
      const patterns = digitPatterns(train, chooseDigits(train, p, random));
      const probes = Array.from({ length: p }, (_, m) => withFlips(patternAt(patterns, m, n), flips, random));
      const recalled = (weights: Float64Array | Int32Array): Shares => {
        const overlaps = probes.map((probe, m) =>
          overlapOf(recallAsynchronous(weights, probe, random).state, patternAt(patterns, m, n)),
        );
        return {
          near: overlaps.filter((x) => x > NEAR).length / p,
          whole: overlaps.filter((x) => x === 1).length / p,
        };
      };
      const weights = ridgeWeights(patterns, p, n, 0, "kept");
      kept.push(recalled(weights));
      for (let i = 0; i < n; i++) weights[i * n + i] = 0;
      zero.push(recalled(weights));
      // Hebb's end state is one for all probes: the first draw says enough.
      if (draw === 0) hebbNear = Math.round(p * recalled(hebbIntegers(patterns, p, n)).near);
    }
    curves.near.push(kept.map(({ near }) => near));
    curves.kept.push(kept.map(({ whole }) => whole));
    curves.zero.push(zero.map(({ whole }) => whole));
    rows.push([
      p,
      hebbPrinted,
      hebbNear / p,
      printed,
      ...[curves.near, curves.kept, curves.zero].map((c) => meanOf(c[k]!)),
    ]);
    claims.push(
      drawClaim(
        `p = ${p}: pseudoinverse recalls ${100 * printed} % (overlap above .95)`,
        printed,
        curves.near[k]!,
        0.005,
      ),
    );
    claims.push(shareClaim(`p = ${p}: Hebb recalls 0 % (overlap above .95)`, hebbPrinted, hebbNear, p, p));
  }
  for (const k of [2, 3]) {
    const [p, , printed] = PRINTED[k]!;
    claims.push(drawClaim(`p = ${p}: the same of digits recalled pixel for pixel`, printed, curves.kept[k]!, 0.005));
    claims.push(drawClaim(`p = ${p}: the same pixel for pixel without the diagonal`, printed, curves.zero[k]!, 0.005));
  }
  const x = PRINTED.map(([p]) => p);
  const series = (label: string, draws: readonly number[][]) => ({
    label,
    x,
    y: draws.map(meanOf),
    low: draws.map((shares) => Math.max(0, meanInterval(shares).low)),
    high: draws.map((shares) => Math.min(1, meanInterval(shares).high)),
  });
  return {
    table: {
      header: [
        "stored",
        "Hebb, published",
        "Hebb",
        "pseudoinverse, published",
        "m > .95",
        "whole",
        "whole, no diagonal",
      ],
      rows,
    },
    claims,
    figure: {
      kind: "curves",
      title: "Digits recalled whole from a tenth of their pixels flipped",
      x: { title: "digits stored (784 neurons)" },
      y: { title: "Share recalled", low: 0, high: 1 },
      series: [
        series("m > .95, diagonal kept", curves.near),
        series("whole, diagonal kept", curves.kept),
        series("whole, diagonal zero", curves.zero),
        { label: "published", x, y: PRINTED.map(([, , printed]) => printed), style: "dots" },
        { label: "Hebb", x, y: rows.map((row) => row[2] as number), style: "dash" },
      ],
    },
  };
}

export const pseudoinverse: Study = {
  name: "pseudoinverse",
  title: "MNIST digits recalled from 10 % noise under the pseudoinverse, 10 to 300 stored",
  needs: ["mnist"],
  run,
};
