import { createRandom, type Random, type Steps } from "../../core/index.ts";
import { hebbIntegers, ridgeWeights } from "../models/index.ts";
import { randomPatterns } from "../patterns.ts";
import { drawClaim, exactClaim, meanOf } from "./claims.ts";
import type { Claim, Study, StudyResult } from "./study.ts";

const N = 600;
const D = 60;
const L = 3;
const ALPHAS = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 0.95, 1.5, 3, 6] as const;
/** The pseudoinverse's projector is the identity from p = N on: beyond 1.5 there is nothing to see. */
const PSEUDOINVERSE_UP_TO = 1.5;
const TRIED = 30;
const DRAWS = 5;

const SETS = ["train", "features", "test", "random"] as const;
type SetName = (typeof SETS)[number];
type Magnetisations = Record<SetName, number>;

/** Patterns sign(F c), c with L ones among D, L odd so that no sum is zero. */
function mixtures(count: number, features: Int8Array, random: Random): Int8Array {
  const out = new Int8Array(count * N);
  for (let m = 0; m < count; m++) {
    const chosen = new Set<number>();
    while (chosen.size < L) chosen.add(random.integer(D));
    for (let i = 0; i < N; i++) {
      let sum = 0;
      for (const d of chosen) sum += features[d * N + i]!;
      out[m * N + i] = sum > 0 ? 1 : -1;
    }
  }
  return out;
}

/** Mean of m = (1/N) sign(W x) . x over the first `TRIED` patterns of a set. */
function magnetisation(weights: Float64Array | Int32Array, set: Int8Array): number {
  const count = Math.min(TRIED, set.length / N);
  let total = 0;
  for (let m = 0; m < count; m++) {
    for (let i = 0; i < N; i++) {
      let h = 0;
      for (let j = 0; j < N; j++) h += weights[i * N + j]! * set[m * N + j]!;
      total += (h >= 0 ? 1 : -1) * set[m * N + i]!;
    }
  }
  return total / (count * N);
}

interface Measured {
  readonly alpha: number;
  readonly hebb: Magnetisations;
  readonly kept: Magnetisations | null;
  readonly zero: Magnetisations | null;
}

function measure(alpha: number, random: Random): Measured {
  const p = Math.round(alpha * N);
  const features = randomPatterns(D, N, random);
  const sets: Record<SetName, Int8Array> = {
    train: mixtures(p, features, random),
    features,
    test: mixtures(TRIED, features, random),
    random: randomPatterns(TRIED, N, random),
  };
  const under = (weights: Float64Array | Int32Array): Magnetisations => ({
    train: magnetisation(weights, sets.train),
    features: magnetisation(weights, sets.features),
    test: magnetisation(weights, sets.test),
    random: magnetisation(weights, sets.random),
  });
  const hebb = under(hebbIntegers(sets.train, p, N));
  if (alpha > PSEUDOINVERSE_UP_TO) return { alpha, hebb, kept: null, zero: null };
  const weights = ridgeWeights(sets.train, p, N, 0, "kept");
  const kept = under(weights);
  for (let i = 0; i < N; i++) weights[i * N + i] = 0;
  return { alpha, hebb, kept, zero: under(weights) };
}

const averaged = (found: readonly (Magnetisations | null)[]): Magnetisations | null => {
  const usable = found.filter((x): x is Magnetisations => x !== null);
  if (usable.length === 0) return null;
  const mean = (set: SetName) => meanOf(usable.map((x) => x[set]));
  return { train: mean("train"), features: mean("features"), test: mean("test"), random: mean("random") };
};

