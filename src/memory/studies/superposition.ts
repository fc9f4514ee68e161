import { createRandom, type Steps } from "../../core/index.ts";
import { createSuperposition, retrieveSuperposed, superpose, superposedKernel } from "../models/index.ts";
import { drawClaim, meanOf } from "./claims.ts";
import type { Study, StudyResult } from "./study.ts";

const D = 8;
const BETA = 1;
const FEATURES = [50, 100, 200, 400, 800, 1600, 3200] as const;
const COUNTS = [4, 16, 64] as const;
const DRAWS = 10;
const PROBES = 4;
/** Patterns lie this far from the origin in each direction, so that the nearest two are some units apart. */
const SPREAD = 2;
const NOISE = 0.3;

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let square = 0;
  for (let i = 0; i < D; i++) square += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(square);
}

function* run(seed: number): Steps<StudyResult> {
  const errors: number[][][] = COUNTS.map(() => []);
  const found: number[][][] = COUNTS.map(() => []);
  for (const [c, count] of COUNTS.entries()) {
    for (const [f, features] of FEATURES.entries()) {
      yield { stage: "superpose", done: c * FEATURES.length + f, total: COUNTS.length * FEATURES.length };
      const wrong: number[] = [];
      const right: number[] = [];
      for (let draw = 0; draw < DRAWS; draw++) {
        const random = createRandom(seed, "superposition", count, features, draw);
        const store = createSuperposition(D, features, BETA, random);
        const patterns = Array.from({ length: count }, () =>
          Float64Array.from({ length: D }, () => SPREAD * random.gaussian()),
        );
        for (const x of patterns) superpose(store, x);
        let square = 0;
        let recalled = 0;
        for (let k = 0; k < PROBES; k++) {
          const target = patterns[k]!;
          const probe = target.map((x) => x + NOISE * random.gaussian());
          const exact = patterns.reduce((sum, x) => sum + Math.exp((-BETA / 2) * distance(x, probe) ** 2), 0);
          square += (superposedKernel(store, probe) - exact) ** 2;
          if (distance(retrieveSuperposed(store, probe, 60).state, target) < 0.5 * distance(probe, target)) recalled++;
        }
        wrong.push(Math.sqrt(square / PROBES));
        right.push(recalled / PROBES);
      }
      errors[c]!.push(wrong);
      found[c]!.push(right);
    }
  }
  /** Exponent of the error over the number of features, a draw at a time. */
  const slopes = Array.from({ length: DRAWS }, (_, draw) => {
    const ends = [0, FEATURES.length - 1].map((f) => meanOf(COUNTS.map((_, c) => Math.log(errors[c]![f]![draw]!))));
    return (ends[1]! - ends[0]!) / Math.log(FEATURES[FEATURES.length - 1]! / FEATURES[0]);
  });
  return {
    table: {
      header: [
        "patterns",
        "features",
        "numbers kept",
        "error of the kernel sum",
        "probes brought nearer than half way",
      ],
      rows: COUNTS.flatMap((count, c) =>
        FEATURES.map((features, f) => [count, features, 2 * features, meanOf(errors[c]![f]!), meanOf(found[c]![f]!)]),
      ),
    },
    claims: [drawClaim("the error falls as 1/sqrt(features): exponent", -0.5, slopes)],
    figure: {
      kind: "curves",
      title: "Patterns superposed in one vector of features",
      x: { title: "random features", log: true },
      y: { title: "Error of the kernel sum", log: true },
      series: COUNTS.map((count, c) => ({ label: `${count} patterns`, x: FEATURES, y: errors[c]!.map(meanOf) })),
    },
  };
}

export const superposition: Study = {
  name: "superposition",
  title: "all patterns in one vector of random features: the error against its length",
  run,
};
