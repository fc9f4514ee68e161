import { buildSequenceCircuit } from "../../circuit/index.ts";
import { createRandom, type Steps } from "../../core/index.ts";
import { hebbWeights } from "../../network/index.ts";
import { vector, type Waveforms } from "../../simulate/index.ts";
import { createSequenceMemory, playSequence, projectedSequence, sequenceWeights } from "../models/index.ts";
import { nearestOf, overlapOf, patternAt, randomPatterns } from "../patterns.ts";
import { requireBench } from "./circuit-bench.ts";
import { exactClaim, shareClaim } from "./claims.ts";
import type { CircuitBench, Study, StudyData, StudyResult } from "./study.ts";

const N = 24;
const P = 4;
const DRAWS = 5;
/** Loops that must be walked in the stored order. */
const LOOPS = 3;
const DELAY_TAUS = 20;
const TAUS = DELAY_TAUS * P * (LOOPS + 1) * 1.5;
/** Overlap from which a pattern counts as visited. */
const NEAR = 0.9;

interface Case {
  readonly rule: "Hebb" | "projection";
  readonly stages: number;
  readonly lambda: number;
}

const CASES: readonly Case[] = (["Hebb", "projection"] as const).flatMap((rule) =>
  [1, 2, 4].flatMap((stages) => [1.5, 2].map((lambda) => ({ rule, stages, lambda }))),
);
/** The case whose walk is drawn and whose pace is compared with theory. */
const SHOWN: Case = { rule: "projection", stages: 4, lambda: 2 };
const isShown = (c: Case) => c.rule === SHOWN.rule && c.stages === SHOWN.stages && c.lambda === SHOWN.lambda;

interface Walk {
  /** Patterns in the order in which they were visited. */
  readonly visited: readonly number[];
  /** When each was first reached, time constants. */
  readonly taus: readonly number[];
  /** Overlap with each pattern over time. */
  readonly time: readonly number[];
  readonly overlaps: readonly (readonly number[])[];
}

function walkOf(
  waveforms: Waveforms,
  outputs: readonly string[],
  supplyVolts: number,
  tau: number,
  patterns: Int8Array,
): Walk {
  const volts = outputs.map((name) => vector(waveforms, name));
  const visited: number[] = [];
  const taus: number[] = [];
  const time: number[] = [];
  const overlaps: number[][] = Array.from({ length: P }, () => []);
  waveforms.time.forEach((seconds, k) => {
    const state = volts.map((v) => v[k]! / supplyVolts);
    time.push(seconds / tau);
    for (let m = 0; m < P; m++) overlaps[m]!.push(overlapOf(state, patternAt(patterns, m, N)));
    const { index, overlap } = nearestOf(patterns, state);
    if (overlap < NEAR || visited.at(-1) === index) return;
    visited.push(index);
    taus.push(seconds / tau);
  });
  return { visited, taus, time, overlaps };
}

interface Measured extends Case {
  /** Draws that walk the stored order for LOOPS loops, and draws whose digital memory plays it. */
  readonly walked: number;
  readonly digital: number;
  /** Mean time between patterns in delays, from the second loop on; NaN when nothing walked. */
  readonly pace: number;
  readonly first: Walk;
}

/** Whether states follow the cycle 0, 1, ... for LOOPS loops. */
const inOrder = (visited: readonly number[]) =>
  visited.length > LOOPS * P && visited.slice(0, LOOPS * P + 1).every((m, k) => m === k % P);

async function measure(what: Case, seed: number, { spice, signal }: CircuitBench): Promise<Measured> {
  let [walked, digital] = [0, 0];
  const steps: number[] = [];
  let first: Walk | undefined;
  for (let draw = 0; draw < DRAWS; draw++) {
    const random = createRandom(seed, "sequence-circuit", draw);
    const patterns = randomPatterns(P, N, random);
    const memory = createSequenceMemory(patterns, N, { kind: "linear" }, true);
    const start = patternAt(patterns, 0, N);
    const { hold, push } =
      what.rule === "Hebb"
        ? { hold: hebbWeights(patterns, P, N), push: sequenceWeights(memory) }
        : projectedSequence(patterns, P, N);
    const { circuit, outputs, supplyVolts, tauSeconds } = buildSequenceCircuit({
      n: N,
      hold,
      push: push.map((w) => what.lambda * w),
      start,
      delayTaus: DELAY_TAUS,
      stages: what.stages,
      taus: TAUS,
    });
    const waveforms = await spice.simulate({ circuit }, signal === undefined ? {} : { signal });
    const walk = walkOf(waveforms, outputs, supplyVolts, tauSeconds, patterns);
    if (inOrder(walk.visited)) {
      walked++;
      const { taus } = walk;
      for (let k = P + 1; k < taus.length; k++) steps.push((taus[k]! - taus[k - 1]!) / DELAY_TAUS);
    }
    const played = playSequence(memory, start, LOOPS * P);
    if (inOrder([0, ...played.map((state) => nearestOf(patterns, state).index)])) digital++;
    first ??= walk;
  }
  const pace = steps.reduce((a, b) => a + b, 0) / steps.length;
  return { ...what, walked, digital, pace, first: first! };
}

