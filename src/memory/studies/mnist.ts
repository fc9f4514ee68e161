/** The MNIST digits as patterns. Source: LeCun, Cortes and Burges, "The MNIST database". */

import { ProblemError, type Random } from "../../core/index.ts";
import { type IdxFile, readIdx } from "../../problem/index.ts";

export const DIGIT_SIDE = 28;
export const DIGIT_CELLS = DIGIT_SIDE * DIGIT_SIDE;
/** Pixels brighter than this are ink: half of 255. */
const THRESHOLD = 127;

/** Digits with their classes. */
export interface DigitSet {
  readonly count: number;
  /** Brightness 0..255: count * 784. */
  readonly pixels: Uint8Array;
  /** Classes 0..9: count. */
  readonly labels: Uint8Array;
}

export interface MnistSet {
  readonly train: DigitSet;
  readonly test: DigitSet;
}

/** Names of the four files, as they are distributed. */
export const MNIST_FILES = {
  trainImages: "train-images-idx3-ubyte",
  trainLabels: "train-labels-idx1-ubyte",
  testImages: "t10k-images-idx3-ubyte",
  testLabels: "t10k-labels-idx1-ubyte",
} as const;

/** Reads images and their labels. @throws ProblemError naming the file. */
export function digitSet(images: Uint8Array, labels: Uint8Array, file: string): DigitSet {
  const grids: IdxFile = readIdx(images, file);
  const classes: IdxFile = readIdx(labels, file);
  const [count = 0, height, width] = grids.sizes;
  const fits =
    height === DIGIT_SIDE && width === DIGIT_SIDE && classes.sizes.length === 1 && classes.sizes[0] === count;
  if (!fits || classes.bytes.some((label) => label > 9)) {
    throw new ProblemError("these are no digits with labels", {
      code: "memory.mnist",
      file,
      received: `${grids.sizes.join(" x ")} images, ${classes.sizes.join(" x ")} labels`,
      expected: "images of 28 x 28 and as many labels 0 to 9",
    });
  }
  return { count, pixels: grids.bytes, labels: classes.bytes };
}

/** Digit k as a pattern of 784 spins, +1 for ink. */
export function digitPattern({ pixels }: DigitSet, k: number): Int8Array {
  return Int8Array.from(pixels.subarray(k * DIGIT_CELLS, (k + 1) * DIGIT_CELLS), (x) => (x > THRESHOLD ? 1 : -1));
}

/** The digits `chosen` as patterns, row-major. */
export function digitPatterns(set: DigitSet, chosen: readonly number[]): Int8Array {
  const out = new Int8Array(chosen.length * DIGIT_CELLS);
  chosen.forEach((k, m) => {
    out.set(digitPattern(set, k), m * DIGIT_CELLS);
  });
  return out;
}

/** Index of the first digit of each class, 0 to 9. */
export function firstOfEachClass({ labels }: DigitSet): number[] {
  return Array.from({ length: 10 }, (_, c) => labels.indexOf(c));
}

/** `count` different digits at random. */
export function chooseDigits(set: DigitSet, count: number, random: Random): number[] {
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(random.integer(set.count));
  return [...chosen];
}