function* run(seed: number): Steps<StudyResult> {
  const found: (Measured & { readonly draws: readonly Measured[] })[] = [];
  for (const [k, alpha] of ALPHAS.entries()) {
    const draws: Measured[] = [];
    for (let draw = 0; draw < DRAWS; draw++) {
      yield { stage: "features", done: k * DRAWS + draw, total: ALPHAS.length * DRAWS, note: `alpha = ${alpha}` };
      draws.push(measure(alpha, createRandom(seed, "features", k, draw)));
    }
    found.push({
      alpha,
      draws,
      hebb: averaged(draws.map(({ hebb }) => hebb))!,
      kept: averaged(draws.map(({ kept }) => kept)),
      zero: averaged(draws.map(({ zero }) => zero)),
    });
  }
  const at = (alpha: number) => found.find((f) => f.alpha === alpha)!;
  const near = (claim: string, expected: number, alpha: number, rule: "hebb" | "kept" | "zero", set: SetName): Claim =>
    drawClaim(
      claim,
      expected,
      at(alpha).draws.map((m) => m[rule]![set]),
      0.0005,
    );
  const rows = found.flatMap(({ alpha, hebb, kept, zero }) =>
    (
      [
        ["Hebb", hebb],
        ["pseudoinverse", kept],
        ["without diagonal", zero],
      ] as const
    ).flatMap(([rule, m]) => (m === null ? [] : [[alpha, rule, ...SETS.map((set) => m[set])]])),
  );
  const curve = (label: string, of: (f: Measured) => number | undefined, style?: "dash") => {
    const usable = found.filter((f) => of(f) !== undefined);
    return { label, x: usable.map(({ alpha }) => alpha), y: usable.map((f) => of(f)!), ...(style && { style }) };
  };
  return {
    table: { header: ["alpha", "rule", ...SETS], rows },
    claims: [
      near("pseudoinverse, alpha = .8: unseen mixtures are stabilised, m -> 1", 1, 0.8, "kept", "test"),
      near("the control: random vectors are not, m at alpha = .8 if it were generalisation", 0, 0.8, "kept", "random"),
      near("the control, alpha = .8: .951", 0.951, 0.8, "kept", "random"),
      near("the control, alpha = .95: 1.000", 1, 0.95, "kept", "random"),
      near("alpha = .3: test .940", 0.94, 0.3, "kept", "test"),
      near("alpha = .3: random .487", 0.487, 0.3, "kept", "random"),
      near("alpha = .5: test .988", 0.988, 0.5, "kept", "test"),
      near("alpha = .5: random .677", 0.677, 0.5, "kept", "random"),
      near("without the diagonal, alpha = .3: test .717", 0.717, 0.3, "zero", "test"),
      exactClaim("without the diagonal, alpha = 1.5: test .022, nothing left", 0.022, at(1.5).zero!.test, 0.03),
      near("Hebb, alpha = .3: features .786", 0.786, 0.3, "hebb", "features"),
      near("Hebb, alpha = .3: training .835", 0.835, 0.3, "hebb", "train"),
      near("Hebb, alpha = .5: features .863, past training", 0.863, 0.5, "hebb", "features"),
      near("Hebb, alpha = .5: training .824", 0.824, 0.5, "hebb", "train"),
      near("Hebb, alpha = 6: test .796", 0.796, 6, "hebb", "test"),
    ],
    figure: {
      kind: "curves",
      title: "Mixtures of 60 features on 600 neurons, with the control",
      x: { title: "patterns a neuron", log: true },
      y: { title: "m after one step", low: 0, high: 1 },
      series: [
        curve("pseudoinverse: unseen", (f) => f.kept?.test),
        curve("pseudoinverse: random", (f) => f.kept?.random, "dash"),
        curve("Hebb: features", (f) => f.hebb.features),
        curve("Hebb: training", (f) => f.hebb.train),
        curve("Hebb: unseen", (f) => f.hebb.test),
        curve("Hebb: random", (f) => f.hebb.random, "dash"),
      ],
    },
  };
}

export const randomFeatures: Study = {
  name: "random-features",
  title: "patterns made of features: training, features, unseen mixtures, and random vectors as the control",
  run,
};
