import { type BjtModel, buildSoftmaxCircuit, SHARE_VOLTS, SOFTMAX_NPN, UNIT_VOLTS } from "../../circuit/index.ts";
import { createRandom, type Steps } from "../../core/index.ts";
import { vector, type Waveforms } from "../../simulate/index.ts";
import { activationsOf, createModernMemory, modernStep } from "../models/index.ts";
import { overlapOf, patternAt, randomPatterns, signsOf, withFlips } from "../patterns.ts";
import { runInSpice } from "./circuit-bench.ts";
import { atLeastClaim, atMostClaim, exactClaim, overDraws, within } from "./claims.ts";
import type { CircuitBench, Study, StudyResult } from "./study.ts";

const D = 16;
const P = 8;
const FLIPS = 3;
const DRAWS = 12;
const BETAS = [0.0625, 0.125, 0.25, 0.5, 1, 2];
const CELSIUS = [-40, 27, 85];
/** One millivolt: what bipolar transistors side by side differ by. */
const MISMATCH_VOLTS = 1e-3;
const ROOM = 27;

const IDEAL_NPN: BjtModel = { name: "exp_npn", polarity: "npn", parameters: { is: 1e-16, bf: 1e9 } };
const VARIANTS = ["perfect transistors", "real transistors", "1 mV mismatch", "tuned at 27"] as const;
type Variant = (typeof VARIANTS)[number];

interface Case {
  readonly variant: Variant;
  readonly beta: number;
  readonly celsius: number;
}

interface Measured extends Case {
  /** Largest difference of a share over all draws; largest difference of an output, one a draw. */
  readonly shareError: number;
  readonly outputErrors: readonly number[];
  /** Outputs whose sign is that of the digital step, of DRAWS * D. */
  readonly signs: number;
  /** Draws whose output has the signs of the stored pattern. */
  readonly retrieved: number;
}

/** All variants at room temperature; real transistors over temperature, with R1 following or left as it was at 27 degrees. */
const CASES: readonly Case[] = BETAS.flatMap((beta) => [
  ...VARIANTS.slice(0, 3).map((variant) => ({ variant, beta, celsius: ROOM })),
  ...CELSIUS.filter((celsius) => celsius !== ROOM).flatMap((celsius) => [
    { variant: VARIANTS[1], beta, celsius },
    { variant: VARIANTS[3], beta, celsius },
  ]),
]);

function lastOf(waveforms: Waveforms, names: readonly string[], unitVolts: number): number[] {
  return names.map((name) => vector(waveforms, name).at(-1)! / unitVolts);
}

const largestGap = (a: readonly number[], b: ArrayLike<number>) =>
  a.reduce((most, x, k) => Math.max(most, Math.abs(x - b[k]!)), 0);

/** Retrieves once in SPICE and once digitally, at the beta that was asked for. */
async function measure(what: Case, seed: number, { spice, signal }: CircuitBench): Promise<Measured> {
  const { variant, beta, celsius } = what;
  let [shareError, signs, retrieved] = [0, 0, 0];
  const outputErrors: number[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    const random = createRandom(seed, "softmax-circuit", draw);
    const stored = randomPatterns(P, D, random);
    const state = withFlips(patternAt(stored, 0, D), FLIPS, random);
    const patterns = Float64Array.from(stored);
    const { circuit, shares, outputs } = buildSoftmaxCircuit({
      p: P,
      d: D,
      patterns,
      state,
      beta,
      celsius,
      transistor: variant === "perfect transistors" ? IDEAL_NPN : SOFTMAX_NPN,
      ...(variant === "tuned at 27" ? { tunedCelsius: ROOM } : {}),
      ...(variant === "1 mV mismatch"
        ? { baseOffsetVolts: Array.from({ length: P }, () => MISMATCH_VOLTS * random.gaussian()) }
        : {}),
    });
    const waveforms = await spice.simulate({ circuit }, signal === undefined ? {} : { signal });
    const memory = createModernMemory(patterns, D, beta);
    const exact = modernStep(memory, state);
    const out = lastOf(waveforms, outputs, -UNIT_VOLTS);
    shareError = Math.max(shareError, largestGap(lastOf(waveforms, shares, SHARE_VOLTS), activationsOf(memory, state)));
    outputErrors.push(largestGap(out, exact));
    signs += out.filter((y, i) => y * exact[i]! > 0).length;
    if (overlapOf(signsOf(out), patternAt(stored, 0, D)) === 1) retrieved++;
  }
  return { ...what, shareError, outputErrors, signs, retrieved };
}

const digitsOf = (error: number) => -Math.log10(error);

function* finish(found: readonly Measured[]): Steps<StudyResult> {
  const of = (variant: Variant, celsius = ROOM) => found.filter((f) => f.variant === variant && f.celsius === celsius);
  const worst = (cases: readonly Measured[]) => Math.max(...cases.flatMap(({ outputErrors }) => outputErrors));
  const real = found.filter(({ variant }) => variant === "real transistors");
  return {
    table: {
      header: [
        "transistors",
        "degrees",
        "beta",
        "error of a share",
        "error of an output",
        "digits, mean (95 %)",
        "signs",
        "retrieved",
      ],
      rows: found.map((f) => [
        f.variant,
        f.celsius,
        f.beta,
        f.shareError,
        Math.max(...f.outputErrors),
        within(overDraws(f.outputErrors.map(digitsOf))),
        `${f.signs} of ${DRAWS * D}`,
        `${f.retrieved} of ${DRAWS}`,
      ]),
    },
    claims: [
      atLeastClaim(
        "transistors with a common tail current are a softmax to four digits: digits of an output, perfect transistors",
        4,
        digitsOf(worst(of("perfect transistors"))),
      ),
      atLeastClaim(
        "the same with a current gain of 200 and an Early voltage of 100 V: three digits at -40, 27 and 85 degrees",
        3,
        digitsOf(worst(real)),
      ),
      atMostClaim("a mismatch of 1 mV costs: error of an output, at most .1", 0.1, worst(of("1 mV mismatch"))),
      exactClaim(
        "real transistors give every output the sign of the digital step, at every beta and temperature: outputs",
        real.length * DRAWS * D,
        real.reduce((sum, { signs }) => sum + signs, 0),
      ),
    ],
    figure: {
      kind: "curves",
      title: "A softmax of transistors against the digital step",
      x: { title: "beta", log: true },
      y: { title: "Largest error of an output", log: true },
      series: [
        ...VARIANTS.slice(0, 3).map((variant) => ({ label: `${variant}, 27 degrees`, cases: of(variant) })),
        { label: "real transistors, 85 degrees", cases: of("real transistors", 85) },
        { label: "85 degrees, tuned at 27", cases: of("tuned at 27", 85) },
      ].map(({ label, cases }) => ({
        label,
        x: cases.map(({ beta }) => beta),
        y: cases.map(({ outputErrors }) => Math.max(...outputErrors)),
      })),
    },
  };
}

export const softmaxCircuit: Study = {
  name: "softmax-circuit",
  title: "a modern Hopfield step as two arrays around a softmax of transistors, in SPICE, against the digital step",
  needs: ["spice"],
  run: runInSpice(CASES, measure, finish),
};
