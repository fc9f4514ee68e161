/** What the two studies of Hebb's rule on digits share: the first digit of each class, its faults and its recall. */

import { ArgumentError, createRandom } from "../../core/index.ts";
import { type Couplings, recallAsynchronous, type TieRule } from "../models/index.ts";
import { patternAt, withFlips } from "../patterns.ts";
import { DIGIT_CELLS, digitPatterns, firstOfEachClass, type MnistSet } from "./mnist.ts";
import type { StudyData } from "./study.ts";

export const CLASSES = 10;
/** Share of a digit's pixels that are flipped before it is recalled. */
export const NOISE = 0.1;

/** The digits of a study that cannot run without. */
export function requireMnist({ mnist }: StudyData): MnistSet {
  if (mnist !== undefined) return mnist;
  throw new ArgumentError("this study needs the MNIST digits", {
    code: "memory.mnist-missing",
    expected: "data.mnist",
  });
}

/** The first digit of each class of the test set, which the published figures belong to: 10 * 784. */
export function firstDigits(mnist: MnistSet): Int8Array {
  return digitPatterns(mnist.test, firstOfEachClass(mnist.test));
}

/** Number of +1 cells. */
export function inkOf(pattern: Int8Array): number {
  return pattern.reduce((sum, x) => sum + (x > 0 ? 1 : 0), 0);
}

/** Each digit with a tenth of its pixels flipped, and the state that asynchronous recall ends in. */
export function recallDigits(
  weights: Couplings,
  digits: Int8Array,
  seed: number,
  repeat = 0,
  ties: TieRule = "up",
): { readonly probe: Int8Array; readonly state: Int8Array }[] {
  return Array.from({ length: digits.length / DIGIT_CELLS }, (_, m) => {
    const random = createRandom(seed, "digits", m, repeat);
    const probe = withFlips(patternAt(digits, m, DIGIT_CELLS), Math.round(NOISE * DIGIT_CELLS), random);
    return { probe, state: recallAsynchronous(weights, probe, random, { ties }).state };
  });
}
