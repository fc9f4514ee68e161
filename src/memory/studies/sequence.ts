import { createRandom, type Steps } from "../../core/index.ts";
import { createSequenceMemory, playSequence, type SequenceMemory } from "../models/index.ts";
import { overlapOf, patternAt, randomPatterns, withFlips } from "../patterns.ts";
import { atLeastClaim, atMostClaim, meanInterval, meanOf } from "./claims.ts";
import type { Claim, Study, StudyResult } from "./study.ts";

const N = 100;
const LENGTHS = [5, 10, 20, 40, 80, 160, 320, 640] as const;
const DRAWS = 8;
const FLIPS = 10;
const SEPARATIONS: readonly (readonly [string, SequenceMemory["separation"]])[] = [
  ["linear", { kind: "linear" }],
  ["x^2", { kind: "polynomial", degree: 2 }],
  ["x^3", { kind: "polynomial", degree: 3 }],
  ["exp", { kind: "exponential" }],
];

function* run(seed: number): Steps<StudyResult> {
  const right: number[][][] = SEPARATIONS.map(() => []);
  for (const [k, length] of LENGTHS.entries()) {
    yield { stage: "sequences", done: k, total: LENGTHS.length };
    SEPARATIONS.forEach(([, separation], s) => {
      right[s]!.push(
        Array.from({ length: DRAWS }, (_, draw) => {
          const random = createRandom(seed, "sequence", length, draw);
          const patterns = randomPatterns(length, N, random);
          const memory = createSequenceMemory(patterns, N, separation);
          // One step cleans the probe, the rest play on; only what is right is counted.
          const start = withFlips(patternAt(patterns, 0, N), FLIPS, random);
          const played = playSequence(memory, start, length - 1);
          const whole = played.filter((state, t) => overlapOf(state, patternAt(patterns, t + 1, N)) === 1).length;
          return whole / (length - 1);
        }),
      );
    });
  }
  const at = (s: number, length: number) => right[s]![LENGTHS.indexOf(length as (typeof LENGTHS)[number])]!;
  const interval = (values: readonly number[]) => [meanInterval(values).low, meanInterval(values).high] as const;
  const claims: Claim[] = [
    atLeastClaim(
      "linear separation plays 5 patterns from a probe with 10 % flipped: share right, at least .9",
      0.9,
      meanOf(at(0, 5)),
      ...interval(at(0, 5)),
    ),
    atMostClaim("and loses a sequence of 40: share right, at most .1", 0.1, meanOf(at(0, 40)), ...interval(at(0, 40))),
    atLeastClaim(
      "x^3 plays 160 patterns, more than neurons: share right, at least .9",
      0.9,
      meanOf(at(2, 160)),
      ...interval(at(2, 160)),
    ),
    atLeastClaim("exp plays 640: share right, at least .99", 0.99, meanOf(at(3, 640)), ...interval(at(3, 640))),
  ];
  return {
    table: {
      header: ["length", ...SEPARATIONS.map(([name]) => name)],
      rows: LENGTHS.map((length, k) => [length, ...SEPARATIONS.map((_, s) => meanOf(right[s]![k]!))]),
    },
    claims,
    figure: {
      kind: "curves",
      title: "Sequences played right on 100 neurons, by separation",
      x: { title: "patterns in the sequence", log: true },
      y: { title: "Share of states right", low: 0, high: 1 },
      series: SEPARATIONS.map(([label], s) => ({ label, x: LENGTHS, y: right[s]!.map(meanOf) })),
    },
  };
}

export const sequence: Study = {
  name: "sequence",
  title: "sequences played by asymmetric couplings, and by steeper separations",
  run,
};
