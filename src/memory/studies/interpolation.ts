import type { Steps } from "../../core/index.ts";
import { interpolatedWeights } from "../models/index.ts";
import { overlapOf, patternAt } from "../patterns.ts";
import { topEigenpairs } from "../spectrum.ts";
import { exactClaim, meanOf } from "./claims.ts";
import { CLASSES, firstDigits, recallDigits, requireMnist } from "./digit-trap.ts";
import { DIGIT_CELLS } from "./mnist.ts";
import type { Study, StudyData, StudyResult } from "./study.ts";

const SHARES = [0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95, 1] as const;

function* run(seed: number, data: StudyData): Steps<StudyResult> {
  const digits = firstDigits(requireMnist(data));
  const n = DIGIT_CELLS;
  const found: { share: number; largest: number; gap: number; overlap: number; whole: number }[] = [];
  for (const [k, share] of SHARES.entries()) {
    yield { stage: "rules", done: k, total: SHARES.length };
    const weights = interpolatedWeights(digits, CLASSES, n, share, "kept");
    const { values } = topEigenpairs(weights, n, 2);
    const overlaps = recallDigits(weights, digits, seed).map(({ state }, m) =>
      overlapOf(state, patternAt(digits, m, n)),
    );
    found.push({
      share,
      largest: values[0]!,
      gap: values[0]! / values[1]!,
      overlap: meanOf(overlaps),
      whole: overlaps.filter((x) => x === 1).length / CLASSES,
    });
  }
  const [first, last] = [found[0]!, found[found.length - 1]!];
  return {
    table: {
      header: ["share of the pseudoinverse", "largest eigenvalue", "gap", "overlap recalled", "recalled whole"],
      rows: found.map(({ share, largest, gap, overlap, whole }) => [share, largest, gap, overlap, whole]),
    },
    claims: [
      exactClaim("the top eigenvalue starts at about 6.7", 6.7, first.largest, 0.05),
      exactClaim("and drops to 1.0", 1, last.largest, 0.05),
      exactClaim("the gap starts at roughly 10", 10, first.gap, 0.5),
      exactClaim("and collapses to 1", 1, last.gap, 0.05),
      exactClaim("digits recalled whole at the pseudoinverse end", 1, last.whole),
    ],
    figure: {
      kind: "curves",
      title: "From Hebb's rule to the pseudoinverse, ten digits",
      x: { title: "share of the pseudoinverse" },
      y: { title: "Eigenvalue, gap" },
      series: [
        { label: "largest eigenvalue", x: SHARES, y: found.map(({ largest }) => largest) },
        { label: "gap to the second", x: SHARES, y: found.map(({ gap }) => gap) },
        {
          label: "ten times the share recalled whole",
          x: SHARES,
          y: found.map(({ whole }) => 10 * whole),
          style: "dash",
        },
      ],
    },
  };
}

export const interpolation: Study = {
  name: "interpolation",
  title: "between Hebb's rule and the pseudoinverse: eigenvalues, gap and recall of ten digits",
  needs: ["mnist"],
  run,
};
