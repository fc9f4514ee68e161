import { createRandom, type Steps } from "../../core/index.ts";
import { featureMemory, similarities, type UniversalMemory, universalWeights } from "../models/index.ts";
import { atLeastClaim, meanInterval, meanOf } from "./claims.ts";
import { requireMnist } from "./digit-trap.ts";
import { chooseDigits, DIGIT_SIDE, digitPattern } from "./mnist.ts";
import type { Study, StudyData, StudyResult } from "./study.ts";

const STORED = 100;
const TESTED = 200;
const DRAWS = 8;
const SHIFTS = [0, 1, 2, 3] as const;
const ORIENTATIONS = 8;
/** Side of the squares over which orientations are pooled. */
const POOL = 7;

/**
 * Histograms of the gradient's orientation, weighted by its size, over squares of the image: strokes rather than pixels. Each
 * square's histogram is a part of one vector of length 1.
 * Source: Dalal and Triggs, CVPR 2005.
 */
function orientationsOf(image: ArrayLike<number>): Float64Array {
  const squares = DIGIT_SIDE / POOL;
  const out = new Float64Array(squares * squares * ORIENTATIONS);
  const at = (r: number, c: number) =>
    r < 0 || c < 0 || r >= DIGIT_SIDE || c >= DIGIT_SIDE ? -1 : image[r * DIGIT_SIDE + c]!;
  for (let r = 0; r < DIGIT_SIDE; r++) {
    for (let c = 0; c < DIGIT_SIDE; c++) {
      const dx = at(r, c + 1) - at(r, c - 1);
      const dy = at(r + 1, c) - at(r - 1, c);
      if (dx === 0 && dy === 0) continue;
      const turn = (Math.atan2(dy, dx) / (2 * Math.PI) + 1) % 1;
      const bin = Math.floor(turn * ORIENTATIONS) % ORIENTATIONS;
      const square = Math.floor(r / POOL) * squares + Math.floor(c / POOL);
      out[square * ORIENTATIONS + bin]! += Math.hypot(dx, dy);
    }
  }
  const norm = Math.sqrt(out.reduce((sum, x) => sum + x * x, 0)) || 1;
  return out.map((x) => x / norm);
}

const METHODS = ["pixels, dot", "pixels, manhattan", "features, dot", "features, euclidean"] as const;

function memories(patterns: readonly Int8Array[]): UniversalMemory[] {
  const pixels = (x: ArrayLike<number>) => x;
  const max = { kind: "max" } as const;
  return [
    featureMemory(patterns, pixels, similarities.dot, max),
    featureMemory(patterns, pixels, similarities.manhattan, max),
    featureMemory(patterns, orientationsOf, similarities.dot, max),
    featureMemory(patterns, orientationsOf, similarities.euclidean, max),
  ];
}

function* run(seed: number, data: StudyData): Steps<StudyResult> {
  const { train, test } = requireMnist(data);
  const shares: number[][][] = METHODS.map(() => SHIFTS.map(() => []));
  for (let draw = 0; draw < DRAWS; draw++) {
    const random = createRandom(seed, "similarity", draw);
    const chosen = chooseDigits(train, STORED, random);
    const tested = chooseDigits(test, TESTED, random);
    const stored = memories(chosen.map((k) => digitPattern(train, k)));
    for (const [s, shift] of SHIFTS.entries()) {
      yield { stage: "similarity", done: draw * SHIFTS.length + s, total: DRAWS * SHIFTS.length };
      const right = METHODS.map(() => 0);
      for (const k of tested) {
        const digit = digitPattern(test, k);
        const moved = digit.map((_, i) => (i % DIGIT_SIDE >= shift ? digit[i - shift]! : -1));
        stored.forEach((memory, m) => {
          const best = universalWeights(memory, moved).indexOf(1);
          if (train.labels[chosen[best]!] === test.labels[k]) right[m]!++;
        });
      }
      right.forEach((count, m) => {
        shares[m]![s]!.push(count / TESTED);
      });
    }
  }
  const gain = (s: number) => shares[2]![s]!.map((x, d) => x - shares[0]![s]![d]!);
  const claim = (words: string, values: readonly number[]) => {
    const { low, high } = meanInterval(values);
    return atLeastClaim(words, 0, meanOf(values), low, high);
  };
  return {
    table: {
      header: ["similarity", ...SHIFTS.map((shift) => `shift ${shift}`)],
      rows: METHODS.map((name, m) => [name, ...SHIFTS.map((_, s) => meanOf(shares[m]![s]!))]),
    },
    claims: [
      claim("features beat pixels on unseen digits: accuracy gained, above 0", gain(0)),
      claim("and the more on digits moved by 2 pixels", gain(2)),
      claim(
        "pixels lose more than 10 points by a shift of 2: loss above that",
        shares[0]![0]!.map((x, d) => x - shares[0]![2]![d]! - 0.1),
      ),
    ],
    figure: {
      kind: "curves",
      title: `Nearest of ${STORED} stored digits, by pixels and by features`,
      x: { title: "pixels to the right that the probe is moved by" },
      y: { title: "Share right", low: 0, high: 1 },
      // Of +-1 pixels dot and Manhattan order alike, of vectors of length 1 dot and Euclid: two curves say all.
      series: [0, 2].map((m) => ({
        label: METHODS[m]!,
        x: SHIFTS,
        y: shares[m]!.map(meanOf),
        low: shares[m]!.map((v) => meanInterval(v).low),
        high: shares[m]!.map((v) => meanInterval(v).high),
      })),
    },
  };
}

export const similarity: Study = {
  name: "similarity",
  title: "pixel against feature similarity, on unseen digits and on digits that are moved",
  needs: ["mnist"],
  run,
};
