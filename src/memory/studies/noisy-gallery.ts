import { createRandom, type Random, type Steps } from "../../core/index.ts";
import { wilson } from "../../verify/index.ts";
import {
  createDenseMemory,
  createModernMemory,
  hebbIntegers,
  modernStep,
  recallAsynchronous,
  recallDense,
  ridgeWeights,
} from "../models/index.ts";
import { overlapOf, patternAt, signsOf, withFlips } from "../patterns.ts";
import { atLeastClaim } from "./claims.ts";
import { CLASSES, firstDigits, requireMnist } from "./digit-trap.ts";
import { DIGIT_CELLS, DIGIT_SIDE } from "./mnist.ts";
import type { Study, StudyData, StudyResult } from "./study.ts";

const REPEATS = 10;
const METHODS = ["Hebb", "pseudoinverse", "dense x^3", "modern"] as const;
type Method = (typeof METHODS)[number];

const flipped = (share: number) => (digit: Int8Array, random: Random) =>
  withFlips(digit, Math.round(share * digit.length), random);

/** Faults of an image, by name. */
const FAULTS: readonly (readonly [string, (digit: Int8Array, random: Random) => Int8Array])[] = [
  ["10 % flipped", flipped(0.1)],
  ["20 % flipped", flipped(0.2)],
  ["30 % flipped", flipped(0.3)],
  ["lower half gone", (digit) => digit.map((x, k) => (k >= DIGIT_CELLS / 2 ? -1 : x))],
  ["left half gone", (digit) => digit.map((x, k) => (k % DIGIT_SIDE < DIGIT_SIDE / 2 ? -1 : x))],
  ["one row down", (digit) => digit.map((_, k) => digit[k - DIGIT_SIDE] ?? -1)],
];

function* run(seed: number, data: StudyData): Steps<StudyResult> {
  const digits = firstDigits(requireMnist(data));
  const n = DIGIT_CELLS;
  const hebb = hebbIntegers(digits, CLASSES, n);
  const projector = ridgeWeights(digits, CLASSES, n);
  const dense = createDenseMemory(digits, n, { kind: "rectified", degree: 3 });
  const modern = createModernMemory(Float64Array.from(digits), n, 1 / Math.sqrt(n));
  const recalls: Record<Method, (probe: Int8Array, random: Random) => Int8Array> = {
    Hebb: (probe, random) => recallAsynchronous(hebb, probe, random).state,
    pseudoinverse: (probe, random) => recallAsynchronous(projector, probe, random).state,
    "dense x^3": (probe, random) => recallDense(dense, probe, random).state,
    modern: (probe) => signsOf(modernStep(modern, modernStep(modern, probe))),
  };
  const trials = REPEATS * CLASSES;
  const whole: Record<Method, number>[] = [];
  const shown: { probe: Int8Array; states: Int8Array[] }[] = [];
  for (const [k, [name, fault]] of FAULTS.entries()) {
    yield { stage: "gallery", done: k, total: FAULTS.length, note: name };
    const counts: Record<Method, number> = { Hebb: 0, pseudoinverse: 0, "dense x^3": 0, modern: 0 };
    for (let t = 0; t < trials; t++) {
      const random = createRandom(seed, "gallery", k, t);
      const digit = patternAt(digits, t % CLASSES, n);
      const probe = fault(digit, random);
      const states = METHODS.map((method) => recalls[method](probe, random));
      METHODS.forEach((method, m) => {
        if (overlapOf(states[m]!, digit) === 1) counts[method]++;
      });
      if (t === 4) shown.push({ probe, states });
    }
    whole.push(counts);
  }
  const claim = (words: string, k: number, method: Method, least: number) => {
    const { p, low, high } = wilson(whole[k]![method], trials);
    return atLeastClaim(`${words}: share recalled pixel for pixel, at least ${least}`, least, p, low, high);
  };
  return {
    table: {
      header: ["fault", ...METHODS],
      rows: FAULTS.map(([name], k) => [name, ...METHODS.map((method) => whole[k]![method] / trials)]),
    },
    claims: [
      claim("a noisy digit becomes legible again, Hebb, 20 % noise", 1, "Hebb", 0.95),
      claim("pseudoinverse, 10 % noise", 0, "pseudoinverse", 0.95),
      claim("pseudoinverse, 20 % noise", 1, "pseudoinverse", 0.95),
      claim("modern, 30 % noise", 2, "modern", 0.95),
      claim("modern, lower half gone", 3, "modern", 0.95),
      claim("modern, the digit moved by one row", 5, "modern", 0.95),
    ],
    figure: {
      kind: "images",
      title: "One of ten stored digits, recalled from six faults",
      columns: DIGIT_SIDE,
      rows: ["probe", ...METHODS].map((label, r) => ({
        label,
        images: shown.map(({ probe, states }, k) => ({
          ...(r === 0 ? { caption: FAULTS[k]![0] } : {}),
          cells: r === 0 ? probe : states[r - 1]!,
        })),
      })),
    },
  };
}

export const noisyGallery: Study = {
  name: "noisy-gallery",
  title: "ten digits recalled from noise, gaps and a shift, by four memories",
  needs: ["mnist"],
  run,
};
