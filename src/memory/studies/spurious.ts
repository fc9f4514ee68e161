import { createRandom, type Steps } from "../../core/index.ts";
import { censusOfStates, hebbIntegers, recallAsynchronous, ridgeWeights, type StateKind } from "../models/index.ts";
import { patternAt, randomPatterns } from "../patterns.ts";
import { atLeastClaim, exactClaim } from "./claims.ts";
import type { Study, StudyResult } from "./study.ts";

const N = 200;
const LOADS = [3, 6, 10, 16, 24, 36, 60] as const;
const STARTS = 60;
const DRAWS = 8;
const KINDS: readonly StateKind[] = ["stored", "negation", "mixture", "spin glass"];

function* run(seed: number): Steps<StudyResult> {
  const shares: Record<StateKind, number>[] = [];
  const rows: (string | number)[][] = [];
  for (const [k, p] of LOADS.entries()) {
    const sum: Record<StateKind, number> = { stored: 0, negation: 0, mixture: 0, "spin glass": 0 };
    const projected = { ...sum };
    for (let draw = 0; draw < DRAWS; draw++) {
      yield { stage: "census", done: k * DRAWS + draw, total: LOADS.length * DRAWS };
      const random = createRandom(seed, "census", p, draw);
      const patterns = randomPatterns(p, N, random);
      const hebb = censusOfStates(hebbIntegers(patterns, p, N), patterns, N, STARTS, random);
      const pseudo = censusOfStates(ridgeWeights(patterns, p, N), patterns, N, STARTS, random);
      for (const kind of KINDS) {
        sum[kind] += hebb[kind] / (STARTS * DRAWS);
        projected[kind] += pseudo[kind] / (STARTS * DRAWS);
      }
    }
    shares.push(sum);
    rows.push(
      [p, "Hebb", ...KINDS.map((kind) => sum[kind])],
      [p, "pseudoinverse", ...KINDS.map((kind) => projected[kind])],
    );
  }
  // Mixtures of three that are fixed points at a load that goes to zero, AGS's first spurious states.
  const random = createRandom(seed, "mixtures");
  let stable = 0;
  const mixtures = 40;
  for (let t = 0; t < mixtures; t++) {
    const patterns = randomPatterns(3, 2001, random);
    const start = Int8Array.from({ length: 2001 }, (_, i) =>
      Math.sign(patterns[i]! + patterns[2001 + i]! + patterns[4002 + i]!),
    );
    if (recallAsynchronous(hebbIntegers(patterns, 3, 2001), start, random, { maxSweeps: 1 }).flips === 0) stable++;
  }
  const three = randomPatterns(3, N, random);
  const turned = patternAt(three, 0, N).map((x) => -x);
  const held = recallAsynchronous(hebbIntegers(three, 3, N), turned, random, { ties: "keep", maxSweeps: 1 }).flips;
  return {
    table: { header: ["patterns", "rule", ...KINDS], rows },
    claims: [
      exactClaim(
        "along with every pattern its negation is an attractor: flips from the negation of a stored pattern",
        0,
        held,
      ),
      exactClaim("mixtures of three patterns are attractors: share stable at N = 2001", 1, stable / mixtures),
      atLeastClaim(
        "spurious states take over with the load: share of random starts that end in none stored at .3 N",
        0.95,
        shares[LOADS.length - 1]!["spin glass"] + shares[LOADS.length - 1]!.mixture,
      ),
    ],
    figure: {
      kind: "curves",
      title: `Where random starts end, Hebb's rule on ${N} neurons`,
      x: { title: "patterns stored" },
      y: { title: "Share of starts", low: 0, high: 1 },
      series: KINDS.map((kind) => ({ label: kind, x: LOADS, y: shares.map((s) => s[kind]) })),
    },
  };
}

export const spurious: Study = {
  name: "spurious",
  title: "where random starts end: stored patterns, negations, mixtures, spin glasses",
  run,
};