/** Share of a step that `stages` RC stages of one delay in all have passed on after `time` delays. */
function passed(stages: number, time: number): number {
  const x = stages * time;
  let term = 1;
  let sum = 1;
  for (let k = 1; k < stages; k++) {
    term *= x / k;
    sum += term;
  }
  return 1 - Math.exp(-x) * sum;
}

/**
 * Time between patterns in delays, by bisection: a steady walk moves on when lambda (F(T) - (F(2T) - F(T))) is what holds a cell,
 * 1 - p/n under projection without its diagonal. Older patterns and the neurons' own time constant are left out.
 */
export function paceOfTheory(stages: number, lambda: number, held: number): number {
  const push = (t: number) => lambda * (2 * passed(stages, t) - passed(stages, 2 * t));
  let [low, high] = [0, 20];
  // The push dips below zero first; it grows from where its step response has passed half.
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (push(middle) < held) low = middle;
    else high = middle;
  }
  return high;
}

const POINTS = 400;

function* finish(found: readonly Measured[]): Steps<StudyResult> {
  const shown = found.find(isShown)!;
  const count = (stages: number) =>
    found.filter((f) => f.stages === stages && f.rule === "projection").reduce((sum, { walked }) => sum + walked, 0);
  const theory = paceOfTheory(SHOWN.stages, SHOWN.lambda, 1 - P / N);
  const { time, overlaps } = shown.first;
  const kept = time.map((_, k) => k).filter((k) => k % Math.ceil(time.length / POINTS) === 0);
  return {
    table: {
      header: [
        "couplings",
        "delay stages",
        "lambda",
        "walks in order",
        "digital",
        "delays a pattern",
        "theory",
        "first walk",
      ],
      rows: found.map((f) => [
        f.rule,
        f.stages,
        f.lambda,
        `${f.walked} of ${DRAWS}`,
        `${f.digital} of ${DRAWS}`,
        Number.isNaN(f.pace) ? "–" : Number(f.pace.toFixed(3)),
        f.rule === "Hebb" ? "–" : Number(paceOfTheory(f.stages, f.lambda, 1 - P / N).toFixed(3)),
        f.first.visited.slice(0, 16).join(""),
      ]),
    },
    claims: [
      shareClaim(
        "the digital memory plays the cycle of 4 patterns on 24 neurons: share of draws",
        1,
        shown.digital,
        DRAWS,
      ),
      exactClaim(
        `projected couplings and a delay of four stages walk ${LOOPS} loops in the stored order: draws of ${2 * DRAWS}`,
        2 * DRAWS,
        count(4),
      ),
      exactClaim("the same with two stages", 2 * DRAWS, count(2)),
      exactClaim("one RC as the delay is enough", 2 * DRAWS, count(1)),
      exactClaim("delays a pattern, four stages, lambda = 2: theory, to 5 %", theory, shown.pace, 0.05 * theory),
    ],
    figure: {
      kind: "curves",
      title: "A circuit of 24 neurons walks a stored cycle",
      x: { title: "time constants of a neuron" },
      y: { title: "Overlap with each pattern", low: -0.5, high: 1 },
      series: overlaps.map((curve, m) => ({
        label: `pattern ${m + 1}`,
        x: kept.map((k) => time[k]!),
        y: kept.map((k) => curve[k]!),
      })),
    },
  };
}

async function run(seed: number, data: StudyData): Promise<Steps<StudyResult>> {
  const bench = requireBench(data);
  const found: Measured[] = [];
  for (const [k, what] of CASES.entries()) {
    bench.progress?.({ stage: "SPICE", done: k, total: CASES.length });
    found.push(await measure(what, seed, bench));
  }
  return finish(found);
}

export const sequenceCircuit: Study = {
  name: "sequence-circuit",
  title: "a circuit with delayed couplings walks a stored cycle, in SPICE, against the digital sequence memory",
  needs: "spice",
  run,
};
