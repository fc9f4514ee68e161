import { createRandom, type Random, type Steps } from "../../core/index.ts";
import { qrPattern } from "../../problem/index.ts";
import { wilson } from "../../verify/index.ts";
import {
  type Couplings,
  createModernMemory,
  hebbIntegers,
  modernStep,
  recallAsynchronous,
  ridgeWeights,
} from "../models/index.ts";
import { overlapOf, patternAt, signsOf, withFlips } from "../patterns.ts";
import { atLeastClaim } from "./claims.ts";
import type { Study, StudyResult } from "./study.ts";

const TEXTS = Array.from({ length: 12 }, (_, k) => `https://example.org/part/${String(1000 + 37 * k)}`);
/** 25 x 25 modules. */
const VERSION = 2;
/** Sharp enough to be the nearest neighbour: codes of one kind differ in few modules. */
const BETA = 1;
const REPEATS = 20;
const METHODS = ["Hebb", "pseudoinverse", "modern"] as const;

interface Damage {
  readonly name: string;
  apply(pattern: Int8Array, side: number, random: Random): Int8Array;
}

/** Three straight scratches, two modules wide, that show paper. */
function scratched(pattern: Int8Array, side: number, random: Random): Int8Array {
  const out = pattern.slice();
  for (let s = 0; s < 3; s++) {
    const slope = 2 * random.uniform() - 1;
    const start = side * random.uniform();
    const isSteep = random.uniform() < 0.5;
    for (let a = 0; a < side; a++) {
      for (let width = 0; width < 2; width++) {
        const b = Math.floor(start + slope * (a - side / 2)) + width;
        if (b >= 0 && b < side) out[isSteep ? a * side + b : b * side + a] = -1;
      }
    }
  }
  return out;
}

const DAMAGES: readonly Damage[] = [
  ...[0.1, 0.2, 0.3, 0.4].map((share) => ({
    name: `${100 * share} % flipped`,
    apply: (pattern: Int8Array, _: number, random: Random) =>
      withFlips(pattern, Math.round(share * pattern.length), random),
  })),
  { name: "three scratches", apply: scratched },
  {
    name: "lower half gone",
    apply: (pattern, side) => pattern.map((x, k) => (k >= Math.floor(side / 2) * side ? -1 : x)),
  },
];

function* run(patterns: Int8Array, side: number, seed: number): Steps<StudyResult> {
  const n = side * side;
  const p = TEXTS.length;
  const memory = createModernMemory(Float64Array.from(patterns), n, BETA);
  const recall = (weights: Couplings) => (probe: Int8Array, random: Random) =>
    recallAsynchronous(weights, probe, random).state;
  const recalls: Record<(typeof METHODS)[number], (probe: Int8Array, random: Random) => Int8Array> = {
    Hebb: recall(hebbIntegers(patterns, p, n)),
    pseudoinverse: recall(ridgeWeights(patterns, p, n)),
    modern: (probe) => signsOf(modernStep(memory, modernStep(memory, probe))),
  };
  const restored = DAMAGES.map(() => ({ Hebb: 0, pseudoinverse: 0, modern: 0 }));
  const shown: { probe: Int8Array; states: Int8Array[] }[] = [];
  const trials = REPEATS * p;
  for (const [k, damage] of DAMAGES.entries()) {
    yield { stage: "codes", done: k, total: DAMAGES.length, note: damage.name };
    for (let t = 0; t < trials; t++) {
      const random = createRandom(seed, "qr", k, t);
      const pattern = patternAt(patterns, t % p, n);
      const probe = damage.apply(pattern, side, random);
      const states = METHODS.map((method) => recalls[method](probe, random));
      METHODS.forEach((method, m) => {
        if (overlapOf(states[m]!, pattern) === 1) restored[k]![method]++;
      });
      if (t === 0) shown.push({ probe, states });
    }
  }
  const claim = (words: string, k: number, method: (typeof METHODS)[number], least: number) => {
    const count = restored[k]![method];
    const { p: share, low, high } = wilson(count, trials);
    return atLeastClaim(`${words}: share restored module for module, at least ${least}`, least, share, low, high);
  };
  return {
    table: {
      header: ["damage", ...METHODS],
      rows: DAMAGES.map(({ name }, k) => [name, ...METHODS.map((method) => restored[k]![method] / trials)]),
    },
    claims: [
      claim("a Hopfield network of 1982 restores a QR code with scratches", 4, "Hebb", 0.95),
      claim("one with 10 % of the modules flipped", 0, "Hebb", 0.95),
      claim("the pseudoinverse restores scratches", 4, "pseudoinverse", 0.95),
      claim("the pseudoinverse restores 30 % flipped", 2, "pseudoinverse", 0.9),
      claim("the modern network restores 30 % flipped", 2, "modern", 0.95),
      claim("the modern network restores the lower half", 5, "modern", 0.95),
    ],
    figure: {
      kind: "images",
      title: `${p} QR codes stored, one restored`,
      columns: side,
      rows: ["damaged", ...METHODS].map((label, r) => ({
        label,
        images: shown.map(({ probe, states }, k) => ({
          ...(r === 0 ? { caption: DAMAGES[k]!.name } : {}),
          cells: r === 0 ? probe : states[r - 1]!,
        })),
      })),
    },
  };
}

export const qrRestoration: Study = {
  name: "qr-restoration",
  title: "12 QR codes stored, restored from flipped modules, scratches and half a code",
  run: async (seed) => {
    const codes = await Promise.all(TEXTS.map((text) => qrPattern(text, VERSION)));
    const { side } = codes[0]!;
    return run(Int8Array.from(codes.flatMap(({ pattern }) => Array.from(pattern))), side, seed);
  },
};
