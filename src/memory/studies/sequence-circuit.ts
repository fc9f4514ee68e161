import { buildSequenceCircuit } from "../../circuit/index.ts";
import { createRandom, type Steps } from "../../core/index.ts";
import { hebbWeights } from "../../network/index.ts";
import { vector, type Waveforms } from "../../simulate/index.ts";
import { createSequenceMemory, playSequence, projectedSequence, sequenceWeights } from "../models/index.ts";
import { nearestOf, overlapOf, patternAt, randomPatterns } from "../patterns.ts";
import { runInSpice } from "./circuit-bench.ts";
import { meanClaim, meanOf, overDraws, shareClaim, shareOverDraws, within } from "./claims.ts";
import type { CircuitBench, Study, StudyResult } from "./study.ts";

const N = 24;
const P = 4;
/** Draws of patterns; each has a start and a circuit of its own. */
const DRAWS = 12;
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
  /** 1 for a draw that walks the stored order for LOOPS loops, and for one whose digital memory plays it; one a draw. */
  readonly walked: readonly number[];
  readonly digital: readonly number[];
  /** Mean time between patterns in delays, from the second loop on; one a draw that walked. */
  readonly paces: readonly number[];
  readonly first: Walk;
}

/** Whether states follow the cycle 0, 1, ... for LOOPS loops. */
const inOrder = (visited: readonly number[]) =>
  visited.length > LOOPS * P && visited.slice(0, LOOPS * P + 1).every((m, k) => m === k % P);

async function measure(what: Case, seed: number, { spice, signal }: CircuitBench): Promise<Measured> {
  const [walked, digital, paces]: number[][] = [[], [], []];
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
    const isWalked = inOrder(walk.visited);
    walked!.push(isWalked ? 1 : 0);
    const steps = walk.taus.slice(P + 1).map((tau, k) => (tau - walk.taus[P + k]!) / DELAY_TAUS);
    if (isWalked) paces!.push(meanOf(steps));
    const played = playSequence(memory, start, LOOPS * P);
    digital!.push(inOrder([0, ...played.map((state) => nearestOf(patterns, state).index)]) ? 1 : 0);
    first ??= walk;
  }
  return { ...what, walked: walked!, digital: digital!, paces: paces!, first: first! };
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
  // A draw counts when it walks at every lambda: its patterns are the same.
  const atEvery = (stages: number) => {
    const cases = found.filter((f) => f.stages === stages && f.rule === "projection");
    return shown.walked.filter((_, draw) => cases.every(({ walked }) => walked[draw] === 1)).length;
  };
  const walks = (words: string, stages: number) => shareClaim(words, 1, atEvery(stages), DRAWS);
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
        within(shareOverDraws(f.walked, 1)),
        `${f.digital.filter((x) => x === 1).length} of ${DRAWS}`,
        f.paces.length === 0 ? "–" : within(overDraws(f.paces), 3),
        f.rule === "Hebb" ? "–" : Number(paceOfTheory(f.stages, f.lambda, 1 - P / N).toFixed(3)),
        f.first.visited.slice(0, 16).join(""),
      ]),
    },
    claims: [
      shareClaim(
        "the digital memory plays the cycle of 4 patterns on 24 neurons: share of draws",
        1,
        shown.digital.filter((x) => x === 1).length,
        DRAWS,
      ),
      walks(`projected couplings, a delay of four stages, both lambda: draws that walk ${LOOPS} loops in order`, 4),
      walks("the same with two stages", 2),
      walks("one RC as the delay is enough", 1),
      meanClaim("delays a pattern, four stages, lambda = 2: theory, to 5 %", theory, shown.paces, 0.05 * theory),
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

export const sequenceCircuit: Study = {
  name: "sequence-circuit",
  title: "a circuit with delayed couplings walks a stored cycle, in SPICE, against the digital sequence memory",
  needs: ["spice"],
  run: runInSpice(CASES, measure, finish),
};
