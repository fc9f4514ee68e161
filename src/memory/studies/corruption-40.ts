import { createRandom, type Steps } from "../../core/index.ts";
import { legacyRandom } from "../mersenne-twister.ts";
import { classifyState, hebbIntegers, pairEnergy, recallAsynchronous, type StateKind } from "../models/index.ts";
import { overlapOf, patternAt, randomPatterns, withFlips } from "../patterns.ts";
import { exactClaim, shareClaim } from "./claims.ts";
import { publishedPatterns } from "./recall-64.ts";
import type { Study, StudyResult } from "./study.ts";

const N = 64;
const P = 3;
const FLIPS = 26;
const REPEATS = 5000;

function* run(seed: number): Steps<StudyResult> {
  const { patterns } = publishedPatterns();
  const random = legacyRandom(7);
  const weights = hebbIntegers(patterns, P, N);
  const probe = patternAt(patterns, 0, N).slice();
  for (const i of random.permutation(N).subarray(0, FLIPS)) probe[i] = -probe[i]!;
  // The source divides W by the number of patterns.
  const energyOf = (state: Int8Array) => pairEnergy(weights, state) / P;
  const sweeps = [energyOf(probe)];
  const falls = [energyOf(probe)];
  const recalled = recallAsynchronous(weights, probe, createRandom(seed), {
    order: () => random.permutation(N),
    onFlip: (change) => falls.push(falls[falls.length - 1]! + change / P),
    onSweep: (state) => sweeps.push(energyOf(state)),
  });
  const mixture = Int8Array.from({ length: N }, (_, i) =>
    patterns[i]! + patterns[N + i]! + patterns[2 * N + i]! > 0 ? 1 : -1,
  );
  const stored = [0, 1, 2].map((m) => energyOf(patternAt(patterns, m, N)));
  const accuracy = (1 + overlapOf(recalled.state, patternAt(patterns, 0, N))) / 2;

  const own = createRandom(seed, "corruption-40");
  const ends: Record<StateKind, number> = { stored: 0, negation: 0, mixture: 0, "spin glass": 0 };
  let right = 0;
  for (let k = 0; k < REPEATS; k++) {
    if (k % 500 === 0) yield { stage: "recall", done: k, total: REPEATS };
    const set = randomPatterns(P, N, own);
    const start = withFlips(patternAt(set, 0, N), FLIPS, own);
    const { state } = recallAsynchronous(hebbIntegers(set, P, N), start, own);
    ends[classifyState(set, N, state).kind]++;
    if (overlapOf(state, patternAt(set, 0, N)) === 1) right++;
  }
  return {
    table: {
      header: ["end state", "share of runs"],
      rows: [
        ...(Object.keys(ends) as StateKind[]).map((kind) => [kind, ends[kind] / REPEATS] as const),
        ["the pattern that was flipped", right / REPEATS],
      ],
    },
    claims: [
      exactClaim("sweep 0: energy = -16.00", -16, sweeps[0]!, 0.005),
      exactClaim("sweep 1: energy = -482.00", -482, sweeps[1]!, 0.005),
      exactClaim("sweep 2: energy = -482.00", -482, sweeps[2]!, 0.005),
      exactClaim("neurons snap to their correct values: share of the pattern recalled", 1, accuracy),
      exactClaim(
        "the end state is the mixture of all three patterns: overlap with the sign of their sum",
        1,
        overlapOf(recalled.state, mixture),
      ),
      ...[-664, -672, -664].map((e, m) => exactClaim(`pattern ${m + 1} lies at ${e}, far below`, e, stored[m]!, 0.5)),
      shareClaim(`40 % corruption is recalled: share recalled whole of ${REPEATS} other draws`, 1, right, REPEATS),
    ],
    figure: {
      kind: "curves",
      title: "40 % of the bits flipped: down to a mixture of three",
      x: { title: "flips" },
      y: { title: "Energy" },
      series: [{ label: "energy", x: falls.map((_, k) => k), y: falls }],
      marks: [
        { axis: "y", at: Math.max(...stored), label: "stored patterns" },
        { axis: "y", at: energyOf(mixture), label: "mixture of three" },
      ],
    },
  };
}

export const corruption40: Study = {
  name: "corruption-40",
  title: "40 % of the bits flipped: where the descent from -16 to -482 ends",
  run,
};
