import { createRandom, type Random, type Steps } from "../../core/index.ts";
import { legacyRandom } from "../mersenne-twister.ts";
import {
  activationsOf,
  createModernMemory,
  logSumExp,
  type ModernMemory,
  modernEnergy,
  modernStep,
  similaritiesOf,
} from "../models/index.ts";
import { exactClaim, meanOf } from "./claims.ts";
import type { Study, StudyResult } from "./study.ts";

const D = 20;
const P = 5;
const BETA = 0.5;
const STARTS = 2000;
const STEPS = 8;
const BETAS = [0.001, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 1, 3, 10];
/** Printed after "Step k": energy and distance. */
const PRINTED = [
  [18.105, 0.7075],
  [-0.996, 0.0197],
  [-0.029, 0.0063],
  [-0.01, 0.0061],
  [-0.009, 0.0061],
] as const;
/** The correct energies before steps 2 to 5, computed for this project beforehand. */
const CORRECT = [12.106, -9.758, -10.00228, -10.00237] as const;

/** The energy as printed: the factor 1/beta of the logarithm is missing. */
function printedEnergy(memory: ModernMemory, state: ArrayLike<number>): number {
  let square = 0;
  for (let i = 0; i < memory.d; i++) square += state[i]! ** 2;
  return square / 2 - memory.beta * logSumExp(similaritiesOf(memory, state), memory.beta);
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let square = 0;
  for (let i = 0; i < a.length; i++) square += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(square);
}

/** The published example, draw for draw. */
function published(): { memory: ModernMemory; query: Float64Array } {
  const random = legacyRandom(42);
  const patterns = new Float64Array(P * D);
  for (let k = 0; k < P * D; k++) patterns[k] = random.gaussian();
  for (let m = 0; m < P; m++) {
    const row = patterns.subarray(m * D, (m + 1) * D);
    const norm = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
    for (let i = 0; i < D; i++) row[i]! *= Math.sqrt(D) / norm;
  }
  const query = Float64Array.from({ length: D }, (_, i) => patterns[i]! + 1.5 * random.gaussian());
  return { memory: createModernMemory(patterns, D, BETA), query };
}

/** Whether an energy rises along one trajectory from a random start, with the correct and with the printed energy. */
function rises(memory: ModernMemory, random: Random): { correct: boolean; printed: boolean } {
  let state: Float64Array = Float64Array.from({ length: D }, () => 2 * random.gaussian());
  let [correct, printed] = [false, false];
  for (let step = 0; step < STEPS; step++) {
    const next = modernStep(memory, state);
    // Below a part in 10^12 it is rounding.
    const above = (after: number, before: number) => after > before + 1e-12 * Math.max(1, Math.abs(before));
    correct ||= above(modernEnergy(memory, next), modernEnergy(memory, state));
    printed ||= above(printedEnergy(memory, next), printedEnergy(memory, state));
    state = next;
  }
  return { correct, printed };
}

function* run(seed: number): Steps<StudyResult> {
  const { memory, query } = published();
  const target = memory.patterns.subarray(0, D);
  const states = [query];
  for (let step = 0; step < PRINTED.length; step++)
    states.push(modernStep(memory, states[step]!) as Float64Array<ArrayBuffer>);
  const asPrinted = states.map((state) => printedEnergy(memory, state));
  const correct = states.map((state) => modernEnergy(memory, state));
  const rows = PRINTED.map(([energy, gap], k) => [
    k + 1,
    energy,
    asPrinted[k]!,
    correct[k]!,
    gap,
    distance(states[k + 1]!, target),
  ]);
  const count = { correct: 0, printed: 0 };
  for (let k = 0; k < STARTS; k++) {
    if (k % 200 === 0) yield { stage: "starts", done: k, total: STARTS };
    const found = rises(memory, createRandom(seed, "starts", k));
    if (found.correct) count.correct++;
    if (found.printed) count.printed++;
  }
  const printedRises = asPrinted.slice(1, PRINTED.length).filter((e, k) => e > asPrinted[k]! + 1e-12).length;
  const sharpest = (beta: number) =>
    meanOf(
      Array.from({ length: 200 }, (_, k) => {
        const random = createRandom(seed, "beta", k);
        const patterns = Float64Array.from({ length: 10 * D }, random.gaussian);
        const start = Float64Array.from({ length: D }, (_, i) => patterns[i]! + 0.5 * random.gaussian());
        return Math.max(...activationsOf(createModernMemory(patterns, D, beta), start));
      }),
    );
  const sharpness = BETAS.map(sharpest);
  return {
    table: {
      header: ["step", "energy, printed", "with 1/beta missing", "with 1/beta", "distance, printed", "distance"],
      rows,
    },
    claims: [
      exactClaim("initial distance to pattern 0: 6.693", 6.693, distance(query, target), 0.0005),
      ...PRINTED.map(([energy], k) => exactClaim(`step ${k + 1}: energy = ${energy}`, energy, asPrinted[k]!, 0.0005)),
      ...PRINTED.map(([, gap], k) => exactClaim(`step ${k + 1}: distance = ${gap}`, gap, rows[k]![5]!, 0.00005)),
      exactClaim("the energy decreases monotonically: rises in the printed example", 0, printedRises),
      ...CORRECT.map((energy, k) =>
        exactClaim(`with 1/beta, state ${k + 1} has the energy ${energy}`, energy, correct[k]!, 0.0005),
      ),
      exactClaim(`with 1/beta the energy never rises: trajectories of ${STARTS} where it does`, 0, count.correct),
      exactClaim(`without 1/beta neither: trajectories of ${STARTS} where it does`, 0, count.printed),
      exactClaim("small beta averages: largest share of ten patterns at beta .001", 0.1, sharpness[0]!, 0.02),
      exactClaim("large beta picks one: largest share at beta 10", 1, sharpness[BETAS.length - 1]!, 0.02),
    ],
    figure: {
      kind: "curves",
      title: "What beta does, ten random patterns in 20 dimensions",
      x: { title: "beta", log: true },
      y: { title: "Largest share of the softmax", low: 0, high: 1 },
      series: [{ label: "mean of 200 probes", x: BETAS, y: sharpness }],
      marks: [{ axis: "y", at: 0.1, label: "mean of all ten" }],
    },
  };
}

export const softmaxBeta: Study = {
  name: "softmax-beta",
  title: "softmax recall: what beta does, and the energy with and without its factor 1/beta",
  run,
};
